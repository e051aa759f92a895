"""What tells two cases of a member apart: all that is to be written, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.owed import Owed, Status
from bot.domain.reminders import Mark
from bot.domain.sheets import Entry, Slot

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed `at` an instant. `member` is None where nothing of her own did.

    `owed` are rows to be put, new or brought up to date; `called_off` those that became cancelled or expired.
    """

    at: datetime
    member: Member | None
    added: tuple[Interview, ...]
    changed: tuple[Interview, ...]
    called_off: tuple[Owed, ...]
    owed: tuple[Owed, ...]
    marked: Mapping[tuple[str, Lead], Mark]
    unmarked: frozenset[tuple[str, Lead]]
    ticked: Mapping[tuple[str, str], Mark]
    unticked: frozenset[tuple[str, str]]
    written: tuple[Entry, ...]
    emptied: frozenset[Slot]


def changes(before: Case, after: Case) -> Changes:
    """Return what leads from one case to the other, both of one member. Interviews and rows never vanish."""
    known = {one.id: one for one in before.interviews}
    rows = tuple(_set(before.owed, after.owed).values())
    return Changes(
        at=after.now,
        member=after.member if after.member != before.member else None,
        added=tuple(one for one in after.interviews if one.id not in known),
        changed=tuple(one for one in after.interviews if known.get(one.id, one) != one),
        called_off=tuple(row for row in rows if row.status is not Status.PENDING),
        owed=tuple(row for row in rows if row.status is Status.PENDING),
        marked=_set(before.marks, after.marks),
        unmarked=_gone(before.marks, after.marks),
        ticked=_set(before.ticks, after.ticks),
        unticked=_gone(before.ticks, after.ticks),
        written=tuple(_set(before.entries, after.entries).values()),
        emptied=_gone(before.entries, after.entries),
    )


def _set(before: Mapping[KeyT, ValueT], after: Mapping[KeyT, ValueT]) -> dict[KeyT, ValueT]:
    return {key: value for key, value in after.items() if before.get(key) != value}


def _gone(before: Mapping[KeyT, ValueT], after: Mapping[KeyT, ValueT]) -> frozenset[KeyT]:
    return frozenset(before.keys() - after.keys())
