"""What a member writes down around an interview: research, stories, the debrief. All of it is private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self, TypeAlias

from bot.domain.interviews import Interview


class Sheet(StrEnum):
    """Which sheet an entry stands on."""

    RESEARCH = "research"
    """Of one interview, by slot; the slots are those of `bot.domain.research`."""
    STORIES = "stories"
    """Of the member, for every interview: one by proof."""
    DEBRIEF = "debrief"
    """Of one interview, by what was asked of the member: what they asked, what was missed, what was promised."""
    THANKS = "thanks"
    """Of one interview, by person: which thank-you notes are sent."""
    INVITATION = "invitation"
    """Of one interview: which calendar event it came from."""


Slot: TypeAlias = tuple[Sheet, str, str]
"""Where an entry stands: its sheet, its interview (empty for the member's own), its slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What stands in one slot of a sheet. `interview_id` is empty for what is the member's own.

    `slot` is a word of ours and never the member's; everything they typed is in `values`.
    """

    member_id: str
    interview_id: str = ""
    sheet: Sheet
    slot: str = ""
    values: Mapping[str, str]
    saved_at: datetime

    @classmethod
    def about(
        cls, interview: Interview, sheet: Sheet, slot: str, values: Mapping[str, str], saved_at: datetime
    ) -> Self:
        """Return an entry on a sheet of one interview."""
        return cls(
            member_id=interview.member_id,
            interview_id=interview.id,
            sheet=sheet,
            slot=slot,
            values=values,
            saved_at=saved_at,
        )
