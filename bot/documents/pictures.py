"""Pictures."""

from __future__ import annotations

from bot.domain.countdown import Countdown


def countdown_picture(countdown: Countdown) -> bytes:
    """Return the days left as a PNG."""
    raise NotImplementedError(countdown)
