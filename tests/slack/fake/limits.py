"""What Slack refuses in blocks and views.

The figures are those of Slack's Block Kit reference (blocks, block elements, composition objects), of "Views",
and of `chat.postMessage`. They are written down here a second time on purpose: a fake that shared its figures
with what it tests would find no mistake in them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

MESSAGE, VIEW = 50, 100
"""Blocks in a message, and in a modal or a Home tab."""
MESSAGE_TEXT = 40_000
MESSAGE_BLOCKS = 13_200
"""Characters of a message's blocks as JSON; not documented, reported in slackapi/bolt-js, issues 2509 and 2867."""
VIEW_BYTES = 250_000

IN_MESSAGES = frozenset(
    {"actions", "context", "divider", "file", "header", "image", "markdown", "rich_text", "section", "table", "video"}
)  # fmt: skip
IN_VIEWS = frozenset(
    {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
)

TEXT = {
    ("header", "text"): 150, ("section", "text"): 3000, ("button", "text"): 75,
    ("input", "label"): 2000, ("input", "hint"): 2000, ("option", "text"): 75, ("option", "description"): 75,
    ("option_group", "label"): 75,
    ("modal", "title"): 24, ("modal", "submit"): 24, ("modal", "close"): 24, ("image", "title"): 2000,
    ("confirm", "title"): 100, ("confirm", "text"): 300, ("confirm", "confirm"): 30, ("confirm", "deny"): 30,
}  # fmt: skip
PLACEHOLDER = 150
LENGTH = {"action_id": 255, "block_id": 255, "callback_id": 255, "external_id": 255, "private_metadata": 3000}
"""Characters of these names wherever they stand."""
VALUE = {"button": 2000, "option": 150}
URL = {"button": 3000, "image": 3000}
COUNT = {
    ("actions", "elements"): 25, ("context", "elements"): 10, ("section", "fields"): 10,
    ("radio_buttons", "options"): 10, ("checkboxes", "options"): 10, ("overflow", "options"): 5,
    ("static_select", "options"): 100, ("multi_static_select", "options"): 100,
    ("static_select", "option_groups"): 100, ("option_group", "options"): 100,
}  # fmt: skip
PLAIN_ONLY = frozenset(
    {("header", "text"), ("button", "text"), ("input", "label"), ("input", "hint")}
    | {("modal", "title"), ("modal", "submit"), ("modal", "close")}
)
INPUTS = frozenset(
    {
        "plain_text_input", "number_input", "email_text_input", "url_text_input", "datepicker", "timepicker",
        "datetimepicker", "radio_buttons", "checkboxes", "static_select", "external_select", "users_select",
        "conversations_select", "channels_select", "multi_static_select", "multi_external_select",
        "multi_users_select", "rich_text_input", "file_input",
    }
)  # fmt: skip
NOT_IN_MESSAGES = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})


def message_faults(body: Json) -> list[str]:
    """Return what is wrong with a message's text and blocks; nothing when Slack would take it."""
    blocks = body.get("blocks") or []
    faults = list(_blocks(blocks, MESSAGE, IN_MESSAGES))
    if len(str(body.get("text") or "")) > MESSAGE_TEXT:
        faults.append(f"text: {len(body['text'])} of {MESSAGE_TEXT} characters")
    written = len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))
    if written > MESSAGE_BLOCKS:
        faults.append(f"blocks: {written} of {MESSAGE_BLOCKS} characters as JSON")
    faults += [
        f"{path}: {node['type']} has no place in a message"
        for path, _, node in _nodes(blocks, "blocks")
        if node.get("type") in NOT_IN_MESSAGES
    ]
    return faults


def view_faults(view: Json) -> list[str]:
    """Return what is wrong with a modal or a Home tab."""
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [f"type: {kind!r} is no view"]
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return ["blocks: missing"]
    faults = [*_blocks(blocks, VIEW, IN_VIEWS), *_own("", kind, {**view, "blocks": []})]
    if kind == "modal":
        if not (view.get("title") or {}).get("text"):
            faults.append("title: a modal needs one")
        if any(block.get("type") == "input" for block in blocks) and not view.get("submit"):
            faults.append("submit: a modal with inputs needs one")
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        faults.append(f"more than {VIEW_BYTES} bytes")
    unknown = view.keys() - {
        "type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close",
        "notify_on_close", "external_id", "submit_disabled",
    }  # fmt: skip
    return faults + [f"{name}: no argument of a view" for name in sorted(unknown)]


def option_faults(answer: Json) -> list[str]:
    """Return what is wrong with the answer to somebody who types into an external select."""
    groups = answer.get("option_groups")
    options = answer.get("options") if groups is None else [o for g in groups for o in g["options"]]
    if not isinstance(options, list):
        return ["options: missing"]
    faults = [fault for index, o in enumerate(options) for fault in _own(f"options[{index}]", "option", o)]
    return faults + ([f"options: {len(options)} of 100"] if len(options) > 100 else [])


def _blocks(blocks: Any, most: int, allowed: frozenset[str]) -> Iterator[str]:
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        yield "blocks: must be a list of objects"
        return
    if len(blocks) > most:
        yield f"blocks: {len(blocks)} of {most}"
    for index, block in enumerate(blocks):
        if block.get("type") not in allowed:
            yield f"blocks[{index}]: {block.get('type')!r} has no place here"
    named = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    yield from (f"block_id {name!r} stands {times} times" for name, times in named.items() if times > 1)
    for path, kind, node in _nodes(blocks, "blocks"):
        yield from _own(path, kind, node)


def _nodes(node: Any, path: str, holder: str = "") -> Iterator[tuple[str, str, Json]]:
    """Return every object with its path and kind; options, their groups and confirmations have no `type`."""
    if isinstance(node, list):
        for index, part in enumerate(node):
            yield from _nodes(part, f"{path}[{index}]", holder)
    elif isinstance(node, dict):
        yield path, str(node.get("type") or holder), node
        for name, part in node.items():
            kinds = {"confirm": "confirm", "option_groups": "option_group"}
            held = kinds.get(name, "option" if "option" in name else "")
            if name not in ("style", "event_payload"):
                yield from _nodes(part, f"{path}.{name}", held)


def _own(path: str, kind: str, node: Json) -> Iterator[str]:
    for name, part in node.items():
        most = PLACEHOLDER if name == "placeholder" else TEXT.get((kind, name))
        if most is not None and isinstance(part, dict):
            yield from _text(f"{path}.{name}", part, most, plain=(kind, name) in PLAIN_ONLY)
        most = LENGTH.get(name)
        if most is not None and isinstance(part, str) and len(part) > most:
            yield f"{path}.{name}: {len(part)} of {most} characters"
        most = COUNT.get((kind, name))
        if most is not None and isinstance(part, list) and not 1 <= len(part) <= most:
            yield f"{path}.{name}: {len(part)}; 1 to {most} are taken"
    for name, table in (("value", VALUE), ("url", URL)):
        if kind in table and len(str(node.get(name) or "")) > table[kind]:
            yield f"{path}.{name}: {len(node[name])} of {table[kind]} characters"
    if rule := RULES.get(kind):
        yield from (f"{path}: {fault}" for fault in rule(node))


def _text(path: str, part: Json, most: int, *, plain: bool) -> Iterator[str]:
    words = part.get("text")
    if not isinstance(words, str) or not 1 <= len(words) <= most:
        yield f"{path}: {len(words or '')} characters; 1 to {most} are taken"
    if part.get("type") not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
        yield f"{path}: {part.get('type')!r} is no text that is taken here"


def _section(node: Json) -> Iterator[str]:
    if not node.get("text") and not node.get("fields"):
        yield "a section needs text or fields"
    for field in node.get("fields") or []:
        if not 1 <= len(field["text"]) <= 2000:
            yield f"a field has {len(field['text'])} characters; 1 to 2000 are taken"


def _actions(node: Json) -> Iterator[str]:
    times = Counter(e.get("action_id") for e in node.get("elements") or [])
    yield from (f"action_id {name!r} stands {n} times" for name, n in times.items() if name and n > 1)
    if any(e.get("type") == "plain_text_input" for e in node.get("elements") or []):
        yield "a text input has no place among actions"


def _context(node: Json) -> Iterator[str]:
    for element in node.get("elements") or []:
        if element.get("type") not in ("plain_text", "mrkdwn", "image"):
            yield f"{element.get('type')!r} has no place in a context"
        elif element["type"] != "image" and not element.get("text"):
            yield "an empty text"


def _input(node: Json) -> Iterator[str]:
    if not node.get("label"):
        yield "an input needs a label"
    if node.get("element", {}).get("type") not in INPUTS:
        yield f"{node.get('element', {}).get('type')!r} is no input"


def _option(node: Json) -> Iterator[str]:
    if not str(node.get("value", "")):
        yield "an option needs a value"


def _button(node: Json) -> Iterator[str]:
    if node.get("style") not in (None, "primary", "danger"):
        yield f"style {node['style']!r}"
    if not node.get("text"):
        yield "a button needs a text"


def _choice(node: Json) -> Iterator[str]:
    options = node.get("options")
    groups = node.get("option_groups")
    if (options is None) is (groups is None):
        yield "needs either options or option_groups"
        return
    offered = options or [o for group in groups or [] for o in group["options"]]
    chosen = [node["initial_option"]] if "initial_option" in node else node.get("initial_options", [])
    if any(option not in offered for option in chosen):
        yield "what is chosen at first is not offered"
    values = Counter(option.get("value") for option in offered)
    yield from (f"value {name!r} stands {n} times" for name, n in values.items() if n > 1)


def _text_input(node: Json) -> Iterator[str]:
    most = node.get("max_length", 3000)
    if not 1 <= most <= 3000:
        yield f"max_length {most}; 1 to 3000 are taken"
    if len(node.get("initial_value") or "") > most:
        yield f"initial_value is longer than {most}"


def _elements(node: Json) -> Iterator[str]:
    if not node.get("elements"):
        yield "holds nothing"


def _span(node: Json) -> Iterator[str]:
    if "text" in node and not node["text"]:
        yield "an empty text"


def _file(node: Json) -> Iterator[str]:
    if not 1 <= node.get("max_files", 10) <= 10:
        yield f"max_files {node['max_files']}; 1 to 10 are taken"


def _date(node: Json) -> Iterator[str]:
    if not isinstance(node.get("timestamp"), int) or not node.get("format"):
        yield "a date needs a whole timestamp and a format"


RULES = {
    "section": _section, "actions": _actions, "context": _context, "input": _input, "option": _option,
    "button": _button, "radio_buttons": _choice, "checkboxes": _choice, "static_select": _choice,
    "multi_static_select": _choice, "plain_text_input": _text_input,
    "rich_text": _elements, "rich_text_section": _elements, "rich_text_list": _elements,
    "rich_text_quote": _elements, "rich_text_preformatted": _elements,
    "text": _span, "mrkdwn": _span, "plain_text": _span, "date": _date,
    "file_input": _file,
}  # fmt: skip
