"""What planning asks of the content."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.domain.content import PlanStep, PlanTemplate, Task
from bot.domain.members import Pace


class Library(Protocol):
    """The plans and tasks in force, and the days on which nobody works."""

    def plan(self, pace: Pace) -> PlanTemplate:
        """Return the plan for a pace."""
        ...

    def task(self, identifier: str) -> Task | None:
        """Return one task, retired ones included."""
        ...

    def days_off(self, region: str, zone: str, first: date, last: date) -> frozenset[date]:
        """Return the days from `first` to `last` on which nobody is in the office there, weekends included.

        `region` is a member's own ("any", or a country by its two letters), `zone` (IANA) stands in where it names
        no country.
        """
        ...


def steps_of(library: Library, pace: Pace) -> dict[str, PlanStep]:
    """Return the step of each lead, by `pace` first; another pace's serves a lead that this one lacks."""
    paces = sorted(Pace, key=lambda other: other is pace)
    return {step.lead: step for other in paces for step in reversed(library.plan(other).steps)}
