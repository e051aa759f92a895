"""The text of an e-mail is pasted: into the command, its form, or as a plain line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.line import MOST_CHARACTERS
from bot.reply import File
from tests.conftest import HeldClock, Person

HERE = Path(__file__).parent.parent / "invitations"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
THURSDAY = "Thursday 3 December 2026, 15:00, London"


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(MONDAY)


@pytest.fixture
async def ada(newcomer: Person) -> Person:
    await newcomer.live_in("London")
    return newcomer


def letter(name: str) -> str:
    return (HERE / "letters" / f"{name}.txt").read_text()


async def test_a_pasted_mail_ends_in_the_usual_question(ada: Person) -> None:
    await ada.type(f"/interview import {letter('plain')}")
    assert THURSDAY in ada.says
    assert "Company: Northwind Trading" in ada.says
    assert "With: Priya Nair, Head of Operations; Ben Okafor, CFO" in ada.says
    assert "keep only what stands here" in ada.says
    await ada.press("Right")
    assert "called back" in ada.says


@pytest.mark.parametrize("line", ["", "/prep "])
@pytest.mark.parametrize("name", ["plain", "labelled", "forwarded", "pasted_calendar", "eml_with_calendar"])
async def test_a_text_of_several_lines_is_read_as_an_invitation(ada: Person, line: str, name: str) -> None:
    await ada.type(f"{line}{letter(name)}")
    if ada.reply.form is not None:
        await ada.fill(company="Northwind")
    assert "Company: Northwind" in ada.says
    assert ada.labels


async def test_a_pasted_calendar_longer_than_a_line_is_read(ada: Person) -> None:
    content = (HERE / "corpus" / "exchange_teams.ics").read_text() + "\n" * 100 + "X-END:1\n"
    assert len(content) > MOST_CHARACTERS
    await ada.type(content)
    await ada.fill(company="Northwind")
    assert THURSDAY in ada.says


async def test_one_line_keeps_the_usual_grammar(ada: Person) -> None:
    await ada.type("Acme, analyst, Thu 3 Dec 3pm")
    assert THURSDAY in ada.says
    assert "Please check" not in ada.says


async def test_several_lines_behind_a_verb_keep_the_usual_grammar(ada: Person) -> None:
    await ada.type("/prep add Acme,\nanalyst,\nThu 3 Dec 3pm")
    assert "From the invitation" not in str(ada.reply)


async def test_without_anything_the_form_asks_for_a_file_or_the_text(ada: Person) -> None:
    reply = await ada.type("/interview import")
    assert reply.form is not None
    assert [(field.name, field.required) for field in reply.form.fields] == [("file", False), ("text", False)]
    reply = await ada.fill()
    assert reply.form is not None
    assert "paste the text" in reply.form.errors["text"]
    await ada.fill(text=letter("plain"))
    assert THURSDAY in ada.says


async def test_a_file_in_the_form_is_read(ada: Person) -> None:
    reply = await ada.type("/interview import")
    assert reply.form is not None
    content = (HERE / "corpus" / "apple_calendar.ics").read_bytes()
    await ada.ask(reply.form.submit, File("a.ics", "text/calendar", content))
    assert "Company: Northwind" in ada.says


async def test_a_file_in_the_form_that_cannot_be_read_is_told_beside_it(ada: Person) -> None:
    reply = await ada.type("/interview import")
    assert reply.form is not None
    reply = await ada.ask(reply.form.submit, File("a.pdf", "application/pdf", b"%PDF-1.7"))
    assert reply.form is not None
    assert "That is a PDF" in reply.form.errors["file"]


async def test_a_form_that_is_left_keeps_what_was_pasted(ada: Person) -> None:
    await ada.type("/interview import")
    form = ada.reply.form
    assert form is not None
    ada.reply = await ada.encore.app.keep(form, {"text": letter("plain")}, ada.caller)
    await ada.press("Carry on")
    await ada.fill()
    assert THURSDAY in ada.says
    await ada.press("Right")
    await ada.type("/prep")
    assert "Carry on" not in ada.labels


async def test_several_times_are_buttons(ada: Person) -> None:
    await ada.type(f"/interview import {letter('choice')}")
    await ada.fill(company="Acme")
    assert ada.labels[:2] == ["Tue 1 Dec, 10:00", "Wed 2 Dec, 14:00"]
    assert "Press the one that you agreed on" in ada.says
    await ada.press("Wed 2 Dec")
    assert "Wednesday 2 December 2026, 14:00, London" in ada.says


async def test_a_date_that_reads_two_ways_is_two_buttons(ada: Person) -> None:
    await ada.type(f"/interview import {letter('ambiguous_date')}")
    await ada.fill(company="Acme")
    assert "can be read two ways" in ada.says
    assert ada.labels[:2] == ["Wed 3 Feb, 14:00", "Tue 2 Mar, 14:00"]


async def test_without_a_date_the_form_shows_what_was_found(ada: Person) -> None:
    reply = await ada.type(f"/interview import {letter('thanks_for_the_interest')}")
    assert reply.form is not None
    assert reply.form.values["company"] == "Northwind"
    assert reply.form.values["role"] == "Product Manager"
    assert not reply.form.errors
    assert "no date" in str(reply.form.intro)
    reply = await ada.fill(when="Thu 3 Dec 3pm")
    await ada.fill()
    assert THURSDAY in ada.says


async def test_what_says_nothing_is_kept_and_told_what_would_help(ada: Person) -> None:
    pasted = letter("no_date")
    await ada.type(f"/interview import {pasted}")
    assert "I found no interview in that" in ada.says
    reply = await ada.press("Look at the text again")
    assert reply.form is not None
    assert reply.form.values["text"] == pasted.strip()


async def test_a_move_told_in_words_alone_offers_the_move(ada: Person) -> None:
    await ada.adds("Acme, analyst, Thu 3 Dec 3pm")
    await ada.type(f"/interview import {letter('moved_by_words')}")
    reply = await ada.press("Acme has a new time")
    assert reply.form is not None
    assert reply.form.title == "Move the interview"


async def test_a_new_time_is_asked_about_and_moves_after_a_yes(ada: Person) -> None:
    await ada.adds("Acme, analyst, Thu 3 Dec 3pm")
    await ada.type(f"/interview import {letter('rescheduled')}")
    await ada.fill(company="Acme")
    assert "Is this the same interview?" in ada.says
    await ada.press("Yes, the same one")
    assert "Move it to this time?" in ada.says
    await ada.type("/interview list")
    assert THURSDAY in ada.says


async def test_a_cancellation_is_matched_by_its_time_and_asked(ada: Person) -> None:
    await ada.adds("Acme, analyst, Thu 3 Dec 3pm")
    await ada.type(f"/interview import {letter('cancelled')}")
    assert "Acme: they have called it off" in ada.says
    await ada.type("/interview list")
    assert "(cancelled)" not in ada.says


async def test_a_cancellation_that_matches_nothing_asks_which(ada: Person) -> None:
    await ada.adds("Acme, analyst, Fri 4 Dec 3pm")
    await ada.type(f"/interview import {letter('cancelled')}")
    assert "Which one do they mean?" in ada.says
    await ada.press("None of these")
    assert "Acme" in ada.says


async def test_a_notice_names_nothing_private(ada: Person) -> None:
    await ada.type(f"/interview import {letter('plain')}")
    assert "Northwind" not in ada.message.notice
    await ada.press("Right")
    await ada.type("/interview import Sorry, your interview at Northwind Trading has been cancelled.")
    assert "called it off" in ada.says
    assert "Northwind" not in ada.message.notice


WALK = "We would like to invite you to a second interview at Globex, in nine days at 3pm. You will meet Ben Example, Head of Data."


async def test_the_walk_of_the_readme_reads_the_company(member: Person) -> None:
    assert WALK in (Path(__file__).parents[2] / "README.md").read_text("utf-8").replace(
        ", and Cleo Sample.", "."
    )
    await member.type(f"/interview import {WALK}")
    assert "Company: Globex" in member.says


async def test_a_number_meant_for_a_button_does_not_become_the_company(member: Person) -> None:
    await member.type("/interview import See you on Thursday 3 December 2026 at 3pm in our office.")
    assert member.reply.form is not None
    await member.fill(company="1")
    assert member.reply.form is not None
    assert "looks like a button" in member.reply.form.errors["company"]
    await member.fill(company="Acme")
    assert "Company: Acme" in member.says


async def test_the_word_role_is_no_part_of_the_role(member: Person) -> None:
    await member.type(
        "/interview import We would like to invite you to a second interview for the Senior Product Manager role at Acme, on 3 December 2026 at 3pm."
    )
    assert "Role: Senior Product Manager\n" in member.says
