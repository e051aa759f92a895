"""What a reminder's message is made of beside its own row: what the member wrote down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.case import Case
from bot.domain.interviews import Interview
from bot.domain.leads import Beside, Lead
from bot.domain.reminders import Reminder
from bot.domain.sheets import Entry, Sheet

WITH_SHEETS = frozenset(lead for lead in Lead if lead.facts.beside is not Beside.NOTHING)
"""Moments whose message says something of what was written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What is known when a reminder is laid out.

    The sheets are of this interview, by slot; `stories` are the member's own.
    """

    stories: Mapping[str, Entry] = field(default_factory=dict)
    research: Mapping[str, Entry] = field(default_factory=dict)
    debrief: Mapping[str, Entry] = field(default_factory=dict)
    thanks: Mapping[str, Entry] = field(default_factory=dict)


PLAIN = Occasion()
"""Nothing is known beside the row."""


def occasion_of(case: Case, interview: Interview, reminder: Reminder) -> Occasion:
    """Return what one reminder's message is made of."""
    if reminder.lead not in WITH_SHEETS:
        return PLAIN
    return Occasion(
        stories=case.sheet(Sheet.STORIES),
        research=case.sheet(Sheet.RESEARCH, interview.id),
        debrief=case.sheet(Sheet.DEBRIEF, interview.id),
        thanks=case.sheet(Sheet.THANKS, interview.id),
    )
