"""Whose turn it is: what is due, and what has been claimed, group by group.

A platform that is slow holds up no other, and a group with much to send holds up no other group: each has a lane, from
which only so many are sent at once and claimed ahead.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.domain.members import Platform
from bot.ports import Claimed, Due

WORKERS = 50
"""Sendings under way at once on one platform, so that one slow answer in a hundred holds nobody up."""
SPARE = 5
"""Workers of a platform that no single group may take."""
AHEAD = 100
"""Rows that one group may have claimed and waiting."""
ALL_AHEAD = 200
"""Rows that all groups of a platform together may have so."""

Group: TypeAlias = tuple[Platform, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A claimed row, and until when nobody else will take it."""

    item: Claimed
    hand_back_at: datetime

    @property
    def group(self) -> Group:
        """Return the group whose budgets it uses."""
        return self.item.member.ref.platform, self.item.member.group


@dataclass(slots=True)
class _Lane:
    waiting: deque[Held] = field(default_factory=deque)
    running: int = 0


class Lanes:
    """Keeps the order: what is due until it is claimed, what is claimed until it is sent."""

    def __init__(self) -> None:
        self._due: deque[Due] = deque()
        self._lanes: dict[Group, _Lane] = {}
        self._running: Counter[Platform] = Counter()
        self._waiting: Counter[Platform] = Counter()

    @property
    def listed(self) -> bool:
        """Whether anything is known to be due that is not claimed."""
        return bool(self._due)

    def set_due(self, due: Iterable[Due]) -> None:
        """Replace what is known to be due, in the order in which it should leave."""
        self._due = deque(due)

    def to_claim(self, most: int) -> Sequence[str]:
        """Take the keys to claim next: of each group no more than it may have waiting."""
        keys: list[str] = []
        taken: Counter[Group | Platform] = Counter()
        passed_over: list[Due] = []
        while self._due and len(keys) < most:
            one = self._due.popleft()
            group = (one.platform, one.group)
            if (
                taken[group] < self._room(group)
                and self._waiting[one.platform] + taken[one.platform] < ALL_AHEAD
            ):
                taken.update((group, one.platform))
                keys.append(one.key)
            else:
                passed_over.append(one)
        self._due.extendleft(reversed(passed_over))
        return keys

    def add(self, held: Iterable[Held]) -> None:
        """Let claimed rows wait, in their order, for their groups' turns."""
        for one in held:
            self._lanes.setdefault(one.group, _Lane()).waiting.append(one)
            self._waiting[one.group[0]] += 1

    def start(self) -> list[Held]:
        """Take the rows that may be sent now, one of each group in its turn; `finished` must follow for each."""
        started: list[Held] = []
        ready = [group for group, lane in self._lanes.items() if lane.waiting]
        while ready:
            ready = [group for group in ready if self._start_one(group, started)]
        return started

    def finished(self, held: Held) -> None:
        """Give a worker back."""
        lane = self._lanes[held.group]
        lane.running -= 1
        self._running[held.group[0]] -= 1
        if not lane.running and not lane.waiting:
            del self._lanes[held.group]

    @property
    def startable(self) -> int:
        """How many waiting rows could be sent at once."""
        ready: Counter[Platform] = Counter()
        for (platform, _), lane in self._lanes.items():
            ready[platform] += min(len(lane.waiting), WORKERS - SPARE - lane.running)
        return sum(min(number, WORKERS - self._running[platform]) for platform, number in ready.items())

    def rest(self) -> list[Held]:
        """Take everything that waits, as a stop does."""
        left = [held for lane in self._lanes.values() for held in lane.waiting]
        for lane in self._lanes.values():
            lane.waiting.clear()
        self._waiting.clear()
        return left

    def _room(self, group: Group) -> int:
        lane = self._lanes.get(group)
        return AHEAD - len(lane.waiting) if lane else AHEAD

    def _start_one(self, group: Group, started: list[Held]) -> bool:
        """Start one row of a group; return whether there may be another."""
        lane, platform = self._lanes[group], group[0]
        if lane.running >= WORKERS - SPARE or self._running[platform] >= WORKERS:
            return False
        started.append(lane.waiting.popleft())
        lane.running += 1
        self._running[platform] += 1
        self._waiting[platform] -= 1
        return bool(lane.waiting)
