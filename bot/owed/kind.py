"""What is particular to the rows of one kind: all that delivery asks about a row that it does not know itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar, cast

from bot.domain.members import Member
from bot.domain.owed import Owed, messages
from bot.ports import Catalog, UnitOfWork
from bot.reply import PublicMessage
from bot.views.blocks import View

Row = TypeVar("Row", bound=Owed)
Known = TypeVar("Known")
"""What is read beside the rows to say them."""


@dataclass(frozen=True, slots=True)
class Scene:
    """To whom a row is said, when, and out of which content."""

    catalog: Catalog
    member: Member
    now: datetime


class Kind(Generic[Row, Known]):
    """A kind of rows, in one file of its own; it has no state. What is not said here is as for most kinds.

    Rows owed to members have a `view`, those owed to channels a `public` message.
    """

    row: type[Row]
    """What is stored, with the kind's name and its own fields."""
    shares: ClassVar[bool] = False
    """Whether rows of several subjects, due to one member within the hour, make one message."""
    waits: ClassVar[bool] = False
    """Whether rows that are on time wait for the end of a pause, and of a night that has changed: no plan moves them."""

    async def read(self, _unit: UnitOfWork, rows: Sequence[Row]) -> Mapping[str, Known]:
        """Return what many rows need to be said, by their keys: nothing. What is gone is left out."""
        return {row.key: cast("Known", None) for row in rows}

    def is_owed(self, _row: Row, _known: Known | None) -> bool:
        """Whether a pending row is still owed, as things stand now."""
        return True

    def view(self, row: Row, _known: Known, _scene: Scene) -> View:
        """Return what a row says to its member."""
        raise LookupError(f"{row.kind} is owed to no member")

    def public(self, row: Row, _known: Known, _catalog: Catalog) -> PublicMessage:
        """Return what a row says in its channel."""
        raise LookupError(f"{row.kind} is owed to no channel")

    def zone(self, _known: Known) -> str:
        """Return the time zone of a member who has told none."""
        return "UTC"

    def may_come_early(self, _row: Row) -> bool:
        """Whether a row may come before it is due, in the message of another."""
        return False

    def place(self, row: Row, _at: datetime) -> Any:
        """Return what the rows of a message that leaves at `_at` are sorted by."""
        return row.urgency

    def together(self, views: Sequence[View]) -> View:
        """Return the view that says what several rows do."""
        raise TypeError(f"{type(self).__name__}: every row is said by itself, not {len(views)} at once")

    async def let_go(self, unit: UnitOfWork, row: Row) -> None:
        """See to what follows from a row that has just expired."""

    async def company(self, unit: UnitOfWork, row: Row) -> tuple[Row, ...]:
        """Return the rows that left in one message with this one, itself included, in their order."""
        return self.message_with(row, await unit.owed.company(row)) if self.shares else (row,)

    def message_with(self, row: Row, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Return those of the rows that left in one message with this one, itself included, in their order."""
        at = row.attempted_at
        if at is None:
            return (row,)
        left = sorted((one for one in rows if one.attempted_at == at), key=lambda one: one.urgency)
        made = messages(left, lambda _: True, lambda one: self.place(one, at))
        return next((each for each in made if any(one.key == row.key for one in each)), (row,))


AnyKind: TypeAlias = Kind[Any, Any]


def rows_of(kinds: Iterable[AnyKind]) -> Mapping[str, type[Owed]]:
    """Return what the rows of each kind are, by its name: storage reads them so."""
    return {kind.row.kind: kind.row for kind in kinds}


class Kinds:
    """The kinds that there are, and the content out of which they speak."""

    def __init__(self, kinds: Iterable[AnyKind], catalog: Catalog) -> None:
        self._kinds = {kind.row.kind: kind for kind in kinds}
        self._catalog = catalog

    def of(self, row: Owed) -> AnyKind:
        """Return the kind of a row."""
        return self._kinds[row.kind]

    def joins(self, row: Owed) -> bool:
        """Whether a row may share a message. One whose sending is in doubt may not: it is asked about by itself."""
        return self.of(row).shares and row.attempted_at is None

    def may_come_early(self, row: Owed) -> bool:
        """Whether a row may be sent before it is due."""
        return self.joins(row) and self.of(row).may_come_early(row)

    def messages(self, rows: Iterable[Owed], at: datetime) -> list[tuple[Owed, ...]]:
        """Return the rows as the messages that they make at `at`, each row once."""
        return messages(rows, self.joins, lambda row: self.of(row).place(row, at))

    async def read(self, unit: UnitOfWork, rows: Sequence[Owed]) -> Mapping[str, Any]:
        """Return what rows of any kind need to be said, by their keys."""
        by_kind: dict[str, list[Owed]] = {}
        for row in rows:
            by_kind.setdefault(row.kind, []).append(row)
        known: dict[str, Any] = {}
        for name, some in by_kind.items():
            known |= await self._kinds[name].read(unit, some)
        return known

    def view(self, row: Owed, known: Any, member: Member, now: datetime) -> View:
        """Return what a row says to its member at `now`."""
        return self.of(row).view(row, known, Scene(self._catalog, member, now))

    def public(self, row: Owed, known: Any) -> PublicMessage:
        """Return what a row says in its channel."""
        return self.of(row).public(row, known, self._catalog)
