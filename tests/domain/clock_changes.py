"""Clock changes of twelve zones, found by looking at their offsets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.domain.calendar import zone_of

ZONES = (
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Tehran",
    "Asia/Kolkata",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 730


def changes(zone: str) -> Iterator[datetime]:
    """Yield every instant of 2026 and 2027 at which clocks in `zone` change, to the minute."""

    def offset(moment: datetime) -> timedelta | None:
        return moment.astimezone(zone_of(zone)).utcoffset()

    for number in range(DAYS):
        before, after = BEGIN + timedelta(days=number), BEGIN + timedelta(days=number + 1)
        if offset(before) == offset(after):
            continue
        while after - before > timedelta(minutes=1):
            middle = before + (after - before) // 2
            before, after = (middle, after) if offset(middle) == offset(before) else (before, middle)
        yield after.replace(second=0, microsecond=0)


CHANGES = tuple((zone, moment) for zone in ZONES for moment in changes(zone))
