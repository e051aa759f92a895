"""Changing a member's settings, pausing and resuming; what is owed follows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Preferences
from bot.domain.plans import Plan, Reason, plan
from bot.domain.reminders import Reminder
from bot.domain.replanning import in_line, replan
from bot.domain.settings import planned_alike
from bot.domain.workload import repack


@dataclass(frozen=True, slots=True)
class Resumed:
    """A member whose reminders are on again. Steps whose time went by meanwhile are carried on or let go."""

    case: Case
    carried: tuple[Lead, ...]
    let_go: tuple[Lead, ...]


def prefer(case: Case, preferences: Preferences) -> Case:
    """Take new preferences over, and work every plan out again, unless no plan depends on what changed."""
    after = case.with_preferences(preferences)
    if planned_alike(case.preferences, preferences):
        return after
    return replan(after, *after.interviews)


def pending(case: Case) -> tuple[Reminder, ...]:
    """Return the reminders still owed for all of a member's interviews, the next first."""
    rows = [row for interview in case.interviews for row in case.pending(interview)]
    return tuple(sorted(rows, key=lambda row: row.due_at))


def resume(case: Case) -> Resumed:
    """End a pause, plan from now on, and find out what went by."""
    case = case.with_preferences(replace(case.preferences, paused_until=None))
    carried: list[Lead] = []
    let_go: list[Lead] = []
    for interview in case.interviews:
        case, planned = in_line(case, interview)
        missed = _overdue(planned) - _overdue(_as_made(case, interview))
        carried += [lead for lead in _merged(planned) if lead in missed]
        let_go += [lead for lead in _too_late(planned) if lead in missed]
    return Resumed(repack(case), tuple(dict.fromkeys(carried)), tuple(dict.fromkeys(let_go)))


def _as_made(case: Case, interview: Interview) -> Plan:
    """Return the plan as it stood when the interview was added or moved: what it merged then was not missed."""
    return plan(
        interview,
        case.template,
        case.preferences,
        interview.planned_from,
        days_off=case.days_off(interview),
    )


def _overdue(planned: Plan) -> set[Lead]:
    return {*_merged(planned), *_too_late(planned)}


def _merged(planned: Plan) -> list[Lead]:
    return [step.lead for item in planned.steps for step in item.includes]


def _too_late(planned: Plan) -> list[Lead]:
    return [left.step.lead for left in planned.left_out if left.reason is Reason.TOO_LATE]
