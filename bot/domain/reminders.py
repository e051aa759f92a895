"""Steps of a plan, owed to the member whose it is: the rows, and what she says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from bot.domain.calendar import aware
from bot.domain.owed import FINAL as FINAL  # noqa: PLC0414 - part of the vocabulary
from bot.domain.owed import Owed, owed_key
from bot.domain.owed import Status as Status  # noqa: PLC0414 - the same


class Mark(StrEnum):
    """What the member said of a step."""

    DONE = "done"
    SKIPPED = "skipped"


class Later(StrEnum):
    """How long to put a reminder off."""

    HOUR = "hour"
    EVENING = "evening"
    TOMORROW = "tomorrow"


def reminder_key(interview_id: str, lead: str, starts_at: datetime, snooze: int) -> str:
    """Return the key of a reminder: the same (interview, step, start, snooze number) gives the same."""
    return owed_key(interview_id, lead, aware(starts_at).isoformat(), str(snooze))


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutInterview(Owed):
    """What is owed for an interview, as long as it starts at `starts_at`."""

    interview_id: str
    starts_at: datetime

    @property
    def subject(self) -> str:
        """Return the interview's id."""
        return self.interview_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(AboutInterview):
    """A step of an interview's plan.

    `includes` are the leads of earlier steps that were merged into this one, `tasks` the ids of what else is
    packed into the days from this reminder to the next, as long as nothing more is marked: a mark plans again.
    """

    kind: ClassVar[str] = "reminder"

    lead: str
    snooze: int = 0
    includes: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
