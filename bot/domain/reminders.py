"""One message owed to one member at one instant."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import aware

GREETING = "hello"
"""In place of a step's lead: the first private message, which proves that reminders arrive. Part of no plan."""
REFLECTION = "reflection"
"""In place of a step's lead: the offer to look back, a week after a no. Part of no plan."""
QUIET = "quiet hours"
"""Why a reminder that comes late waits for the morning."""
PAUSED = "paused"
"""Why one that is part of no plan waits for the member to go on."""
KEY_LENGTH = 24
"""Characters; Discord's nonce holds 25."""


class Status(StrEnum):
    """Where a reminder stands. `SENT` and `EXPIRED` are final; a cancelled one can be revived."""

    PENDING = "pending"
    SENT = "sent"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


FINAL = frozenset({Status.SENT, Status.EXPIRED})


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
    """Return the identity as a key: the same (interview, step, start, snooze number) gives the same key.

    It is known before the first attempt to send, so it can be looked for in the member's messages.
    """
    identity = f"{interview_id}|{lead}|{aware(starts_at).isoformat()}|{snooze}"
    digest = hashlib.blake2b(identity.encode(), digest_size=15).digest()
    return base64.b32encode(digest).decode().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A row owed. `due_at` and `useful_until` are aware UTC; after `useful_until` it is never sent.

    `includes` are the leads of earlier steps that were merged into this one, `tasks` the ids of what else is
    packed into the days from this reminder to the next, as long as nothing more is marked: a mark plans again.
    `expected_at` is when the plan wanted it; a later `due_at` means that it was put off.
    """

    key: str
    member_id: str
    interview_id: str
    lead: str
    starts_at: datetime
    snooze: int = 0
    due_at: datetime
    useful_until: datetime
    quiet_ok: bool = False
    includes: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    status: Status = Status.PENDING
    sent_at: datetime | None = None
    attempts: int = 0
    attempted_at: datetime | None = None
    reason: str = ""
    told: bool = False

    def late_by(self, now: datetime) -> timedelta:
        """How far behind its instant a send at `now` is; never negative."""
        return max(timedelta(0), aware(now) - self.due_at)
