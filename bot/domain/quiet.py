"""Quiet hours: the part of each day in which nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.calendar import instant_of, local
from bot.domain.members import Preferences

MARGIN = timedelta(minutes=15)
"""A message moved to the evening goes out this long before quiet begins, so that a small delay stays outside."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Wall time in `zone` from `start` until just before `end`; may run over midnight. Equal ends: no quiet."""

    start: time
    end: time
    zone: str

    def cover(self, moment: datetime) -> bool:
        """Whether clocks in the zone show a quiet time at `moment` (aware)."""
        at = local(moment, self.zone).time()
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def ways_out(self, moment: datetime) -> tuple[datetime, ...]:
        """Return the last allowed instant before `moment` and the first after it, the nearer one first.

        A clock change can swallow a day's whole allowed time, so the days on either side are looked at too;
        either way out may be missing.
        """
        today = local(moment, self.zone).date()
        edges = []
        for day in (today - timedelta(days=1), today, today + timedelta(days=1)):
            edges.append(instant_of(day, self.end, self.zone))
            edges.append(instant_of(day, self.start, self.zone) - MARGIN)
        allowed = [edge for edge in edges if not self.cover(edge)]
        earlier = [edge for edge in allowed if edge < moment]
        later = [edge for edge in allowed if edge > moment]
        ways = [max(earlier)] if earlier else []
        ways += [min(later)] if later else []
        return tuple(sorted(ways, key=lambda way: abs(way - moment)))


def quiet_ends(now: datetime, zone: str, preferences: Preferences) -> datetime | None:
    """Return when the quiet hours around `now` end, or None when it is not quiet or nothing else is left."""
    quiet = QuietHours(preferences.quiet_from, preferences.quiet_until, zone)
    if not quiet.cover(now):
        return None
    return next((way for way in quiet.ways_out(now) if way > now), None)
