"""The check of payloads finds each thing that Slack would refuse."""

from __future__ import annotations

from copy import deepcopy

import pytest

from adapters.slack import limits
from adapters.slack.limits import check
from adapters.slack.modals import form_view
from adapters.slack.plain_text import plain_text
from bot.commands.intake import fields
from bot.invocation import Invocation
from bot.views.forms import Form


def words(length):
    return {"type": "plain_text", "text": "x" * length, "emoji": False}


def button(**more):
    return {"type": "button", "action_id": "prep", "text": plain_text("Plan"), **more}


def message(*blocks, text="notice"):
    return {"text": text, "blocks": list(blocks)}


def rich(*elements):
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def modal():
    form = Form(title="A form", submit=Invocation("interview add"), fields=(fields.ROLE, fields.FORMAT))
    return form_view(form)


def changed(path, value):
    """Return a sound modal with one place in it changed."""
    view = deepcopy(modal())
    *way, last = path
    node = view
    for step in way:
        node = node[step]
    node[last] = value
    return view


def test_what_is_sound_passes():
    assert check(message({"type": "divider"}, {"type": "actions", "elements": [button()]})) == []
    assert check(modal()) == []
    assert check({"options": []}) == []


@pytest.mark.parametrize(
    "payload",
    [
        message(*[{"type": "divider"}] * 51),
        message({"type": "divider"}, text=""),
        message({"type": "header", "text": words(151)}),
        message({"type": "header", "text": words(0)}),
        message({"type": "section", "text": words(3001)}),
        message({"type": "section", "fields": [words(1)] * 11}),
        message({"type": "section", "fields": [words(2001)]}),
        message({"type": "context", "elements": [words(1)] * 11}),
        message({"type": "context", "elements": []}),
        message({"type": "actions", "elements": [button(action_id=f"{n}") for n in range(26)]}),
        message({"type": "actions", "elements": [button(), button()]}),
        message({"type": "actions", "elements": []}),
        message({"type": "actions", "elements": [button(text=words(76))]}),
        message({"type": "actions", "elements": [button(action_id="x" * 256)]}),
        message({"type": "actions", "elements": [button(value="x" * 2001)]}),
        message({"type": "divider", "block_id": "x" * 256}),
        message(*[{"type": "divider", "block_id": "same"}] * 2),
        message(rich()),
        message(rich({"type": "text", "text": ""})),
        message(rich({"type": "text", "text": "x" * 3001})),
        message(rich({"type": "link", "url": "https://example.org/" + "x" * 3000})),
        message(*[rich({"type": "text", "text": "x" * 2900})] * 5),
        message(modal()["blocks"][0]),
        {"options": [{"text": words(1), "value": f"{n}"} for n in range(101)]},
        {"options": [{"text": words(76), "value": "1"}]},
        {"options": [{"text": words(1), "value": "x" * 151}]},
        {"options": [{"text": words(1), "value": ""}]},
        {"type": "home", "blocks": [{"type": "divider"}] * 101},
    ],
)
def test_a_message_that_slack_refuses_is_found(payload):
    assert len(check(payload)) == 1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), words(25)),
        (("submit",), words(25)),
        (("close",), words(25)),
        (("private_metadata",), "x" * 3001),
        (("callback_id",), "x" * 256),
        (("blocks",), [{"type": "divider"}] * 101),
        (("blocks",), []),
        (("blocks", 0, "label"), words(2001)),
        (("blocks", 0, "hint"), words(2001)),
        (("blocks", 0, "element", "max_length"), 3001),
        (("blocks", 0, "element", "initial_value"), "\U0001f600" * 41),
        (("blocks", 0, "element", "placeholder"), words(151)),
        (("blocks", 1, "block_id"), "field:role"),
        (("blocks", 1, "element", "initial_option"), {"text": words(1), "value": "other"}),
        (("blocks", 1, "element", "options"), [{"text": words(1), "value": f"{n}"} for n in range(11)]),
    ],
)
def test_a_modal_that_slack_refuses_is_found(path, value):
    assert len(check(changed(path, value))) == 1


def test_a_modal_with_inputs_needs_a_button_to_submit():
    view = modal()
    del view["submit"]
    assert len(check(view)) == 1


def test_the_whole_message_is_measured_as_it_is_sent():
    assert limits.weight([{"type": "divider"}]) == len('[{"type":"divider"}]')
