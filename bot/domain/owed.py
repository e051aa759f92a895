"""What is owed: one message to one recipient at one instant, whatever it is about.

A row is of some kind. What every kind has is here, and delivery knows no more; a kind adds the fields of its own.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from bot.domain.calendar import aware
from bot.domain.members import Platform

QUIET = "quiet hours"
"""Why a message that comes late waits for the morning."""
PAUSED = "paused"
"""Why one that no plan moves waits for the member to go on."""
KEY_LENGTH = 24
"""Characters; Discord's nonce holds 25."""


class Status(StrEnum):
    """Where a row stands. `SENT` and `EXPIRED` are final; a cancelled one can be revived."""

    PENDING = "pending"
    SENT = "sent"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


FINAL = frozenset({Status.SENT, Status.EXPIRED})


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that many read. Its group is Slack's workspace or Discord's server, `id` the platform's."""

    platform: Platform
    group: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A row that promises a message to a member, or to a channel. The instants are aware UTC.

    After `useful_until` it is never sent. `quiet_ok`: it may come by night. A kind's own fields are stored as they
    are, in the clear: what a member typed is none of them, `subject` names where it lies.
    """

    kind: ClassVar[str]
    """At most 16 characters; stored rows bear it."""

    key: str
    member_id: str = ""
    channel: Channel | None = None
    due_at: datetime
    useful_until: datetime
    quiet_ok: bool = False
    status: Status = Status.PENDING
    sent_at: datetime | None = None
    attempts: int = 0
    attempted_at: datetime | None = None
    reason: str = ""
    told: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError unless it is owed to one recipient."""
        if bool(self.member_id) is (self.channel is not None):
            raise ValueError("a row is owed to a member or to a channel")

    @property
    def subject(self) -> str:
        """Return the id of what it is about, at most 64 characters; empty where that has none."""
        return ""

    @property
    def urgency(self) -> tuple[datetime, datetime, str]:
        """Return what rows are sorted by: soonest of no use first."""
        return self.useful_until, self.due_at, self.key

    def late_by(self, now: datetime) -> timedelta:
        """How far behind its instant a send at `now` is; never negative."""
        return max(timedelta(0), aware(now) - self.due_at)


def owed_key(*identity: str) -> str:
    """Return an identity as a key: the same words give the same key.

    It is known before the first attempt to send, so it can be looked for among the recipient's messages.
    """
    digest = hashlib.blake2b("|".join(identity).encode(), digest_size=15).digest()
    return base64.b32encode(digest).decode().lower()
