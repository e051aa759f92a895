from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from adapters.terminal.forms import Filled, FormDialogue, Left
from bot.invocation import Invocation
from bot.text import text
from bot.views.forms import Field, Form, Input, Option
from tests.terminal.fakes import CTRL_C, ScriptedConsole

FORM = Form(
    title="Add an interview",
    submit=Invocation("interview add", {"details": "ask"}),
    intro=(text("Only you see this."),),
    fields=(
        Field(name="company", label="Company", required=True, limit=10),
        Field(
            name="format",
            label="How is it held?",
            input=Input.CHOICE,
            options=(Option("onsite", "On site"), Option("video", "By video"), Option("phone", "By phone")),
        ),
        Field(name="people", label="Who?", input=Input.LINES, hint="name, title: one a line"),
    ),
)


async def hold(form: Form, *typed: object) -> tuple[Filled | Left, ScriptedConsole]:
    console = ScriptedConsole(*typed)

    async def keep(form: Form, _: Mapping[str, str]) -> Form:
        return form

    talk = FormDialogue(form, console, lambda line: line.startswith("/tip"), lambda _: None, keep)
    return await talk.hold(), console


async def test_every_field_is_asked_with_its_hint_and_choices_are_numbered() -> None:
    outcome, console = await hold(FORM, "Acme", "2", "Jane, CTO", "Sam, lead", "")
    assert outcome == Filled({"company": "Acme", "format": "video", "people": "Jane, CTO\nSam, lead"})
    for words in ("Add an interview", "Only you see this.", "Company *", "  2 By video"):
        assert words in console.lines
    assert "Who?  (name, title: one a line; an empty line ends)" in console.lines


@pytest.mark.parametrize("typed", ["2", "By video", "by v", "VIDEO"])
async def test_a_choice_is_taken_by_number_label_or_a_clear_beginning(typed: str) -> None:
    outcome, _ = await hold(FORM, "Acme", typed, "")
    assert outcome.values["format"] == "video"


@pytest.mark.parametrize("typed", ["by", "4", "0", "carrier pigeon"])
async def test_a_choice_that_is_none_is_asked_again(typed: str) -> None:
    outcome, console = await hold(FORM, "Acme", typed, "1", "")
    assert outcome.values["format"] == "onsite"
    assert "Please type a number from 1 to 3." in console.lines


async def test_enter_skips_what_is_not_needed_and_nothing_else() -> None:
    outcome, console = await hold(FORM, "", "Acme", "", "")
    assert outcome == Filled({"company": "Acme", "format": "", "people": ""})
    assert "This one is needed. (cancel leaves.)" in console.lines


async def test_a_text_that_is_too_long_is_asked_again_with_what_was_typed() -> None:
    outcome, console = await hold(FORM, "A very long name", "Acme", "", "")
    assert outcome.values["company"] == "Acme"
    assert "Please keep this under 10 characters; that was 16." in console.lines
    assert console.asked[1].prefill == "A very long name"


async def test_back_returns_to_the_question_before_with_its_answer() -> None:
    outcome, console = await hold(FORM, "Acne", "back", "Acme", "3", "")
    assert outcome.values == {"company": "Acme", "format": "phone", "people": ""}
    assert console.asked[2].prefill == "Acne"


async def test_back_on_the_first_question_says_so() -> None:
    outcome, console = await hold(FORM, "back", "Acme", "", "")
    assert isinstance(outcome, Filled)
    assert "This is the first question." in console.lines


@pytest.mark.parametrize("leaving", ["cancel", " Cancel ", CTRL_C, None])
async def test_leaving_half_way_gives_back_what_was_typed(leaving: object) -> None:
    typed = ("Acme", leaving) if leaving is not None else ("Acme",)
    outcome, _ = await hold(FORM, *typed)
    assert outcome == Left({"company": "Acme"})


async def test_a_command_typed_instead_of_an_answer_leaves_the_form_and_is_not_lost() -> None:
    outcome, _ = await hold(FORM, "Acme", "/tip trust")
    assert outcome == Left({"company": "Acme"}, "/tip trust")


async def test_a_text_with_a_slash_that_is_no_command_is_an_answer() -> None:
    outcome, _ = await hold(FORM, "/dev/null", "", "")
    assert outcome.values["company"] == "/dev/null"


async def test_errors_ask_for_the_wrong_fields_alone_and_keep_the_others() -> None:
    wrong = replace(
        FORM,
        values={"company": "Acme", "format": "phone", "people": "Jane"},
        errors={"company": "Which company is it?"},
    )
    outcome, console = await hold(wrong, "Bolt")
    assert outcome == Filled({"company": "Bolt", "format": "phone", "people": "Jane"})
    assert "Which company is it?" in console.lines
    assert (console.asked[0].prefill, console.asked[0].wrong) == ("Acme", True)


async def test_an_error_that_belongs_to_no_field_is_shown_before_all_of_them() -> None:
    outcome, console = await hold(replace(FORM, errors={"draft": "That draft is gone."}), "Acme", "", "")
    assert "That draft is gone." in console.lines
    assert isinstance(outcome, Filled)


async def test_several_lines_that_are_there_already_can_be_kept_replaced_or_cleared() -> None:
    form = replace(FORM, fields=FORM.fields[2:], values={"people": "Jane\nSam"})
    kept, console = await hold(form, "")
    assert kept.values["people"] == "Jane\nSam"
    assert "So far: Jane; Sam. Enter keeps it, - clears it." in console.lines
    replaced, _ = await hold(form, "Kim", "")
    assert replaced.values["people"] == "Kim"
    cleared, _ = await hold(form, "-")
    assert cleared.values["people"] == ""


async def test_a_choice_that_is_there_already_is_kept_by_enter_and_changed_by_a_number() -> None:
    form = replace(FORM, fields=FORM.fields[1:2], values={"format": "phone"})
    kept, console = await hold(form, "")
    assert "  3 By phone  (Enter keeps it)" in console.lines
    assert kept.values["format"] == "phone"
    changed, console = await hold(form, "9", "2")
    assert changed.values["format"] == "video"
    assert [asked.prefill for asked in console.asked] == ["", ""]


async def test_an_optional_step_is_offered_first_and_skipped_by_enter() -> None:
    optional = replace(FORM, optional=True, values={"company": "Acme"})
    outcome, console = await hold(optional, "")
    assert outcome == Filled({"company": "Acme"})
    assert console.asked[0].prompt == "Add company, format, people now? (yes, or Enter to skip) "


async def test_an_optional_step_that_is_wanted_is_asked() -> None:
    outcome, console = await hold(replace(FORM, optional=True), "perhaps", "yes", "Acme", "", "")
    assert outcome.values["company"] == "Acme"
    assert "Please answer yes, or press Enter to skip." in console.lines


async def test_a_command_instead_of_an_optional_step_skips_the_step_and_runs() -> None:
    outcome, _ = await hold(replace(FORM, optional=True, values={"company": "Acme"}), "/tip")
    assert outcome == Filled({"company": "Acme"}, "/tip")


async def test_hostile_words_of_a_form_are_harmless() -> None:
    form = replace(FORM, values={"people": "a\x1b[2Jb"}, fields=FORM.fields[2:])
    _, console = await hold(form, "")
    assert "\x1b" not in console.said


async def test_lines_that_are_pasted_at_once_stay_lines_only_where_lines_are_asked() -> None:
    outcome, _ = await hold(FORM, "Acme\nLtd", "", "Jane\nSam", "Kim", "")
    assert outcome.values == {"company": "Acme Ltd", "format": "", "people": "Jane\nSam\nKim"}
