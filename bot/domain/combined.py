"""Which reminders of a member make one message: those of several interviews that fall into the same hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.leads import Lead, Trait
from bot.domain.reminders import Reminder

SAME_HOUR = timedelta(hours=1)
"""A reminder that falls due this soon after another of the same member comes along with it."""
STEPS = frozenset(Lead)
"""What is part of no plan is said by itself: a first word, and a quiet offer after a no."""
EARLY = Lead.of(Trait.EARLY)
MOST = 12
"""Interviews in one message: two buttons each is what the narrowest platform shows, 25 (Discord)."""


def joins(row: Reminder) -> bool:
    """Whether a row may share a message. One whose sending is in doubt may not: it is asked about by itself."""
    return row.lead in STEPS and row.attempted_at is None


def may_come_early(row: Reminder) -> bool:
    """Whether a row may be sent before it is due; never one that the member put off to a time of her own."""
    return row.lead in EARLY and not row.snooze and joins(row)


def urgency(row: Reminder) -> tuple[datetime, datetime, str]:
    """Return what reminders are sorted by: soonest of no use first."""
    return row.useful_until, row.due_at, row.key


def messages(rows: Iterable[Reminder], at: datetime) -> list[tuple[Reminder, ...]]:
    """Return the rows as the messages that they make at `at`, each row once.

    A message holds rows of one member, of different interviews: the hour before an interview first, then the
    nearer interview, ahead or just over.
    """
    made: list[list[Reminder]] = []
    shared: dict[str, list[list[Reminder]]] = {}
    for row in rows:
        theirs = shared.setdefault(row.member_id, [])
        found = next((message for message in theirs if _has_room(message, row)), None) if joins(row) else None
        if found is not None:
            found.append(row)
            continue
        made.append([row])
        if joins(row):
            theirs.append(made[-1])
    return [tuple(sorted(message, key=lambda row: _nearness(row, at))) for message in made]


def _has_room(message: list[Reminder], row: Reminder) -> bool:
    return len(message) < MOST and all(other.interview_id != row.interview_id for other in message)


def _nearness(row: Reminder, at: datetime) -> tuple[bool, timedelta, datetime, str]:
    return row.lead != Lead.T_1H, abs(row.starts_at - at), row.due_at, row.key
