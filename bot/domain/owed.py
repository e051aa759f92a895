"""What is owed to somebody at an instant, whatever it says, and which rows make one message."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

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


SAME_HOUR = timedelta(hours=1)
"""A row that falls due this soon after another of the same member comes along with it."""
MOST = 12
"""Subjects in one message: two buttons each is what the narrowest platform shows, 25 (Discord)."""

Row = TypeVar("Row", bound=Owed)


def messages(
    rows: Iterable[Row], joins: Callable[[Row], bool], place: Callable[[Row], Any]
) -> list[tuple[Row, ...]]:
    """Return the rows as the messages that they make, each row once.

    A message holds rows of one kind and one member, of different subjects, sorted by their `place`. What does not
    join is said by itself.
    """
    made: list[list[Row]] = []
    shared: dict[tuple[str, str], list[list[Row]]] = {}
    for row in rows:
        theirs = shared.setdefault((row.kind, row.member_id), [])
        found = next((message for message in theirs if _has_room(message, row)), None) if joins(row) else None
        if found is not None:
            found.append(row)
            continue
        made.append([row])
        if joins(row):
            theirs.append(made[-1])
    return [tuple(sorted(message, key=place)) for message in made]


def _has_room(message: list[Row], row: Row) -> bool:
    return len(message) < MOST and all(other.subject != row.subject for other in message)
