"""A message as Slack's blocks: laid out, shortened until it fits, its buttons always kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from adapters.slack.limits import BUTTON_TEXT, BUTTONS, HEADER, MESSAGE_BLOCKS, TEXT, WHOLE_MESSAGE, weight
from adapters.slack.plain_text import SAID, blank, notice, on_one_line, plain_text, shortened
from adapters.slack.rich_text import elements, fitted
from bot.invocation import encode
from bot.text import Bold, Code, Plain, Text, plain, text
from bot.views.blocks import (
    Actions,
    Block,
    Bullets,
    Button,
    Check,
    Checklist,
    Copyable,
    Divider,
    Emphasis,
    Fields,
    Message,
    Note,
    Paragraph,
    Picture,
    Progress,
    Quote,
)  # fmt: skip

CHECKS: dict[Check, Text] = {
    Check.OPEN: (),
    Check.DONE: text("Done: "),
    Check.NOW: text(Bold("Now: ")),
    Check.SKIPPED: text("Skipped: "),
}
"""The state of a line in words, since signs are not read aloud."""
BAR = 10
"""Signs of a full progress bar."""
ROW = 5
"""Buttons that look well side by side."""
MOST_ITEMS = 60
"""Of one list."""
LENGTHS = (TEXT, 1500, 600, 250, 100)
"""Characters that each text may keep, tried in turn until the whole fits."""
ALIKE = "Go on"
"""On a button whose label shows nothing."""


def message_body(message: Message, *, pushed: bool = False) -> dict[str, Any]:
    """Return a message as `chat.postMessage`, `chat.update` and response URLs take it, without its channel.

    `pushed` is for what arrives unasked: the notice then leads the blocks too, since notifications on a desktop
    show the words of the blocks first (Slack's changelog, 13 July 2026) and those on a phone `text` alone.
    """
    lead = [_context(message.notice)] if pushed and not blank(message.notice) else []
    most = WHOLE_MESSAGE - (weight(lead) if lead else 0)
    return {
        "text": notice(message.notice),
        "blocks": [*lead, *layout(message, MESSAGE_BLOCKS - len(lead), most=most)],
        "unfurl_links": False,
        "unfurl_media": False,
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
    }


def layout(
    message: Message, limit: int = MESSAGE_BLOCKS, *, titled: bool = True, most: int | None = WHOLE_MESSAGE
) -> list[dict[str, Any]]:
    """Return at most `limit` blocks that take less than `most` characters, where that is asked.

    What is too long is shortened at a word, then left out from the end; both are said. Buttons stay.
    """

    def fits(blocks: Sequence[dict[str, Any]]) -> bool:
        return len(blocks) <= limit and (most is None or weight(blocks) < most)

    blocks: list[dict[str, Any]] = []
    for length in LENGTHS:
        for row in (ROW, BUTTONS):
            blocks = list(_blocks(message, length, row, titled=titled))
            if fits(blocks):
                return blocks or [_context(message.notice)]
    said = rich([_section(elements(text(SAID)))])
    while not fits(blocks):
        words = [at for at, block in enumerate(blocks) if block["type"] != "actions" and block is not said]
        if not words:
            break
        blocks[words[-1] : words[-1] + 1] = [] if said in blocks else [said]
    return blocks[:limit]


def rich(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a block of rich text."""
    return {"type": "rich_text", "elements": list(parts)}


def header(words: str) -> dict[str, Any]:
    """Return a title."""
    return {"type": "header", "text": plain_text(words, HEADER)}


def paragraph(content: Text, otherwise: str = "") -> list[dict[str, Any]]:
    """Return a block with words in it, or none when there is nothing to see."""
    found = elements(content, otherwise)
    return [rich([_section(found)])] if found else []


def _blocks(message: Message, length: int, row: int, *, titled: bool) -> Iterator[dict[str, Any]]:
    if titled and not blank(message.title):
        yield header(message.title)
    pressed: set[str] = set()
    waiting: dict[str, Any] | None = None
    for block in message.blocks:
        for made in _block(block, length, row, pressed):
            # A list belongs to the words that introduce it.
            if waiting and isinstance(block, Bullets | Checklist):
                waiting["elements"] += made["elements"]
                continue
            if waiting:
                yield waiting
            waiting = made if isinstance(block, Paragraph) else None
            if not waiting:
                yield made
    if waiting:
        yield waiting


def _block(block: Block, length: int, row: int, pressed: set[str]) -> Sequence[dict[str, Any]]:
    match block:
        case Paragraph(content):
            return paragraph(fitted(content, length))
        case Note(content):
            return _note(fitted(content, length))
        case Quote(content):
            found = elements(fitted(content, length))
            return [rich([{"type": "rich_text_quote", "elements": found}])] if found else []
        case Copyable(words):
            found = elements(fitted(text(words), length))
            return [rich([{"type": "rich_text_preformatted", "elements": found}])] if found else []
        case Progress():
            return paragraph(text(f"{block.done} of {block.total} {block.label}  ", Code(_bar(block))))
        case Actions(buttons):
            return _actions(buttons, row, pressed)
        case Divider() | Picture():  # a picture is shown by the answer's file
            return [{"type": "divider"}] if isinstance(block, Divider) else []
        case _:
            return _lines(block, length)


def _lines(block: Fields | Bullets | Checklist, length: int) -> Sequence[dict[str, Any]]:
    match block:
        case Fields(pairs):
            return _fields(pairs, length)
        case Bullets(items):
            return _list(items, length)
        case Checklist(checks):
            return _list([(*CHECKS[check], *item) for check, item in checks], length)


def _section(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(found)}


def _context(words: str) -> dict[str, Any]:
    return {"type": "context", "elements": [plain_text(words)]}


def _note(content: Text) -> list[dict[str, Any]]:
    words = plain(content)
    if "\n" in words or not all(isinstance(span, Plain) for span in content):
        return paragraph(content, "italic")
    return [] if blank(words) else [_context(words)]


def _fields(pairs: Sequence[tuple[str, Text]], length: int) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for label, value in pairs[:MOST_ITEMS]:
        before = "\n" if lines else ""
        named = Bold(shortened(on_one_line(label), HEADER))
        lines += elements(text(before, named, ": ", fitted(value, length)))
    return [rich([_section(lines)])] if lines else []


def _list(items: Sequence[Text], length: int) -> list[dict[str, Any]]:
    shown = [elements(fitted(item, length)) for item in items[:MOST_ITEMS]]
    if len(items) > MOST_ITEMS:
        shown.append(elements(text(f"and {len(items) - MOST_ITEMS} more ", SAID)))
    lines = [_section(item) for item in shown if item]
    return [rich([{"type": "rich_text_list", "style": "bullet", "elements": lines}])] if lines else []


def _bar(progress: Progress) -> str:
    done = max(0, min(progress.done, progress.total))
    filled = round(BAR * done / progress.total) if progress.total > 0 else 0
    return "█" * filled + "░" * (BAR - filled)


def _actions(buttons: Sequence[Button], row: int, pressed: set[str]) -> list[dict[str, Any]]:
    """Return rows of buttons; one that was offered before in this message is not offered again."""
    made = []
    for button in buttons:
        element = _button(button)
        if element["action_id"] not in pressed:
            pressed.add(element["action_id"])
            made.append(element)
    return [{"type": "actions", "elements": made[at : at + row]} for at in range(0, len(made), row)]


def _button(button: Button) -> dict[str, Any]:
    style = {} if button.emphasis is Emphasis.PLAIN else {"style": str(button.emphasis)}
    return {
        "type": "button",
        "action_id": encode(button.invocation),
        "text": plain_text(button.label, BUTTON_TEXT, otherwise=ALIKE),
        **style,
    }
