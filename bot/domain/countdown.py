"""The days left before an interview, as a picture shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CountdownDay:
    """One day: how many minutes of work lie on it, how many of them are done, and whether it is the interview's."""

    day: date
    minutes: int
    done: int
    interview: bool = False


@dataclass(frozen=True, slots=True)
class Countdown:
    """The days from `today` to the interview, in order. It names no company, person, place or task."""

    today: date
    days: tuple[CountdownDay, ...]
