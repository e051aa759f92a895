"""The clock and the randomness that product decisions read; there are no others."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that reads as a digit."""
ID_LENGTH = 12
"""60 bits: guessing one that exists is hopeless, and handlers load by caller and id anyway."""


class SystemClock:
    """The time it is."""

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        return datetime.now(UTC)


class ShiftedClock:
    """The time it is, moved forward by an offset: a terminal's way to live a week in a minute."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """Return the present plus the offset, aware, in UTC."""
        return datetime.now(UTC) + self.offset

    def move_to(self, moment: datetime) -> None:
        """Make `moment` (aware) the present; raises ValueError when it lies behind."""
        ahead = moment - self.now()
        if ahead < timedelta(0):
            raise ValueError("a clock does not run backwards")
        self.offset += ahead


def new_id(rng: random.Random) -> str:
    """Return a fresh identifier of 12 characters."""
    return "".join(rng.choice(ID_ALPHABET) for _ in range(ID_LENGTH))
