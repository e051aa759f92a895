"""Column types: instants that keep their zone, and text that cannot be written in the clear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, DateTime, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, to the microsecond.

    SQLite drops zones silently, so there it is a number, whole microseconds since 1970, which has none to drop;
    PostgreSQL has `timestamptz`, which keeps instants in UTC. Binding a naive datetime raises ValueError, which
    a statement wraps in StatementError; what comes back is aware, in UTC.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> TypeEngine[Any]:
        """Return the dialect's own type."""
        kind: TypeEngine[Any] = DateTime(timezone=True) if _keeps_instants(dialect) else BigInteger()
        return dialect.type_descriptor(kind)  # type: ignore[no-any-return]

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | int | None:
        """Return what is stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone cannot be stored")
        return value if _keeps_instants(dialect) else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        """Return the instant, aware, in UTC."""
        if value is None:
            return None
        if _keeps_instants(dialect):
            return value.astimezone(UTC)  # type: ignore[no-any-return]
        return EPOCH + timedelta(microseconds=value)


def _keeps_instants(dialect: Any) -> bool:
    return bool(dialect.name == "postgresql")


class Ciphertext(str):
    """Text that the vault has sealed."""

    __slots__ = ()


class Sealed(TypeDecorator[str]):
    """Private text. Only what the vault has sealed can be bound, so that clear text is never stored by mistake."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Return the sealed text; raises TypeError for any other."""
        if value is not None and not isinstance(value, Ciphertext):
            raise TypeError("this column takes sealed text alone")
        return value


class _Among(GenericFunction[Any]):
    type = (
        NullType()
    )  # of a boolean, SQLAlchemy would ask SQLite whether it equals 1, which passes every index over
    name = "encore_among"
    inherit_cache = True


@compiles(_Among, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    column, keys = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} = ANY ({keys})"


@compiles(_Among, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    # A list that the planner sees: out of a parameter that holds many it would rather read the whole table.
    column, keys = element.clauses
    listed: str = compiler.process(column.in_(bindparam(keys.key, expanding=True)), **more)
    return listed


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return whether a column is one of the keys that the parameter `name` lists.

    On PostgreSQL they are one parameter, an array: one for each key would be another statement for each number of
    keys, to be parsed and planned anew.
    """
    return _Among(column, bindparam(name, type_=ARRAY(Text)))
