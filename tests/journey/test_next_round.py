"""Another round: it is added with what is known, and begins with what the last one left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.interviews import Interview
from bot.domain.sheets import Entry, Sheet
from bot.invocation import Invocation
from tests.conftest import HeldClock, Person

AFTERWARDS = timedelta(days=5)


async def interviews(person: Person) -> list[Interview]:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        return list(await unit.interviews.of(member.id))


async def debriefed(person: Person, **said: str) -> None:
    """Write down what was asked, missed and promised after the first interview."""
    first = (await interviews(person))[0]
    async with person.encore.store.unit() as unit:
        for slot, words in said.items():
            await unit.sheets.put(
                Entry(
                    member_id=first.member_id,
                    interview_id=first.id,
                    sheet=Sheet.DEBRIEF,
                    slot=slot,
                    values={"text": words},
                    saved_at=person.clock.now(),
                )
            )
        await unit.commit()


async def adds_the_next(person: Person, when: str = "2026-12-10 10:00") -> None:
    await person.type("/interview result Acme next")
    await person.press("Add the next round")
    await person.fill(when=when)
    await person.fill()
    await person.press("Right")


async def linked(person: Person) -> Interview:
    """Add the next round and tie it to the last one."""
    await adds_the_next(person)
    first, second = await interviews(person)
    async with person.encore.store.unit() as unit:
        second = replace(second, previous=first.id)
        await unit.interviews.save(second)
        await unit.commit()
    return second


@pytest.fixture
async def invited(member: Person) -> Person:
    """Someone whose second interview was yesterday, who met two people."""
    await member.adds("Acme, data analyst, 2026-11-26 15:00")
    await member.ask(
        Invocation(
            "interview edit", {"what": "Acme", "interviewers": "Ben Example, Head of Data\nCleo Sample"}
        )
    )
    await member.live_through(AFTERWARDS)
    return member


async def test_the_form_has_company_and_role_and_asks_when(invited: Person) -> None:
    await invited.type("/interview result Acme next")
    await invited.press("Add the next round")
    form = invited.reply.form
    assert form is not None
    assert form.title == "Round 3"
    assert form.values == {"company": "Acme", "role": "data analyst"}
    assert form.errors == {}


async def test_the_draft_knows_which_round_came_before(invited: Person) -> None:
    await invited.type("/interview result Acme next")
    await invited.press("Add the next round")
    [first] = await interviews(invited)
    async with invited.encore.store.unit() as unit:
        [draft] = await unit.drafts.of(first.member_id, invited.clock.now())
    assert draft.content.previous == first.id


async def test_the_new_interview_is_of_the_next_round(invited: Person) -> None:
    await adds_the_next(invited)
    first, second = await interviews(invited)
    assert (second.company, second.role, second.round) == (first.company, first.role, 3)
    assert second.previous == first.id
    assert invited.message.notice == "Your plan is ready"


async def test_a_second_press_goes_on_with_what_was_begun(invited: Person) -> None:
    for _ in range(2):
        await invited.type("/interview result Acme next")
        await invited.press("Add the next round")
    [first] = await interviews(invited)
    async with invited.encore.store.unit() as unit:
        assert len(await unit.drafts.of(first.member_id, invited.clock.now())) == 1


async def test_a_press_after_it_was_added_shows_it(invited: Person) -> None:
    await linked(invited)
    await invited.ask(Invocation("interview next", {"what": (await interviews(invited))[0].id}))
    assert "Round 3 is here already." in invited.says
    assert len(await interviews(invited)) == 2


async def test_one_that_was_called_off_does_not_stand_in_the_way(invited: Person) -> None:
    second = await linked(invited)
    await invited.ask(Invocation("interview cancel", {"what": second.id}))
    await invited.ask(Invocation("interview next", {"what": second.previous}))
    assert invited.reply.form is not None


async def test_it_begins_with_names_promises_and_what_went_short(invited: Person) -> None:
    await debriefed(invited, asked="Why us?", missed="The number of calls.", promised="To send the sample.")
    second = await linked(invited)
    await invited.ask(Invocation("round last", {"what": second.id}))
    said = invited.says
    assert said.index("To send the sample.") < said.index("The number of calls.") < said.index("Ben Example")
    assert "Cleo Sample" in said
    assert "Why us?" in said
    assert invited.labels == ["See the plan", "A question to practise", "What I wrote down"]


async def test_without_a_debrief_it_offers_to_write_it_now(invited: Person) -> None:
    second = await linked(invited)
    await invited.ask(Invocation("round last", {"what": second.id}))
    assert "Nothing is written down from that round yet." in invited.says
    [write] = [button for button in invited.message.buttons if button.label == "Write it down"]
    assert write.invocation == Invocation("interview debrief", {"what": second.previous})
    assert "A question to practise" not in invited.labels


async def test_the_answer_itself_leads_to_it_before_the_next_round_is_there(invited: Person) -> None:
    await debriefed(invited, missed="The number of calls.")
    await invited.type("/interview result Acme next")
    assert "write down" not in invited.says
    await invited.press("From last time")
    assert "The number of calls." in invited.says
    await invited.press("Add the next round")
    assert invited.reply.form is not None


async def test_the_answer_asks_for_what_is_not_written_down_yet(invited: Person) -> None:
    await invited.type("/interview result Acme next")
    assert "write down what they asked while it is fresh" in invited.says
    assert "Write it down" in invited.labels


async def test_of_one_that_is_still_ahead_nothing_can_be_written_down_yet(member: Person) -> None:
    await member.adds("Acme, data analyst, 2026-11-26 15:00")
    await member.type("/interview result Acme next")
    await member.press("I heard: another round")
    assert "Write it down" not in member.labels


async def test_the_button_leads_to_the_three_questions(invited: Person) -> None:
    await invited.type("/interview result Acme next")
    await invited.press("Write it down")
    await invited.fill(missed="The number of calls.")
    await invited.type("/interview result Acme next")
    await invited.press("From last time")
    assert "The number of calls." in invited.says


async def test_what_she_wrote_is_never_markup(invited: Person) -> None:
    await debriefed(invited, missed="*bold* <!channel> @everyone")
    await invited.type("/interview result Acme next")
    await invited.press("From last time")
    assert "*bold* <!channel> @everyone" in invited.says


async def test_an_interview_without_a_round_before_says_so(invited: Person) -> None:
    await invited.type("/prep")
    await invited.ask(Invocation("round last", {"what": "Acme"}))
    assert invited.message.title == "No round before this one"


async def test_a_round_before_that_is_gone_is_as_if_there_were_none(invited: Person) -> None:
    second = await linked(invited)
    async with invited.encore.store.unit() as unit:
        await unit.interviews.save(replace(second, previous="gone"))
        await unit.commit()
    await invited.ask(Invocation("round last", {"what": second.id}))
    assert invited.message.title == "No round before this one"


async def test_another_members_round_is_nobodys(invited: Person, clock: HeldClock) -> None:
    second = await linked(invited)
    stranger = Person(invited.encore, clock, "cleo")
    for arguments in ({"what": second.id}, {"last": second.previous}):
        await stranger.ask(Invocation("round last", arguments))
        assert stranger.message.notice == "Encore could not do that yet"
