"""Which calendar event an interview came from, and what a newer version of it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.case import Case
from bot.domain.importing import theirs
from bot.domain.interviews import Format, Interview, Person
from bot.domain.lifecycle import change
from bot.domain.sheets import Entry, Sheet


@dataclass(frozen=True, slots=True)
class Known:
    """An interview that came from an event; `said` is what the event's last version said of it."""

    interview: Interview
    sequence: int
    said: Mapping[str, str]


def known(case: Case, uid: str) -> Known | None:
    """Return the member's interview that came from the event of that UID: one that is open before one that is not.

    One with an answer is over: its event then says nothing of it any more.
    """
    found = [
        _known(interview, entry)
        for (sheet, interview_id, _), entry in case.entries.items()
        if sheet is Sheet.INVITATION and uid and entry.values.get("uid") == uid
        if (interview := case.find(interview_id)) is not None and interview.outcome is None
    ]
    return max(found, key=lambda each: (not each.interview.cancelled, each.sequence), default=None)


def said_before(case: Case, interview: Interview) -> Known:
    """Return what is known of the event that an interview came from; nothing for one that was typed."""
    return _known(interview, case.sheet(Sheet.INVITATION, interview.id).get(""))


def remember(case: Case, interview: Interview, values: Mapping[str, str]) -> Case:
    """Note which event an interview came from, and what it says. Without a UID there is nothing to note."""
    if not values.get("uid"):
        return case
    said = {"uid": values["uid"], "sequence": values.get("sequence", "0"), **theirs(values)}
    return case.with_sheet(Sheet.INVITATION, interview.id, {"": said})


def heard(case: Case, known: Known, values: Mapping[str, str]) -> Case:
    """Note that a newer version of an event has come, so that an older one that comes after it is known for that."""
    if int(values.get("sequence", "0")) <= known.sequence:
        return case
    newer = {**known.said, "sequence": values["sequence"]}
    return case.with_sheet(Sheet.INVITATION, known.interview.id, {"": newer})


def renew(case: Case, interview: Interview, changed: Mapping[str, str]) -> Case:
    """Take changed details over into an interview; its reminders follow."""
    renewed = replace(
        interview,
        role=changed.get("role", interview.role),
        format=Format(changed["format"]) if "format" in changed else interview.format,
        interviewers=_people(changed["interviewers"])
        if "interviewers" in changed
        else interview.interviewers,
        place=changed.get("place", interview.place),
    )
    return change(case, renewed)


def _known(interview: Interview, entry: Entry | None) -> Known:
    values = entry.values if entry else {}
    sequence = values.get("sequence", "")
    return Known(interview, int(sequence) if sequence.isdecimal() else 0, values)


def _people(lines: str) -> tuple[Person, ...]:
    pairs = (line.partition(",") for line in lines.splitlines())
    return tuple(Person(name.strip(), title.strip()) for name, _, title in pairs if name.strip())
