"""What the core answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.text import Text
from bot.views.blocks import Button, View
from bot.views.forms import Form


class Show(StrEnum):
    """Whether the answer is a message of its own or takes the place of the one that was pressed."""

    NEW = "new"
    UPDATE = "update"


MOST_BYTES = 1_000_000
"""Of a file that a member hands over. An adapter fetches no more than one byte beyond; the core says no to it."""


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep, such as an export, or what a member handed over.

    `picture_of` says in words what a picture shows; a picture is there to be looked at, and a platform that draws
    it by itself (the block `Picture`) has no use for the file.
    """

    name: str
    media_type: str
    content: bytes
    picture_of: str = ""


@dataclass(frozen=True, slots=True)
class PublicMessage:
    """The only thing that can reach a channel: words of the catalogue alone, nothing that a member typed."""

    title: str
    paragraphs: tuple[Text, ...]
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: a view, a form, or both (the view then says why the form is asked).

    `public` is set only by a press on "share".
    """

    view: View | None = None
    form: Form | None = None
    show: Show = Show.NEW
    files: tuple[File, ...] = ()
    public: PublicMessage | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion while an option is typed: what is shown and what it stands for."""

    label: str
    value: str
