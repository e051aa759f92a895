"""Numbers for buttons: what a typed number presses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.invocation import Invocation
from bot.views.blocks import Button, Emphasis, Message

NUMBER = re.compile(r"\[?\s*(\d{1,4})\s*\]?\.?", re.ASCII)


@dataclass(slots=True)
class Numbers:
    """The numbers in force.

    A typed command begins anew at 1. What arrives unasked goes on counting instead, so a number that is
    about to be typed never changes its meaning; and a press then leaves what arrived with it in force.
    """

    _pressable: list[Button] = field(default_factory=list)
    _arrived: bool = False
    _expecting: bool = False
    _highest: int = 0

    def begin(self) -> None:
        """Forget every number: a new command was typed."""
        self._pressable.clear()
        self._arrived = self._expecting = False

    @contextmanager
    def asked_for(self) -> Iterator[None]:
        """Begin anew at the first message that arrives meanwhile; with none, every number stays in force."""
        self._expecting = True
        try:
            yield
        finally:
            self._expecting = False

    def pressed(self) -> None:
        """Note a press: its answer begins anew, unless messages that arrived unasked still wait for theirs."""
        if not self._arrived:
            self.begin()

    def take(self, message: Message, *, unasked: bool = False) -> int:
        """Give the message's buttons the next numbers; return the first of them."""
        if unasked and self._expecting and message.buttons:
            self.begin()
        first = len(self._pressable) + 1
        self._pressable += message.buttons
        self._highest = max(self._highest, len(self._pressable))
        self._arrived = self._arrived or (unasked and bool(message.buttons))
        return first

    def behind(self, number: int) -> Invocation | None:
        """Return what a number presses."""
        return self._pressable[number - 1].invocation if 1 <= number <= len(self._pressable) else None

    def labelled(self, typed: str) -> Invocation | None:
        """Return what one button alone is called: by its whole label, or a part of it between commas.

        "Illinois" is enough for "Springfield, Illinois, United States". What cannot be undone needs its number.
        """
        folded = typed.strip().casefold()
        for names in (_whole, _parts):
            found = [
                button.invocation
                for button in self._pressable
                if folded in names(button.label.casefold()) and button.emphasis is not Emphasis.DANGER
            ]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def explain(self, number: int) -> str:
        """Return why a number presses nothing."""
        last = len(self._pressable)
        if last == 0:
            return "There is no button to press just now. /prep shows where you stand."
        known = "the only button is [1]" if last == 1 else f"the buttons are [1] to [{last}]"
        if last < number <= self._highest:
            return (
                f"Button [{number}] belonged to an older message, which has scrolled away. Now {known}; "
                "/prep shows where you stand."
            )
        return f"There is no button [{number}]: {known}."


def _whole(label: str) -> list[str]:
    """Return a label, and its beginnings up to each comma but the first: "springfield, illinois"."""
    parts = label.split(", ")
    return [", ".join(parts[:count]) for count in range(2, len(parts))] + [label]


def _parts(label: str) -> list[str]:
    return label.split(", ")


def number_in(typed: str) -> int | None:
    """Return the number that a line is, as "2" or "[2]"; None for any other line."""
    found = NUMBER.fullmatch(typed.strip())
    return int(found.group(1)) if found else None
