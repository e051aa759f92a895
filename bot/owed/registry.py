"""The one list of the kinds of what is owed."""

from __future__ import annotations

from bot.owed.greeting import Greetings
from bot.owed.kind import AnyKind
from bot.owed.reflection import Reflections
from bot.owed.reminder import Reminders


def all_kinds() -> tuple[AnyKind, ...]:
    """Return every kind that there is."""
    return Reminders(), Greetings(), Reflections()
