"""What a reminder's message is made of beside its own row: what the member wrote down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.content import Lead
from bot.domain.sheets import Entry

WITH_SHEETS = frozenset(
    {Lead.MORNING, Lead.T_1H, Lead.AFTER_2H, Lead.AFTER_20H, Lead.AFTER_5BD, Lead.AFTER_10BD}
)
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
