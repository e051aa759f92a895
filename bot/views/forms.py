"""Forms: the inputs that are still needed, as data that any platform can ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.invocation import Invocation
from bot.text import Text


class Input(StrEnum):
    """What a field asks for; a platform picks its best control for it."""

    LINE = "line"
    LINES = "lines"
    WHEN = "when"
    TIME = "time"
    ZONE = "zone"
    CHOICE = "choice"
    FILE = "file"
    """A file to hand over, at most `MOST_BYTES` of `bot.reply`; it comes beside the values, never among them."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of a field's choices."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input. `limit` counts characters."""

    name: str
    label: str
    input: Input = Input.LINE
    required: bool = False
    hint: str = ""
    options: tuple[Option, ...] = ()
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What to ask, what was typed so far, and what is wrong with it.

    Submitting it is `submit` with the values added to its arguments. `optional` marks a second step that
    may be passed over: a platform that can't chain forms offers it behind a button instead.
    """

    title: str
    submit: Invocation
    fields: tuple[Field, ...]
    intro: tuple[Text, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    submit_label: str = "Continue"
    optional: bool = False
