"""Reading blocks as a person does: the words, the buttons, the inputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

PRESSABLE = frozenset({"button", "workflow_button"})
TEXTS = frozenset({"plain_text", "mrkdwn", "text", "link", "raw_text"})


def words_of(blocks: list[Json]) -> str:
    """Return everything to read, a line a text object; a rich text's spans are joined."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def _lines(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _lines(part)
    elif isinstance(node, dict):
        kind = node.get("type", "")
        if kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
            yield "".join(_span(span) for span in node["elements"])
        elif kind in TEXTS:
            yield str(node["text"])
        else:
            if kind == "image":
                yield str(node.get("alt_text", ""))
            for name, part in node.items():
                if name not in ("confirm", "style"):
                    yield from _lines(part)


def _span(span: Json) -> str:
    match span["type"]:
        case "text" | "link":
            return str(span.get("text") or span.get("url", ""))
        case "emoji":
            return f":{span['name']}:"
        case "date":
            return str(span.get("fallback", ""))
        case "user":
            return f"<@{span['user_id']}>"
        case kind:
            return f"<{kind}>"


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Return every interactive element with the block that holds it, in reading order."""
    for block in blocks:
        match block.get("type"):
            case "actions":
                for element in block.get("elements", []):
                    yield block, element
            case "input":
                yield block, block["element"]
            case "section" if isinstance(block.get("accessory"), dict):
                if block["accessory"].get("type") != "image":
                    yield block, block["accessory"]


def labels_of(blocks: list[Json]) -> list[str]:
    """Return what the buttons say, in reading order."""
    return [
        str(element["text"]["text"])
        for _, element in elements_of(blocks)
        if element.get("type") in PRESSABLE and isinstance(element.get("text"), dict)
    ]


def button_of(blocks: list[Json], label: str) -> tuple[Json, Json]:
    """Return the button with that label or action_id, else the first whose label begins so, and its block.

    Raises AssertionError when there is none.
    """
    buttons = [(block, e) for block, e in elements_of(blocks) if e.get("type") in PRESSABLE]
    for fits in (
        lambda e: label in (e["text"]["text"], e.get("action_id")),
        lambda e: e["text"]["text"].startswith(label),
    ):
        for block, element in buttons:
            if fits(element):
                return block, element
    raise AssertionError(f"no button {label!r} among {labels_of(blocks)}")


def field_of(blocks: list[Json], name: str) -> tuple[Json, Json]:
    """Return the input or menu called `name`: its block_id (or that behind a colon), its action_id, its label.

    A label counts without regard to case, and its beginning is enough when no other begins so. Raises
    AssertionError when there is none, or more than one.
    """
    menus = [(block, e) for block, e in elements_of(blocks) if e.get("type") not in PRESSABLE]
    for kind in range(4):
        wanted = name.casefold() if kind == 3 else name
        found = [held for held in menus if _names(*held)[kind] == wanted]
        if len(found) == 1:
            return found[0]
    found = [held for held in menus if _label(*held).startswith(name.casefold())]
    if len(found) == 1:
        return found[0]
    known = [(b.get("block_id"), e.get("action_id"), _label(b, e)) for b, e in menus]
    raise AssertionError(f"no single input {name!r} among (block_id, action_id, label) {known}")


def _names(block: Json, element: Json) -> tuple[str, str, str, str]:
    own = str(block.get("block_id", ""))
    return own, own.partition(":")[2], str(element.get("action_id", "")), _label(block, element)


def _label(block: Json, element: Json) -> str:
    text = block.get("label") or block.get("text") or element.get("placeholder") or {}
    return str(text.get("text", "")).casefold()
