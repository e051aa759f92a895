"""How views write a message: words, buttons, and both put together."""

from __future__ import annotations

from typing import TypeAlias

from bot.invocation import Invocation
from bot.text import Span, Text, text
from bot.views.blocks import Actions, Block, Button, Emphasis, Message, Note, Paragraph, Quote

Content: TypeAlias = Block | Button | str | None
"""What a message is put together from: blocks, buttons, and words that are a paragraph by themselves."""


def message(notice: str, title: str, *parts: Content) -> Message:
    """Lay parts out in their order: buttons side by side, each run of them as one block; empty words are left out."""
    blocks: list[Block] = []
    for part in (each for each in parts if each):
        last = blocks[-1] if blocks else None
        if isinstance(part, Button) and isinstance(last, Actions):
            blocks[-1] = Actions((*last.buttons, part))
        elif isinstance(part, Button):
            blocks.append(Actions((part,)))
        else:
            blocks.append(say(part) if isinstance(part, str) else part)
    return Message(notice, title, tuple(blocks))


def say(*words: str | Span | Text) -> Paragraph:
    """Return a paragraph of these words."""
    return Paragraph(text(*words))


def note(*words: str | Span | Text) -> Note:
    """Return a note of these words."""
    return Note(text(*words))


def quote(words: str) -> Quote:
    """Return words in another's voice."""
    return Quote(text(words))


def actions(*buttons: Button) -> Actions:
    """Return buttons side by side."""
    return Actions(buttons)


def press(label: str, path: str, emphasis: Emphasis = Emphasis.PLAIN, /, **arguments: str) -> Button:
    """Return a button that asks for a command."""
    return Button(label, Invocation(path, arguments), emphasis)
