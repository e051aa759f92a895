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
LOW = 50
"""A platform with fewer rows ready to be sent claims more, many at a time: each claim is a transaction."""
AHEAD = 100
"""Rows that one group may have claimed and waiting."""
FIRST = 10
"""Rows that a group which comes anew claims at once, however much others have waiting."""
MOST_WAITING = 1_000
"""Rows of a platform that may wait for all that; a lease must not run out meanwhile."""

Group: TypeAlias = tuple[Platform, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A claimed row, and until when nobody else will take it."""

    item: Claimed
    hand_back_at: datetime

    @property
    def group(self) -> Group:
        """Return the group whose budgets it uses."""
        return self.item.platform, self.item.to.group


@dataclass(slots=True)
class _Lane:
    waiting: deque[Held] = field(default_factory=deque)
    running: int = 0


class Lanes:
    """Keeps the order: what is due until it is claimed, what is claimed until it is sent."""

    def __init__(self) -> None:
        self._due: deque[Due] = deque()
        self._listed: Counter[Group] = Counter()
        self._new: set[Group] = set()
        self._lanes: dict[Group, _Lane] = {}
        self._running: Counter[Platform] = Counter()

    @property
    def listed(self) -> bool:
        """Whether anything is known to be due that is not claimed."""
        return bool(self._due)

    def set_due(self, due: Iterable[Due]) -> None:
        """Replace what is known to be due, in the order in which it should leave."""
        self._due = deque(due)
        self._listed = Counter((one.platform, one.group) for one in self._due)
        self._new = self._listed.keys() - self._lanes.keys()

    def to_claim(self, most: int) -> Sequence[str]:
        """Take the keys to claim next, for platforms that run short and for groups that come anew."""
        room = self._rooms()
        if not room:
            return ()
        keys: list[str] = []
        passed_over: list[Due] = []
        while self._due and len(keys) < most:
            one = self._due.popleft()
            group = (one.platform, one.group)
            if room[group] > 0:
                room[group] -= 1
                keys.append(one.key)
                self._new.discard(group)
                self._listed[group] -= 1
            else:
                passed_over.append(one)
        self._due.extendleft(reversed(passed_over))
        return keys

    def _rooms(self) -> Counter[Group]:
        """Return how many rows each group may claim now; those that may claim none are left out."""
        ready, waiting = self._ready()
        rooms: Counter[Group] = Counter()
        for platform in {platform for platform, _ in self._listed}:
            if ready[platform] < LOW:
                rooms.update(self._rooms_of(platform))
            elif waiting[platform] < MOST_WAITING:
                rooms.update({group: FIRST for group in self._new if group[0] == platform})
        return rooms

    def _rooms_of(self, platform: Platform) -> dict[Group, int]:
        rooms = {}
        for group, number in self._listed.items():
            lane = self._lanes.get(group)
            # Half of it is used up before more is claimed, lest each row that leaves cost a claim.
            if number and group[0] == platform and (lane is None or len(lane.waiting) <= AHEAD // 2):
                rooms[group] = AHEAD - (len(lane.waiting) if lane else 0)
        return rooms

    def _ready(self) -> tuple[Counter[Platform], Counter[Platform]]:
        """Return how many rows wait that a free worker could start, and how many wait at all."""
        ready: Counter[Platform] = Counter()
        waiting: Counter[Platform] = Counter()
        for (platform, _), lane in self._lanes.items():
            waiting[platform] += len(lane.waiting)
            if lane.running < WORKERS - SPARE:
                ready[platform] += len(lane.waiting)
        return ready, waiting

    def add(self, held: Iterable[Held]) -> None:
        """Let claimed rows wait, in their order, for their groups' turns."""
        for one in held:
            self._lanes.setdefault(one.group, _Lane()).waiting.append(one)

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

    def rest(self) -> list[Held]:
        """Take everything that waits, as a stop does."""
        left = [held for lane in self._lanes.values() for held in lane.waiting]
        for lane in self._lanes.values():
            lane.waiting.clear()
        return left

    def _start_one(self, group: Group, started: list[Held]) -> bool:
        """Start one row of a group; return whether there may be another."""
        lane, platform = self._lanes[group], group[0]
        if lane.running >= WORKERS - SPARE or self._running[platform] >= WORKERS:
            return False
        started.append(lane.waiting.popleft())
        lane.running += 1
        self._running[platform] += 1
        return bool(lane.waiting)
