"""What follows from an outcome: who is asked again and when, and what one round leaves to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.calendar import instant_of, local
from bot.domain.interviews import Interview, Outcome, Person
from bot.domain.leads import Lead, Trait
from bot.domain.members import Preferences
from bot.domain.quiet import quiet_ends
from bot.domain.reminders import Reminder
from bot.domain.sheets import Entry

ASKS = Lead.of(Trait.ASKS)
A_WEEK = timedelta(days=7)
"""After a no: nobody is asked to look back sooner."""
OF_USE_FOR = timedelta(days=7)
"""How long the offer to look back may still be made."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """What the round before leaves to this one, in the member's words. `round` is its number."""

    interview_id: str
    company: str
    round: int
    people: tuple[Person, ...] = ()
    promised: str = ""
    missed: str = ""
    asked: str = ""

    @property
    def written(self) -> bool:
        """Whether anything was written down after it."""
        return bool(self.promised or self.missed or self.asked)


def last_time(interview: Interview, debrief: Mapping[str, Entry]) -> LastTime:
    """Return what `interview` leaves to the next round; `debrief` are its entries by slot."""

    def said(slot: str) -> str:
        entry = debrief.get(slot)
        return entry.values.get("text", "").strip() if entry else ""

    return LastTime(
        interview_id=interview.id,
        company=interview.company,
        round=interview.round,
        people=interview.interviewers,
        promised=said("promised"),
        missed=said("missed"),
        asked=said("asked"),
    )


def is_no(interview: Interview) -> bool:
    """Whether the answer was a no."""
    return interview.outcome is Outcome.NO and not interview.cancelled


def is_owed(reminder: Reminder, interview: Interview) -> bool:
    """Whether a step is still owed, as the interview stands now."""
    return reminder.starts_at == interview.starts_at and not interview.settled


def asks_ahead(pending: Iterable[Reminder]) -> tuple[datetime, ...]:
    """Return when the member will be asked for news, of the rows that are owed."""
    return tuple(sorted(row.due_at for row in pending if row.lead in ASKS))


def look_back_at(told_at: datetime, zone: str, preferences: Preferences) -> datetime:
    """Return when to offer to look back: at the member's time of day, a week after the no and never sooner."""
    earliest = told_at + A_WEEK
    day = local(earliest, zone).date()
    at = instant_of(day, preferences.remind_at, zone)
    if at < earliest:
        at = instant_of(day + A_DAY, preferences.remind_at, zone)
    return quiet_ends(at, zone, preferences) or at
