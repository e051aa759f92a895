"""`/interview research`: the sheet of one interview, its slots, its links and days, and the question at its end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.limits import LABEL, MODAL_ROWS
from bot.catalog.catalog import shipped
from bot.domain.addresses import search, web_address
from bot.domain.calendar import local
from bot.domain.interviews import Interview, Outcome
from bot.domain.interviews import Person as Interviewer
from bot.domain.research import lay_out, noted_on
from bot.domain.research_notes import EVERY_PERSON, FINISHES, Slot
from bot.domain.sheets import Entry, Sheet
from bot.invocation import decode, encode
from bot.text import Link, plain
from bot.views.blocks import Checklist, Fields, Message, Paragraph, Quote, present
from tests.conftest import NEW_YORK, HeldClock, Person, open_in
from tests.fakes import an_ask
from tests.journey.research_samples import journey_forms, research_views

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OURS = shipped()
PEOPLE = "Ben Example, CFO\nCleo Sample"


def an_interview(**changes: object) -> Interview:
    interview = Interview(
        id="k3v9tq2m7xah", member_id="m", company="Acme", role="data analyst", day=date(2026, 12, 3), time=time(15),
        zone=NEW_YORK, created_at=NOW, planned_from=NOW,
    )  # fmt: skip
    return replace(interview, **changes)  # type: ignore[arg-type]


def a_note(slot: str, **values: str) -> Entry:
    return Entry(
        member_id="m",
        interview_id="k3v9tq2m7xah",
        sheet=Sheet.RESEARCH,
        slot=slot,
        values=values,
        saved_at=NOW,
    )


def a_sheet(*notes: Entry, people: tuple[str, ...] = (), company: str = "Acme"):
    interview = an_interview(interviewers=tuple(Interviewer(name) for name in people), company=company)
    entries = {note.slot: note for note in notes}
    return lay_out(interview, entries, NOW.date(), over=False, minutes_of=lambda _: 30)


@pytest.fixture
async def ada(member: Person) -> Person:
    await member.adds("Acme, data analyst, 2026-12-03 15:00")
    return member


async def meets(person: Person, people: str = PEOPLE) -> None:
    await person.type("/interview show Acme")
    await person.press("Edit")
    await person.fill(interviewers=people)


async def notes(person: Person, what: str, **values: str) -> None:
    await person.type(f"/interview research {what}")
    await person.press("Write it down")
    await person.fill(**values)


def links(message: Message) -> list[str]:
    spans = [span for block in message.blocks if isinstance(block, Paragraph) for span in block.text]
    return [span.url for span in spans if isinstance(span, Link)]


def checks(message: Message) -> list[str]:
    lists = [block for block in message.blocks if isinstance(block, Checklist)]
    return [f"{check}: {plain(said)}" for block in lists for check, said in block.items]


async def test_without_an_interview_research_says_how_to_begin(member: Person) -> None:
    await member.type("/interview research")
    assert "There is no interview yet" in member.says


async def test_a_bare_sheet_names_every_slot_and_how_to_find_out_whom_she_meets(ada: Person) -> None:
    await ada.type("/interview research")
    assert ada.message.title == "Research: Acme, Thu 3 Dec"
    assert len(checks(ada.message)) == 8
    assert "Whoever invited you will say: /interview template agenda" in ada.says
    assert "0/8 found out" in ada.says
    assert "The industry (15 min)" in ada.labels
    await ada.press("Add people")
    assert ada.reply.form is not None
    assert ada.reply.form.title == "Edit the interview"


async def test_the_people_come_first_and_each_has_a_slot(ada: Person) -> None:
    await meets(ada)
    await ada.type("/interview research")
    assert checks(ada.message)[:2] == ["open: Ben Example, CFO", "open: Cleo Sample"]
    assert ada.labels[:2] == ["Ben Example, CFO (10 min)", "Cleo Sample (10 min)"]
    assert "Add people" not in ada.labels


async def test_an_empty_slot_has_a_question_one_search_and_a_form(ada: Person) -> None:
    await meets(ada)
    await ada.type("/interview research")
    await ada.press("Ben Example")
    assert "a question that only they could answer" in ada.says
    [url] = links(ada.message)
    assert parse_qs(urlsplit(url).query) == {"q": ['"Ben Example" Acme']}
    await ada.press("Write it down (10 min)")
    assert ada.reply.form is not None
    assert [field.name for field in ada.reply.form.fields] == ["notes", "link", "date"]


async def test_a_nickname_is_spoken_of_until_something_is_noted_and_never_again(ada: Person) -> None:
    await ada.type("/interview research press")
    assert ada.says.count("If it is a nickname") == 1
    await notes(ada, "press", notes="Opened in Leeds.")
    assert "nickname" not in ada.says
    await ada.type("/interview research industry")
    assert "nickname" not in ada.says


async def test_a_note_is_shown_with_its_link_and_its_day(ada: Person) -> None:
    await notes(
        ada, "press", notes="Opened in Leeds.\nA second line.", link="acme.example/news", date="yesterday"
    )
    assert "Noted: The press." in ada.says
    assert "done: The press" in checks(ada.message)
    await ada.type("/interview research press")
    [fields] = [block for block in ada.message.blocks if isinstance(block, Fields)]
    shown = dict(fields.pairs)
    assert plain(shown["Notes"]) == "Opened in Leeds.\nA second line."
    assert shown["Link"] == (Link("acme.example", "https://acme.example/news"),)
    assert plain(shown["From"]) == "21 November"


async def test_a_bad_link_keeps_everything_that_was_typed(ada: Person) -> None:
    typed = {"notes": "Opened in Leeds.", "link": "javascript:alert(1)", "date": "someday"}
    await notes(ada, "press", **typed)
    assert ada.reply.form is not None
    assert dict(ada.reply.form.values) == typed
    assert set(ada.reply.form.errors) == {"link", "date"}
    await ada.fill(link="", date="")
    assert "Noted: The press." in ada.says


async def test_a_note_without_words_is_asked_for_again(ada: Person) -> None:
    await notes(ada, "press", notes="  ", link="acme.example")
    assert ada.reply.form is not None
    assert ada.reply.form.values["link"] == "acme.example"
    assert "nothing found" in ada.reply.form.errors["notes"]


async def test_changing_a_note_begins_with_what_is_there_and_replaces_it(ada: Person) -> None:
    await notes(ada, "press", notes="Opened in Leeds.", link="acme.example", date="3 November")
    await ada.type("/interview research press")
    await ada.press("Change it")
    assert ada.reply.form is not None
    assert dict(ada.reply.form.values) == {
        "notes": "Opened in Leeds.", "link": "https://acme.example", "date": "2026-11-03"
    }  # fmt: skip
    await ada.fill(notes="Closed in Leeds.", link="")
    await ada.type("/interview research press")
    assert "Closed in Leeds." in ada.says
    assert "Opened" not in ada.says
    assert "Link" not in ada.says


async def test_emptying_asks_once_and_a_second_press_is_answered_kindly(ada: Person) -> None:
    await notes(ada, "press", notes="Opened in Leeds.")
    await ada.type("/interview research press")
    await ada.press("Empty it")
    assert "deleted for good" in ada.says
    sure = ada.message.buttons[0].invocation
    await ada.press("Yes, empty it")
    assert "open: The press" in checks(ada.message)
    await ada.ask(sure)
    assert "The note is deleted." in ada.says


async def test_after_a_fortnight_a_note_is_worth_another_look_and_one_press_renews_it(
    ada: Person, clock: HeldClock
) -> None:
    await notes(ada, "press", notes="Opened in Leeds.", date="2026-11-08")
    assert "another look" not in ada.says
    clock.move_to(clock.at + DAY)
    await ada.type("/interview research")
    assert "done: The press: from 8 November" in checks(ada.message)
    assert "One note is worth another look" in ada.says
    await ada.press("Look again: The press")
    assert "Worth another look: from 8 November." in ada.says
    await ada.press("It still holds")
    assert "another look" not in ada.says
    assert "From: 23 November" in ada.says


async def test_a_settled_sheet_is_readable_and_asks_for_nothing(ada: Person, clock: HeldClock) -> None:
    await notes(ada, "press", notes="Opened in Leeds.", date="2026-11-01")
    clock.move_to(clock.at + timedelta(days=12))
    await ada.type("/interview result no")
    await ada.type("/interview research Acme")
    assert "This interview is behind you." in ada.says
    assert "The press: Opened in Leeds." in ada.says
    assert "another look" not in ada.says
    assert ada.labels == ["The press", "Details"]
    await ada.press("The press")
    assert links(ada.message) == []
    await ada.type("/interview research")
    assert "The press: Opened in Leeds." in ada.says


async def test_several_interviews_are_asked_about_and_keep_their_own_sheets(ada: Person) -> None:
    await ada.adds("Widgets, analyst, 2026-12-04 10:00")
    await ada.type("/interview research press")
    assert ada.message.title == "Which one?"
    await ada.press("Widgets")
    assert ada.message.title == "The press"
    await ada.press("Write it down")
    await ada.fill(notes="Widgets grew.")
    await ada.type("/interview research press Acme")
    assert "Widgets grew" not in ada.says
    await ada.type("/interview research Widgets")
    assert "done: The press" in checks(ada.message)


async def test_anothers_sheet_is_out_of_reach(ada: Person, clock: HeldClock) -> None:
    await notes(ada, "press", notes="Opened in Leeds.")
    await ada.type("/interview research press")
    taken = [button.invocation for button in ada.message.buttons]
    stranger = Person(ada.encore, clock, "cleo")
    for invocation in taken:
        await stranger.ask(invocation)
        assert "Leeds" not in stranger.says


async def test_three_notes_lead_to_the_question_and_it_ends_the_sheet(ada: Person) -> None:
    for what in ("press", "industry"):
        await notes(ada, what, notes="Something.")
        assert "You know enough" not in ada.says
    await notes(ada, "needs", notes="Something.")
    assert "You know enough for one good question" in ada.says
    await ada.press("The question I'll ask")
    assert ada.labels[:3] == ["Write my own", "Start from the first", "Start from the second"]
    await ada.press("Start from the second")
    assert ada.reply.form is not None
    begun = ada.reply.form.values["text"]
    assert begun in {ask.text for ask in OURS.asks()}
    await ada.fill(text="What changed with Leeds?")
    quotes = [plain(block.text) for block in ada.message.blocks if isinstance(block, Quote)]
    assert quotes == ["What changed with Leeds?"]
    await ada.type("/interview brief")
    assert "What changed with Leeds?" in ada.says


async def test_the_question_can_be_written_before_anything_is_known(ada: Person) -> None:
    await ada.type("/interview research question")
    await ada.press("Write my own")
    await ada.fill(text="   ")
    assert ada.reply.form is not None
    assert ada.reply.form.errors
    await ada.fill(text="Who would I work with?")
    await ada.press("Change my question")
    await ada.press("Change my question")
    assert ada.reply.form is not None
    assert ada.reply.form.values == {"text": "Who would I work with?"}


async def test_questions_to_start_from_suit_whom_she_meets(ada: Person) -> None:
    await meets(ada, "Cleo Sample, HR manager")
    await ada.type("/interview research question")
    offered = {ask.text for ask in OURS.asks() if ask.text in ada.says}
    assert len(offered) == 2
    for_hr = {ask.text for ask in OURS.asks() if "hr" in ask.to}
    assert offered <= for_hr


async def test_filling_a_slot_ticks_its_task_once_and_the_plan_knows(ada: Person) -> None:
    await notes(ada, "insider", notes="Asked Ben at Widgets; two questions.")
    assert "Ticked off: Message one person who works there" in ada.says
    await ada.type("/interview plan")
    assert "Done: Message one person" not in " ".join(ada.labels)
    await ada.type("/interview research insider")
    await ada.press("Change it")
    await ada.fill(notes="Asked Cleo as well.")
    assert "Ticked off" not in ada.says


async def test_what_needs_several_slots_is_ticked_with_the_last_of_them(ada: Person) -> None:
    await meets(ada)
    await notes(ada, "Ben", notes="Ten years at Widgets.")
    assert "Ticked off" not in ada.says
    await notes(ada, "Cleo", notes="Wrote about audits.")
    assert "Ticked off: Give each interviewer ten minutes" in ada.says
    await notes(ada, "needs", notes="Somebody for the reports.")
    assert "Ticked off" not in ada.says
    await notes(ada, "bottom line", notes="It saves them a week a month.")
    assert "Ticked off: Draw the role as a box" in ada.says


async def test_emptying_a_slot_leaves_its_task_ticked(ada: Person) -> None:
    await notes(ada, "insider", notes="Asked Ben.")
    await ada.type("/interview research insider")
    await ada.press("Empty it")
    await ada.press("Yes, empty it")
    await notes(ada, "insider", notes="Asked Ben.")
    assert "Ticked off" not in ada.says


async def test_notes_on_who_is_no_longer_met_are_shown_at_the_end_and_not_lost(ada: Person) -> None:
    await meets(ada)
    await notes(ada, "Ben", notes="Ten years at Widgets.")
    await ada.type("/interview research Ben")
    old = ada.message.buttons
    await meets(ada, "Cleo Sample\nDora Demo")
    await ada.type("/interview research")
    assert "No longer on the list, notes kept: Ben Example." in ada.says
    assert checks(ada.message)[:2] == ["open: Cleo Sample", "open: Dora Demo"]
    await notes(ada, "Cleo", notes="Wrote about audits.")
    await ada.press("The whole sheet")
    assert "Ben Example: Ten years at Widgets." in ada.says
    for button in old:
        await ada.ask(button.invocation)
        assert ada.reply.view is not None
    await meets(ada, "Ben Example, CEO")
    await ada.type("/interview research Ben")
    assert "Ten years at Widgets." in ada.says


async def test_what_was_noted_survives_a_restart_and_old_buttons_still_work(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_in(tmp_path, clock) as encore:
        person = Person(encore, clock)
        await person.live_in()
        await person.adds("Acme, data analyst, 2026-12-03 15:00")
        await notes(person, "press", notes="Opened in Leeds.")
        before = [button.invocation for button in person.message.buttons]
    async with open_in(tmp_path, clock, seed=8) as encore:
        person = Person(encore, clock)
        for invocation in before:
            await person.ask(decode(encode(invocation)))
            assert person.reply.form or "does not work" not in person.says
        await person.type("/interview research press")
        assert "Opened in Leeds." in person.says


async def test_nothing_typed_lies_readable_in_the_database(ada: Person, tmp_path: Path) -> None:
    await meets(ada, "Zebedee Example")
    await notes(ada, "Zebedee", notes="Quokkas and audits.", link="quokka.example")
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert b"Quokkas" not in stored
    assert b"quokka.example" not in stored
    assert b"Zebedee" not in stored


def test_ben_is_found_as_ben_example_and_two_bens_are_not_mixed_up() -> None:
    note = a_note("person-1", name="Ben", notes="x")
    assert a_sheet(note, people=("Ben Example",)).lines[0].entry is note
    both = a_sheet(note, people=("Ben Example", "Ben Sample"))
    assert [line.entry for line in both.people] == [None, None]
    assert [line.title for line in both.gone] == ["Ben"]
    assert len({line.slot for line in (*both.people, *both.gone)}) == 3


def test_a_note_without_a_day_counts_from_when_it_was_written() -> None:
    old = replace(a_note("press", notes="x", date="long ago"), saved_at=NOW - timedelta(days=15))
    sheet = a_sheet(old)
    assert [line.key for line in sheet.stale] == ["press"]


def test_every_task_named_is_in_the_shipped_pack() -> None:
    named = {task for _, tasks in FINISHES for task in tasks}
    named |= {guide.task for guide in (EVERY_PERSON, *filter(None, (slot.facts.guide for slot in Slot)))}
    for task in named:
        assert OURS.task(task) is not None, task


def test_a_task_that_a_group_took_away_costs_no_minutes_and_no_button() -> None:
    sheet = lay_out(an_interview(), {}, NOW.date(), over=False, minutes_of=lambda _: 0)
    view = research_views(an_interview(), an_ask(), "x", NOW)["research-bare"]
    labels = [button.label for button in present(replace(view, research=sheet)).buttons]  # type: ignore[type-var]
    assert labels[0] == "The industry"


def test_every_slot_has_a_guide_but_the_question() -> None:
    assert [slot for slot in Slot if slot.facts.guide is None] == [Slot.QUESTION]


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_search_is_one_plain_address_whatever_was_typed(company: str, name: str) -> None:
    for line in a_sheet(people=(name,), company=company).lines:
        assert re.fullmatch(
            r"https://(duckduckgo\.com/|news\.google\.com/search)\?q=[A-Za-z0-9._~%-]*", line.url
        )


def test_a_search_holds_the_words_and_nothing_else() -> None:
    url = search('"Zoë & Co" 100% #1?')
    assert parse_qs(urlsplit(url).query) == {"q": ['"Zoë & Co" 100% #1?']}


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("", ""), ("acme.example", "https://acme.example"), ("  http://acme.example/a?b=c#d ", "http://acme.example/a?b=c#d"),
        ("HTTPS://Acme.Example/Path", "https://acme.example/Path"), ("<https://acme.example/>", "https://acme.example/"),
        ("https://acme.example/Müller (2)", None), ("https://acme.example/Müller", "https://acme.example/M%C3%BCller"),
        ("acme.example:8080/x", "https://acme.example:8080/x"), ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://a.example/?x=<b>|y", "https://a.example/?x=%3Cb%3E%7Cy"),
        ("javascript:alert(1)", None), ("data:text/html,x", None), ("ftp://acme.example", None), ("acme", None),
        ("ben@acme.example", None), ("https://acme.example@evil.example", None), ("https://", None), ("http://127.0.0.1", None),
        ("https://acme.example https://b.example", None), ("https://[::1", None), ("https://acme.example:x", None),
        ("https://acme.example/" + "a" * 600, None),
    ],
)  # fmt: skip
def test_a_typed_link_is_one_web_address_or_is_refused(typed: str, address: str | None) -> None:
    if address is None:
        with pytest.raises(ValueError, match=r"link"):
            web_address(typed)
    else:
        assert web_address(typed) == address


@given(st.text(max_size=120))
def test_whatever_is_typed_a_link_is_plain_http_or_refused(typed: str) -> None:
    try:
        address = web_address(typed)
    except ValueError:
        return
    assert not address or re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~%A-Z]+", address)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", date(2026, 11, 22)), ("today", date(2026, 11, 22)), ("Yesterday", date(2026, 11, 21)),
        ("2026-11-03", date(2026, 11, 3)), ("3 November", date(2026, 11, 3)), ("Nov 3", date(2026, 11, 3)),
        ("3 December", date(2025, 12, 3)), ("Monday", date(2026, 11, 16)), ("1 May 2024", date(2024, 5, 1)),
        ("tomorrow", None), ("3 December 2026", None), ("3/11", None), ("last spring", None), ("2026-13-40", None),
    ],
)  # fmt: skip
def test_the_day_of_a_note_is_one_that_has_been(typed: str, day: date | None) -> None:
    now = local(NOW, NEW_YORK)
    if day is None:
        with pytest.raises(ValueError, match=r"day|month"):
            noted_on(typed, now)
    else:
        assert noted_on(typed, now) == day


def test_the_longest_views_fit_every_platform() -> None:
    longest = an_interview(
        company="Amalgamated Widgets and Sprockets " * 2,
        interviewers=tuple(Interviewer(f"Adelaide Wilhelmina {n} " * 2, "Head of " * 4) for n in range(10)),
    )
    for name, view in research_views(longest, an_ask(), "Say what you did. " * 90, NOW).items():
        buttons = present(view).buttons
        encoded = [encode(button.invocation) for button in buttons]
        assert len(buttons) <= 25, name
        assert len(set(encoded)) == len(encoded), name
        assert all(len(button.label) <= 75 for button in buttons), name


def test_a_lock_screen_hears_no_name() -> None:
    met = an_interview(interviewers=(Interviewer("Ben Example"),), outcome=Outcome.WAITING)
    for view in research_views(met, an_ask(), "Leeds", NOW).values():
        assert not {"Acme", "Ben", "Leeds"} & set(re.findall(r"\w+", present(view).notice))


def test_forms_fit_the_narrowest_platform() -> None:
    for name, form in journey_forms(
        an_interview(interviewers=(Interviewer("Ben Example"),)), "x" * 2000, NOW
    ).items():
        assert len(form.fields) <= MODAL_ROWS, name
        assert all(len(field.label) <= LABEL for field in form.fields), name
        assert encode(form.submit)
