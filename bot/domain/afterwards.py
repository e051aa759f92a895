"""What follows an interview: the debrief, thank-you notes that have gone, and the day by which they would answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.debrief import SLOTS, Debrief, debrief_of
from bot.domain.interviews import Interview
from bot.domain.outcomes import asks_ahead
from bot.domain.overview import mark
from bot.domain.plans import PlannedStep, plan
from bot.domain.reminders import FINAL, Mark, Reminder, Status, reminder_key
from bot.domain.replanning import replan
from bot.domain.sheets import Sheet
from bot.domain.templates import Recipient, recipients, slot_of


def noted(case: Case, interview: Interview) -> Debrief:
    """Return what stands in an interview's debrief."""
    return debrief_of(interview, case.sheet(Sheet.DEBRIEF, interview.id))


def debriefed(case: Case, interview: Interview, said: Debrief) -> Case:
    """Put the answers in place of those that stood there; the step of two hours after is done with them.

    An empty answer removes what stood there. The day that was named moves the steps that ask for news.
    """
    values = {slot: {"text": said.words.get(slot, "")} for slot in SLOTS}
    case = expect(case.with_sheet(Sheet.DEBRIEF, interview.id, values), interview, said.answer_by)
    return mark(case, case.interview(interview.id), Lead.AFTER_2H, Mark.DONE) if said.written else case


def to_thank(case: Case, interview: Interview) -> tuple[Recipient, ...]:
    """Return whom to thank, and who has been thanked."""
    return recipients(interview, case.sheet(Sheet.THANKS, interview.id))


def thanked(case: Case, interview: Interview, number: int, at: datetime | None) -> Case:
    """Note when the note to the person at a place went, or with None that it has not; a second time changes nothing.

    With the last of them the step of the next morning is done; taken back, it is open again.
    """
    before = to_thank(case, interview)
    if (before[number].sent is None) is (at is None):
        return case
    after = [replace(one, sent=at) if one.number == number else one for one in before]
    # Each lies at the place that they have now, whatever place they had.
    values: dict[str, dict[str, str]] = {slot: {} for slot in case.sheet(Sheet.THANKS, interview.id)}
    for one in after:
        if one.sent:
            values[slot_of(one.number)] = {"name": one.person.name, "sent": one.sent.isoformat()}
    case = case.with_sheet(Sheet.THANKS, interview.id, values)
    if at is not None and all(one.sent for one in after):
        return mark(case, interview, Lead.AFTER_20H, Mark.DONE)
    if at is None and all(one.sent for one in before):
        return mark(case, interview, Lead.AFTER_20H, None)
    return case


def expect(case: Case, interview: Interview, day: date | None) -> Case:
    """Note the day by which they would answer (None: they named none), and plan by it.

    Where the member has been asked for news already, they are asked once more, after the day that is named now.
    """
    if day == interview.answer_by:
        return case
    changed = replace(interview, answer_by=day)
    if day is None:
        case = _let_go(case, interview)
    elif not changed.settled:
        # Whoever names a later day waits again, whatever was done until then.
        case = _ask_once_more(case.unmarked(interview, [Lead.AFTER_5BD]), changed)
    return replan(case.with_interview(changed), changed)


def next_question(case: Case, interview: Interview) -> datetime | None:
    """Return when the member will next be asked whether they have heard (aware, UTC), if ever."""
    pending = (row for row in case.pending(interview) if row.starts_at == interview.starts_at)
    return next(iter(asks_ahead(pending)), None)


def _ask_once_more(case: Case, interview: Interview) -> Case:
    """Owe the first question for news again, if it has been asked. Planning never repeats what was said."""
    step, rows = _first_question(case, interview), _questions(case, interview)
    if step is None or not any(row.status in FINAL for row in rows):
        return case
    last = max(rows, key=lambda row: row.snooze)
    again = last.snooze + 1 if last.status in FINAL else last.snooze
    owed = Reminder(
        key=reminder_key(interview.id, Lead.AFTER_5BD, interview.starts_at, again),
        member_id=interview.member_id,
        interview_id=interview.id,
        lead=Lead.AFTER_5BD,
        starts_at=interview.starts_at,
        snooze=again,
        due_at=step.due_at,
        useful_until=step.useful_until,
        quiet_ok=step.step.quiet_ok,
    )
    return case.owing([owed])


def _let_go(case: Case, interview: Interview) -> Case:
    """Let the question go that was owed again for the day named before; one that was put off by hand stays."""
    step = _first_question(case, interview)
    again = [
        row.key for row in _questions(case, interview) if step and row.snooze and row.due_at == step.due_at
    ]
    # Final, since planning brings back what is only cancelled.
    return case.without(again, "no day is named any more", Status.EXPIRED)


def _questions(case: Case, interview: Interview) -> list[Reminder]:
    """Return the rows that asked for news first, or are to."""
    rows = case.rows(interview)
    return [row for row in rows if row.lead == Lead.AFTER_5BD and row.starts_at == interview.starts_at]


def _first_question(case: Case, interview: Interview) -> PlannedStep | None:
    """Return the step that asks for news first, as it would be planned if nothing had been said yet."""
    made = plan(
        interview,
        case.template,
        replace(case.preferences, paused_until=None),
        case.now,
        days_off=case.days_off(interview),
    )
    return next((item for item in made.steps if item.step.lead is Lead.AFTER_5BD), None)
