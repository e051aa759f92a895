"""The first private message, what became of it, and what to do when it did not come."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.members import Platform
from bot.text import Text, text
from bot.views.blocks import Block, Bullets, Emphasis, Message, View
from bot.views.layout import actions, message, note, press, say
from bot.views.platforms import WORDS

AGAIN = press("Send it again", "greeting again")


@dataclass(frozen=True, slots=True)
class GreetingView:
    """The first private message. It names nothing that was typed."""

    key: str

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "Encore: reminders will arrive here",
            "This is where I will nudge you",
            "Your reminders come as private messages like this one. Please press the button, "
            "so that we both know they reach you.",
            press("I see it", "greeting seen", Emphasis.PRIMARY, key=self.key),
        )


@dataclass(frozen=True, slots=True)
class GreetingSeen:
    """The first private message was seen."""

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "Noted",
            "Good, they reach you",
            "Reminders will come here, at their hour. You need not keep anything in mind.",
            press("Where I stand", "prep"),
        )


@dataclass(frozen=True, slots=True)
class GreetingSent:
    """Another first message is on its way."""

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "Noted", "On its way", "I have sent you a private message. Please press “I see it” there."
        )


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Private messages are refused by the platform: what opens them."""

    platform: Platform

    def present(self) -> Message:
        """Lay it out."""
        return Message(
            "Encore could not write to you", "My messages do not reach you", _how(self.platform, refused=True)
        )


@dataclass(frozen=True, slots=True)
class WithDoubt:
    """An answer, and behind it that reminders may not arrive: `refused` if the platform said so."""

    answer: View
    platform: Platform
    refused: bool

    def present(self) -> Message:
        """Lay it out."""
        said = self.answer.present()
        offered = any(button.invocation == AGAIN.invocation for button in said.buttons)
        blocks = _how(self.platform, refused=self.refused, again=not offered)
        return message(said.notice, said.title, *said.blocks, *blocks)


def _how(platform: Platform, *, refused: bool, again: bool = True) -> tuple[Block, ...]:
    opening: Text = (
        text("I tried to send you a private message and was refused, so reminders would not arrive.")
        if refused
        else text(
            "One thing: nobody has pressed “I see it” in my first private message, so reminders may pass you by."
        )
    )
    return (
        say(opening),
        Bullets(tuple(text(tap) for tap in WORDS[platform].taps)),
        note("Until then, /prep always shows where you stand."),
        *((actions(AGAIN),) if again else ()),
    )
