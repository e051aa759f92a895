"""`/tip`, `/question` and what is kept, against a catalogue that the test holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.content import Proof, Status, Topic
from bot.domain.members import Surface
from bot.invocation import Invocation, decode, encode
from bot.reply import PublicMessage, Show
from bot.text import plain
from tests.conftest import HeldClock, Person
from tests.fakes import FakeCatalog, a_question, a_source, a_tip, fake_encore

TIPS = [
    *(a_tip(number) for number in (1, 2, 3)),
    *(a_tip(number, Topic.NERVES_WELLBEING) for number in (1, 2)),
    a_tip(9, Topic.PAY_OFFER, status=Status.RETIRED),
]
QUESTIONS = [
    *(a_question(number) for number in (1, 2)),
    a_question(1, Proof.EXCEEDING),
    a_question(1, Proof.COMMUNICATION),
]
LIVE = {tip.title for tip in TIPS if tip.status is Status.LIVE}


def speaking(
    clock: HeldClock, catalog: FakeCatalog, *, surface: Surface = Surface.DIRECT, seed: int = 7
) -> Person:
    person = Person(fake_encore(clock, catalog=catalog, seed=seed), clock)  # type: ignore[arg-type]
    object.__setattr__(person.caller, "surface", surface)
    return person


@pytest.fixture
def person(clock: HeldClock) -> Person:
    return speaking(clock, FakeCatalog(tips=TIPS, questions=QUESTIONS))


@pytest.fixture
def in_channel(clock: HeldClock) -> Person:
    return speaking(clock, FakeCatalog(tips=TIPS, questions=QUESTIONS), surface=Surface.CHANNEL)


async def titles(person: Person, line: str, times: int) -> list[str]:
    shown = []
    for _ in range(times):
        await person.type(line)
        shown.append(person.message.title)
    return shown


@pytest.mark.parametrize("seed", range(8))
async def test_every_tip_comes_once_before_any_comes_again(clock: HeldClock, seed: int) -> None:
    person = speaking(clock, FakeCatalog(tips=TIPS), seed=seed)
    first = await titles(person, "/tip", len(LIVE))
    assert set(first) == LIVE
    [again] = await titles(person, "/tip", 1)
    assert again != first[-1]
    assert "You have seen all 5 tips" in person.says
    second = [again, *await titles(person, "/tip", len(LIVE) - 1)]
    assert set(second) == LIVE


async def test_only_the_first_of_a_new_round_says_so(person: Person) -> None:
    await titles(person, "/tip", len(LIVE))
    assert "seen all" not in person.says
    await person.type("/tip")
    assert "seen all" in person.says
    await person.type("/tip")
    assert "seen all" not in person.says


async def test_a_topic_stays_through_another(person: Person) -> None:
    await person.type("/tip nerves")
    first = person.message.title
    await person.press("Another")
    assert {first, person.message.title} == {"Title 1 on nerves-wellbeing", "Title 2 on nerves-wellbeing"}
    second = person.message.title
    await person.press("Another")
    assert "You have seen all 2 tips on nerves and wellbeing" in person.says
    assert person.message.title != second


async def test_what_was_shown_is_remembered_across_restarts_of_the_randomness(clock: HeldClock) -> None:
    person = speaking(clock, FakeCatalog(tips=TIPS), seed=1)
    first = await titles(person, "/tip", 3)
    again = fake_encore(clock, catalog=FakeCatalog(tips=TIPS), seed=1)
    again.store.tables = person.encore.store.tables
    person.encore = again
    assert not set(first) & set(await titles(person, "/tip", 2))


async def test_a_tip_says_what_to_do_now_and_how_long_it_takes(person: Person) -> None:
    await person.type("/tip trust")
    assert "Do now: Do " in person.says
    assert "(5 min)" in person.says
    assert "Reason" not in person.says


async def test_why_shows_the_reason_in_place_with_the_tip_still_there(clock: HeldClock) -> None:
    tip = a_tip(sources=("source-sample-1", "source-vanished"))
    person = speaking(clock, FakeCatalog(tips=[tip], sources=[a_source()]))
    await person.type("/tip")
    assert "Source: Journal of Samples, 2020." in person.says
    reply = await person.press("Why")
    assert reply.show is Show.UPDATE
    assert tip.body in person.says
    assert tip.why in person.says
    assert "A study of samples" in person.says
    assert "Samples only." in person.says
    assert "Why" not in person.labels


async def test_a_tip_without_a_source_says_what_it_rests_on(person: Person) -> None:
    await person.type("/tip trust")
    await person.press("Why")
    assert "no study stands behind it" in person.says


async def test_a_tip_on_the_law_of_a_region_says_that_it_is_general(clock: HeldClock) -> None:
    person = speaking(clock, FakeCatalog(tips=[a_tip(region="US")]))
    await person.type("/tip")
    assert "General information for US" in person.says


async def test_saving_updates_in_place_and_can_be_undone(person: Person) -> None:
    await person.type("/tip trust")
    await person.press("Why")
    title = person.message.title
    reply = await person.press("Save")
    assert reply.show is Show.UPDATE
    assert person.message.title == title
    assert "Why it helps" in person.says, "what lay open stays open"
    assert person.labels == ["Another", "Saved ✓ / Let go"]
    await person.type("/encore saved")
    assert title in person.says
    await person.press(title)
    reply = await person.press("Saved")
    assert reply.show is Show.UPDATE
    assert "Save" in person.labels
    await person.type("/encore saved")
    assert "Nothing kept yet" in person.says


async def test_saving_twice_keeps_one(person: Person) -> None:
    await person.type("/question trust")
    before = person.reply
    await person.press("Save")
    person.reply = before
    await person.press("Save")
    await person.type("/encore saved")
    assert "1 thing kept" in person.says


async def test_a_question_keeps_what_lies_behind_it_until_asked(person: Person) -> None:
    await person.type("/question exceeding expectations")
    assert "Prompt 1 on exceeding?" in person.says
    assert "the hiring manager or a future colleague" in person.says
    assert "90 seconds" in person.says
    assert "worry" not in person.says
    reply = await person.press("What they are really asking")
    assert reply.show is Show.UPDATE
    for words in ("Prompt 1", "Hidden worry 1?", "First strength", "Second pitfall", "Second follow-up?"):
        assert words in person.says
    assert "What they are really asking" not in person.labels


@pytest.mark.parametrize(
    "typed", ["trust", "TRUST", "Exceeding expectations", "communication", "tough questions"]
)
async def test_questions_are_found_by_proof_and_by_topic(person: Person, typed: str) -> None:
    await person.type(f"/question {typed}")
    assert person.message.title.startswith("Practice")


@pytest.mark.parametrize("line", ["/tip purple monkey", "/question purple monkey", "/tip " + "x" * 10_000])
async def test_an_unknown_topic_is_told_with_what_there_is(person: Person, line: str) -> None:
    await person.type(line)
    assert "I have no" in person.says
    assert len(person.says) < 300


async def test_near_topics_are_named(person: Person) -> None:
    await person.type("/tip trsut")
    assert "Near it: Trust" in person.says


async def test_a_topic_without_content_is_told_kindly(person: Person) -> None:
    await person.type("/tip references")
    assert "There are no tips on “References” yet" in person.says
    await person.type("/question nerves")
    assert "There are no questions" in person.says


async def test_buttons_work_a_month_later_and_after_a_restart(person: Person, clock: HeldClock) -> None:
    await person.type("/tip trust")
    buttons = {button.label: encode(button.invocation) for button in person.message.buttons}
    title = person.message.title
    clock.move_to(clock.now() + timedelta(days=31))
    again = fake_encore(clock, catalog=FakeCatalog(tips=TIPS, questions=QUESTIONS), seed=99)
    again.store.tables = person.encore.store.tables
    person.encore = again
    for label in ("Why", "Save"):
        await person.ask(decode(buttons[label]))
        assert person.message.title == title
    await person.ask(decode(buttons["Another"]))
    assert person.message.title != title


async def test_a_retired_tip_is_still_found_by_an_old_button_and_never_drawn(person: Person) -> None:
    await person.ask(Invocation("tip show", {"item": "tip-pay-offer-009"}))
    assert person.message.title == "Title 9 on pay-offer"
    assert "Title 9 on pay-offer" not in await titles(person, "/tip", 12)
    await person.type("/tip pay")
    assert "There are no tips" in person.says


@pytest.mark.parametrize(
    "path", ["tip show", "tip why", "tip save", "tip drop", "tip share", "question reveal"]
)
async def test_what_has_vanished_gets_kind_words(in_channel: Person, path: str) -> None:
    await in_channel.ask(Invocation(path, {"item": "tip-gone-001"}))
    assert "no longer in the collection" in in_channel.says


async def test_an_old_scope_that_means_nothing_now_is_passed_over(person: Person) -> None:
    await person.ask(Invocation("tip show", {"item": "tip-trust-001", "scope": "alchemy"}))
    assert person.message.title == "Title 1 on trust"


async def test_sharing_is_offered_in_a_channel_alone(person: Person, in_channel: Person) -> None:
    await person.type("/tip")
    assert "Share" not in person.labels
    await person.ask(Invocation("tip share", {"item": "tip-trust-001"}))
    assert person.reply.public is None
    await in_channel.type("/tip")
    assert in_channel.reply.public is None
    assert "Share" in in_channel.labels


async def test_what_is_shared_is_the_catalogue_alone(in_channel: Person) -> None:
    await in_channel.type("/tip nerves")
    title = in_channel.message.title
    reply = await in_channel.press("Share")
    tip = next(tip for tip in TIPS if tip.title == title)
    assert isinstance(reply.public, PublicMessage)
    assert reply.public.title == tip.title
    assert "".join(map(plain, reply.public.paragraphs)) == f"{tip.body}Do now: {tip.do_now} (5 min)"


async def test_of_a_question_only_the_prompt_is_shared(in_channel: Person) -> None:
    await in_channel.type("/question communication")
    await in_channel.press("What")
    reply = await in_channel.press("Share")
    assert reply.public is not None
    assert "".join(map(plain, reply.public.paragraphs)) == "Prompt 1 on communication?"


async def test_saved_things_come_newest_first_in_pages_of_five(clock: HeldClock) -> None:
    tips = [a_tip(number) for number in range(1, 13)]
    person = speaking(clock, FakeCatalog(tips=tips))
    for tip in tips:
        clock.move_to(clock.now() + timedelta(minutes=1))
        await person.ask(Invocation("tip save", {"item": tip.id}))
    await person.type("/encore saved")
    assert person.labels == [f"Title {n} on trust" for n in (12, 11, 10, 9, 8)] + ["Older"]
    await person.press("Older")
    assert person.labels == [f"Title {n} on trust" for n in (7, 6, 5, 4, 3)] + ["Newer", "Older"]
    await person.press("Older")
    assert person.labels == [f"Title {n} on trust" for n in (2, 1)] + ["Newer"]
    assert "page 3 of 3" in person.says


@pytest.mark.parametrize(
    ("typed", "page"), [("99", 3), ("0", 1), ("-1", 1), ("purple", 1), ("²", 1), ("", 1)]
)
async def test_a_page_that_is_not_there_is_the_nearest(clock: HeldClock, typed: str, page: int) -> None:
    tips = [a_tip(number) for number in range(1, 13)]
    person = speaking(clock, FakeCatalog(tips=tips))
    for tip in tips:
        await person.ask(Invocation("tip save", {"item": tip.id}))
    await person.ask(Invocation("encore saved", {"page": typed}))
    assert f"page {page} of 3" in person.says


async def test_saved_things_that_vanished_are_counted(person: Person, clock: HeldClock) -> None:
    await person.ask(Invocation("tip save", {"item": "tip-trust-001"}))
    again = fake_encore(clock, catalog=FakeCatalog())
    again.store.tables = person.encore.store.tables
    person.encore = again
    await person.type("/encore saved")
    assert "One that you kept is no longer in the collection." in person.says


async def test_what_one_keeps_another_does_not_see(person: Person) -> None:
    await person.ask(Invocation("tip save", {"item": "tip-trust-001"}))
    other = Person(person.encore, person.clock, "grace")
    await other.type("/encore saved")
    assert "Nothing kept yet" in other.says


async def test_topics_and_proofs_are_suggested_while_typing(person: Person) -> None:
    complete = person.encore.app.complete
    assert [c.value for c in await complete(person.caller, "tip", "topic", "ner")] == ["nerves-wellbeing"]
    assert [c.value for c in await complete(person.caller, "tip", "topic", "pay")] == [], "it has no tips"
    everything = await complete(person.caller, "question", "proof", "")
    assert [c.value for c in everything] == ["trust", "exceeding", "communication", "tough-questions"]
    assert len({c.label for c in everything}) == len(everything)
