from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.delivery.inbox import Delivered
from bot.invocation import Invocation
from bot.reply import File, PublicMessage, Reply
from bot.text import text
from bot.views.forms import Field, Form
from tests.terminal.fakes import CTRL_C, Chat, Said, ScriptedConsole, chat_at, in_days, transcript

FORM = Form(
    title="Add an interview",
    submit=Invocation("interview add", {"details": "ask"}),
    fields=(Field(name="company", label="Company", required=True), Field(name="role", label="Role")),
)


def with_form(chat: Chat) -> None:
    def answer(invocation: Invocation) -> Reply:
        if "company" not in invocation.arguments:
            return Reply(form=FORM)
        return Reply(view=Said(f"Added {invocation.arguments['company']}."))

    chat.app.answers["interview add"] = answer


def with_buttons(chat: Chat) -> None:
    buttons = (("Another", Invocation("tip")), ("Save", Invocation("saved", {"item": "x"})))
    chat.app.answers["tip"] = lambda _: Reply(view=Said("Breathe.", buttons))


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


def talk(tmp_path: Path, *typed: object) -> tuple[Chat, ScriptedConsole]:
    console = ScriptedConsole(*typed)
    return chat_at(console, tmp_path), console


async def test_a_piped_transcript_reads_well(tmp_path: Path) -> None:
    def prepare(chat: Chat) -> None:
        with_buttons(chat)
        with_form(chat)

    script = "/tip\n\n2\n/interview add\nAcme\n\n7\nclock\n"
    assert await transcript(script, tmp_path, prepare) == (
        "Encore, in this terminal. A number presses the button with that number;\n"
        "clock +1d moves time on; quit leaves.\n"
        "\nTitle\nYou asked for prep.\n\n"
        "encore> /tip\n"
        "\nTitle\nBreathe.\n\n[1] Another  [2] Save\n\n"
        "encore> \n"
        "encore> 2\n"
        "\nTitle\nYou asked for saved.\n\n"
        "encore> /interview add\n"
        "\nAdd an interview\n"
        "Enter skips what is not needed, back returns to the question before,\n"
        "cancel leaves.\n"
        "\nCompany *\n> Acme\n"
        "\nRole\n> \n"
        "\nTitle\nAdded Acme.\n\n"
        "encore> 7\n"
        "There is no button to press just now. /prep shows where you stand.\n"
        "encore> clock\n"
        "It is Sunday 22 November 2026, 10:00, New York. No reminder is due.\n\n"
        "To move on: clock +3d, clock +2h30m, clock 2026-11-26 09:00\n"
        "encore> \n"
        "See you soon. Everything is kept for next time.\n"
    )


async def test_the_end_of_input_inside_a_form_keeps_a_draft(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, "/interview add", "Acme")
    with_form(chat)
    await chat.session.run()
    assert chat.app.kept == [{"company": "Acme"}]
    assert "Kept for later. /prep offers it first." in console.lines


async def test_a_command_inside_a_form_keeps_a_draft_and_is_answered(tmp_path: Path) -> None:
    chat, _ = talk(tmp_path, "/interview add", "Acme", "/tip")
    with_form(chat)
    await chat.session.run()
    assert chat.app.kept == [{"company": "Acme"}]
    assert [invocation.path for invocation in chat.app.asked] == ["prep", "interview add", "tip"]


async def test_a_form_that_comes_back_with_errors_is_asked_again(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, "/interview add", "Acme", "analyst", "Bolt")
    answers = [
        Reply(form=FORM),
        Reply(form=Form(title="T", submit=FORM.submit, fields=FORM.fields[:1], errors={"company": "Taken."})),
        Reply(view=Said("Added.")),
    ]
    chat.app.answers["interview add"] = lambda _: answers.pop(0)
    await chat.session.run()
    assert "Taken." in console.lines
    assert chat.app.asked[-1].arguments == {"details": "ask", "company": "Bolt"}
    assert "Added." in console.lines


async def test_a_view_that_comes_with_a_form_is_shown_before_it(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, "/interview add")
    chat.app.answers["interview add"] = lambda _: Reply(view=Said("Why I ask."), form=FORM)
    await chat.session.run()
    assert console.lines.index("Why I ask.") < console.lines.index("Add an interview")


async def test_ctrl_c_at_the_prompt_says_how_to_leave(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, CTRL_C, "/tip")
    await chat.session.run()
    assert "To leave, type quit or press Ctrl-D. Everything is kept." in console.lines
    assert chat.app.asked[-1].path == "tip"


@pytest.mark.parametrize("word", ["quit", "exit", "  QUIT ", "/exit"])
async def test_words_that_leave(tmp_path: Path, word: str) -> None:
    chat, console = talk(tmp_path, word, "/tip")
    await chat.session.run()
    assert [invocation.path for invocation in chat.app.asked] == ["prep"]
    assert console.lines[-1] == "See you soon. Everything is kept for next time."


async def test_what_waits_is_shown_first_and_again_says_so(tmp_path: Path) -> None:
    chat, console = talk(tmp_path)
    chat.delivery.inbox = [Delivered("k1", True, Said("Reminder k1."))]
    await chat.session.run()
    said = console.said
    assert said.index("You may have seen this one before") < said.index("Reminder k1.")
    assert said.index("Reminder k1.") < said.index("Encore, in this terminal.")
    assert chat.store.journal[:2] == ["showing k1", "shown k1"]


async def test_reminders_on_the_way_tell_their_local_time_and_stay_pressable(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, "clock +3d", "1", "2")
    chat.delivery.due = [(in_days(1), "a"), (in_days(2.25), "b")]
    await chat.session.run()
    said = console.said
    assert "Monday 23 November 2026, 10:00\nTitle\nReminder a.\n\n[1] Done" in said
    assert "Tuesday 24 November 2026, 16:00\nTitle\nReminder b.\n\n[2] Done" in said
    assert "It is now Wednesday 25 November 2026, 10:00, New York; 2 messages" in said
    pressed = [i.arguments["key"] for i in chat.app.asked if i.path == "reminder done"]
    assert pressed == ["a", "b"]


async def test_the_words_of_a_button_press_it_as_its_number_does(tmp_path: Path) -> None:
    chat, _ = talk(tmp_path, "/tip", "save", "Acme, analyst, Thu 3pm")
    with_buttons(chat)
    await chat.session.run()
    assert [i.path for i in chat.app.asked][-2:] == ["saved", "prep"]


async def test_when_nothing_comes_on_the_way_what_was_on_the_screen_stays_pressable(tmp_path: Path) -> None:
    chat, _ = talk(tmp_path, "/tip", "clock +20d", "2")
    with_buttons(chat)
    await chat.session.run()
    assert [i.path for i in chat.app.asked][-1] == "saved"


async def test_what_comes_on_the_way_begins_at_1_and_older_numbers_are_explained(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, "/tip", "clock +20d", "2", "1")
    with_buttons(chat)
    chat.delivery.due = [(in_days(1), "a")]
    await chat.session.run()
    assert "Reminder a.\n\n[1] Done" in console.said
    assert "Button [2] belonged to an older message, which has scrolled away." in console.said
    assert [i.path for i in chat.app.asked][-1] == "reminder done"


async def test_the_clock_refuses_kindly(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, "clock 2020-01-01", "/clock sideways", "clock +1y", "clock -1d")
    await chat.session.run()
    assert console.said.count("Not quite") == 4
    assert console.said.count("The clock only goes forward") == 2
    assert chat.store.journal == []


async def test_a_company_may_be_called_clock(tmp_path: Path) -> None:
    chat, _ = talk(tmp_path, "Clock Makers, analyst, Thu 3pm")
    await chat.session.run()
    assert chat.app.asked[-1] == Invocation("prep", {"what": "Clock Makers, analyst, Thu 3pm"})


async def test_files_are_written_where_only_their_owner_can_read_them(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, "/tip", "/tip")
    files = (File("encore.json", "application/json", b"{}"), File("../../etc/passwd", "text/plain", b"x"))
    chat.app.answers["tip"] = lambda _: Reply(view=Said("Here."), files=files)
    await chat.session.run()
    first = tmp_path / "encore-export-20261122-100000"
    assert names(tmp_path) == [first.name, f"{first.name}-2"]
    assert names(first) == ["encore.json", "passwd"]
    assert stat.S_IMODE(first.stat().st_mode) == 0o700
    assert stat.S_IMODE((first / "encore.json").stat().st_mode) == 0o600
    assert str(first) in console.said.replace("\n", "")


async def test_a_folder_that_cannot_be_written_to_is_a_message(tmp_path: Path) -> None:
    chat, console = talk(tmp_path / "missing", "/tip")
    chat.app.answers["tip"] = lambda _: Reply(view=Said("Here."), files=(File("a", "text/plain", b"x"),))
    await chat.session.run()
    assert "could not write" in console.said


async def test_what_would_be_shared_is_shown_as_a_channel_would_see_it(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, "/tip")
    public = PublicMessage("A tip for everyone", (text("Breathe."),))
    chat.app.answers["tip"] = lambda _: Reply(public=public)
    await chat.session.run()
    assert "A channel would see this, and nothing of yours:\nA tip for everyone\nBreathe." in console.said


async def test_what_is_due_meanwhile_is_delivered_after_each_piped_line(tmp_path: Path) -> None:
    chat, console = talk(tmp_path, "/tip")

    def answer(_: Invocation) -> Reply:
        chat.delivery.due = [(in_days(-1), "now")]
        return Reply(view=Said("Planned."))

    chat.app.answers["tip"] = answer
    await chat.session.run()
    assert console.said.index("Planned.") < console.said.index("Reminder now.")


@pytest.mark.parametrize(
    "typed", ["\x1b[2J\x1b]0;x\x07", "\u202eabc", "x" * 10_000, "👩‍👩‍👧", "", "   ", "\x00"]
)
async def test_hostile_lines_end_nothing(tmp_path: Path, typed: str) -> None:
    said = await transcript(f"{typed}\n/tip\n", tmp_path)
    assert "You asked for tip." in said
    assert not set(said) & {"\x1b", "\x07", "\x00", "\u202e"}


@pytest.mark.parametrize("typed", ["help", "?", "/help", "/encore help"])
async def test_help_tells_what_is_special_here(tmp_path: Path, typed: str) -> None:
    chat, console = talk(tmp_path, typed)
    await chat.session.run()
    assert chat.app.asked[-1] == Invocation("encore help")
    assert "In this terminal: a number presses the button" in console.said
