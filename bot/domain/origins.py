"""Which calendar event an interview came from, and what a newer version of it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.case import Case
from bot.domain.drafts import Details, Origin
from bot.domain.importing import DETAILS
from bot.domain.interviews import Format, Interview, people
from bot.domain.lifecycle import change
from bot.domain.sheets import Entry, Sheet


@dataclass(frozen=True, slots=True)
class Known:
    """An interview that came from an event; `said` is what the event's last version said of it."""

    interview: Interview
    sequence: int
    said: Details


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


def remember(case: Case, interview: Interview, origin: Origin | None) -> Case:
    """Note which event an interview came from, and what it says. Without a UID there is nothing to note."""
    if origin is None or not origin.uid:
        return case
    return _noted(case, interview, origin.uid, origin.sequence, origin.theirs)


def heard(case: Case, known: Known, origin: Origin) -> Case:
    """Note that a newer version of an event has come, so that an older one that comes after it is known for that."""
    if origin.sequence <= known.sequence:
        return case
    return _noted(case, known.interview, origin.uid, origin.sequence, known.said)


def renew(case: Case, interview: Interview, changed: Details) -> Case:
    """Take changed details over into an interview; its reminders follow."""
    return change(
        case,
        replace(
            interview,
            role=changed.role or interview.role,
            format=Format(changed.format) if changed.format else interview.format,
            interviewers=people(changed.interviewers) or interview.interviewers,
            place=changed.place or interview.place,
        ),
    )


def _noted(case: Case, interview: Interview, uid: str, sequence: int, said: Details) -> Case:
    values = {"uid": uid, "sequence": str(sequence), **said.said}
    return case.with_sheet(Sheet.INVITATION, interview.id, {"": values})


def _known(interview: Interview, entry: Entry | None) -> Known:
    values = entry.values if entry else {}
    sequence = values.get("sequence", "")
    said = Details(**{name: values[name] for name in DETAILS if name in values})
    return Known(interview, int(sequence) if sequence.isdecimal() else 0, said)
