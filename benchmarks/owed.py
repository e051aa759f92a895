"""Filling a database with members, their interviews and the reminders owed to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert

from benchmarks.burst import interview, member, reminder
from benchmarks.databases import Database, open_at
from benchmarks.member import NOW
from bot.domain.content import Lead
from bot.domain.members import Platform
from bot.domain.reminders import reminder_key
from bot.storage.engine import address_of, open_engine
from bot.storage.mapping import INTERVIEWS, MEMBERS
from bot.storage.owed_rows import owed_values
from bot.storage.tables import interviews, members, owed
from bot.storage.vault import Vault
from tests.prepared import KEY

BATCH = 5_000
IN_A_GROUP = 200
DAY = timedelta(days=1)


def small_groups(number: int) -> str:
    """Return the group of a member: so many in each."""
    return f"G{number // IN_A_GROUP}"


def at_once(_: int) -> timedelta:
    """Return how long a member's first reminder is from being due: not at all."""
    return timedelta(0)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Members who have an interview each, the day after `now`, and reminders of the `leads`, an hour apart.

    A member's first is due when `wait` of their number has passed.
    """

    size: int
    now: datetime = NOW
    leads: tuple[str, ...] = (Lead.T_1,)
    group: Callable[[int], str] = small_groups
    wait: Callable[[int], timedelta] = at_once

    async def move_in(self, database: Database) -> None:
        """Fill the database that the others are copies of."""
        await (await open_at(database.url)).close()
        engine = open_engine(address_of(database.url))
        async with engine.begin() as connection:
            for table, rows in self._tables():
                while some := list(islice(rows, BATCH)):
                    await connection.execute(insert(table), some)
        await engine.dispose()
        database.size_up()

    def _tables(self) -> Iterable[tuple[Table, Iterator[dict[str, Any]]]]:
        return (members, self._members()), (interviews, self._interviews()), (owed, self._reminders())

    def _members(self) -> Iterator[dict[str, Any]]:
        vault = Vault([KEY])
        for number in range(self.size):
            group = self.group(number)
            yield MEMBERS.values(replace(member(number, Platform.SLACK, group), group=group), vault)

    def _interviews(self) -> Iterator[dict[str, Any]]:
        # Sealed once: one key opens it for all.
        values = INTERVIEWS.values(
            replace(interview(0), day=(self.now + DAY).date(), created_at=self.now, planned_from=self.now),
            Vault([KEY]),
        )
        for number in range(self.size):
            yield {**values, "id": f"i{number:011}", "member_id": f"m{number:011}"}

    def _reminders(self) -> Iterator[dict[str, Any]]:
        starts_at = replace(interview(0), day=(self.now + DAY).date()).starts_at
        for number in range(self.size):
            row = reminder(number)
            due_at = self.now + self.wait(number)
            for step, lead in enumerate(self.leads):
                yield owed_values(
                    replace(
                        row,
                        key=reminder_key(row.interview_id, lead, starts_at, 0),
                        lead=lead,
                        starts_at=starts_at,
                        due_at=due_at + timedelta(hours=step),
                        useful_until=max(starts_at, due_at + DAY),
                    ),
                    Platform.SLACK,
                    self.group(number),
                )
