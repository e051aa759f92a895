"""Which rows owed to a member make one message: those of several subjects that fall into the same hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

from bot.domain.owed import Owed

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
