"""From an invitation to the values of a draft, and to the interview that it may be about.

A draft keeps text alone. Beside the values that a typed interview has (company, role, when, zone, format,
interviewers, place, notes), an invitation leaves these: `source` ("calendar" or "message"), `title` to know it
by, `moments` (its times, exactly), `day` where there is no time, `checks` (sentences, one a line), `uid` and
`sequence`, `cancelled`, and `their ...`: what it said, whatever the member makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.domain.dates import When
from bot.domain.interviews import Format, Interview, Person
from bot.domain.invitations import Contact, Invitation, Letter, Mention, Moment, ZoneSource
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
DETAILS: Final = ("role", "format", "interviewers", "place")
"""What an update of an invitation may change beside its time."""
THEIRS: Final = "their "
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


def says_interview(invitation: Invitation) -> bool:
    """Whether an event speaks of an interview; most of a whole calendar does not."""
    return _SAYS_INTERVIEW.search(f"{invitation.title}\n{invitation.notes}") is not None


def from_event(invitation: Invitation, *, own_name: str = "") -> dict[str, str]:
    """Return what an event leaves in a draft. `own_name` is what the member is called, if that is known."""
    starts = invitation.starts
    checks = list(invitation.doubts)
    if not invitation.cancelled and (others := _others(invitation, own_name)):
        names = ", ".join(others)
        checks.append(f"Also invited: {names}. If you will meet one of them, press Change and add the name.")
    values = _values(
        checks,
        company=invitation.company,
        role=invitation.role,
        format=invitation.format,
        interviewers=invitation.interviewers,
        place=invitation.place,
        link=invitation.link,
        notes=_with_panel(invitation.notes, panel=invitation.panel),
    )
    return _filled(
        {
            **values,
            **_when_of((starts,) if starts.time is not None else ()),
            **(
                {}
                if starts.time is not None
                else {"day": starts.day.isoformat(), "when": starts.day.isoformat()}
            ),
            "source": "calendar",
            "title": invitation.title,
            "uid": invitation.uid,
            "sequence": str(invitation.sequence),
            "cancelled": "yes" if invitation.cancelled else "",
        }
    )


def from_letter(letter: Letter) -> dict[str, str]:
    """Return what the text of an e-mail leaves in a draft, a calendar inside it aside."""
    checks = list(letter.doubts)
    timed = [mention for mention in letter.dates if _moments(mention)]
    moments = tuple(dict.fromkeys(moment for mention in timed for moment in _moments(mention)))[:MOST_MOMENTS]
    if len(timed) > 1:
        checks.append("The message names several times. Press the one that you agreed on.")
    values = _values(
        checks,
        company=letter.company,
        role=letter.role,
        format=letter.format,
        interviewers=letter.interviewers,
        place=letter.place,
        link=letter.link,
        notes=_with_panel("", panel=letter.panel),
    )
    days = (
        () if moments else tuple(dict.fromkeys(when.day for each in letter.dates for when in each.readings))
    )
    words = timed[0].words[:100] if len(timed) == 1 and len(moments) > 1 else ""
    return _filled(
        {
            **values,
            **_when_of(moments, words),
            **({"day": days[0].isoformat(), "when": days[0].isoformat()} if len(days) == 1 else {}),
            "days": "\n".join(day.isoformat() for day in days) if len(days) > 1 else "",
            "choice": "yes" if len(timed) > 1 else "",
            "source": "message",
            "title": letter.subject,
            "cancelled": "yes" if letter.cancelled else "",
        }
    )


def completed(event: Mapping[str, str], letter: Mapping[str, str]) -> dict[str, str]:
    """Return an event's values with those of the words around it where the event says nothing."""
    gaps = {
        name: value
        for name, value in letter.items()
        if name.removeprefix(THEIRS) in {"company", *DETAILS, "title"} and not event.get(name)
    }
    return {**event, **gaps}


def moments_of(values: Mapping[str, str]) -> tuple[Moment, ...]:
    """Return the times that an invitation left in a draft."""
    found = []
    for part in values.get("moments", "").split("|") if values.get("moments") else ():
        wall, zone, source = part.split(" ")
        at = datetime.fromisoformat(wall)
        found.append(Moment(at.date(), at.time(), None if zone == "-" else zone, ZoneSource(source)))
    return tuple(found)


def held(moment: Moment, zone: str | None, own: str) -> Moment:
    """Return a moment on the clock that the member names, else on the invitation's, else on the member's own.

    An instant stays the instant that it is; a time on the wall stays that time.
    """
    if moment.asks_zone:
        return moment.held_in(zone or own)
    return replace(moment, zone=zone) if zone else moment


def day_of(values: Mapping[str, str]) -> date | None:
    """Return the day of an invitation that gives no time."""
    return date.fromisoformat(values["day"]) if values.get("day") else None


def theirs(values: Mapping[str, str]) -> dict[str, str]:
    """Return what the invitation said of the details, whatever the member made of it."""
    return {name: values.get(THEIRS + name, "") for name in DETAILS}


def changes(interview: Interview, values: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Return the details that an invitation changes: they differ from the interview's, and from what it said before.

    What the invitation is silent about stays; so does what the member changed and they did not.
    """
    known = known_details(interview)
    return {
        name: said
        for name, said in theirs(values).items()
        if said and said != known[name] and said != before.get(name)
    }


def known_details(interview: Interview) -> dict[str, str]:
    """Return the details of an interview as a draft writes them."""
    return {
        "role": interview.role,
        "format": "" if interview.format is Format.UNKNOWN else interview.format.value,
        "interviewers": "\n".join(str(person) for person in interview.interviewers),
        "place": interview.place,
    }


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


def _values(
    checks: list[str],
    *,
    company: str,
    role: str,
    format: Format,  # noqa: A002 - the field's name
    interviewers: tuple[Person, ...],
    place: str,
    link: str,
    notes: str,
) -> dict[str, str]:
    where = "; ".join(part for part in (place, link) if part)
    if len(where) > LIMITS["place"] and link:
        # An address is of no use when it is cut.
        where, notes = place, f"Link: {link}\n{notes}".strip()
    values = {
        "company": company,
        "role": role,
        "format": "" if format is Format.UNKNOWN else format.value,
        "interviewers": "\n".join(str(person) for person in interviewers),
        "place": where,
    }
    cut = {name: shortened(value, LIMITS.get(name, len(value))) for name, value in values.items()}
    checks += [f"The {name} was long, so I shortened it." for name in cut if cut[name] != values[name]]
    kept = shortened(notes, LIMITS["notes"])
    if kept != notes:
        checks.append(f"Its notes are long. I shortened them to {LIMITS['notes']} characters.")
    said = {THEIRS + name: cut[name] for name in DETAILS}
    return {**cut, **said, "notes": kept, "checks": "\n".join(checks)}


def _with_panel(notes: str, *, panel: bool) -> str:
    return notes if not panel or "panel" in notes.casefold() else f"A panel interview.\n{notes}".strip()


def _when_of(moments: tuple[Moment, ...], words: str = "") -> dict[str, str]:
    if not moments:
        return {}
    kept = "|".join(
        f"{datetime.combine(each.day, each.time or time()).isoformat(timespec='minutes')} "
        f"{each.zone or '-'} {each.source}"
        for each in moments
    )
    typed = " or ".join(f"{each.day.isoformat()} {each.time:%H:%M}" for each in moments[:MOST_NAMED])
    return {"moments": kept, "when": words or typed}


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


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
