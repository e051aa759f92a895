"""When something cannot be done, or not at once: what happened, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from bot.invocation import Invocation
from bot.text import Code, Text, text
from bot.views.blocks import Block, Button, Emphasis, Message
from bot.views.layout import actions, message, press, say


@dataclass(frozen=True, slots=True)
class Problem:
    """Something asked for that cannot be done as it stands."""

    message: str
    example: str | None = None
    buttons: tuple[Button, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [say(self.message)]
        if self.example:
            blocks.append(say("For example: ", Code(self.example)))
        if self.buttons:
            blocks.append(actions(*self.buttons))
        return message("Encore could not do that yet", "Not quite", *blocks)


@dataclass(frozen=True, slots=True)
class Noted:
    """Something small was done as asked."""

    title: str
    message: str

    def present(self) -> Message:
        """Lay it out."""
        home = press("Where I stand", "prep")
        return message("Noted", self.title, say(self.message), home)


@dataclass(frozen=True, slots=True)
class Apology:
    """A fault of ours; `reference` finds it in the log."""

    reference: str

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "Encore ran into a fault",
            "That is our fault, not yours",
            say(
                "Something went wrong on my side and nothing was changed. Please try once more. "
                "If it happens again, give whoever runs Encore this reference: ",
                Code(self.reference),
                ".",
            ),
            press("Back to my plan", "prep"),
        )


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
