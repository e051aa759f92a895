"""Column types: instants that keep their zone, and text that cannot be written in the clear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

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
        moment: datetime = value if _keeps_instants(dialect) else EPOCH + value * MICROSECOND
        return moment.astimezone(UTC)


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
