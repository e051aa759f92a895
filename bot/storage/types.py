"""Column types that make the two usual mistakes impossible: a time without a zone, and clear text at rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

from bot.domain.calendar import aware

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Ciphertext(str):
    """Text that only a key opens; made by `Vault.seal`."""

    __slots__ = ()


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out; a naive one raises ValueError.

    Stored as whole microseconds since 1970 on every dialect, so that comparing and sorting numbers is
    comparing and sorting instants. SQLite has no type for times and would drop the zone without a word.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the microseconds."""
        return None if value is None else (aware(value) - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the instant, in UTC."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Sealed(TypeDecorator[Ciphertext]):
    """What a member typed: takes a `Ciphertext` alone, so that clear text can't be written by mistake."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Ciphertext | None, dialect: Dialect) -> str | None:
        """Return the sealed text; raises TypeError, without the value, for any other."""
        if value is None or isinstance(value, Ciphertext):
            return value
        raise TypeError("a sealed column takes what Vault.seal returns, nothing else")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Ciphertext | None:
        """Return the text, still sealed."""
        return None if value is None else Ciphertext(value)
