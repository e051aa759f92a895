"""Adding, moving, changing, cancelling and settling interviews; each brings its reminders along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from bot.domain import reflection
from bot.domain.case import Case
from bot.domain.greeting import greet
from bot.domain.interviews import Interview, Outcome
from bot.domain.keeping import count_stories
from bot.domain.leads import Lead, Trait
from bot.domain.outcomes import LastTime, last_time
from bot.domain.overview import inherit
from bot.domain.replanning import replan
from bot.domain.sheets import Sheet

MUCH_SOONER = timedelta(days=1)


def add(case: Case, interview: Interview) -> Case:
    """Add an interview and everything that is owed for it."""
    case = inherit(greet(case.with_interview(interview)), interview)
    # Six stories written before there was an interview count for it too.
    case, _ = count_stories(replan(case, interview))
    return case


def move(case: Case, interview: Interview, *, day: date, at: time, zone: str) -> Case:
    """Give an interview a new time. A move to the time it has changes nothing."""
    if (day, at, zone) == (interview.day, interview.time, interview.zone) and not interview.cancelled:
        return replan(case, interview)
    moved = replace(interview, day=day, time=at, zone=zone, cancelled=False, outcome=None, outcome_at=None)
    # By when they would answer was said of the day that it was.
    moved = replace(moved, answer_by=None)
    starts = {interview.starts_at, *(row.starts_at for row in case.rows(interview))}
    # Short notice is counted anew only when the interview comes days sooner than it ever did. An hour, a day
    # gained, or a slip of the finger and back must not make the plan poorer.
    if moved.starts_at in starts:
        moved = replace(moved, planned_from=interview.created_at)
    elif moved.starts_at < min(starts) - MUCH_SOONER:
        moved = replace(moved, planned_from=case.now)
    case = reflection.call_off(case, interview).with_interview(moved).unmarked(moved, Lead.of(Trait.TIED))
    return replan(case, moved)


def change(case: Case, interview: Interview) -> Case:
    """Take an interview over as it is now said to be, at the time that it had; its plan follows."""
    if interview == case.interview(interview.id):
        return case
    return replan(case.with_interview(interview), interview)


def cancel(case: Case, interview: Interview) -> Case:
    """Call an interview off: nothing more is sent for it."""
    return _turn(case, replace(interview, cancelled=True))


def restore(case: Case, interview: Interview) -> Case:
    """Undo a cancellation, or else take back what came of it; what is still ahead is owed again.

    What came of an interview before it was cancelled stands as it did then.
    """
    if interview.cancelled:
        return _turn(case, replace(interview, cancelled=False))
    return _turn(case, replace(interview, outcome=None, outcome_at=None))


def settle(case: Case, interview: Interview, outcome: Outcome) -> Case:
    """Note what came of an interview; reminders follow it.

    The same outcome told again keeps the instant at which it was told first. Where something came of it, it was not
    called off.
    """
    told_before = interview.outcome_at if interview.outcome is outcome else None
    settled = replace(interview, cancelled=False, outcome=outcome, outcome_at=told_before or case.now)
    return _turn(case, settled)


def stopped(before: Case, after: Case, interview: Interview) -> int:
    """Return how many of an interview's reminders a decision called off."""
    still_owed = {row.key for row in after.pending(interview)}
    return sum(row.key not in still_owed for row in before.pending(interview))


def others_going_on(case: Case, interview: Interview) -> tuple[Interview, ...]:
    """Return the member's other interviews for which something is still to come."""
    return tuple(
        other
        for other in case.interviews
        if other.id != interview.id
        and not other.settled
        and (other.starts_at > case.now or case.pending(other))
    )


def round_before(case: Case, interview: Interview) -> LastTime | None:
    """Return what the round before left to this one; None where there was none or it is gone."""
    before = case.find(interview.previous) if interview.previous else None
    return left_by(case, before) if before else None


def left_by(case: Case, interview: Interview) -> LastTime:
    """Return what an interview leaves to the next round."""
    return last_time(interview, case.sheet(Sheet.DEBRIEF, interview.id))


def _turn(case: Case, interview: Interview) -> Case:
    return replan(reflection.follow(case.with_interview(interview), interview), interview)
