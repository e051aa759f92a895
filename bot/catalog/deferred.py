"""Our own packs, read when they are first needed: they are checked before they are shipped, and a prompt needs none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import TypeAlias

from bot.catalog.catalog import Catalog
from bot.domain.calendar import weekends
from bot.domain.content import (
    Ask,
    Asker,
    MessageTemplate,
    PlanTemplate,
    Proof,
    Purpose,
    Question,
    Source,
    Task,
    Tip,
    Topic,
)
from bot.domain.members import Pace

DaysOff: TypeAlias = Callable[[str, str, date, date], frozenset[date]]


class DeferredCatalog:
    """Implements `bot.ports.Catalog`; the first question reads the packs, a tenth of a second of work.

    `warm` reads them ahead of it, in whatever thread calls. Raises ContentError where they cannot be used.
    """

    def __init__(self, read: Callable[[], Catalog], *, days_off: DaysOff | None = None) -> None:
        self._read = read
        self._days_off = days_off
        self._lock = Lock()
        self._catalog: Catalog | None = None

    def warm(self) -> Catalog:
        """Read the packs, if nobody has."""
        if self._catalog is None:
            with self._lock:
                if self._catalog is None:
                    self._catalog = self._read()
        return self._catalog

    def tips(self, topic: Topic | None = None) -> Sequence[Tip]:
        """Return the live tips, of one topic if named."""
        return self.warm().tips(topic)

    def questions(self, proof: Proof | None = None) -> Sequence[Question]:
        """Return the live questions, of one proof or competency if named."""
        return self.warm().questions(proof)

    def asks(self, to: Asker | None = None) -> Sequence[Ask]:
        """Return the live questions for the member to ask, for one sort of interviewer if named."""
        return self.warm().asks(to)

    def templates(self, purpose: Purpose | None = None) -> Sequence[MessageTemplate]:
        """Return the live message templates, of one purpose if named."""
        return self.warm().templates(purpose)

    def tip(self, identifier: str) -> Tip | None:
        """Return one tip, retired ones included."""
        return self.warm().tip(identifier)

    def question(self, identifier: str) -> Question | None:
        """Return one question, retired ones included."""
        return self.warm().question(identifier)

    def ask(self, identifier: str) -> Ask | None:
        """Return one question for the member to ask, retired ones included."""
        return self.warm().ask(identifier)

    def template(self, identifier: str) -> MessageTemplate | None:
        """Return one message template, retired ones included."""
        return self.warm().template(identifier)

    def task(self, identifier: str) -> Task | None:
        """Return one task, retired ones included."""
        return self.warm().task(identifier)

    def source(self, identifier: str) -> Source | None:
        """Return one source."""
        return self.warm().source(identifier)

    def plan(self, pace: Pace) -> PlanTemplate:
        """Return the plan for a pace."""
        return self.warm().plan(pace)

    def days_off(self, region: str, zone: str, first: date, last: date) -> frozenset[date]:
        """Return the days on which nobody is in the office there, weekends included."""
        if self._days_off is None:
            return weekends(first, last)
        return self._days_off(region, zone, first, last)
