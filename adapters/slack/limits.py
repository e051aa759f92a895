"""How much Slack takes, and a check that a payload keeps to it.

The figures are from Slack's Block Kit reference (blocks, block elements, composition objects, views) and
`chat.postMessage`, unless a line says otherwise.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
WHOLE_MESSAGE = 12_000
"""Characters of a message's blocks as JSON. Slack answers `msg_blocks_too_long` from about 13,200 characters on,
counts containers too and documents neither (slackapi/bolt-js, issues 2509 and 2867)."""
TEXT = 3_000
"""Of any text object, and by our own rule of a text in rich text."""
NOTICE = 300
"""Our own rule: a lock screen shows less."""
HEADER = 150
BUTTONS = 25
BUTTON_TEXT = 75
ACTION_ID = 255
BLOCK_ID = 255
VALUE = 2_000
URL = 3_000
CONTEXT = 10
FIELDS = 10
FIELD_TEXT = 2_000
RADIO_BUTTONS = 10
OPTIONS = 100
OVERFLOW = 5
OPTION_TEXT = 75
OPTION_VALUE = 150
LABEL = 2_000
PLACEHOLDER = 150
TYPED = 3_000
"""The highest `max_length` of a text input."""
VIEW_TITLE = 24
"""Of a modal's title, and of its two buttons."""
METADATA = 3_000
ALTERNATIVE = 1_000
"""Characters that describe a picture. Source: files.getUploadURLExternal, `alt_txt_too_large`."""

TEXTS: Mapping[tuple[str, str], int] = {
    ("header", "text"): HEADER,
    ("button", "text"): BUTTON_TEXT,
    ("input", "label"): LABEL,
    ("input", "hint"): LABEL,
    ("modal", "title"): VIEW_TITLE,
    ("modal", "submit"): VIEW_TITLE,
    ("modal", "close"): VIEW_TITLE,
    ("plain_text_input", "placeholder"): PLACEHOLDER,
    ("external_select", "placeholder"): PLACEHOLDER,
    ("static_select", "placeholder"): PLACEHOLDER,
}
"""Text objects, by the type that holds them and the name there."""
STRINGS: Mapping[tuple[str, str], int] = {
    ("button", "value"): VALUE,
    ("button", "url"): URL,
    ("link", "url"): URL,
    ("modal", "private_metadata"): METADATA,
    ("home", "private_metadata"): METADATA,
    ("modal", "callback_id"): 255,
}
COUNTS: Mapping[tuple[str, str], int] = {
    ("actions", "elements"): BUTTONS,
    ("context", "elements"): CONTEXT,
    ("section", "fields"): FIELDS,
    ("radio_buttons", "options"): RADIO_BUTTONS,
    ("checkboxes", "options"): RADIO_BUTTONS,
    ("static_select", "options"): OPTIONS,
    ("overflow", "options"): OVERFLOW,
    ("modal", "blocks"): VIEW_BLOCKS,
    ("home", "blocks"): VIEW_BLOCKS,
}
FILLED = frozenset(
    {
        "rich_text",
        "rich_text_section",
        "rich_text_list",
        "rich_text_quote",
        "rich_text_preformatted",
        "actions",
        "context",
    }
)
"""What Slack refuses when it holds nothing."""


def weight(blocks: Sequence[Mapping[str, Any]]) -> int:
    """Return how many characters blocks take, containers included."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def check(payload: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a message, a view or a list of options; nothing when Slack would take it."""
    faults = list(_node(payload, "", ""))
    blocks = payload.get("blocks", [])
    if "type" not in payload and "blocks" in payload:
        faults += _message(payload)
    if payload.get("type") == "modal":
        faults += _modal(payload)
    if "type" not in payload and len(payload.get("options", ())) > OPTIONS:
        faults.append(f"options: {len(payload['options'])} of {OPTIONS}")
    named = Counter(block["block_id"] for block in blocks if "block_id" in block)
    faults += [f"block_id {name!r} stands {times} times" for name, times in named.items() if times > 1]
    return faults


def _message(payload: Mapping[str, Any]) -> Iterator[str]:
    blocks = payload["blocks"]
    if len(blocks) > MESSAGE_BLOCKS:
        yield f"blocks: {len(blocks)} of {MESSAGE_BLOCKS}"
    if weight(blocks) >= WHOLE_MESSAGE:
        yield f"the blocks take {weight(blocks)} of {WHOLE_MESSAGE} characters"
    if not payload.get("text"):
        yield "text: a message with blocks needs a line for notifications"
    if any(block["type"] == "input" for block in blocks):
        yield "an input block has no place in a message"


def _modal(view: Mapping[str, Any]) -> Iterator[str]:
    if not view["blocks"]:
        yield "blocks: a modal needs one"
    if "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        yield "submit: a modal with inputs needs one"


def _node(node: Any, kind: str, path: str) -> Iterator[str]:
    """Check a part and all that it holds; `kind` is the type of what holds it."""
    if isinstance(node, Mapping):
        own = str(node.get("type", "option" if "value" in node and "text" in node else ""))
        yield from _own(node, own, path)
        for name, part in node.items():
            limit = TEXTS.get((own, name))
            if limit is not None and len(part["text"]) > limit:
                yield f"{path}/{name}: {len(part['text'])} of {limit} characters"
            yield from _node(part, own, f"{path}/{name}")
    elif isinstance(node, list):
        for index, part in enumerate(node):
            yield from _node(part, kind, f"{path}/{index}")


def _own(node: Mapping[str, Any], own: str, path: str) -> Iterator[str]:
    for (kind, name), limit in (*STRINGS.items(), *COUNTS.items()):
        if own == kind and len(node.get(name) or "") > limit:
            yield f"{path}/{name}: {len(node[name])} of {limit}"
    for name, limit in (("action_id", ACTION_ID), ("block_id", BLOCK_ID)):
        if len(node.get(name, "")) > limit:
            yield f"{path}/{name}: {len(node[name])} of {limit}"
    if own in FILLED and not node.get("elements"):
        yield f"{path}: holds nothing"
    if own in {"plain_text", "mrkdwn", "text"} and not 1 <= len(node["text"]) <= TEXT:
        yield f"{path}: {len(node['text'])} characters; 1 to {TEXT} are taken"
    if own == "option" and (
        len(node["text"]["text"]) > OPTION_TEXT or not 1 <= len(node["value"]) <= OPTION_VALUE
    ):
        yield f"{path}: an option's text holds {OPTION_TEXT} and its value {OPTION_VALUE} characters"
    if own == "section" and any(len(field["text"]) > FIELD_TEXT for field in node.get("fields", ())):
        yield f"{path}/fields: each holds {FIELD_TEXT} characters"
    if own == "actions":
        times = Counter(element["action_id"] for element in node["elements"])
        yield from (f"{path}: two buttons carry {name!r}" for name, count in times.items() if count > 1)
    yield from _input(node, own, path)


def _input(node: Mapping[str, Any], own: str, path: str) -> Iterator[str]:
    if (
        own in {"radio_buttons", "static_select"}
        and node.get("initial_option", node["options"][0]) not in node["options"]
    ):
        yield f"{path}/initial_option: is none of the options"
    if own == "plain_text_input":
        most = node.get("max_length", TYPED)
        if not 1 <= most <= TYPED:
            yield f"{path}/max_length: {most} of {TYPED}"
        if len(node.get("initial_value", "").encode("utf-16-le")) // 2 > most:
            yield f"{path}/initial_value: longer than max_length, {most}"
