"""Drawing up the one page of an interview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.domain.brief import Brief, calm, facts, headlines, own_question, promised, questions
from bot.domain.case import Case
from bot.domain.content import Ask, Tip, Topic
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.practice import Situation, fits
from bot.domain.sheets import Sheet
from bot.ports import Catalog, UnitOfWork

ItemT = TypeVar("ItemT", Ask, Tip)


async def draw_up(unit: UnitOfWork, catalog: Catalog, case: Case, interview: Interview) -> Brief:
    """Return what stands on the page. It only reads, and nothing in it hangs on the hour."""
    member, research = case.member, case.sheet(Sheet.RESEARCH, interview.id)
    saved = [catalog.ask(item) for item, _ in await unit.practice.saved(member.id)]
    return Brief(
        interview=interview,
        reader_zone=case.zone_of(interview),
        headlines=headlines(case.sheet(Sheet.STORIES)),
        questions=questions(
            own_question(research),
            [ask for ask in saved if ask],
            _for_her(catalog.asks(), member, interview),
            interview,
        ),
        facts=facts(research),
        promised=promised(case.sheet(Sheet.DEBRIEF, interview.previous)) if interview.previous else "",
        calm=calm(_for_her(catalog.tips(Topic.NERVES_WELLBEING), member, interview), interview),
    )


def _for_her(items: Sequence[ItemT], member: Member, interview: Interview) -> list[ItemT]:
    """Return what suits the member's own circumstances and the format, whatever the day."""
    preferences = member.preferences
    situation = Situation(
        format=interview.format,
        panel=len(interview.interviewers) > 1,
        audience=preferences.audience,
        region=preferences.region,
    )
    return [
        item for item, distance in zip(items, fits(items, situation).distances, strict=True) if not distance
    ]
