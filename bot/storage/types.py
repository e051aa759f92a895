"""Column types: instants that keep their zone, and text that cannot be written in the clear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, as whole microseconds since 1970: SQLite drops zones silently, a number has none to drop.

    Binding a naive datetime raises ValueError, which a statement wraps in StatementError; what comes back is
    aware, in UTC.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:  # noqa: ARG002
        """Return microseconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone cannot be stored")
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Return the instant, aware, in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


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
