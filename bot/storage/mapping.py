"""Mapping dataclasses to rows, so that no field can be forgotten: each has a place, or the program does not start.

Stored JSON is open at both ends. A field that a row of an older release lacks takes its default; one that a newer
release has written is passed over here, and gone once the row is saved.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, TypeAlias, TypeVar, get_type_hints

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn
from sqlalchemy import Table

from bot.domain.installations import Installation
from bot.domain.interviews import Interview, Person
from bot.domain.members import Feed, Member
from bot.domain.sheets import Entry
from bot.storage.tables import feeds, installations, interviews, members, sheets
from bot.storage.types import Sealed
from bot.storage.vault import Vault

T = TypeVar("T")
Moment: TypeAlias = date | time

CONVERTER = Converter(detailed_validation=False)  # a faulty value's own error, not one that lists values


def _moment(stored: Moment | str, kind: type[Any]) -> Any:
    """Return a column's value as it is, and what JSON holds in its place read from ISO 8601."""
    return kind.fromisoformat(stored) if stored.__class__ is str else stored


for _kind in (datetime, date, time):
    CONVERTER.register_structure_hook(_kind, _moment)
CONVERTER.register_unstructure_hook(StrEnum, str)


def _listed(kind: type[Any]) -> None:
    """Have a dataclass stored as the list of its fields, which takes less room than an object."""
    names = [field.name for field in fields(kind)]
    read, write = make_dict_structure_fn(kind, CONVERTER), make_dict_unstructure_fn(kind, CONVERTER)
    CONVERTER.register_structure_hook(kind, lambda said, _: read(dict(zip(names, said, strict=False)), kind))
    CONVERTER.register_unstructure_hook(kind, lambda value: list(write(value).values()))


_listed(Person)


class Mapper(Generic[T]):
    """Writes values of one dataclass as rows of one table, and reads them again.

    A field lies in the column of its name, as do the fields of those in `spread`, which are dataclasses themselves.
    What is left lies sealed: the fields of `alone` each in the column told there, all others together in the column
    `rest`, so that a new field needs neither a line here nor a migration. A sealed column that may be empty is so
    where everything in it is as by default. Columns that queries need beside are filled from the dataclass's
    properties of their names, and the others by whoever writes.
    """

    def __init__(
        self,
        kind: type[T],
        table: Table,
        *,
        rest: str | None = None,
        alone: Mapping[str, str] | None = None,
        spread: Collection[str] = (),
    ) -> None:
        """Check that every field has a place of its own. Raises TypeError where one has none."""
        hints = get_type_hints(kind)
        self._kind, self._spread = kind, spread
        leaves = [field for field in fields(kind) if field.name not in spread]  # type: ignore[arg-type]
        leaves += [field for name in spread for field in fields(hints[name])]
        names = [field.name for field in leaves]
        plain = {column.name for column in table.c if not isinstance(column.type, Sealed)}
        self._columns = [name for name in names if name in plain]
        self._picked = itemgetter(*self._columns)
        self._derived = [name for name in plain if isinstance(getattr(kind, name, None), property)]
        self._alone = alone or {}
        self._texts = {name for name in self._alone if hints[name] is str}
        self._rest, self._others = rest, [name for name in names if name not in plain | self._alone.keys()]
        if len(set(names)) < len(names) or (self._others and rest is None):
            raise TypeError(
                f"{kind.__name__} has fields without a column of their own: {self._others or names}"
            )
        self._table, self._leaves = table, leaves

    def values(self, value: T, vault: Vault) -> dict[str, Any]:
        """Return the columns of a row, sealed where they are private."""
        flat: dict[str, Any] = CONVERTER.unstructure(value)
        for name in self._spread:
            flat |= flat.pop(name)
        row = {name: flat[name] for name in self._columns}
        row |= {name: getattr(value, name) for name in self._derived}
        for column, said in self._said(flat).items():
            silent = column in self._silence and self._silence[column] == said
            row[column] = (
                None if silent else vault.seal(said) if isinstance(said, str) else vault.seal_json(said)
            )
        return row

    def read(self, row: Mapping[str, Any], vault: Vault) -> T:
        """Return the value that a row holds. Raises SecretsError when the vault has not its key."""
        flat: dict[str, Any] = {}
        if self._rest and row[self._rest] is not None:
            flat |= vault.open_json(row[self._rest])
        for name, column in self._alone.items():
            if row[column] is not None:
                flat[name] = (vault.open if name in self._texts else vault.open_json)(row[column])
        flat.update(zip(self._columns, self._picked(row), strict=True))
        return CONVERTER.structure(flat | dict.fromkeys(self._spread, flat), self._kind)

    @cached_property
    def _silence(self) -> dict[str, Any]:
        """What each sealed column that may be empty holds where nothing was said; a start does not wait for it."""
        usual = {field.name: CONVERTER.unstructure(_default(field)) for field in self._leaves}
        return {column: said for column, said in self._said(usual).items() if self._table.c[column].nullable}

    def _said(self, flat: Mapping[str, Any]) -> dict[str, Any]:
        """Return what goes into each sealed column."""
        said = {column: flat[name] for name, column in self._alone.items()}
        return said | ({self._rest: {name: flat[name] for name in self._others}} if self._rest else {})


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


MEMBERS = Mapper(Member, members, rest="about", spread=("ref", "preferences"))
INTERVIEWS = Mapper(Interview, interviews, rest="private")
ENTRIES = Mapper(Entry, sheets, alone={"values": "private"})
FEEDS = Mapper(Feed, feeds, rest="token")
INSTALLATIONS = Mapper(
    Installation, installations, alone={"token": "token", "refresh_token": "refresh_token"}
)
