"""What `encore doctor` finds, on whichever platform it looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_SKEW = timedelta(seconds=60)
"""A clock further off than this sends reminders early or late by as much."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `ok` is None when it could not be told; none of it is secret."""

    name: str
    ok: bool | None
    words: str
    remedy: str = ""


def clock_of(platform: str, theirs: datetime | None, now: datetime, besides: str = "") -> Finding:
    """Tell how far this machine's clock (`now`) is from a platform's, both aware, and what comes of it `besides`."""
    name = f"{platform}'s clock"
    if theirs is None:
        return Finding(name, None, f"{platform} did not say what time it is.")
    skew = (now - theirs).total_seconds()
    if abs(skew) <= MOST_SKEW.total_seconds():
        return Finding(name, True, f"It agrees with this machine's ({abs(skew):.0f} s apart).")
    side = "ahead of" if skew > 0 else "behind"
    return Finding(
        name,
        False,
        f"This machine's clock is {abs(skew):.0f} s {side} {platform}'s. Reminders are as early or late{besides}.",
        "Have the system keep its clock right by itself (NTP): on Linux, timedatectl set-ntp true.",
    )
