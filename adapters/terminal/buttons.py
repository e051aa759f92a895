"""Numbers for buttons: what a typed number presses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.invocation import Invocation
from bot.views.blocks import Message

NUMBER = re.compile(r"\[?\s*(\d{1,4})\s*\]?\.?", re.ASCII)


@dataclass(slots=True)
class Numbers:
    """The numbers in force.

    A typed command begins anew at 1. What arrives unasked goes on counting instead, so a number that is
    about to be typed never changes its meaning; and a press then leaves what arrived with it in force.
    """

    _pressable: list[Invocation] = field(default_factory=list)
    _arrived: bool = False

    def begin(self) -> None:
        """Forget every number: a new command was typed."""
        self._pressable.clear()
        self._arrived = False

    def pressed(self) -> None:
        """Note a press: its answer begins anew, unless messages that arrived unasked still wait for theirs."""
        if not self._arrived:
            self.begin()

    def take(self, message: Message, *, unasked: bool = False) -> int:
        """Give the message's buttons the next numbers; return the first of them."""
        first = len(self._pressable) + 1
        self._pressable += [button.invocation for button in message.buttons]
        self._arrived = self._arrived or (unasked and bool(message.buttons))
        return first

    def behind(self, number: int) -> Invocation | None:
        """Return what a number presses."""
        return self._pressable[number - 1] if 1 <= number <= len(self._pressable) else None

    def explain(self, number: int) -> str:
        """Return why a number presses nothing."""
        last = len(self._pressable)
        if last == 0:
            return "There is no button to press just now. /prep shows where you stand."
        known = "the only button is [1]" if last == 1 else f"the buttons are [1] to [{last}]"
        return f"There is no button [{number}]: {known}."


def number_in(typed: str) -> int | None:
    """Return the number that a line is, as "2" or "[2]"; None for any other line."""
    found = NUMBER.fullmatch(typed.strip())
    return int(found.group(1)) if found else None
