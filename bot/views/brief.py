"""The one page for the last hour."""

from __future__ import annotations

from bot.views.particulars import NONE, Particulars, Setting


def in_reminder(setting: Setting) -> Particulars:
    """Return what the reminder of the hour before says of it."""
    _ = setting
    return NONE
