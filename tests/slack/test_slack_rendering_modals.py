"""Forms become modals, and what is typed into them comes back as the core reads it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.slack import modals
from adapters.slack.limits import METADATA, check
from bot.commands.intake import fields
from bot.commands.intake.moving import move_form
from bot.domain.dates import Reading, read
from bot.domain.drafts import InterviewDraft
from bot.domain.settings import Setting
from bot.invocation import Invocation
from bot.reply import Choice
from bot.text import text
from bot.views.blocks import Actions, Button, Message, Paragraph
from bot.views.forms import Field, Form, Input, Option
from bot.views.settings import setting_form

HERE = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("America/New_York"))
DRAFT = {"draft": "k3v9tq2m7xah"}


def form_of(*asked, **more):
    return Form(title="A form", submit=Invocation("interview add", DRAFT), fields=asked, **more)


def inputs(view):
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def said(view):
    return [
        element["text"]
        for block in view["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        for element in part["elements"]
    ]


def sent(view, **typed):
    """Return the view as Slack sends it back, with some blocks changed from what they showed at first."""
    values = {}
    for block, shown in inputs(view).items():
        element = shown["element"]
        kind = element["type"]
        changed = typed.get(block.removeprefix("field:").replace("#", "_"), ...)
        match kind:
            case "plain_text_input":
                now = {"value": element.get("initial_value") if changed is ... else changed}
            case "datepicker" | "timepicker":
                part = kind.removesuffix("picker")
                now = {f"selected_{part}": element.get(f"initial_{part}") if changed is ... else changed}
            case _:
                kept = element.get("initial_option")
                chosen = (
                    {"text": {"type": "plain_text", "text": changed}, "value": changed} if changed else None
                )
                now = {"selected_option": kept if changed is ... else chosen}
        values[block] = {"value": {"type": kind, **now}}
    return {**view, "id": "V1", "state": {"values": values}}


def test_a_form_is_a_modal_that_holds_what_submitting_needs():
    view = modals.form_view(fields.first_step(DRAFT["draft"], InterviewDraft()), metadata={"channel": "D1"})
    assert check(view) == []
    assert (view["type"], view["callback_id"]) == ("modal", "form")
    assert (view["title"]["text"], view["submit"]["text"], view["close"]["text"]) == (
        "Add an interview",
        "Continue",
        "Not now",
    )
    assert modals.submitted(sent(view)) == (
        Invocation("interview add", {**DRAFT, "details": "ask"}),
        {},
        {"channel": "D1"},
    )


def test_a_title_too_long_for_a_modal_stands_in_full_above_its_words():
    view = modals.form_view(replace(form_of(fields.ROLE), title="What shall I call it from now on?"))
    assert view["title"]["text"] == "What shall I call it…"
    assert view["blocks"][0]["text"]["text"] == "What shall I call it from now on?"


def test_each_kind_of_field_has_its_input():
    view = modals.form_view(form_of(*fields.STEP_ONE, *fields.STEP_TWO))
    kinds = {block.removeprefix("field:"): shown["element"]["type"] for block, shown in inputs(view).items()}
    assert kinds == {
        "company": "plain_text_input",
        "role": "plain_text_input",
        "when": "datepicker",
        "when#time": "timepicker",
        "when#words": "plain_text_input",
        "format": "radio_buttons",
        "interviewers": "plain_text_input",
        "zone": "external_select",
        "place": "plain_text_input",
        "notes": "plain_text_input",
    }
    assert inputs(view)["field:notes"]["element"]["multiline"]
    assert not inputs(view)["field:company"]["element"]["multiline"]
    assert inputs(view)["field:zone"]["element"]["min_query_length"] == 1


def test_an_input_says_whether_it_is_needed_its_hint_and_its_limit():
    company, role = inputs(
        modals.form_view(form_of(replace(fields.COMPANY, hint="a word"), fields.ROLE))
    ).values()
    assert (company["optional"], role["optional"]) == (False, True)
    assert company["hint"]["text"] == "a word"
    assert "hint" not in role
    assert role["element"]["max_length"] == 80


def test_more_than_ten_choices_are_a_menu():
    many = tuple(Option(f"{n}", f"Choice {n}") for n in range(11))
    view = modals.form_view(form_of(Field(name="one", label="One", input=Input.CHOICE, options=many)))
    assert inputs(view)["field:one"]["element"]["type"] == "static_select"
    assert check(view) == []


def test_values_are_shown_again():
    values = {
        "company": "Acme",
        "when": "2026-11-26 15:00",
        "format": "video",
        "zone": "Berlin",
        "notes": "one\ntwo",
        "role": "a\nb",
    }
    view = modals.form_view(form_of(*fields.STEP_ONE, *fields.STEP_TWO, values=values))
    shown = {block: one["element"] for block, one in inputs(view).items()}
    assert shown["field:company"]["initial_value"] == "Acme"
    assert shown["field:when"]["initial_date"] == "2026-11-26"
    assert shown["field:when#time"]["initial_time"] == "15:00"
    assert "initial_value" not in shown["field:when#words"]
    assert shown["field:format"]["initial_option"]["text"]["text"] == "By video"
    assert shown["field:zone"]["initial_option"]["value"] == "Berlin"
    assert shown["field:notes"]["initial_value"] == "one\ntwo"
    assert shown["field:role"]["initial_value"] == "a b"
    assert check(view) == []


@pytest.mark.parametrize(
    "words", ["next Thu 3pm", "2026-02-31 15:00", "2026-11-26 25:00", "2026-11-26 3pm", "20261126"]
)
def test_a_time_that_no_picker_can_show_stands_in_words(words):
    view = modals.form_view(form_of(fields.WHEN, values={"when": words}))
    shown = {block: one["element"] for block, one in inputs(view).items()}
    assert shown["field:when#words"]["initial_value"] == words
    assert "initial_date" not in shown["field:when"]
    assert "initial_time" not in shown["field:when#time"]
    assert modals.submitted(sent(view))[1] == {"when": words}


def test_a_day_without_a_time_is_shown_as_a_day():
    view = modals.form_view(form_of(fields.WHEN, values={"when": "2026-11-26"}))
    assert inputs(view)["field:when"]["element"]["initial_date"] == "2026-11-26"
    assert modals.submitted(sent(view, when_time="09:05"))[1] == {"when": "2026-11-26 09:05"}


def test_a_picked_day_and_time_are_read_by_the_core_as_such():
    view = modals.form_view(move_form("an-id", {}, {}))
    _, values, _ = modals.submitted(sent(view, when="2026-11-26", when_time="15:00"))
    result = read(values["when"], HERE)
    assert isinstance(result, Reading)
    [when] = result.readings
    assert (when.day.isoformat(), f"{when.time:%H:%M}") == ("2026-11-26", "15:00")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ({"when": "2026-11-26"}, {"when": "2026-11-26"}),
        ({"when_time": "15:00"}, {"when": "15:00"}),
        ({"when_words": "next Thu 3pm"}, {"when": "next Thu 3pm"}),
        ({"when": "2026-11-26", "when_time": "15:00", "when_words": "Fri noon"}, {"when": "Fri noon"}),
        ({}, {}),
    ],
)
def test_the_parts_of_a_time_make_one_value_and_words_win(typed, value):
    view = modals.form_view(form_of(fields.WHEN))
    assert modals.submitted(sent(view, **typed))[1] == value


def test_words_left_as_they_were_do_not_undo_what_is_picked():
    view = modals.form_view(form_of(fields.WHEN, values={"when": "next Thu"}))
    picked = {"when": "2026-11-26", "when_time": "15:00"}
    assert modals.submitted(sent(view, **picked))[1] == {"when": "2026-11-26 15:00"}
    assert modals.submitted(sent(view, **picked, when_words="next Fri 3pm"))[1] == {"when": "next Fri 3pm"}


def test_words_typed_later_win_over_what_was_picked_before():
    view = modals.form_view(form_of(fields.WHEN, values={"when": "2026-11-26 15:00"}))
    assert modals.submitted(sent(view, when_words="Fri noon"))[1] == {"when": "Fri noon"}


def test_a_time_of_day_is_picked_or_written():
    view = modals.form_view(setting_form(Setting.TIME, "18:00"))
    assert inputs(view)["field:value"]["element"] == {
        "type": "timepicker",
        "initial_time": "18:00",
        "action_id": "value",
    }
    assert modals.submitted(sent(view, value="19:30"))[1] == {"value": "19:30"}
    assert modals.submitted(sent(view, value_words="half past 7 pm"))[1] == {"value": "half past 7 pm"}


def test_what_is_cleared_comes_back_empty_and_what_was_never_filled_does_not():
    values = {"role": "Analyst", "zone": "Berlin", "when": "2026-11-26 15:00"}
    view = modals.form_view(form_of(*fields.STEP_ONE, *fields.STEP_TWO, values=values))
    cleared = sent(view, company="Acme", role=None, zone=None, when=None, when_time=None)
    assert modals.submitted(cleared)[1] == {"company": "Acme", "role": "", "zone": "", "when": ""}


def test_choices_come_back_as_their_values():
    view = modals.form_view(form_of(fields.FORMAT, fields.ZONE))
    assert modals.submitted(sent(view, format="onsite", zone="Bern, Switzerland"))[1] == {
        "format": "onsite",
        "zone": "Bern, Switzerland",
    }


def test_a_value_longer_than_allowed_is_shown_whole_to_be_shortened():
    long = "x" * 100 + "\U0001f600"
    view = modals.form_view(form_of(fields.COMPANY, values={"company": long}))
    element = inputs(view)["field:company"]["element"]
    assert (element["initial_value"], element["max_length"]) == (long, 102)
    assert check(view) == []


def test_errors_stand_above_their_fields_when_a_form_opens_anew():
    wrong = {"company": "Which company is it?", "elsewhere": "Something else is wrong."}
    view = modals.form_view(
        form_of(fields.COMPANY, intro=(text("Only you see this."),), errors=wrong), note="Almost"
    )
    assert said(view) == ["Almost", "Only you see this.", "Something else is wrong.", "Which company is it?"]
    assert view["blocks"][-1]["block_id"] == "field:company"


def test_errors_of_an_acknowledgement_go_to_the_input_that_was_used():
    wrong = {"company": "Which?", "when": "When?"}
    picked = form_of(*fields.STEP_ONE, values={"when": "2026-11-26 15:00"}, errors=wrong)
    assert modals.errors(picked) == {"field:company": "Which?", "field:when": "When?"}
    written = replace(picked, values={"when": "next Thu"})
    assert modals.errors(written)["field:when#words"] == "When?"
    assert modals.errors(replace(picked, values={}))["field:when"] == "When?"
    assert set(modals.errors(written)) <= set(inputs(modals.form_view(written)))


def test_an_error_of_no_field_goes_to_the_first():
    wrong = {"company": "Which?", "elsewhere": "Also this."}
    assert modals.errors(form_of(fields.COMPANY, errors=wrong)) == {"field:company": "Which? Also this."}


def test_what_does_not_fit_into_a_modal_is_refused():
    submit = Invocation("interview add", {"notes": "n" * METADATA})
    with pytest.raises(ValueError, match="a modal holds 3000 characters"):
        modals.form_view(replace(form_of(fields.ROLE), submit=submit))


def test_metadata_can_not_take_the_place_of_what_is_submitted():
    with pytest.raises(ValueError, match="taken by the form"):
        modals.form_view(form_of(fields.ROLE), metadata={"p": "encore erase"})


def test_a_view_that_asks_for_suggestions_has_typed_nothing_yet():
    view = modals.form_view(form_of(fields.ZONE))
    assert modals.submitted({**view, "state": None})[:2] == (Invocation("interview add", DRAFT), {})


def test_an_answer_is_a_modal_without_inputs_whose_buttons_work():
    message = Message(
        "n", "Noted", (Paragraph(text("Done.")), Actions((Button("Plan", Invocation("prep")),)))
    )
    view = modals.message_view(message, metadata={"channel": "D1"})
    assert check(view) == []
    assert view["callback_id"] == "answer"
    assert "submit" not in view
    assert json.loads(view["private_metadata"]) == {"channel": "D1"}
    assert [block["type"] for block in view["blocks"]] == ["rich_text", "actions"]
    long = modals.message_view(replace(message, title="Called back for a second interview?"))
    assert long["blocks"][0]["text"]["text"] == "Called back for a second interview?"


def test_an_answer_with_nothing_to_show_is_still_a_modal():
    assert check(modals.message_view(Message("Noted", "Done", ()))) == []


def test_suggestions_are_options_and_each_stands_once():
    choices = (
        Choice("Berlin, Germany", "Berlin"),
        Choice("x" * 90, "Bern"),
        Choice("again", "Bern"),
        Choice("", ""),
    )
    found = modals.suggestions(choices)
    assert check(found) == []
    assert [one["value"] for one in found["options"]] == ["Berlin", "Bern"]
    assert modals.suggestions(()) == {"options": []}
