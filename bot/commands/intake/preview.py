"""How typed words, an e-mail or a calendar would be read: what is asked about them next, with nothing kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.commands.intake.answer_parser import NeedsTime, Reader, split_line
from bot.commands.intake.invitation_checks import checks_about
from bot.commands.intake.invitation_sources import Addressee, received
from bot.commands.intake.next_question import (
    AskClock,
    AskWhetherRight,
    Unanswered,
    WrongTime,
    next_question,
)
from bot.domain.calendar import local
from bot.domain.drafts import InterviewDraft
from bot.domain.invitations import Candidate
from bot.errors import InputError
from bot.reply import File
from bot.views.confirming import clock_change

COMPANY, ROLE = "Acme", "analyst"
"""Stand before typed words, which are the time alone, and for what an invitation does not name."""


class Outcome(StrEnum):
    """What comes of a reading."""

    ONE = "one"
    """One time, and the question whether it is right."""
    CHOICE = "choice"
    """Several times to choose from."""
    GUESS = "guess"
    """A time that only the forgiving reader found, or that a clock change skips or repeats: asked about as such."""
    NO_TIME = "no_time"
    """The time of day is asked, and the day where it is not known either."""
    CANCELLED = "cancelled"
    PASSED = "passed"
    NOTHING = "nothing"
    """No interview in it."""
    REFUSED = "refused"
    """Asked anew, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What was read. `readings` are the times that would be offered; `said` is what would be said about them."""

    kind: Outcome
    readings: tuple[Candidate, ...] = ()
    day: date | None = None
    draft: InterviewDraft = field(default_factory=InterviewDraft)
    said: tuple[str, ...] = ()

    @property
    def link(self) -> str:
        """The address that stands in the draft's place, or ""."""
        return next(filter(_is_address, self.draft.place.split("; ")), "")

    @property
    def place(self) -> str:
        """The place without the address."""
        return "; ".join(part for part in self.draft.place.split("; ") if not _is_address(part))


def read_words(words: str, reader: Reader) -> Preview:
    """Return how a time is read that is typed behind a company and a role."""
    zone = reader.zone or "UTC"
    draft = split_line(f"{COMPANY}, {ROLE}, {words}", local(reader.now, zone), reader.cities)
    found = _asked_about(replace(draft, typed_at=reader.now), reader)
    said = found.draft
    company = "" if said.company == COMPANY else said.company
    return replace(found, draft=replace(said, company=company, role="" if said.role == ROLE else said.role))


async def read_invitation(
    to: Addressee, reader: Reader, *, files: tuple[File, ...] = (), words: str = ""
) -> tuple[Preview, ...]:
    """Return how each event or message that was handed over is read, those ahead first."""
    try:
        found, _ = await received(to, files, words)
    except InputError as error:
        return (Preview(kind=Outcome.REFUSED, said=(error.message,)),)
    return tuple(_brought(draft, reader) for draft in found) or (Preview(kind=Outcome.NOTHING),)


def _brought(draft: InterviewDraft, reader: Reader) -> Preview:
    origin = draft.origin
    assert origin is not None, "an invitation says where it comes from"
    if origin.cancelled or origin.past:
        kind = Outcome.CANCELLED if origin.cancelled else Outcome.PASSED
        return Preview(kind=kind, draft=draft, said=origin.checks)
    return _asked_about(draft, reader)


def _asked_about(draft: InterviewDraft, reader: Reader) -> Preview:
    """Return what is asked next about a draft, its company taken as known."""
    named = draft if draft.company else replace(draft, company=COMPANY)
    origin = draft.origin
    match next_question(replace(named, unsure=False), reader):
        case AskWhetherRight(ahead, guessed):
            several = Outcome.CHOICE if len(ahead) > 1 else Outcome.ONE
            changed = tuple(filter(None, map(clock_change, ahead)))
            kind = Outcome.GUESS if guessed or changed else several
            return Preview(
                kind=kind, readings=ahead, draft=draft, said=(*checks_about(draft, ahead[0]), *changed)
            )
        case NeedsTime(days):
            day = days[0].day if len(days) == 1 else None
            return Preview(kind=Outcome.NO_TIME, day=day, draft=draft, said=origin.checks if origin else ())
        case WrongTime(errors):
            return Preview(kind=Outcome.REFUSED, draft=draft, said=tuple(errors.values()))
        case AskClock(reason):
            return Preview(kind=Outcome.REFUSED, draft=draft, said=(reason,))
        case Unanswered(errors):
            kind = Outcome.NO_TIME if origin else Outcome.REFUSED
            return Preview(
                kind=kind, draft=draft, said=(*(origin.checks if origin else ()), *errors.values())
            )
        case other:
            raise AssertionError(f"nothing else is open: {other}")


def _is_address(part: str) -> bool:
    return part.startswith(("https://", "http://"))
