"""Choosing what to practise next: never the same again until all that fit have been seen."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from zlib import crc32


class Identified(Protocol):
    """Anything of the catalogue."""

    @property
    def id(self) -> str:
        """The permanent id."""
        ...


ItemT = TypeVar("ItemT", bound=Identified)


@dataclass(frozen=True, slots=True)
class Chosen(Generic[ItemT]):
    """What to show next. `again` means that all had been seen and a new round begins with it."""

    item: ItemT
    again: bool = False


def choose(
    items: Sequence[ItemT],
    seen: Collection[str],
    rng: random.Random,
    *,
    last: str | None = None,
    member_id: str = "",
) -> Chosen[ItemT] | None:
    """Return one of `items` that is not in `seen`; None only when there are none.

    When all are in `seen` a new round begins, never with `last`, if there is another.
    A typed command does not know what came last, so each member has one item that closes every round:
    what ends one round can't begin the next.
    """
    if not items:
        return None
    fresh = [item for item in items if item.id not in seen]
    again = not fresh
    closing = items[crc32(member_id.encode()) % len(items)].id
    pool = fresh or list(items)
    for avoided in (last, closing):
        pool = [item for item in pool if item.id != avoided] or pool
    return Chosen(rng.choice(pool), again)
