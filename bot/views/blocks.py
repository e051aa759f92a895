"""The closed set of blocks that every platform shows without loss, and what every view has in common."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from bot.invocation import Invocation
from bot.text import Text


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


class View(Protocol):
    """What happened, as a frozen dataclass of meaning; it reads no clock and knows no platform."""

    def present(self) -> Message:
        """Lay it out."""
        ...


def present(view: View) -> Message:
    """Return the layout of `view`; an adapter may override it for one view that it can show better."""
    return view.present()
