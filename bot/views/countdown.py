"""The days left, drawn in characters and said in words."""

from __future__ import annotations

from bot.domain.countdown import Countdown


def drawing(countdown: Countdown, width: int = 40) -> tuple[str, ...]:
    """Return the picture in characters."""
    _ = width
    return tuple(f"{day.day:%a %d}  {'#' * (day.minutes // 5)}" for day in countdown.days)


def in_words(countdown: Countdown) -> str:
    """Return the same facts in a sentence."""
    return f"{len(countdown.days) - 1} days to go."
