"""What Discord accepts, each number with the page of its documentation that states it.

Discord does not say whether its characters are code points or UTF-16 units, so the larger count is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum, IntFlag
from types import MappingProxyType
from typing import Any

from bot.text import cut

CONTENT = 2000
"""Characters of a message's content. Source: resources/message, "Create Message"."""
COMPONENTS = 40
"""Components of a message, nested ones and containers included. Source: components/reference."""
TEXT = 4000
"""Characters over all text displays of a message. Source: components/reference, as its API answers."""
ROWS = 5
"""Action rows of a message that has content. Source: components/reference, "Legacy Message Component"."""
ROW = 5
"""Buttons of an action row. Source: components/reference, "Action Row"."""
CUSTOM_ID = 100
"""Characters. Source: components/reference, "Custom ID"."""
BUTTON_LABEL = 80
"""Characters. Source: components/reference, "Button"."""
SELECT_OPTIONS = 25
"""Options of a select menu. Source: components/reference, "String Select"."""
SELECT_TEXT = 100
"""Characters of an option's label, value and description. Source: the same."""
SELECT_PLACEHOLDER = 150
"""Characters. Source: the same."""
MODAL_TITLE = 45
"""Characters. Source: interactions/receiving-and-responding, "Modal"."""
MODAL_ROWS = 5
"""Components at the top of a modal. Source: the same."""
LABEL = 45
"""Characters of a label in a modal. Source: components/reference, "Label"."""
LABEL_DESCRIPTION = 100
"""Characters. Source: the same."""
INPUT_VALUE = 4000
"""Characters of a text input. Source: components/reference, "Text Input"."""
INPUT_PLACEHOLDER = 100
"""Characters. Source: the same."""
NONCE = 25
"""Characters. Source: resources/message, "Create Message"."""
COMMANDS = 100
"""Chat input commands of an application. Source: interactions/application-commands."""
COMMAND_NAME = 32
"""Characters of a command's or an option's name. Source: the same."""
COMMAND_DESCRIPTION = 100
"""Characters. Source: the same."""
COMMAND_OPTIONS = 25
"""Options of a command, subcommands included. Source: the same."""
CHOICES = 25
"""Choices of an option, and suggestions of an autocompletion. Source: the same."""
CHOICE_TEXT = 100
"""Characters of a choice's name and of its value. Source: the same."""
COMMAND = 4000
"""Characters of a whole command: names, descriptions and values. Discord has since doubled it; we hold to this."""
FILES = 10
"""Attachments of a message. Source: resources/message."""
DESCRIPTION = 1024
"""Characters that describe a picture. Source: resources/message, "Attachment"; components/reference, "Media Gallery"."""
GALLERY_ITEMS = 10
"""Pictures of a gallery. Source: components/reference, "Media Gallery"."""


class Flag(IntFlag):
    """What may be said of a message. Source: resources/message, "Message Flags"."""

    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    COMPONENTS_V2 = 1 << 15


class Component(IntEnum):
    """Types of components. Source: components/reference."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    TEXT_DISPLAY = 10
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19


class ResponseType(IntEnum):
    """Types of answers to an interaction. Source: interactions/receiving-and-responding."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    SUGGESTIONS = 8
    MODAL = 9


class OptionType(IntEnum):
    """Types of a command's options. Source: interactions/application-commands."""

    SUBCOMMAND = 1
    SUBCOMMAND_GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    NUMBER = 10
    ATTACHMENT = 11


CUT = "…"
"""The sign that words were left out."""


def length(words: str) -> int:
    """Return how long Discord may think words are: UTF-16 units."""
    return len(words) if words.isascii() else len(words.encode("utf-16-le", "surrogatepass")) // 2


def shorten(words: str, most: int) -> str:
    """Return words in at most `most` characters, cut at a word and marked so where they are longer."""
    if length(words) <= most:
        return words
    kept = words[: most - 1]
    while length(kept) > most - 1:
        kept = kept[:-1]
    return cut(words, len(kept)) + CUT


def check(kind: str, body: Any) -> list[str]:
    """Return every limit that a request body breaks, in words; empty when Discord would take it.

    `kind` is "message" (create one in a channel), "callback" (an answer to an interaction) or "commands"
    (a bulk overwrite). Raises KeyError for another kind.
    """
    return list(CHECKS[kind](body))


def _check_message(body: Mapping[str, Any]) -> Iterator[str]:
    components = list(walk(body.get("components", ())))
    yield from _over("content", body.get("content", ""), CONTENT)
    yield from _over("nonce", str(body.get("nonce", "")), NONCE)
    if body.get("allowed_mentions") != {"parse": []}:
        yield "allowed_mentions: a message could mention somebody"
    if body.get("flags", 0) & Flag.COMPONENTS_V2:
        yield from _check_v2(body, components)
    else:
        if not body.get("content", "").strip():
            yield "content: empty"
        yield from _more("action rows", body.get("components", ()), ROWS)
    ids = [item["custom_id"] for item in components if "custom_id" in item]
    if len(ids) != len(set(ids)):
        yield "custom_id: two components share one"
    for item in components:
        yield from _check_component(item)


def _check_v2(body: Mapping[str, Any], components: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if "content" in body or "embeds" in body:
        yield "content: not together with Components V2"
    if not components:
        yield "components: empty"
    yield from _more("components", components, COMPONENTS)
    yield from _over("text displays", "".join(item.get("content", "") for item in components), TEXT)


def _check_component(item: Mapping[str, Any]) -> Iterator[str]:
    match item["type"]:
        case Component.ACTION_ROW:
            yield from _filled("action row", item["components"])
            yield from _more("buttons of a row", item["components"], ROW)
        case Component.BUTTON:
            yield from _worded("button label", item["label"], BUTTON_LABEL)
            yield from _worded("custom_id", item["custom_id"], CUSTOM_ID)
        case Component.STRING_SELECT:
            yield from _worded("custom_id", item["custom_id"], CUSTOM_ID)
            yield from _over("placeholder", item.get("placeholder", ""), SELECT_PLACEHOLDER)
            yield from _filled("options", item["options"])
            yield from _more("options", item["options"], SELECT_OPTIONS)
            for option in item["options"]:
                yield from _worded("option label", option["label"], SELECT_TEXT)
                yield from _worded("option value", option["value"], SELECT_TEXT)
        case Component.TEXT_INPUT:
            yield from _worded("custom_id", item["custom_id"], CUSTOM_ID)
            yield from _over("placeholder", item.get("placeholder", ""), INPUT_PLACEHOLDER)
            yield from _over("value", item.get("value", ""), item.get("max_length", INPUT_VALUE))
            if not 1 <= item.get("max_length", INPUT_VALUE) <= INPUT_VALUE:
                yield f"max_length: 1 to {INPUT_VALUE}"
        case Component.TEXT_DISPLAY:
            yield from _worded("text display", item["content"], TEXT)
        case Component.LABEL:
            yield from _worded("label", item["label"], LABEL)
            yield from _over("description", item.get("description", ""), LABEL_DESCRIPTION)


def _check_callback(body: Mapping[str, Any]) -> Iterator[str]:
    data = body.get("data", {})
    match body["type"]:
        case ResponseType.MESSAGE | ResponseType.UPDATE:
            yield from _check_message(data)
        case ResponseType.SUGGESTIONS:
            yield from _check_choices(data["choices"])
        case ResponseType.MODAL:
            yield from _worded("modal title", data["title"], MODAL_TITLE)
            yield from _worded("custom_id", data["custom_id"], CUSTOM_ID)
            yield from _filled("modal", data["components"])
            yield from _more("rows of a modal", data["components"], MODAL_ROWS)
            for item in walk(data["components"]):
                yield from _check_component(item)
        case ResponseType.DEFERRED_MESSAGE | ResponseType.DEFERRED_UPDATE:
            return
        case other:
            yield f"type: {other} is not one that is sent"


def _check_commands(body: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from _more("commands", body, COMMANDS)
    for command in body:
        name = command["name"]
        yield from _check_named(command)
        if command_length(command) > COMMAND:
            yield f"/{name}: {command_length(command)} characters in all, at most {COMMAND}"
        yield from (f"/{name}: {fault}" for fault in _check_options(command))


def _check_options(parent: Mapping[str, Any]) -> Iterator[str]:
    options = parent.get("options", ())
    yield from _more("options", options, COMMAND_OPTIONS)
    needed = [option.get("required", False) for option in options]
    if needed != sorted(needed, reverse=True):
        yield "options: a required one follows one that is not"
    if len({option["name"] for option in options}) != len(options):
        yield "options: two share a name"
    for option in options:
        yield from _check_named(option)
        if "choices" in option:
            yield from _check_choices(option["choices"])
            if option.get("autocomplete"):
                yield f"{option['name']}: choices and autocompletion exclude each other"
        yield from _check_options(option)


def _check_named(item: Mapping[str, Any]) -> Iterator[str]:
    yield from _worded("name", item["name"], COMMAND_NAME)
    if item["name"] != item["name"].lower() or not item["name"].replace("-", "_").replace("_", "a").isalnum():
        yield f"name: {item['name']!r} is not in small letters, digits, - and _"
    yield from _worded("description", item["description"], COMMAND_DESCRIPTION)


def _check_choices(choices: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from _more("choices", choices, CHOICES)
    for choice in choices:
        yield from _worded("choice name", choice["name"], CHOICE_TEXT)
        yield from _worded("choice value", str(choice["value"]), CHOICE_TEXT)
    if len({choice["name"] for choice in choices}) != len(choices):
        yield "choices: two share a name"


def command_length(command: Mapping[str, Any]) -> int:
    """Return what Discord counts of a command: its names, descriptions and values, at every depth."""
    own = sum(length(str(command.get(part, ""))) for part in ("name", "description", "value"))
    inner = [*command.get("options", ()), *command.get("choices", ())]
    return own + sum(command_length(item) for item in inner)


def walk(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield components with all that lie in them."""
    for item in components:
        yield item
        yield from walk(item.get("components", ()))
        if "component" in item:
            yield from walk([item["component"]])


def _over(what: str, words: str, most: int) -> Iterator[str]:
    if length(words) > most:
        yield f"{what}: {length(words)} characters, at most {most}"


def _worded(what: str, words: str, most: int) -> Iterator[str]:
    if not words.strip():
        yield f"{what}: empty"
    yield from _over(what, words, most)


def _more(what: str, items: Sequence[Any], most: int) -> Iterator[str]:
    if len(items) > most:
        yield f"{what}: {len(items)}, at most {most}"


def _filled(what: str, items: Sequence[Any]) -> Iterator[str]:
    if not items:
        yield f"{what}: empty"


CHECKS: Mapping[str, Callable[[Any], Iterator[str]]] = MappingProxyType(
    {"message": _check_message, "callback": _check_callback, "commands": _check_commands}
)
"""By kind of request body."""
