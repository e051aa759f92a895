"""One way to read the time of an interview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from datetime import time as time_of_day
from typing import Self

from bot.domain.calendar import instant_of, local


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read the time that was typed.

    `said` is the time in the words, where a clock change skips it: `time` is then the one taken instead.
    """

    day: date
    time: time
    zone: str
    said: time_of_day | None = None

    @property
    def wall(self) -> str:
        """The wall time alone: "2026-11-26T15:00"."""
        return datetime.combine(self.day, self.time).isoformat(timespec="minutes")

    @property
    def starts_at(self) -> datetime:
        """The instant, aware UTC."""
        return instant_of(self.day, self.time, self.zone)

    @classmethod
    def at(cls, instant: datetime, zone: str) -> Self:
        """Return an instant (aware) as the clocks of a zone show it."""
        there = local(instant, zone)
        return cls(there.date(), there.time().replace(fold=0), zone)

    @classmethod
    def on(cls, day: date, at: time_of_day, zone: str) -> Self:
        """Return a wall time; one that a clock change skips is told as the one that it becomes."""
        there = cls.at(instant_of(day, at, zone), zone)
        return there if there.time == at else replace(there, said=at)
