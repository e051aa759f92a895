"""What the core answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.text import Text
from bot.views.blocks import Button
from bot.views.forms import Form
from bot.views.view import View


class Show(StrEnum):
    """Whether the answer is a message of its own or takes the place of the one that was pressed."""

    NEW = "new"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep, such as an export."""

    name: str
    media_type: str
    content: bytes


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
