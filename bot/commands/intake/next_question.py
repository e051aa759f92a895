"""What is asked next about an interview that is being added: one pure function says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from bot.commands.intake.answer_parser import (
    NeedsTime,
    NotUnderstood,
    Reader,
    Understood,
    read_when,
)
from bot.commands.intake.fields import TIME, WHEN, faults_in
from bot.commands.places import Unplaced, place
from bot.domain.calendar import city_of
from bot.domain.drafts import InterviewDraft, Step
from bot.domain.importing import on_clocks
from bot.domain.invitations import Candidate
from bot.views.times import day_and_time, long_day

TOO_FAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class WhichIsWhich:
    """Where the company's name ends in "Acme data analyst" was guessed."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Something was never said, or cannot be right whatever the time is; why, by field."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AskCity:
    """The member's own city is not known."""


@dataclass(frozen=True, slots=True)
class AskClock:
    """The city on whose clock the time is could not be found."""

    reason: str


@dataclass(frozen=True, slots=True)
class WrongTime:
    """Something is wrong with the time; why, by field."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AskDetails:
    """All is known that is needed; there may be more to say."""

    ahead: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class AskWhetherRight:
    """Nothing is missing; only whether it is right so."""

    ahead: tuple[Candidate, ...]
    guessed: bool


Question: TypeAlias = (
    WhichIsWhich | Unanswered | AskCity | AskClock | WrongTime | NeedsTime | AskDetails | AskWhetherRight
)


def next_question(draft: InterviewDraft, reader: Reader) -> Question:
    """Return what is to be asked next, the most basic first; the last question is whether all is right."""
    if draft.unsure:
        return WhichIsWhich()
    if errors := _errors(draft):
        return Unanswered(errors)
    if reader.zone is None:
        return AskCity()
    clock = place(reader.cities, draft.zone) if draft.zone else None
    if isinstance(clock, Unplaced):
        return AskClock(clock.reason)
    match _read(draft, reader, reader.zone, clock):
        case NotUnderstood(reason):
            return WrongTime({(TIME if draft.time else WHEN).name: reason})
        case NeedsTime() as needed:
            return needed
        case Understood(candidates, guessed):
            ahead = ahead_of(candidates, reader)
            if not ahead:
                return WrongTime({"when": not_ahead(candidates[0], reader)})
            return AskDetails(ahead) if draft.step is Step.ASK else AskWhetherRight(ahead, guessed)


def ahead_of(candidates: tuple[Candidate, ...], reader: Reader) -> tuple[Candidate, ...]:
    """Return the readings that can be meant: ahead, and no more than a year away."""
    return tuple(each for each in candidates if reader.now < each.starts_at < reader.now + TOO_FAR)


def not_ahead(candidate: Candidate, reader: Reader) -> str:
    """Return why a time can't be taken: it has passed, or it is too far off to be meant."""
    zone = reader.zone or candidate.zone
    if candidate.starts_at <= reader.now:
        when = day_and_time(candidate.starts_at, zone, reader.now)
        return f"That has passed already ({when}, {city_of(zone)}). When is it?"
    return f"{long_day(candidate.day)} is more than a year away. Is the year right?"


def _read(
    draft: InterviewDraft, reader: Reader, zone: str, clock: str | None
) -> Understood | NeedsTime | NotUnderstood:
    """Read the time of a draft: as an invitation gives it, unless the member typed another."""
    if draft.origin and draft.origin.moments:
        return Understood(on_clocks(draft, zone, clock))
    typed = " ".join(part for part in (draft.when, draft.time) if part)
    typed_at = draft.typed_at or reader.now
    return read_when(reader, typed, typed_at=typed_at, reader_zone=zone, zone=clock)


def _errors(draft: InterviewDraft) -> dict[str, str]:
    missing = {} if draft.when.strip() else {"when": "When is it? For example: next Thu 3pm"}
    return faults_in(draft.answers) | missing
