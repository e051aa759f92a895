"""The one page for the last hour, in the chat and in the reminders, and the morning's check of time and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.catalog.catalog import shipped
from bot.domain.brief import FACT, Brief, calm, facts, headlines, questions, suited
from bot.domain.content import Topic
from bot.domain.interviews import Format, Interview, Outcome
from bot.domain.interviews import Person as Interviewer
from bot.domain.reminder_context import Occasion
from bot.domain.sheets import Entry, Sheet
from bot.text import Link, plain, shortened
from bot.views import brief as brief_views
from bot.views import logistics
from bot.views.blocks import Block, Message, Paragraph
from bot.views.brief import SCREEN, BriefView
from bot.views.reminder_context import Setting
from tests.conftest import SUNDAY, Person, words

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
OURS = shipped()
SCREENFUL = 900
"""Characters of everything said, labels and marks included."""
LINES = 26
LINK = "https://meet.example/room/4711"


def an_interview(**changes: object) -> Interview:
    interview = Interview(
        id="i1", member_id="m", company="Acme", role="data analyst", day=date(2026, 11, 26), time=time(15),
        zone="America/New_York", created_at=NOW, planned_from=NOW,
    )  # fmt: skip
    return replace(interview, **changes)  # type: ignore[arg-type]


def an_entry(sheet: Sheet, slot: str, at: datetime = NOW, **values: str) -> Entry:
    return Entry(member_id="m", interview_id="i1", sheet=sheet, slot=slot, values=values, saved_at=at)


def stories(**told: tuple[str, str]) -> dict[str, Entry]:
    return {
        slot: an_entry(Sheet.STORIES, slot, headline=said, result=result)
        for slot, (said, result) in told.items()
    }


def notes(**noted: str) -> dict[str, Entry]:
    return {slot: an_entry(Sheet.RESEARCH, slot, notes=said) for slot, said in noted.items()}


async def write(
    person: Person, sheet: Sheet, slot: str, values: Mapping[str, str], interview: str = ""
) -> None:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        entry = Entry(
            member_id=member.id, interview_id=interview, sheet=sheet, slot=slot, values=values,
            saved_at=person.clock.now(),
        )  # fmt: skip
        await unit.sheets.put(entry)
        await unit.commit()


async def change(person: Person, **changes: object) -> Interview:
    """Change the latest interview where it is stored."""
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        changed = replace((await unit.interviews.of(member.id))[-1], **changes)  # type: ignore[arg-type]
        await unit.interviews.save(changed)
        await unit.commit()
        return changed


def setting(interview: Interview, **sheets: Mapping[str, Entry]) -> Setting:
    return Setting(
        interview=interview,
        occasion=Occasion(**sheets),
        reader_zone="America/New_York",
        now=interview.starts_at - timedelta(hours=1),
    )


def said_in(blocks: tuple[Block, ...]) -> str:
    return words(Message("", "", blocks))


async def test_the_page_says_who_when_where_and_three_of_each(member: Person) -> None:
    await member.adds()
    interview = await change(
        member, interviewers=(Interviewer("Dana Example", "Head of Data"),), place="12 Sample Street"
    )
    await write(member, Sheet.STORIES, "trust", {"headline": "Told them early", "result": "They stayed"})
    await write(member, Sheet.RESEARCH, "press", {"notes": "A second site opens in May"}, interview.id)
    await write(member, Sheet.RESEARCH, "question", {"text": "What changes first?"}, interview.id)
    await member.type("/interview brief")
    lines = member.says.splitlines()
    assert lines[:5] == [
        "One page: Acme",
        "Who: Dana Example, Head of Data",
        "When: Thursday 26 November 2026, 15:00, New York, in 4 days",
        "Where: 12 Sample Street",
        "Your headlines",
    ]
    assert lines[5] == "- Told them early"
    assert lines[6:8] == ["To ask", "- What changes first?"]
    assert sum(line.endswith("?") for line in lines) == 3
    assert "- A second site opens in May" in lines
    assert member.labels == ["A page to print"]
    assert member.message.notice == "Your one page"


async def test_an_empty_page_asks_for_one_thing_and_leads_there(member: Person) -> None:
    await member.adds()
    await member.type("/interview brief Acme")
    assert "Your headlines are missing: /interview story" in member.says
    assert not {"Your headlines", "To know", "Who"} & set(member.says.splitlines())
    assert member.labels == ["Write a headline", "A page to print"]


async def test_with_headlines_the_next_thing_to_add_is_the_place(member: Person) -> None:
    await member.adds()
    await write(member, Sheet.STORIES, "trust", {"headline": "Told them early"})
    await member.type("/interview brief")
    assert "I don't know yet where it is." in member.says
    await member.press("Add place or link")
    form = member.reply.form
    assert form is not None
    assert "place" in {field.name for field in form.fields}


async def test_the_page_is_the_same_at_every_look(member: Person) -> None:
    await member.adds()
    await member.type("/interview brief")
    first = member.says
    for _ in range(3):
        await member.type("/interview brief")
        assert member.says == first


async def test_kept_questions_come_before_those_of_the_collection(member: Person) -> None:
    await member.adds()
    await member.type("/interview ask peer")
    await member.press("Save")
    kept = member.says.splitlines()[1].removeprefix("> ")
    await member.type("/interview brief")
    lines = member.says.splitlines()
    assert lines[lines.index("To ask") + 1] == f"- {shortened(kept, 140)}"


async def test_what_was_promised_in_the_round_before_stands_on_the_page(member: Person) -> None:
    await member.adds()
    before = await change(member, outcome=Outcome.NEXT)
    await write(member, Sheet.DEBRIEF, "promised", {"text": "To send the sample\nreport"}, before.id)
    await member.adds("Acme, data analyst, next Fri 3pm")
    await change(member, previous=before.id, round=3)
    await member.type("/interview brief Acme")
    assert "You promised: To send the sample report" in member.says


async def test_of_several_the_next_is_shown_and_another_is_one_press_away(member: Person) -> None:
    await member.adds("Later Works, clerk, next Fri 3pm")
    await member.adds("Acme, data analyst, next Thu 3pm")
    await member.type("/interview brief")
    assert member.message.title == "One page: Acme"
    await member.press("Another interview")
    assert member.says.splitlines()[1] == "Which interview is the page for?"
    await member.press("Later Works")
    assert member.message.title == "One page: Later Works"


async def test_without_an_interview_it_says_how_to_add_one(member: Person) -> None:
    await member.type("/interview brief")
    assert "There is no interview yet." in member.says


async def test_behind_and_cancelled_interviews_are_not_urged_on(member: Person) -> None:
    await member.adds()
    member.clock.move_to(SUNDAY + timedelta(days=9))
    await member.type("/interview brief")
    assert "missing" not in member.says
    interview = await change(member, cancelled=True)
    await member.type(f"/interview brief {interview.id}")
    assert "This interview is cancelled." in member.says


async def test_the_page_to_print_comes_as_a_file_on_request_alone(member: Person) -> None:
    await member.adds()
    reply = await member.type("/interview brief")
    assert reply.files == ()
    reply = await member.press("A page to print")
    (file,) = reply.files
    assert (file.name, file.media_type, file.content[:5]) == ("encore-brief.pdf", "application/pdf", b"%PDF-")
    await member.press("Back to the page")
    assert member.message.title == "One page: Acme"


async def test_another_member_cannot_have_the_page(member: Person) -> None:
    await member.adds()
    interview = await change(member)
    other = Person(member.encore, member.clock, "ben")
    await other.live_in()
    for command in ("interview brief", "brief page"):
        reply = await other.ask(brief_views.Invocation(command, {"what": interview.id}))
        assert reply.files == ()
        assert "Acme" not in other.says


async def test_the_hour_before_has_the_page_without_urging(member: Person) -> None:
    await member.adds()
    await change(member, interviewers=(Interviewer("Dana Example"),), place=LINK)
    await write(member, Sheet.STORIES, "trust", {"headline": "Told them early"})
    arrived = {message.title: message for _, message in await member.live_through(timedelta(days=5))}
    last = words(arrived["One hour before"])
    assert "Who: Dana Example" in last
    assert f"Link: {LINK}" in last
    assert "- Told them early" in last
    assert "missing" not in last
    assert "Your one page" in [button.label for button in arrived["One hour before"].buttons]
    assert f"Link: {LINK}" in words(arrived["That morning"])


def test_the_hour_before_says_nothing_where_nothing_is_known() -> None:
    particulars = brief_views.in_reminder(setting(an_interview()))
    assert (particulars.blocks, particulars.buttons) == ((), ())


def lengthy() -> Brief:
    sentence = "This is one of those very long lines that somebody wrote down late at night and never cut "
    return Brief(
        interview=an_interview(
            company="A company with a name as long as eighty characters will allow it to be at all",
            interviewers=tuple(Interviewer(f"Ben Example the {n}th", sentence) for n in range(9)),
            place=f"{LINK}/{'x' * 200} and then {sentence}",
            zone="America/Argentina/ComodRivadavia",
        ),
        reader_zone="Antarctica/DumontDUrville",
        headlines=tuple(shortened(f"{n} {sentence * 3}", 140) for n in range(3)),
        questions=tuple(shortened(f"{n} {sentence * 3}", 140) for n in range(3)),
        facts=tuple(shortened(f"{n} {sentence * 3}", FACT) for n in range(3)),
        promised=sentence * 2,
        calm=shortened(sentence * 2, FACT),
    )


def test_the_longest_page_still_fits_one_screen() -> None:
    message = BriefView(brief=lengthy(), now=NOW, several=True).present()
    said = words(message)
    assert len(said) <= SCREENFUL
    assert len(said.splitlines()) <= LINES
    assert all(
        line.endswith("…") and not line.removesuffix("…").endswith(" ")
        for line in said.splitlines()
        if line.startswith("- ")
    )


def test_short_lines_are_left_whole() -> None:
    brief = replace(
        lengthy(), headlines=("One.", "Two."), questions=("Why?",), facts=("It rains.",), promised="A call"
    )
    said = words(BriefView(brief=brief, now=NOW).present())
    assert {"- One.", "- Two.", "- Why?", "- It rains."} <= set(said.splitlines())


def test_the_longest_page_is_short_in_the_hour_before() -> None:
    brief = lengthy()
    told = stories(**{slot: (said, "x") for slot, said in zip(("trust", "culture", "competence"), brief.headlines, strict=True)})  # fmt: skip
    noted = notes(press=brief.facts[0], industry=brief.facts[1], product=brief.facts[2])
    particulars = brief_views.in_reminder(setting(brief.interview, stories=told, research=noted))
    assert len(said_in(particulars.blocks)) <= SCREEN * 2 // 3


def test_stories_with_a_result_come_first_and_three_are_enough() -> None:
    told = stories(
        competence=("Half told", ""),
        trust=("Told early", "They stayed"),
        culture=("", ""),
        collaboration=("Shared it", "One list"),
        exceeding=("", "A result alone"),
        motivation=("Not asked for", "x"),
    )
    assert headlines(told) == ("Told early", "Shared it", "Not asked for")
    told.pop("motivation")
    assert headlines(told) == ("Told early", "Shared it", "Half told")


def test_the_freshest_facts_come_first_by_their_own_day() -> None:
    noted = {
        "industry": an_entry(Sheet.RESEARCH, "industry", notes="Stale", date="2020-01-01"),
        "press": an_entry(Sheet.RESEARCH, "press", notes="Fresh", date="2026-11-20"),
        "product": an_entry(Sheet.RESEARCH, "product", notes="Today's"),
        "social": an_entry(Sheet.RESEARCH, "social", notes="Older", date="2026-10-01"),
        "needs": an_entry(Sheet.RESEARCH, "needs", notes="  "),
        "question": an_entry(Sheet.RESEARCH, "question", text="Why?"),
    }
    assert facts(noted) == ("Today's", "Fresh", "Older")


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ("- Opening in Lisbon\n- hiring forty", "Opening in Lisbon"),
        ("Short. And a second one.", "Short. And a second one."),
        (f"The first sentence ends here. {'More words follow. ' * 9}", "The first sentence ends here."),
        (f"Dr. Sample has led it since May. {'More words follow. ' * 9}", "Dr. Sample has led it since May."),
        ("word " * 60, f"{'word ' * 19}word…"),
        ("x" * 300, f"{'x' * 99}…"),
    ],
)
def test_a_fact_is_the_first_sentence_or_line(noted: str, said: str) -> None:
    (fact,) = facts(notes(press=noted))
    assert fact == said
    assert len(fact) <= FACT


def test_a_note_about_a_person_says_about_whom() -> None:
    entry = an_entry(Sheet.RESEARCH, "person-1", name="Cleo Sample", notes="Moved here from Rome")
    assert facts({"person-1": entry}) == ("Cleo Sample: Moved here from Rome",)
    entry = an_entry(Sheet.RESEARCH, "person-1", name="Cleo Sample", notes="Cleo likes trains")
    assert facts({"person-1": entry}) == ("Cleo likes trains",)


def test_a_question_of_the_collection_is_whole_and_needs_nothing_read_before() -> None:
    asks = {ask.text for ask in OURS.asks()}
    for number in range(40):
        chosen = suited(OURS.asks(), an_interview(id=f"interview{number}"))
        assert len(set(chosen)) == 3
        assert set(chosen) <= asks
        assert not any(". " in text or len(text) > 140 for text in chosen)


def test_each_sort_of_interviewer_has_a_question_in_turn() -> None:
    people = (Interviewer("Dana Example", "Hiring manager"), Interviewer("Ben Example", "CFO"))
    chosen = suited(OURS.asks(), an_interview(interviewers=people))
    whom = [{str(asker) for ask in OURS.asks() if ask.text == text for asker in ask.to} for text in chosen]
    assert "manager" in whom[0]
    assert "executive" in whom[1]


def test_her_own_question_comes_first_and_none_comes_twice() -> None:
    kept = OURS.asks()[:2]
    asked = questions((kept[0].text,), kept, OURS.asks(), an_interview())
    assert asked[0] == kept[0].text
    assert len(set(asked)) == 3


def test_the_line_for_nerves_is_one_of_the_last_hour_and_stays() -> None:
    tips = OURS.tips(Topic.NERVES_WELLBEING)
    lines = {calm(tips, an_interview(id=f"interview{number}")) for number in range(40)}
    assert len(lines) > 1
    assert all(line and len(line) <= 140 for line in lines)
    assert calm((), an_interview()) == ""


MORNINGS = {
    Format.ONSITE: ("Be at the door by 14:50", "Add the address"),
    Format.VIDEO: ("Open the link now", "Add the link"),
    Format.PHONE: ("Charge the phone", "Add the number"),
    Format.UNKNOWN: ("By video: open the link now", "Add the place or link"),
}


@pytest.mark.parametrize("form", Format)
def test_the_morning_checks_what_the_format_needs_and_asks_for_what_is_missing(form: Format) -> None:
    line, label = MORNINGS[form]
    bare = logistics.in_reminder(setting(an_interview(format=form)))
    assert line in said_in(bare.blocks)
    assert "You have not told me" in said_in(bare.blocks)
    assert [button.label for button in bare.buttons] == [label]
    known = logistics.in_reminder(setting(an_interview(format=form, place="12 Sample Street")))
    label = "By phone" if form is Format.PHONE else "Where"
    assert f"{label}: 12 Sample Street" in said_in(known.blocks)
    assert known.buttons == ()
    assert all(len(particulars.blocks) <= 3 for particulars in (bare, known))


def test_the_morning_says_both_clocks_and_whose_door_it_is() -> None:
    interview = an_interview(format=Format.ONSITE)
    there = replace(setting(interview), reader_zone="Europe/Berlin")
    said = said_in(logistics.in_reminder(there).blocks)
    assert "15:00, New York (21:00 in Berlin, for you)" in said
    assert "by 14:50 in New York" in said
    assert any(isinstance(block, Paragraph) for block in logistics.in_reminder(there).blocks)


@pytest.mark.parametrize(
    ("place", "shown", "url"),
    [
        (LINK, LINK, LINK),
        (f"Room 3, {LINK}.", f"Room 3, {LINK}.", LINK),
        (f"{LINK}?pwd={'a' * 60} code 12", "meet.example/room/4711… code 12", f"{LINK}?pwd={'a' * 60}"),
        (f"<{LINK}>", f"<{LINK}>", LINK),
    ],
)
def test_an_address_in_a_place_can_be_pressed(place: str, shown: str, url: str) -> None:
    said = logistics.whereabouts(place)
    assert plain(said) == shown
    assert [span.url for span in said if isinstance(span, Link)] == [url]


@pytest.mark.parametrize(
    "place",
    [
        "12 Sample Street",
        "meet.example/4711",
        "javascript:alert(1)",
        "https://meet.example@elsewhere.example/",
        "https://",
        "http://[::1",
        "<@U123> <!channel> @everyone",
    ],
)
def test_what_is_no_plain_address_stays_words(place: str) -> None:
    said = logistics.whereabouts(place)
    assert plain(said) == place
    assert not any(isinstance(span, Link) for span in said)
