"""Reminders: the steps of an interview's plan, each at its instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.interviews import Interview
from bot.domain.leads import Lead, Trait
from bot.domain.outcomes import is_owed
from bot.domain.reminder_context import Occasion
from bot.domain.reminders import Reminder, Status
from bot.owed.kind import Kind, Scene
from bot.ports import UnitOfWork
from bot.services.reminders import occasions, view_of
from bot.views.blocks import View
from bot.views.combined import said_together

EARLY = Lead.of(Trait.EARLY)


@dataclass(frozen=True, slots=True)
class Known:
    """What a reminder is said with."""

    interview: Interview
    occasion: Occasion


class Reminders(Kind[Reminder, Known]):
    """Steps of several interviews share a message; one that expires rides along with the next of its plan."""

    row = Reminder
    shares = True

    async def read(self, unit: UnitOfWork, rows: Sequence[Reminder]) -> Mapping[str, Known]:
        """Return the interviews, and what was written down for those steps that say something of it."""
        interviews = await unit.interviews.of_many({row.interview_id for row in rows})
        about = [(row, interviews[row.interview_id]) for row in rows if row.interview_id in interviews]
        found = await occasions(unit, [(interview, row) for row, interview in about])
        return {row.key: Known(interview, found[row.key]) for row, interview in about}

    def is_owed(self, row: Reminder, known: Known | None) -> bool:
        """Whether the interview is where it was planned for, and neither cancelled nor answered."""
        return known is not None and is_owed(row, known.interview)

    def view(self, row: Reminder, known: Known, scene: Scene) -> View:
        """Return the step. Raises LookupError when the plan no longer holds it."""
        return view_of(scene.catalog, scene.member, known.interview, row, scene.now, known.occasion)

    def zone(self, known: Known) -> str:
        """Return the interview's."""
        return known.interview.zone

    def may_come_early(self, row: Reminder) -> bool:
        """Whether its step serves as well an hour sooner, and the member did not put it off to a time of her own."""
        return row.lead in EARLY and not row.snooze

    def place(self, row: Reminder, at: datetime) -> tuple[bool, timedelta, datetime, str]:
        """Put the hour before an interview first, then the nearer interview, ahead or just over."""
        return row.lead != Lead.T_1H, abs(row.starts_at - at), row.due_at, row.key

    def together(self, views: Sequence[View]) -> View:
        """Return the steps in one view."""
        return said_together(views)

    async def let_go(self, unit: UnitOfWork, row: Reminder) -> None:
        """Carry the step over into the next one that is still to come before the interview."""
        if row.due_at >= row.starts_at:
            return
        rows = [
            one for one in await unit.owed.of(Reminder, row.interview_id) if one.starts_at == row.starts_at
        ]
        # An earlier step may have been carried into this row since it was claimed.
        gone = next(one for one in rows if one.key == row.key)
        following = next(
            (
                one
                for one in rows
                if one.status is Status.PENDING and gone.due_at < one.due_at < row.starts_at
            ),
            None,
        )
        if following is not None:
            includes = dict.fromkeys((*gone.includes, gone.lead, *following.includes))
            await unit.owed.put([replace(following, includes=tuple(includes))])
