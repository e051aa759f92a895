"""Times of day and windows of the day, as people type them; strict: what can be two times is asked.

Unlike a time that belongs to an appointment, nothing here suggests office hours: "7" is refused, "7:30" is
half past seven in the morning, as clocks write it.
"""

from __future__ import annotations

import re
from datetime import time

from bot.errors import InputError

EXAMPLE = "19:30 or 7:30pm"
WINDOW_EXAMPLE = "22:00-07:00"
MORNING_HOURS = 12

NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0), "24:00": time(0), "2400": time(0)}
WRITTEN = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|h)?\s*(?P<half>[ap]\.?m\.?)?", re.ASCII)
DIGITS = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})", re.ASCII)
BETWEEN = re.compile(r"\s*(?:-|\bto\b|\buntil\b|\btill\b|\band\b)\s*")


def read_daytime(typed: str, *, bare: bool = False) -> time:
    """Return the time of day that was typed: "7pm", "19:30", "1930", "noon".

    `bare` lets an hour stand alone below 13, as it may beside one that leaves no doubt ("22-7").
    Raises InputError with what to write instead.
    """
    words = typed.strip().casefold().removeprefix("at ").strip()
    if words in NAMED:
        return NAMED[words]
    found = DIGITS.fullmatch(words) or WRITTEN.fullmatch(words)
    if found is None:
        raise InputError(f"I can't read that as a time of day. Write it like {EXAMPLE}.")
    hour, parts = int(found["hour"]), found.groupdict()
    half = (parts.get("half") or "")[:1]
    clear = bool(half or found["minute"] or words.endswith("h"))
    if not clear and not bare and 1 <= hour <= MORNING_HOURS:
        raise InputError(f"Is that {hour}am or {hour}pm?")
    if half and not 1 <= hour <= MORNING_HOURS:
        raise InputError(f"With am or pm the hour goes from 1 to 12. Write it like {EXAMPLE}.")
    if half:
        hour = hour % MORNING_HOURS + (MORNING_HOURS if half == "p" else 0)
    try:
        return time(hour, int(found["minute"] or 0))
    except ValueError:
        raise InputError(f"There is no such time of day. Write it like {EXAMPLE}.") from None


def read_window(typed: str) -> tuple[time, time]:
    """Return the two ends that were typed: "22:00-07:00", "10pm to 7am", "from 22 until 7".

    Raises InputError with what to write instead.
    """
    words = typed.strip().casefold()
    for lead in ("from ", "between "):
        words = words.removeprefix(lead)
    ends = BETWEEN.split(words)
    if len(ends) != 2 or not all(ends):
        raise InputError(f"I need a beginning and an end. Write them like {WINDOW_EXAMPLE} or 10pm-7am.")
    # One end in 24-hour style says that the other is too: in "22-7" the 7 is a morning.
    bare = any(_counts_to_24(end) for end in ends)
    return read_daytime(ends[0], bare=bare), read_daytime(ends[1], bare=bare)


def _counts_to_24(end: str) -> bool:
    hour = re.match(r"\d{1,2}", end)
    return hour is not None and "m" not in end and (":" in end or not 1 <= int(hour[0]) <= MORNING_HOURS)
