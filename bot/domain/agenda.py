"""What goes into a calendar: the interview, and the steps that lead to it and follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.members import Feed
from bot.domain.overview import overview
from bot.domain.progress import PlanLine
from bot.domain.reminders import Reminder

INTERVIEW_MINUTES = 60
"""How long an interview takes where nobody has said: the usual length of one conversation."""
STEP_MINUTES = 10
"""Of a step that has no task: reading it, and doing what it says."""
AN_HOUR = timedelta(hours=1)
AT_ITS_TIME = timedelta(0)
UTC = "UTC"
KEPT = timedelta(days=30)
"""For so long what is over stays in a calendar that is followed."""
SECOND = timedelta(seconds=1)


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


def in_file(case: Case, interviews: Sequence[Interview], *, detailed: bool) -> tuple[Appointment, ...]:
    """Return what a file made now holds: the interviews still ahead, and the steps that can still be done.

    Of an interview that was called off all of it is told as cancelled, so that a calendar that took it in drops it.
    A file made later always counts as the newer one, whatever has changed since.
    """
    found: list[Appointment] = []
    for interview in interviews:
        known = _look(case, interview)
        ahead = [line for line in known.lines if line.due_at > case.now and (line.open or known.off)]
        made = Edition((case.now - interview.created_at) // SECOND, case.now)
        entries = _entries(known, ahead, made, detailed=detailed)
        found += entries if interview.starts_at > case.now else entries[1:]
    return tuple(sorted(found, key=_order))


def in_feed(case: Case, feed: Feed) -> tuple[Appointment, ...]:
    """Return what a calendar that is followed holds: what lies ahead, and what was of late.

    It changes when something else is so, and with the time alone only as what is long over falls out of it.
    """
    found: list[Appointment] = []
    since = case.now - KEPT
    for interview in case.interviews:
        if interview.starts_at < since:
            continue
        known = _look(case, interview)
        # A step that passed stays, done or not; one ahead goes as soon as it is done.
        kept = [line for line in known.lines if since <= line.due_at <= case.now or line.open]
        # What an address told before it was told to say more, or less, is the older version.
        told_at = max(interview.created_at, feed.made_at)
        told = Edition((told_at - interview.created_at) // SECOND, told_at)
        found += _entries(known, [] if known.off else kept, told, detailed=feed.detailed)
    return tuple(sorted(found, key=_order))


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


@dataclass(frozen=True, slots=True)
class _Known:
    """An interview, the reminders that it ever had, and its steps. `off` says that it will not take place."""

    interview: Interview
    rows: Sequence[Reminder]
    lines: Sequence[PlanLine]
    off: bool

    def edition(self, since: Edition, lead: Lead | None = None) -> Edition:
        """Return the version that the interview, or a step of it, has come to, counted on from one.

        The interview counts its own changes; each time that a step was put off shows in a row of its own.
        """
        changes = self.interview.revision + sum(row.lead == lead for row in self.rows)
        return Edition(since.number + changes, since.at + changes * SECOND)


def _look(case: Case, interview: Interview) -> _Known:
    # The step of booking is for now, whenever that is: no calendar has a place for it.
    lines = [line for line in overview(case, interview).lines if line.lead is not Lead.BOOKING]
    # An answer that came before it calls an interview off as much as the member does.
    off = interview.cancelled or (interview.settled and interview.starts_at > case.now)
    return _Known(interview, case.rows(interview), lines, off)


def _entries(
    known: _Known, lines: Sequence[PlanLine], since: Edition, *, detailed: bool
) -> list[Appointment]:
    """Return the interview, and behind it steps of its plan."""
    interview, off = known.interview, known.off
    entry = interview_entry(interview, known.edition(since), detailed=detailed, cancelled=off)
    steps = (
        step_entry(interview, line, known.edition(since, line.lead), detailed=detailed, cancelled=off)
        for line in lines
    )
    return [entry, *steps]


def _order(entry: Appointment) -> tuple[datetime, str]:
    return entry.starts_at, entry.uid
