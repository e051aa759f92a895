"""When a form cannot be opened at once: the tap that opens it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.invocation import Invocation
from bot.text import Text, text
from bot.views.blocks import Button, Emphasis, Message
from bot.views.layout import message, say


@dataclass(frozen=True, slots=True)
class FormWaiting:
    """A form that is one tap away. `intro` are the words that stand above it."""

    title: str
    invocation: Invocation
    intro: tuple[Text, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        words = self.intro or (text("Your form is one tap away. Nothing that you typed is lost."),)
        return message(
            "Encore has a question for you",
            self.title,
            *(say(paragraph) for paragraph in words),
            Button("Open the form", self.invocation, Emphasis.PRIMARY),
        )
