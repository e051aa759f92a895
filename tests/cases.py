"""Cases of members as they are stored, read and changed in a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.reminders import Mark
from bot.ports import UnitOfWork
from tests.fakes import FakeCatalog

NOTHING = FakeCatalog()
AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


async def case_of(unit: UnitOfWork, member_id: str = "id-ada") -> Case:
    """The case of a member, with an empty library."""
    member = await unit.members.by_id(member_id)
    assert member is not None
    return await unit.cases.load(member, AT, NOTHING)


async def change(unit: UnitOfWork, decide: Callable[[Case], Case], member_id: str = "id-ada") -> None:
    """Store what is decided upon a case."""
    before = await case_of(unit, member_id)
    await unit.cases.save(before, decide(before))


def step(interview_id: str, lead: Lead = Lead.T_7, mark: Mark | None = Mark.DONE) -> Callable[[Case], Case]:
    """Mark a step of an interview, or with None take its mark away."""
    place = interview_id, lead

    def decide(case: Case) -> Case:
        others = {each: said for each, said in case.marks.items() if each != place}
        return replace(case, marks={**others, **({place: mark} if mark else {})})

    return decide


def task(interview_id: str, name: str = "task-a", mark: Mark | None = Mark.DONE) -> Callable[[Case], Case]:
    """Mark a task of an interview, or with None take its mark away."""
    place = interview_id, name

    def decide(case: Case) -> Case:
        others = {each: said for each, said in case.ticks.items() if each != place}
        return replace(case, ticks={**others, **({place: mark} if mark else {})})

    return decide
