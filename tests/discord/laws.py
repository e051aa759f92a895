"""What is true of whatever Discord gets: laws that name the faults they find in a message, an answer or a modal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from adapters.discord import components, messages, modals
from adapters.discord.layout import SHORTENED
from adapters.discord.limits import Component, ResponseType, check, walk
from adapters.discord.markdown import harmless, on_one_line, writable
from bot.domain.members import Platform
from bot.invocation import Invocation, decode
from bot.text import Bold, Code, Italic, Link, Moment, Span
from bot.views.blocks import Bullets, Check, Checklist, Copyable, Fields, Message, Note, Progress, Quote
from bot.views.forms import Form, Input
from tests import view_laws
from tests.discord.reading import read
from tests.view_samples import KEY

OURS = re.compile(r"^(?:### |-# |> |- |  (?=\S))", re.MULTILINE)
"""What Encore itself puts before a line; typed signs there are escaped."""
FENCE = re.compile("^```$", re.MULTILINE)
"""Around words to copy."""
CLOCK = re.compile(r" \(<t:\d+:f>\)")
"""The reader's own clock, behind a time that is said in words."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message and what Discord gets of it, of a kind that `check` knows."""

    message: Message
    kind: str
    body: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        """Return the message itself, without the answer around it."""
        return dict(self.body.get("data", self.body))


def sent() -> dict[str, Sent]:
    """Return every sample of a view in every way that Discord is sent it."""
    return sent_alone({name: sample.message for name, sample in view_laws.shown(Platform.DISCORD).items()})


def sent_alone(found: Mapping[str, Message]) -> dict[str, Sent]:
    """Return messages as they answer, arrive unasked, and take the place of what arrived."""
    bodies: dict[str, Sent] = {}
    for name, message in found.items():
        answer = components.reply_data(message, ephemeral=True)
        in_place = messages.in_place_data(message)
        bodies[f"{name} as an answer"] = Sent(message, "callback", _answer(ResponseType.MESSAGE, answer))
        bodies[f"{name} unasked"] = Sent(message, "message", messages.dm_body(message, KEY))
        bodies[f"{name} in place"] = Sent(message, "callback", _answer(ResponseType.UPDATE, in_place))
    return bodies


def _answer(kind: ResponseType, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind.value, "data": data}


def pressed(data: Mapping[str, Any]) -> list[Invocation]:
    """Return what the buttons of a message do, in order."""
    buttons = (item for item in walk(data.get("components", ())) if item["type"] == Component.BUTTON)
    return [decode(button["custom_id"]) for button in buttons]


def written(data: Mapping[str, Any]) -> str:
    """Return the Markdown of a message."""
    displays = (item["content"] for item in walk(data.get("components", ())) if "content" in item)
    return "\n".join([*([data["content"]] if "content" in data else []), *displays])


def within_limits(one: Sent) -> Iterator[str]:
    """Discord takes it: its limits of every part and of the whole; nobody can be mentioned."""
    yield from check(one.kind, one.body)


def offers_what_the_view_offers(one: Sent) -> Iterator[str]:
    """Every button of the view is there once, in its order, and does the same, in whichever way it is sent."""
    ours = view_laws.offered(one.message)
    if pressed(one.data) != ours:
        yield f"offers {pressed(one.data)} and not {ours}"


def makes_nothing_of_words(one: Sent) -> Iterator[str]:
    """Whatever was typed is words: only what the view itself styles, links or lays out becomes more."""
    made = Counter(read(written(one.data))[1])
    yield from (f"{name}: {count} too many" for name, count in (made - _ours(one.message)).items())
    for button in (item for item in walk(one.data.get("components", ())) if "label" in item):
        if button["label"] != on_one_line(button["label"]):
            yield f"can hide or turn what stands around it: {button['label']!r}"


def _ours(message: Message) -> Counter[str]:
    """Return how often Encore itself makes something of words in a message; a style counts for each of its lines."""
    found: Counter[str] = Counter({"heading": 1, "subtext": 2})  # the title; that it was shortened

    def count(span: Span) -> str:
        lines = span.text.count("\n") + 1
        styles = {Bold: "strong", Italic: "emphasis", Code: "code", Moment: "time"}
        found.update({styles[type(span)]: lines} if type(span) in styles else {})
        found.update(["link", "hidden address"] if isinstance(span, Link) else [])
        return span.text

    list(view_laws.units(message, count))
    for block in message.blocks:
        match block:
            case Note(content) | Quote(content):
                lines = sum(span.text.count("\n") for span in content) + 1
                found["subtext" if isinstance(block, Note) else "quote"] += lines
            case Bullets(items):
                found["list"] += len(items)
            case Checklist(checks):
                found.update(list=len(checks), strong=sum(check is Check.NOW for check, _ in checks))
            case Fields(pairs):
                found["strong"] += len(pairs)
            case Progress():
                found["strong"] += 1
            case Copyable():
                found["fence"] += 1
            case _:
                continue
    return found


def tells_everything(one: Sent) -> Iterator[str]:
    """Each text is there, in its order: whole, or shortened at a word with the sign of it, which is said below too."""
    markdown = written(one.data)
    shown = FENCE.sub("", read(OURS.sub("", CLOCK.sub("", markdown)))[0])
    said = [harmless(words) for words in view_laws.units(one.message, _told)]
    said = ([harmless(one.message.notice)] if one.kind == "message" else []) + said
    left_out = SHORTENED.removeprefix("-# ")
    yield from view_laws.untold(said, shown, left_out=left_out)
    unsigned = [words.replace(view_laws.SIGN, "") for words in said]
    if left_out not in shown and [*view_laws.untold(unsigned, shown.replace(view_laws.SIGN, ""))]:
        yield "does not say that it is shortened"


def _told(span: Span) -> str:
    """Return the words of a span; those of a link that look like an address have the true one behind them."""
    named = isinstance(span, Link) and "://" in span.text and span.text != span.url
    return f"{span.text} {span.url}" if named and isinstance(span, Link) else span.text


Law: TypeAlias = Callable[[Sent], Iterator[str]]
LAWS: tuple[Law, ...] = (within_limits, offers_what_the_view_offers, makes_nothing_of_words, tells_everything)
"""Of whatever is sent of a message."""


def asks_for_every_field(form: Form) -> Iterator[str]:
    """A modal keeps within the limits and has five fields, or what stands above them; the others are left for later.

    Those that are wrong or required are never left. Each has its choices and what was typed.
    """
    data = modals.modal_data(form)
    yield from check("callback", _answer(ResponseType.MODAL, data))
    inputs = {
        item["component"]["custom_id"]: item["component"]
        for item in data["components"]
        if "component" in item
    }
    first, later = modals.rows(form)
    if [field.name for field in first] != list(inputs) or {*first, *later} != {*form.fields}:
        yield f"asks for {list(inputs)}, leaves {[field.name for field in later]}"
    yield from (f"leaves {one.name}" for one in later if one.required or one.name in form.errors)
    if decode(data["custom_id"]) != form.submit:
        yield f"submits {data['custom_id']!r}"
    for field in first:
        shown = inputs.get(field.name, {})
        options = shown.get("options", ())
        value = form.values.get(field.name, "") if field.input is not Input.FILE else ""
        held = next((one["value"] for one in options if one.get("default")), shown.get("value", ""))
        if view_laws.squeezed(held) != view_laws.squeezed(writable(value)):
            yield f"{field.name} holds {held!r} and not {value!r}"
        if options and [one["value"] for one in options] != [one.value for one in field.options]:
            yield f"{field.name} has not all its choices"
