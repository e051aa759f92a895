"""The days left before an interview, in words and drawn in characters."""

from __future__ import annotations

from bot.domain.progress import Countdown, CountdownDay, done_of, folded
from bot.views.times import count, short_day

COLUMNS = 38
"""Characters of a line: a terminal on a phone shows about 40."""
DAY = 11
AMOUNT = 9
"""Columns of a day's name and of its minutes."""
LEAST_BAR = 6
DONE, OPEN = "#", "-"
NAMED = 2
"""Days that are said one by one; what lies behind them is said in one."""


def days_to_go(countdown: Countdown) -> str:
    """Return "3 days to go", "Tomorrow" or "Today"; "It is behind you" when the day is over or unknown."""
    day = countdown.interview
    left = (day - countdown.today).days if day else -1
    if left < 0:
        return "It is behind you"
    return {0: "Today", 1: "Tomorrow"}.get(left) or f"{left} days to go"


def day_name(countdown: Countdown, day: CountdownDay) -> str:
    """Return "Today" or "Tue 24 Nov"."""
    return "Today" if day.day == countdown.today else short_day(day.day)


def amount(minutes: int, done: int) -> str:
    """Return "25 min", "10 of 25", "25 done" or "free"."""
    if not minutes:
        return "free"
    if done >= minutes:
        return f"{minutes} done"
    return f"{done} of {minutes}" if done else f"{minutes} min"


def in_words(countdown: Countdown) -> str:
    """Return the same facts in words: "3 days to go. Today 25 minutes, tomorrow free, then 5 minutes more."."""
    parts = [f"{days_to_go(countdown)}."]
    if countdown.interview is None or countdown.interview < countdown.today:
        return parts[0]
    if not countdown.minutes:
        return f"{parts[0]} There is nothing left to prepare."
    parts.append(_by_day(countdown))
    if countdown.done:
        of = f"{countdown.done} of {count(countdown.minutes, 'minute')}"
        parts.append("All of it is done." if countdown.done == countdown.minutes else f"{of} are done.")
    return " ".join(parts)


def drawing(countdown: Countdown, width: int = COLUMNS) -> tuple[str, ...]:
    """Return a line a day, none longer than `width`, in characters that every terminal has.

    A day's bar is as long as its minutes; "#" is done, and a star marks the interview.
    """
    bar = max(LEAST_BAR, width - DAY - AMOUNT - 1)
    rows = folded(countdown)
    lines = [days_to_go(countdown), *(_line(countdown, day, bar) for day in rows.near)]
    if rows.days:
        lines.append(f"{count(rows.days, 'more day')}, {amount(rows.minutes, rows.done)}")
    lines += [_line(countdown, day, bar) for day in rows.last]
    return tuple(line[:width].rstrip() for line in lines)


def _line(countdown: Countdown, day: CountdownDay, bar: int) -> str:
    name = day_name(countdown, day).ljust(DAY)
    if day.interview and not day.minutes:
        return f"{name}* Interview"
    done = done_of(day)
    length = _cells(day.minutes, countdown.longest, bar)
    filled = length if done == day.minutes else min(length - 1, round(length * done / day.minutes))
    drawn = (DONE * filled + OPEN * (length - filled)).ljust(bar + 1)
    said = amount(day.minutes, done)
    if day.interview:
        # The word must not be lost on a full day, so the bar gives way.
        return f"{name}* Interview, {said}"
    return f"{name}{drawn}{said}"


def _cells(minutes: int, longest: int, bar: int) -> int:
    return max(1, round(bar * minutes / longest)) if minutes else 0


def _by_day(countdown: Countdown) -> str:
    """Return "Today 25 minutes, tomorrow free, then 5 minutes more."."""
    said: list[str] = []
    for day in countdown.days[:NAMED]:
        ahead = (day.day - countdown.today).days
        name = {0: "today", 1: "tomorrow"}.get(ahead) or f"on {short_day(day.day)}"
        said.append(f"{name} {count(day.minutes, 'minute') if day.minutes else 'free'}")
    rest = sum(day.minutes for day in countdown.days[NAMED:])
    if rest:
        said.append(f"then {count(rest, 'minute')} more")
    words = ", ".join(said)
    return f"{words[:1].upper()}{words[1:]}."
