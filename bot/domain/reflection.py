"""Looking back on a no: offered once, a week later, and kept if the member writes anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from bot.domain.case import Case
from bot.domain.interviews import Interview
from bot.domain.outcomes import OF_USE_FOR, is_no, look_back_at
from bot.domain.reminders import AboutInterview, reminder_key
from bot.domain.sheets import Sheet

SLOTS = ("well", "again", "try")
"""Of the debrief's sheet: what went well, what to do again, what to try differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedReflection(AboutInterview):
    """An offer to look back on an interview; there is one for each start that it had."""

    kind: ClassVar[str] = "reflection"


def follow(case: Case, interview: Interview) -> Case:
    """Bring the offer to look back in line with what came of an interview: owed after a no, else not.

    There is one for each start of an interview: a no that is taken back and told again moves it, and one that was
    sent is never made again.
    """
    if not is_no(interview):
        return call_off(case, interview)
    told_at = interview.outcome_at or case.now
    due_at = look_back_at(told_at, case.zone_of(interview), case.preferences)
    if case.now >= due_at + OF_USE_FOR:
        return case
    owed = OwedReflection(
        key=_key(interview),
        member_id=case.member.id,
        interview_id=interview.id,
        starts_at=interview.starts_at,
        due_at=due_at,
        useful_until=due_at + OF_USE_FOR,
    )
    return case.owing([owed])


def call_off(case: Case, interview: Interview) -> Case:
    """Offer nothing, if nothing has been offered yet."""
    return case.without([_key(interview)], "not after a no")


def written(case: Case, interview: Interview) -> dict[str, str]:
    """Return what the member wrote when they looked back, by slot."""
    entries = case.sheet(Sheet.DEBRIEF, interview.id)
    return {slot: entries[slot].values.get("text", "") for slot in SLOTS if slot in entries}


def keep(case: Case, interview: Interview, answers: Mapping[str, str]) -> Case:
    """Keep the answers, by slot. An empty one removes what stood there."""
    values = {slot: {"text": words} for slot, words in answers.items()}
    return case.with_sheet(Sheet.DEBRIEF, interview.id, values)


def _key(interview: Interview) -> str:
    return reminder_key(interview.id, OwedReflection.kind, interview.starts_at, 0)
