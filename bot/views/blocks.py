"""The closed set of blocks that every platform shows without loss."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.invocation import Invocation
from bot.text import Span, Text, text


class Emphasis(StrEnum):
    """How a button stands out; it must make sense without."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


class Check(StrEnum):
    """The state of one line of a checklist."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that belong together."""

    text: Text


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with their values."""

    pairs: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Things to do, each with its state."""

    items: tuple[tuple[Check, Text], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is done."""

    done: int
    total: int
    label: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words to hear in another's voice, such as an interviewer's question."""

    text: Text


@dataclass(frozen=True, slots=True)
class Copyable:
    """Words to take along as they stand, such as a message to send: a platform makes them easy to copy."""

    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in characters, for a platform that shows no pictures; elsewhere the answer's file is the picture.

    It says nothing that the other blocks do not say in words.
    """

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something smaller that may be passed over."""

    text: Text


@dataclass(frozen=True, slots=True)
class Divider:
    """A pause."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press; no two of a message carry the same invocation."""

    label: str
    invocation: Invocation
    emphasis: Emphasis = Emphasis.PLAIN


@dataclass(frozen=True, slots=True)
class Actions:
    """Buttons side by side."""

    buttons: tuple[Button, ...]


Block: TypeAlias = (
    Paragraph
    | Fields
    | Bullets
    | Checklist
    | Progress
    | Quote
    | Copyable
    | Picture
    | Note
    | Divider
    | Actions
)


@dataclass(frozen=True, slots=True)
class Message:
    """A view laid out. `notice` is the one line that a lock screen may show."""

    notice: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button, in reading order."""
        return tuple(b for block in self.blocks if isinstance(block, Actions) for b in block.buttons)


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
