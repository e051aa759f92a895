"""Reminders of several interviews that left in one message: which they were, and how each of them stands."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.outcomes import is_owed
from bot.domain.reminder_context import occasion_of
from bot.domain.reminders import Mark, Reminder
from bot.owed.reminder import Reminders
from bot.ports import Catalog
from bot.services.reminders import view_of
from bot.views.combined import Part, Said, Together
from bot.views.times import day_and_time

STANDS = {Mark.DONE: "Ticked off.", Mark.SKIPPED: "Left out."}
CHANGED = "Its time has changed since, or it is settled; the plan has what is next."


def stand_together(
    case: Case, catalog: Catalog, pressed: Reminder, *, words: Said | None = None, next_words: str = ""
) -> Together | None:
    """Return the message of several that `pressed` came in as it stands now; None when it came alone.

    `words` tell what became of the pressed one; without them it stands open.
    """
    rows = Reminders().message_with(pressed, (row for row in case.owed.values() if isinstance(row, Reminder)))
    if len(rows) == 1:
        return None
    parts: list[Part] = []
    for row in rows:
        interview = case.interview(row.interview_id)
        said = words if row.key == pressed.key else _said(case, interview, row)
        if said is not None:
            parts.append(said)
        else:
            context = occasion_of(case, interview, row)
            view = view_of(catalog, case.member, interview, row, case.now, context)
            parts.append(replace(view, now=row.sent_at or case.now))
    return Together(parts=tuple(parts), next_words=next_words)


def _said(case: Case, interview: Interview, row: Reminder) -> Said | None:
    """Return what became of a row since it left, or None while its step is open."""
    lead = Lead(row.lead)
    mark = case.marks_of(interview).get(lead)
    part = Said(key=row.key, interview=interview, lead=lead, words="")
    if not is_owed(row, interview):
        return replace(part, words=CHANGED)
    if mark is not None:
        return replace(part, words=STANDS[mark], undo=True)
    later = next(
        (
            other
            for other in case.pending(interview)
            if (other.lead, other.starts_at) == (row.lead, row.starts_at) and other.snooze > row.snooze
        ),
        None,
    )
    if later is None:
        return None
    at = day_and_time(later.due_at, case.zone_of(interview), case.now)
    return replace(part, words=f"Put off. I will say it again {at}.", put_off=True)
