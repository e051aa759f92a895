"""From an invitation to a draft, and to the interview that it may be about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bot.domain.dates import When
from bot.domain.drafts import Details, InterviewDraft, Origin, Source
from bot.domain.interviews import Format, Interview
from bot.domain.invitations import Candidate, Contact, Invitation, Letter, Mention, Moment, ZoneSource
from bot.text import shortened

MOST_MOMENTS: Final = 6
MOST_NAMED: Final = 5
NEAR: Final = timedelta(days=14)
"""Two dates with one company that lie no farther apart may be one interview that has moved."""
LIMITS: Final[Mapping[str, int]] = {
    "company": 80,
    "role": 80,
    "interviewers": 800,
    "place": 300,
    "notes": 2000,
}
"""Characters of a value; the fields of the forms hold as many."""
DETAILS: Final = tuple(each.name for each in fields(Details))
FEWEST_LINES: Final = 3
"""Of a pasted text; fewer are read as something typed."""

_HEADERS: Final = re.compile(r"\s*(?:from|subject|von|betreff|de|objet): ?\S", re.IGNORECASE)
_CALENDAR: Final = re.compile(r"BEGIN:VCALENDAR", re.IGNORECASE)
_SAYS_INTERVIEW: Final = re.compile(r"interview|vorstellungsgespr|entretien|entrevista", re.IGNORECASE)


def is_surely_pasted(line: str) -> bool:
    """Whether a typed line is a calendar or an e-mail with its headers: nobody types that."""
    return _CALENDAR.search(line) is not None or ("\n" in line and _HEADERS.match(line) is not None)


def is_pasted(line: str) -> bool:
    """Whether a typed line looks like a text that was pasted: it has several lines of its own."""
    return is_surely_pasted(line) or sum(bool(part.strip()) for part in line.splitlines()) >= FEWEST_LINES


def from_event(invitation: Invitation, *, own_name: str = "", past: bool = False) -> InterviewDraft:
    """Return what an event leaves in a draft. `own_name` is what the member is called, if that is known."""
    starts = invitation.starts
    checks = list(invitation.doubts)
    if not invitation.cancelled and (others := _others(invitation, own_name)):
        names = ", ".join(others)
        checks.append(f"Also invited: {names}. If you will meet one of them, press Change and add the name.")
    draft = _draft(invitation, checks, _with_panel(invitation.notes, panel=invitation.panel))
    timed = starts.time is not None
    origin = Origin(
        source=Source.CALENDAR,
        title=invitation.title,
        uid=invitation.uid,
        sequence=invitation.sequence,
        moments=(starts,) if timed else (),
        day=None if timed or invitation.undated else starts.day,
        checks=tuple(checks),
        theirs=_details(draft),
        cancelled=invitation.cancelled,
        past=past,
        likely=_SAYS_INTERVIEW.search(f"{invitation.title}\n{invitation.notes}") is not None,
    )
    return replace(draft, when=_words(origin), zone=invitation.clock or draft.zone, origin=origin)


def from_letter(letter: Letter) -> InterviewDraft:
    """Return what the text of an e-mail leaves in a draft, a calendar inside it aside."""
    checks = list(letter.doubts)
    timed = [mention for mention in letter.dates if _moments(mention)]
    moments = tuple(dict.fromkeys(moment for mention in timed for moment in _moments(mention)))[:MOST_MOMENTS]
    if len(timed) > 1:
        checks.append("The message names several times. Press the one that you agreed on.")
    draft = _draft(letter, checks, _with_panel("", panel=letter.panel))
    days = tuple(dict.fromkeys(when.day for each in letter.dates for when in each.readings))
    days = () if moments else days
    origin = Origin(
        source=Source.MESSAGE,
        title=letter.subject,
        moments=moments,
        day=days[0] if len(days) == 1 else None,
        days=days if len(days) > 1 else (),
        choice=len(timed) > 1,
        checks=tuple(checks),
        theirs=_details(draft),
        cancelled=letter.cancelled,
    )
    words = timed[0].words[:100] if len(timed) == 1 and len(moments) > 1 else ""
    return replace(draft, when=words or _words(origin), zone=letter.clock or draft.zone, origin=origin)


def completed(event: InterviewDraft, letter: InterviewDraft) -> InterviewDraft:
    """Return an event's draft with what the words around it say where the event says nothing."""
    one, other = event.origin, letter.origin
    gaps = {
        name: words
        for name in ("company", *DETAILS)
        if (words := getattr(letter, name)) and not getattr(event, name)
    }
    if one is None or other is None:
        return replace(event, **gaps)
    theirs = Details(**{**other.theirs.said, **one.theirs.said})
    return replace(event, **gaps, origin=replace(one, theirs=theirs, title=one.title or other.title))


def on_clocks(draft: InterviewDraft, own: str, named: str | None = None) -> tuple[Candidate, ...]:
    """Return the times of an invitation: by the clock of `named`, else by its own; `own` is the member's zone.

    An instant stays the instant that it is; a time on the wall stays that time.
    """
    if named is None and draft.zone == "":
        # She emptied the field, which says "leave empty for your own".
        named = own
    moments = [_held(moment, named, own) for moment in (draft.origin.moments if draft.origin else ())]
    found = [
        Candidate.on(m.day, m.time, m.zone) for m in moments if m.time is not None and m.zone is not None
    ]
    if len({candidate.wall for candidate in found}) < len({candidate.starts_at for candidate in found}):
        # A button tells times apart by the wall: one time by two clocks is told by one of them.
        found = [Candidate.at(candidate.starts_at, own) for candidate in found]
    return tuple({candidate.starts_at: candidate for candidate in found}.values())


def _held(moment: Moment, zone: str | None, own: str) -> Moment:
    """Return a moment on the clock that the member names, else on the invitation's, else on the member's own."""
    if moment.asks_zone:
        return moment.held_in(zone or own)
    return replace(moment, zone=zone) if zone else moment


def changes(interview: Interview, draft: InterviewDraft, before: Details) -> Details:
    """Return the details that an invitation changes: they differ from the interview's, and from what it said before.

    What the invitation is silent about stays; so does what the member changed and they did not.
    """
    known = known_details(interview)
    said = draft.origin.theirs.said if draft.origin else {}
    return Details(
        **{
            name: words
            for name, words in said.items()
            if words not in {getattr(known, name), getattr(before, name)}
        }
    )


def known_details(interview: Interview) -> Details:
    """Return the details of an interview as a draft writes them."""
    return Details(
        role=interview.role,
        format="" if interview.format is Format.UNKNOWN else interview.format.value,
        interviewers="\n".join(str(person) for person in interview.interviewers),
        place=interview.place,
    )


def same_company(one: str, other: str) -> bool:
    """Whether two names may be one company's: "Northwind" and "Northwind Trading"."""
    first, second = sorted((one.casefold().split(), other.casefold().split()), key=len)
    return bool(first) and second[: len(first)] == first


def resembling(
    interviews: Iterable[Interview], company: str, starts: Collection[datetime], now: datetime
) -> tuple[Interview, ...]:
    """Return those ahead that an invitation may be about, the likeliest first.

    At the same instant, since the member may have a nickname for the company; or with the same company, no more
    than two weeks away (or whenever, where the invitation has no time).
    """
    live = [each for each in interviews if each.starts_at > now and not each.settled]

    def rank(each: Interview) -> tuple[bool, bool, datetime]:
        return each.starts_at not in starts, not same_company(each.company, company), each.starts_at

    found = [
        each
        for each in live
        if each.starts_at in starts
        or (
            same_company(each.company, company)
            and (not starts or any(abs(each.starts_at - start) <= NEAR for start in starts))
        )
    ]
    return tuple(sorted(found, key=rank))


def _draft(said: Invitation | Letter, checks: list[str], notes: str) -> InterviewDraft:
    """Return the answers that an invitation gives, each as long as a form holds; what was cut is told in `checks`."""
    where = "; ".join(part for part in (said.place, said.link) if part)
    if len(where) > LIMITS["place"] and said.link:
        # An address is of no use when it is cut.
        where, notes = said.place, f"Link: {said.link}\n{notes}".strip()
    whole = {
        "company": said.company,
        "role": said.role,
        "format": "" if said.format is Format.UNKNOWN else said.format.value,
        "interviewers": "\n".join(str(person) for person in said.interviewers),
        "place": where,
    }
    cut = {name: shortened(value, LIMITS.get(name, len(value))) for name, value in whole.items()}
    checks += [f"The {name} was long, so I shortened it." for name in cut if cut[name] != whole[name]]
    kept = shortened(notes, LIMITS["notes"])
    if kept != notes:
        checks.append(f"Its notes are long. I shortened them to {LIMITS['notes']} characters.")
    return InterviewDraft.of({**cut, "notes": kept})


def _details(draft: InterviewDraft) -> Details:
    return Details(**{name: getattr(draft, name) for name in DETAILS})


def _with_panel(notes: str, *, panel: bool) -> str:
    return notes if not panel or "panel" in notes.casefold() else f"A panel interview.\n{notes}".strip()


def _words(origin: Origin) -> str:
    """Return the time or the day of an invitation as it might have been typed."""
    if origin.day:
        return origin.day.isoformat()
    return " or ".join(f"{each.day.isoformat()} {each.time:%H:%M}" for each in origin.moments[:MOST_NAMED])


def _moments(mention: Mention) -> tuple[Moment, ...]:
    """Return the readings that have a time."""

    def moment(when: When, at: time) -> Moment:
        if when.offset is not None:
            there = datetime.combine(when.day, at, UTC) - when.offset
            return Moment(there.date(), there.time(), "UTC", ZoneSource.INSTANT)
        source = ZoneSource.NAMED if when.zone else ZoneSource.FLOATING
        return Moment(when.day, at, when.zone, source)

    return tuple(moment(when, when.time) for when in mention.readings if when.time is not None)


def _others(invitation: Invitation, own_name: str) -> list[str]:
    """Return the names of those invited who may be interviewers: not the organizer, and not the member."""
    known = {person.name.casefold() for person in invitation.interviewers}
    title = invitation.title.casefold()

    def is_other(contact: Contact) -> bool:
        name, organizer = contact.name.casefold(), invitation.organizer
        is_organizer = organizer is not None and (
            contact.address.casefold() == organizer.address.casefold() != ""
            or name == organizer.name.casefold()
        )
        is_member = name == own_name.casefold() or name in title
        return bool(name) and "@" not in name and name not in known and not is_organizer and not is_member

    return list(dict.fromkeys(each.name for each in invitation.attendees if is_other(each)))[:MOST_NAMED]
