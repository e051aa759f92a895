"""Samples of messages about several interviews, for `tests.view_samples`, in whichever words a reminder brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.views.blocks import View
from bot.views.combined import Said, Together
from bot.views.reminders import ReminderView

DAY = timedelta(days=1)


def together_views(first: ReminderView) -> dict[str, View]:
    """Return the views by name, of interviews like that of `first`, a day apart."""
    second, third = _another(first, 1), _another(first, 2)
    done = Said(
        key=first.key, interview=first.interview, lead=first.lead, words="Ticked off. Well done.", undo=True
    )
    put_off = replace(done, words="Put off. I will say it again today 19:00.", undo=False, put_off=True)
    return {
        "together": Together(parts=(first, _of_its_own(second))),
        "together-named": Together(
            parts=tuple(
                replace(part, discreet=False) for part in (first, second, _of_its_own(third, minutes=5))
            )
        ),
        "together-many": Together(parts=(first, *(_another(first, number) for number in range(1, 12)))),
        "together-handled": Together(parts=(done, _of_its_own(second)), next_words="Next: rest."),
        "together-put-off": Together(parts=(put_off, second, third)),
        "together-over": Together(
            parts=(
                done,
                replace(done, key=second.key, interview=second.interview, words="Left out."),
                replace(put_off, key=third.key, interview=third.interview),
            ),
            next_words="Next, tomorrow 18:00: rest.",
        ),
    }


def _another(first: ReminderView, number: int) -> ReminderView:
    interview = replace(first.interview, id=f"another{number:05}", day=first.interview.day + number * DAY)
    return replace(first, key=f"{first.key[:-2]}{number:02}", interview=interview)


def _of_its_own(view: ReminderView, minutes: int = 10) -> ReminderView:
    """Return a step with another task than the first one's."""
    assert view.task is not None
    task = replace(view.task, id=f"{view.task.id}-{minutes}", minutes=minutes)
    return replace(view, task=task, missed=(view.task,), also=(view.task,))
