"""What is true of whatever Slack gets: laws that name the faults they find in a message, a modal or a Home tab."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from adapters.slack import modals
from adapters.slack.blocks import message_body
from adapters.slack.home import home_view
from adapters.slack.limits import check
from adapters.slack.plain_text import SAID, harmless, on_one_line
from adapters.slack.public import public_body
from bot.domain.members import Platform
from bot.invocation import Invocation, decode
from bot.views.blocks import Actions, Message, Paragraph
from bot.views.forms import Form, Input
from tests import view_laws
from tests.view_samples import public_samples

LEAVES = frozenset({"header", "plain_text", "text", "link", "date", "button", "divider"})
"""Parts that hold no other. There is no mrkdwn among them, which Slack would parse."""
PARSED = frozenset("<>*_~`\n")


@dataclass(frozen=True, slots=True)
class Sent:
    """Messages and what Slack gets of them."""

    messages: Sequence[Message]
    body: dict[str, Any]

    @property
    def message(self) -> Message:
        """Return the messages as one."""
        return Message("", "", tuple(block for message in self.messages for block in message.blocks))


def sent() -> dict[str, Sent]:
    """Return every sample of a view in every way that Slack is sent it."""
    messages = {name: sample.message for name, sample in view_laws.shown(Platform.SLACK).items()}
    return {**sent_alone(messages), **_in_a_channel(), **_as_a_tab(messages)}


def sent_alone(messages: Mapping[str, Message]) -> dict[str, Sent]:
    """Return messages as they are posted, arrive unasked, and stand in a modal."""
    found: dict[str, Sent] = {}
    for name, message in messages.items():
        found[f"{name} as a message"] = Sent([message], message_body(message))
        found[f"{name} unasked"] = Sent([message], message_body(message, pushed=True))
        found[f"{name} as a modal"] = Sent([message], modals.message_view(message))
    return found


def _in_a_channel() -> dict[str, Sent]:
    found = {}
    for name, public in public_samples().items():
        paragraphs = tuple(Paragraph(words) for words in public.paragraphs)
        message = Message(public.title, public.title, (*paragraphs, Actions(public.buttons)))
        found[f"{name} in a channel"] = Sent([message], public_body(public))
    return found


def _as_a_tab(messages: Mapping[str, Message]) -> dict[str, Sent]:
    found = {}
    for name in ("home", "home.longest", "home.hostile", "home-start"):
        tab = [messages[one] for one in (name, "saved", "settings")]
        found[f"{name} as a tab"] = Sent(tab, home_view(tab))
    return found


def offered(body: dict[str, Any]) -> list[Invocation]:
    """Return what the buttons of a body do, in order."""
    blocks = [block for block in body["blocks"] if block["type"] == "actions"]
    return [decode(element["action_id"]) for block in blocks for element in block["elements"]]


def leaves(node: Any) -> Iterator[dict[str, Any]]:
    """Yield the parts of a body that hold no other."""
    if isinstance(node, dict):
        if "type" in node and "elements" not in node and "blocks" not in node:
            yield node
        for part in node.values():
            yield from leaves(part)
    elif isinstance(node, list):
        for part in node:
            yield from leaves(part)


def written(blocks: Sequence[dict[str, Any]]) -> str:
    """Return the words of a body, a text a line, without those on buttons and without the reader's own clock."""
    return "\n".join(words for block in blocks if block["type"] != "actions" for words in _written(block))


def _written(block: dict[str, Any]) -> Iterator[str]:
    if block["type"] == "header":
        yield block["text"]["text"]
        return
    loose = ""
    for element in block.get("elements", ()):
        if "elements" in element:
            yield from _written(element)
        else:
            loose += "" if element["type"] == "date" else element["text"]
    yield loose


def within_limits(one: Sent) -> Iterator[str]:
    """Slack takes it: its limits of every part and of the whole; and it can be written as UTF-8."""
    yield from check(one.body)
    json.dumps(one.body, ensure_ascii=False).encode("utf-8")


def offers_what_the_view_offers(one: Sent) -> Iterator[str]:
    """Every button of the view is there once, in its order, and does the same, in whichever way it is sent."""
    ours = view_laws.offered(one.message)
    if offered(one.body) != ours:
        yield f"offers {offered(one.body)} and not {ours}"


def parses_nothing(one: Sent) -> Iterator[str]:
    """Whatever was typed is words: no mention, link, style, emoji or turn of direction is made of it."""
    urls = {span.url for message in one.messages for span in view_laws.links(message)}
    for leaf in leaves(one.body["blocks"]):
        if leaf["type"] not in LEAVES or leaf.get("emoji") not in {None, False}:
            yield f"is parsed: {leaf}"
        if leaf["type"] == "link" and not (
            leaf["url"] in urls and leaf["url"].startswith(("https:", "http:"))
        ):
            yield f"is no link of ours: {leaf}"
        if isinstance(leaf.get("text"), str) and leaf["text"] != harmless(leaf["text"]):
            yield f"can hide or turn what stands around it: {leaf}"
    line = one.body.get("text", "")
    escapes = sum(line.count(escape) for escape in ("&amp;", "&lt;", "&gt;"))
    if PARSED & set(line) or line.count("&") != escapes:
        yield f"a notice that is parsed: {line!r}"


def tells_everything(one: Sent) -> Iterator[str]:
    """Each text is there, in its order: whole, or shortened at a word with the sign that says so."""
    said = [harmless(words) for message in one.messages for words in view_laws.units(message)]
    modal_title = one.body.get("title", {}).get("text", "")
    yield from view_laws.untold(said, f"{modal_title}\n{written(one.body['blocks'])}", left_out=SAID)


Law: TypeAlias = Callable[[Sent], Iterator[str]]
LAWS: tuple[Law, ...] = (within_limits, offers_what_the_view_offers, parses_nothing, tells_everything)
"""Of whatever is sent of a message."""


def asks_for_every_field(form: Form) -> Iterator[str]:
    """A modal keeps within the limits and has every field, its choices, what was typed and what is wrong with it."""
    view = modals.form_view(form, metadata={"channel": "D1"})
    yield from check(view)
    inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    state = {block: {"value": untouched(one["element"])} for block, one in inputs.items()}
    submit, typed, _ = modals.submitted({**view, "state": {"values": state}})
    if submit != form.submit:
        yield f"submits {submit!r}"
    above = written([block for block in view["blocks"] if block["type"] != "input"])
    for field in form.fields:
        block = inputs.get(f"field:{field.name}", {"element": {}})
        options = [one["value"] for one in block["element"].get("options", ())]
        if not block["element"] or options != [one.value for one in field.options]:
            yield f"{field.name} is not asked for, or not with all its choices"
        value = form.values.get(field.name, "") if field.input is not Input.FILE else ""
        if view_laws.squeezed(typed.get(field.name, "")) != view_laws.squeezed(harmless(value)):
            yield f"{field.name} holds {typed.get(field.name)!r} and not {value!r}"
    names = [field.name for field in form.fields]
    wrong = sorted(form.errors, key=lambda name: names.index(name) if name in names else -1)
    yield from view_laws.untold([on_one_line(form.errors[name]) for name in wrong], above)


def untouched(element: dict[str, Any]) -> dict[str, Any]:
    """Return what Slack says of an input that was left as it was shown."""
    return {
        {"initial_value": "value"}.get(name, name.replace("initial", "selected")): shown
        for name, shown in element.items()
        if name.startswith("initial")
    }
