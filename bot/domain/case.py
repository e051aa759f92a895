"""A member's case: all that planning needs to know of one member at one instant, as a value.

What is decided is said as another case. What is to be written is the difference of the two (`changes`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self, TypeVar

from bot.domain.content import Lead, PlanStep, PlanTemplate
from bot.domain.interviews import Interview
from bot.domain.members import Member, Preferences
from bot.domain.owed import FINAL, Owed, Status
from bot.domain.plans import Library, days_after, steps_for
from bot.domain.reminders import AboutInterview, Mark, Reminder
from bot.domain.sheets import Entry, Sheet, Slot
from bot.errors import NotFound

RowT = TypeVar("RowT", bound=AboutInterview)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One member at `now` (aware, UTC); `interviews` are in the order of their starts, settled ones included.

    `owed` are the member's rows by key, whatever their status; `marks` what was said of steps and `ticks` of tasks,
    by interview and step or task; `entries` what was written down.
    """

    member: Member
    now: datetime
    library: Library
    interviews: tuple[Interview, ...] = ()
    owed: Mapping[str, Owed] = field(default_factory=dict)
    marks: Mapping[tuple[str, Lead], Mark] = field(default_factory=dict)
    ticks: Mapping[tuple[str, str], Mark] = field(default_factory=dict)
    entries: Mapping[Slot, Entry] = field(default_factory=dict)

    @property
    def preferences(self) -> Preferences:
        """The member's settings."""
        return self.member.preferences

    @property
    def template(self) -> PlanTemplate:
        """The plan of the member's pace."""
        return self.library.plan(self.preferences.pace)

    @property
    def ahead(self) -> tuple[Interview, ...]:
        """The interviews still ahead, the nearest first."""
        return tuple(one for one in self.interviews if not one.settled and one.starts_at > self.now)

    def find(self, interview_id: str) -> Interview | None:
        """Return the interview with that id, None where there is none."""
        return next((one for one in self.interviews if one.id == interview_id), None)

    def interview(self, interview_id: str) -> Interview:
        """Return an interview as it stands. Raises NotFound, safe to show, for one that is not there or not theirs."""
        found = self.find(interview_id)
        if found is None:
            raise NotFound(
                "I can't find that interview. It may have been deleted.", example="/interview list"
            )
        return found

    def reminder(self, key: str) -> tuple[Reminder, Interview]:
        """Return a reminder and its interview. Raises as `about` does."""
        return self.about(Reminder, key)

    def about(self, kind: type[RowT], key: str) -> tuple[RowT, Interview]:
        """Return a row and its interview. Raises NotFound, safe to show, for another's and a deleted one alike."""
        row = self.owed.get(key)
        interview = self.find(row.subject) if row else None
        if not isinstance(row, kind) or interview is None:
            raise NotFound("That reminder belongs to something that is gone now.", example="/prep")
        return row, interview

    def rows(self, interview: Interview) -> tuple[Reminder, ...]:
        """Return every reminder of an interview's steps, whatever its status, by due instant."""
        mine = (
            row
            for row in self.owed.values()
            if isinstance(row, Reminder) and row.interview_id == interview.id
        )
        return tuple(sorted(mine, key=lambda row: (row.due_at, row.snooze, row.key)))

    def pending(self, interview: Interview) -> tuple[Reminder, ...]:
        """Return the reminders still owed for an interview, the next first."""
        return tuple(row for row in self.rows(interview) if row.status is Status.PENDING)

    def marks_of(self, interview: Interview) -> dict[Lead, Mark]:
        """Return what was said of an interview's steps."""
        return {lead: mark for (owner, lead), mark in self.marks.items() if owner == interview.id}

    def ticks_of(self, interview: Interview) -> dict[str, Mark]:
        """Return what was said of an interview's tasks."""
        return {task: mark for (owner, task), mark in self.ticks.items() if owner == interview.id}

    def sheet(self, sheet: Sheet, interview_id: str = "") -> dict[str, Entry]:
        """Return the entries of one sheet by slot."""
        places = (
            (place, entry) for place, entry in self.entries.items() if place[:2] == (sheet, interview_id)
        )
        return {slot: entry for (_, _, slot), entry in places}

    def zone_of(self, interview: Interview) -> str:
        """Return the zone in which an interview's days are counted: the member's own, once it is known."""
        return self.preferences.zone or interview.zone

    def steps_for(self, interview: Interview) -> tuple[Mapping[Lead, PlanStep], tuple[PlanStep, ...]]:
        """Return the step that each lead has in a plan, and those that the notice was too short for."""
        return steps_for(interview, self.template, self.preferences)

    def days_off(self, interview: Interview) -> frozenset[date]:
        """Return the days after an interview on which nobody works, as far as its plan is counted."""
        return self.library.days_off(self.preferences.region, self.zone_of(interview), *days_after(interview))

    def with_preferences(self, preferences: Preferences) -> Self:
        """Return the case of a member who wants something else."""
        return replace(self, member=replace(self.member, preferences=preferences))

    def with_interview(self, interview: Interview) -> Self:
        """Return the case with an interview added, or changed."""
        others = (one for one in self.interviews if one.id != interview.id)
        ordered = sorted((*others, interview), key=lambda one: (one.starts_at, one.id))
        return replace(self, interviews=tuple(ordered))

    def owing(self, rows: Iterable[Owed]) -> Self:
        """Return the case with rows owed: new ones, or pending and cancelled ones of the same key brought up to date.

        Sent and expired ones are final and stay as they are; an attempt that was made is not forgotten.
        """
        owed = dict(self.owed)
        for row in rows:
            known = owed.get(row.key, row)
            if known.status not in FINAL:
                owed[row.key] = replace(
                    row,
                    attempts=known.attempts,
                    attempted_at=known.attempted_at,
                    sent_at=known.sent_at,
                    told=known.told,
                )
        return replace(self, owed=owed)

    def without(self, keys: Collection[str], reason: str, status: Status = Status.CANCELLED) -> Self:
        """Return the case with those of the rows called off that are still pending.

        Expired ones are final and never planned again; what is let go so was nothing to be missed, so it counts as told.
        """
        told = status is Status.EXPIRED
        gone = {
            key: replace(row, status=status, reason=reason, told=told or row.told)
            for key in keys
            if (row := self.owed.get(key)) is not None and row.status is Status.PENDING
        }
        return replace(self, owed={**self.owed, **gone})

    def marked(self, interview: Interview, leads: Iterable[Lead], mark: Mark) -> Self:
        """Return the case with a mark on steps."""
        return replace(self, marks={**self.marks, **{(interview.id, lead): mark for lead in leads}})

    def unmarked(self, interview: Interview, leads: Iterable[Lead]) -> Self:
        """Return the case without any mark on steps."""
        gone = {(interview.id, lead) for lead in leads}
        return replace(self, marks={place: mark for place, mark in self.marks.items() if place not in gone})

    def ticked(self, interview: Interview, tasks: Iterable[str]) -> Self:
        """Return the case with tasks done."""
        return replace(self, ticks={**self.ticks, **{(interview.id, task): Mark.DONE for task in tasks}})

    def unticked(self, interview: Interview, tasks: Iterable[str]) -> Self:
        """Return the case with tasks open."""
        gone = {(interview.id, task) for task in tasks}
        return replace(self, ticks={place: mark for place, mark in self.ticks.items() if place not in gone})

    def with_sheet(self, sheet: Sheet, interview_id: str, values: Mapping[str, Mapping[str, str]]) -> Self:
        """Return the case with slots of a sheet written: `values` by slot. One without any is emptied."""
        entries = dict(self.entries)
        for slot, written in values.items():
            kept = {name: words for name, words in written.items() if words}
            if not kept:
                entries.pop((sheet, interview_id, slot), None)
                continue
            entries[sheet, interview_id, slot] = Entry(
                member_id=self.member.id,
                interview_id=interview_id,
                sheet=sheet,
                slot=slot,
                values=kept,
                saved_at=self.now,
            )
        return replace(self, entries=entries)


KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed `at` an instant. `member` is None where nothing of her own did.

    `owed` are rows to be put, new or brought up to date; `called_off` those that became cancelled or expired.
    """

    at: datetime
    member: Member | None
    added: tuple[Interview, ...]
    changed: tuple[Interview, ...]
    called_off: tuple[Owed, ...]
    owed: tuple[Owed, ...]
    marked: Mapping[tuple[str, Lead], Mark]
    unmarked: frozenset[tuple[str, Lead]]
    ticked: Mapping[tuple[str, str], Mark]
    unticked: frozenset[tuple[str, str]]
    written: tuple[Entry, ...]
    emptied: frozenset[Slot]


def changes(before: Case, after: Case) -> Changes:
    """Return what leads from one case to the other, both of one member. Interviews and rows never vanish."""
    known = {one.id: one for one in before.interviews}
    rows = tuple(_set(before.owed, after.owed).values())
    return Changes(
        at=after.now,
        member=after.member if after.member != before.member else None,
        added=tuple(one for one in after.interviews if one.id not in known),
        changed=tuple(one for one in after.interviews if known.get(one.id, one) != one),
        called_off=tuple(row for row in rows if row.status is not Status.PENDING),
        owed=tuple(row for row in rows if row.status is Status.PENDING),
        marked=_set(before.marks, after.marks),
        unmarked=_gone(before.marks, after.marks),
        ticked=_set(before.ticks, after.ticks),
        unticked=_gone(before.ticks, after.ticks),
        written=tuple(_set(before.entries, after.entries).values()),
        emptied=_gone(before.entries, after.entries),
    )


def _set(before: Mapping[KeyT, ValueT], after: Mapping[KeyT, ValueT]) -> dict[KeyT, ValueT]:
    return {key: value for key, value in after.items() if before.get(key) != value}


def _gone(before: Mapping[KeyT, ValueT], after: Mapping[KeyT, ValueT]) -> frozenset[KeyT]:
    return frozenset(before.keys() - after.keys())
