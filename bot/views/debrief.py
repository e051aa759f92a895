"""The three questions after an interview."""

from __future__ import annotations

from bot.views.particulars import NONE, Particulars, Setting


def in_reminder(setting: Setting) -> Particulars:
    """Return what the reminder of two hours after says of it."""
    _ = setting
    return NONE
