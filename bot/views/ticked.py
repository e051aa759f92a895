"""Tasks that were ticked off along the way."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.content import Task
from bot.text import shortened

TICKED = 60
"""Characters of a task: enough to know it by."""


def ticked_off(tasks: Sequence[Task]) -> tuple[str, ...]:
    """Return what is said of tasks that were ticked off, a line each."""
    return tuple(f"Ticked off: {shortened(task.text, TICKED)}" for task in tasks)
