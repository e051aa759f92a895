"""The checks that hold every other test can fail."""

from __future__ import annotations

import copy

import pytest

from adapters.discord.limits import check, length, shorten

NOBODY = {"allowed_mentions": {"parse": []}}
BUTTON = {"type": 2, "style": 2, "label": "Done", "custom_id": "plan done"}
TEXT = {"type": 10, "content": "words"}


def message(**changes) -> dict:
    return {"content": "words", **NOBODY, **changes}


def row(*buttons) -> dict:
    return {"type": 1, "components": list(buttons)}


def answer(*components) -> dict:
    return {"type": 4, "data": {"flags": 1 << 15, "components": list(components), **NOBODY}}


def modal(**changes) -> dict:
    label = {"type": 18, "label": "When", "component": {"type": 4, "custom_id": "when", "style": 1}}
    return {"type": 9, "data": {"custom_id": "tip", "title": "Title", "components": [label], **changes}}


def labelled(**changes) -> dict:
    body = copy.deepcopy(modal())
    body["data"]["components"][0]["component"].update(changes)
    return body


def command(**changes) -> list[dict]:
    return [{"name": "tip", "description": "A tip", "options": [], **changes}]


def option(**changes) -> dict:
    return {"type": 3, "name": "topic", "description": "About", "required": False, **changes}


def many(number: int) -> list[dict]:
    return [{**BUTTON, "custom_id": str(index)} for index in range(number)]


GOOD = [
    ("message", message(components=[row(*many(5))])),
    ("callback", answer({"type": 17, "components": [TEXT, {"type": 14}, row(BUTTON)]})),
    ("callback", modal()),
    ("callback", {"type": 5, "data": {"flags": 64}}),
    ("commands", command(options=[option(required=True), option(name="proof", autocomplete=True)])),
]
BAD = [
    ("message", message(content="")),
    ("message", message(content="x" * 2001)),
    ("message", message(content="😀" * 1001)),
    ("message", message(nonce="k" * 26)),
    ("message", {"content": "words"}),
    ("message", message(allowed_mentions={"parse": ["everyone"]})),
    ("message", message(components=[row(*many(6))])),
    ("message", message(components=[row(BUTTON)] * 2)),
    ("message", message(components=[row(item) for item in many(6)])),
    ("message", message(components=[row()])),
    ("message", message(components=[row({**BUTTON, "label": "x" * 81})])),
    ("message", message(components=[row({**BUTTON, "label": " "})])),
    ("message", message(components=[row({**BUTTON, "custom_id": "x" * 101})])),
    ("callback", answer()),
    ("callback", answer(*[TEXT] * 41)),
    ("callback", answer({**TEXT, "content": "x" * 2001}, {**TEXT, "content": "x" * 2000})),
    ("callback", answer({**TEXT, "content": " "})),
    ("callback", {"type": 4, "data": {"flags": 1 << 15, "content": "x", "components": [TEXT], **NOBODY}}),
    ("callback", {"type": 8, "data": {"choices": [{"name": str(i), "value": "v"} for i in range(26)]}}),
    ("callback", {"type": 8, "data": {"choices": [{"name": "a", "value": "v"}] * 2}}),
    ("callback", {"type": 8, "data": {"choices": [{"name": "x" * 101, "value": "v"}]}}),
    ("callback", {"type": 99}),
    ("callback", modal(title="x" * 46)),
    ("callback", modal(custom_id="x" * 101)),
    ("callback", modal(components=[])),
    ("callback", modal(components=modal()["data"]["components"] * 6)),
    ("callback", labelled(placeholder="x" * 101)),
    ("callback", labelled(value="x" * 11, max_length=10)),
    ("callback", labelled(max_length=4001)),
    ("callback", labelled(type=3, options=[])),
    ("callback", labelled(type=3, options=[{"label": "a", "value": "a"}] * 26)),
    ("callback", labelled(type=3, options=[{"label": "x" * 101, "value": "a"}])),
    ("commands", command(name="Tip")),
    ("commands", command(name="a tip")),
    ("commands", command(name="x" * 33)),
    ("commands", command(description="")),
    ("commands", command(description="x" * 101)),
    ("commands", command(options=[option(), option(name="proof", required=True)])),
    ("commands", command(options=[option(), option()])),
    ("commands", command(options=[option(name=f"o{i}") for i in range(26)])),
    ("commands", command(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)])),
    ("commands", command(options=[option(name=f"o{i}", description="x" * 100, choices=[{"name": "n" * 90, "value": "v"}]) for i in range(22)])),
    ("commands", command() * 101),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body"), GOOD)
def test_what_discord_takes_passes(kind, body):
    assert check(kind, body) == []


@pytest.mark.parametrize(("kind", "body"), BAD)
def test_what_discord_refuses_is_found(kind, body):
    assert check(kind, body) != []


def test_shortened_words_end_at_a_word():
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one two", 7) == "one two"
    assert length(shorten("😀" * 50, 45)) <= 45
