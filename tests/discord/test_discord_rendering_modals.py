"""Forms become modals that Discord takes, and what was typed into them comes back by field."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.limits import Component, check, walk
from adapters.discord.markdown import SEAM, on_one_line
from adapters.discord.modals import modal_data, rows, submitted
from bot.invocation import Invocation
from bot.text import text
from bot.views.forms import Field, Form, Input, Option
from tests.view_samples import form_samples

LONG_ERROR = "That has passed already. " * 8


def a_form(*fields: Field, **more) -> Form:
    given = {"title": "Add an interview", "submit": Invocation("interview add", {"draft": "k3v9"}), **more}
    return Form(fields=fields, **given)


def a_field(name: str, **more) -> Field:
    return Field(name=name, label=name.capitalize(), **more)


def typed_into(data, values) -> dict:
    """What Discord sends when a modal is submitted with these values; the display's words do not come back."""
    components = []
    for row in data["components"]:
        if row["type"] != Component.LABEL:
            components.append({"type": row["type"], "id": 1})
            continue
        inner = row["component"]
        value = values.get(inner["custom_id"], "")
        chosen = (
            {"values": [value] if value else []}
            if inner["type"] == Component.STRING_SELECT
            else {"value": value}
        )
        components.append(
            {
                "type": row["type"],
                "component": {"type": inner["type"], "custom_id": inner["custom_id"], **chosen},
            }
        )
    return {"custom_id": data["custom_id"], "components": components}


field = st.builds(
    Field,
    name=st.sampled_from("abcdefgh"),
    label=st.text(max_size=60),
    input=st.sampled_from(Input),
    required=st.booleans(),
    hint=st.text(max_size=200),
    options=st.lists(
        st.builds(Option, st.sampled_from("xyz"), st.text(max_size=120)),
        max_size=3,
        unique_by=lambda o: o.value,
    ).map(tuple),
    limit=st.integers(1, 5000),
)
forms = st.builds(
    a_form,
    st.just(a_field("first")),
    title=st.text(max_size=80),
    intro=st.lists(st.text(max_size=200).map(text), max_size=2).map(tuple),
    values=st.dictionaries(st.sampled_from("abcdefgh"), st.text(max_size=100)),
    errors=st.dictionaries(st.sampled_from(["a", "b", "c", "elsewhere"]), st.text(max_size=200)),
)


@given(forms, st.lists(field, max_size=8, unique_by=lambda item: item.name))
def test_any_form_is_a_modal_within_limits(form, fields):
    form = replace(form, fields=(*form.fields, *fields))
    assert check("callback", {"type": 9, "data": modal_data(form)}) == []


@pytest.mark.parametrize("name", form_samples())
def test_every_error_of_a_form_is_in_its_modal(name):
    form = form_samples()[name]
    components = list(walk(modal_data(form)["components"]))
    said = " ".join(item.get("description", "") for item in components)
    above = " ".join(re.sub(r"\\([^0-9A-Za-z\s])", r"\1", item.get("content", "")) for item in components)
    heard = said + above.replace(SEAM, "")
    assert [error for error in form.errors.values() if on_one_line(error) not in heard] == []


def test_more_fields_than_a_modal_holds_leave_the_optional_ones_for_later():
    fields = [a_field(name) for name in "abcde"] + [a_field("needed", required=True)]
    first, rest = rows(a_form(*fields))
    assert [item.name for item in first] == ["a", "b", "c", "d", "needed"]
    assert [item.name for item in rest] == ["e"]


def test_a_wrong_field_is_always_asked_again_at_once():
    first, _ = rows(a_form(*[a_field(name, required=name < "f") for name in "abcdef"], errors={"f": "No."}))
    assert "f" in [item.name for item in first]


def test_an_error_stands_under_its_label():
    data = modal_data(a_form(a_field("when", hint="Thu 3pm"), errors={"when": "I could not read that."}))
    (row,) = data["components"]
    assert row["description"] == "Wrong: I could not read that."
    assert row["component"]["placeholder"] == "Thu 3pm"


@pytest.mark.parametrize("errors", [{"a": LONG_ERROR}, {"elsewhere": "No."}])
def test_an_error_that_no_label_can_hold_stands_whole_above_the_fields(errors):
    data = modal_data(a_form(*[a_field(name) for name in "abcde"], errors=errors))
    assert next(iter(errors.values())).strip() in data["components"][0]["content"]
    assert len(data["components"]) == 5


def test_the_introduction_stands_above_the_fields_or_under_the_first_label():
    intro = (text("All of this can wait."),)
    assert (
        modal_data(a_form(a_field("a"), intro=intro))["components"][0]["content"] == "All of this can wait."
    )
    full = modal_data(a_form(*[a_field(name) for name in "abcde"], intro=intro))
    assert full["components"][0]["description"] == "All of this can wait."


def test_values_and_choices_are_filled_in():
    options = (Option("video", "By video"), Option("phone", "By phone"))
    data = modal_data(
        a_form(
            a_field("notes", input=Input.LINES, limit=2000),
            a_field("format", input=Input.CHOICE, options=options),
            values={"notes": "a\nb", "format": "phone"},
        )
    )
    notes, format_ = (row["component"] for row in data["components"])
    assert (notes["style"], notes["value"], notes["max_length"]) == (2, "a\nb", 2000)
    assert [option.get("default", False) for option in format_["options"]] == [False, True]


def test_a_value_longer_than_may_be_typed_keeps_its_end():
    (row,) = modal_data(a_form(a_field("a", limit=5), values={"a": "much longer"}))["components"]
    assert (row["component"]["value"], row["component"]["max_length"]) == ("much longer", 11)


@pytest.mark.parametrize("name", form_samples())
def test_what_is_submitted_comes_back_by_field(name):
    form = form_samples()[name]
    first, _ = rows(form)
    # A file comes beside the values, never among them.
    values = {
        item.name: item.options[0].value if item.options else "typed"
        for item in first
        if item.input is not Input.FILE
    }
    assert submitted(typed_into(modal_data(form), values)) == (form.submit, values)


def test_what_was_left_empty_comes_back_empty():
    form = a_form(a_field("a"), a_field("b", options=(Option("x", "X"),)))
    assert submitted(typed_into(modal_data(form), {}))[1] == {"a": "", "b": ""}


def test_inputs_in_action_rows_are_read_too():
    old = {"type": 1, "components": [{"type": 4, "custom_id": "a", "value": "typed"}]}
    assert submitted({"custom_id": "tip?topic=pay", "components": [old]}) == (
        Invocation("tip", {"topic": "pay"}),
        {"a": "typed"},
    )


def test_a_form_whose_submission_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="100 characters"):
        modal_data(a_form(a_field("a"), submit=Invocation("interview add", {"what": "x" * 100})))
