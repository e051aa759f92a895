"""What goes into a calendar: the interview, and the steps that lead to it and follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.progress import PlanLine

INTERVIEW_MINUTES = 60
"""How long an interview takes where nobody has said: the usual length of one conversation."""
STEP_MINUTES = 10
"""Of a step that has no task: reading it, and doing what it says."""
AN_HOUR = timedelta(hours=1)
AT_ITS_TIME = timedelta(0)
UTC = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One event of a calendar. Instants are aware UTC; `zone` is the IANA zone in which it is shown.

    `uid` stays the same for as long as the event does, and `revision` grows when it changes; `changed_at` is when,
    or any instant that grows with it. `alarm` is how long before its start the calendar speaks up, None for never.
    `cancelled` ones are told as such. One that is not `busy` leaves the time free for others who look.
    """

    uid: str
    revision: int
    starts_at: datetime
    minutes: int
    zone: str
    title: str
    notes: str = ""
    place: str = ""
    alarm: timedelta | None = None
    cancelled: bool = False
    changed_at: datetime
    busy: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version of an event this is: of two, the one with the higher number holds, then the later one."""

    number: int
    at: datetime


def interview_entry(
    interview: Interview, edition: Edition, *, detailed: bool, cancelled: bool = False
) -> Appointment:
    """Return the interview as a calendar holds it. Only a `detailed` one says with whom, for what and where."""
    role = f", {interview.role}" if interview.role else ""
    return Appointment(
        uid=uid_of(interview),
        revision=edition.number,
        starts_at=interview.starts_at,
        minutes=INTERVIEW_MINUTES,
        zone=interview.zone,
        title=f"Interview: {interview.company}{role}" if detailed else "Appointment",
        place=interview.place if detailed else "",
        alarm=None if cancelled else AN_HOUR,
        cancelled=cancelled,
        changed_at=edition.at,
    )


def step_entry(
    interview: Interview, line: PlanLine, edition: Edition, *, detailed: bool, cancelled: bool = False
) -> Appointment:
    """Return a step of the plan as a calendar holds it, in UTC: a calendar shows it in its owner's own time.

    What is to be done is said in a `detailed` one alone: it would tell what the appointment is.
    """
    # The interview's own alarm rings at that very moment; two at once say nothing more.
    silent = cancelled or line.due_at == interview.starts_at - AN_HOUR
    return Appointment(
        uid=uid_of(interview, line.lead),
        revision=edition.number,
        starts_at=line.due_at,
        minutes=line.minutes or STEP_MINUTES,
        zone=UTC,
        title=_title(interview, line, detailed=detailed),
        notes="\n".join((line.action, *line.also)) if detailed else "",
        alarm=None if silent else AT_ITS_TIME,
        cancelled=cancelled,
        changed_at=edition.at,
        busy=False,
    )


def uid_of(interview: Interview, lead: Lead | None = None) -> str:
    """Return what an event is known by for ever, of the interview itself without a `lead`: nothing that was typed."""
    return f"{interview.id}-{lead}@encore" if lead else f"{interview.id}@encore"


def _title(interview: Interview, line: PlanLine, *, detailed: bool) -> str:
    what = "Follow-up" if line.lead.after else "Preparation"
    name = f"{what} for {interview.company}" if detailed else what
    return f"{name}: {line.minutes} minutes" if line.minutes else name
