"""What a member began and has not finished, as far as she came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self, TypeAlias

from bot.domain.invitations import Candidate, Moment
from bot.invocation import Invocation

KEPT_FOR = timedelta(days=7)


class Step(StrEnum):
    """How far the form of an interview has come: whether its second part is still to be shown."""

    ASK = "ask"
    ASKED = "asked"


class Source(StrEnum):
    """What an invitation was."""

    CALENDAR = "calendar"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that was asked and may be answered by a typed yes: what that presses, None where no single thing."""

    yes: Invocation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What an update of an invitation may change beside its time, as text; empty where nothing is said."""

    role: str = ""
    format: str = ""
    interviewers: str = ""
    place: str = ""

    @property
    def said(self) -> dict[str, str]:
        """Those that say something, by name."""
        return {each.name: words for each in fields(self) if (words := getattr(self, each.name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What an invitation left in a draft beside the answers that it gave.

    `moments` are its times, exactly; `day` is its day where it gives no time, `days` where it names several. `choice`
    is true where it offers several times, `checks` are sentences for the member. `theirs` is what it said, whatever
    the member makes of it. `past` and `likely` tell whether it is over, and whether it speaks of an interview.
    """

    source: Source
    title: str = ""
    uid: str = ""
    sequence: int = 0
    moments: tuple[Moment, ...] = ()
    day: date | None = None
    days: tuple[date, ...] = ()
    choice: bool = False
    checks: tuple[str, ...] = ()
    theirs: Details = field(default_factory=Details)
    cancelled: bool = False
    past: bool = False
    likely: bool = False

    @property
    def asks_zone(self) -> bool:
        """Whether one of its times is on a clock that it does not name."""
        return any(moment.asks_zone for moment in self.moments)

    def checking(self, *sentences: str) -> Self:
        """Return it with more to check, each sentence once."""
        return replace(self, checks=tuple(dict.fromkeys((*self.checks, *sentences))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the form of an interview asks for, as text, as it was typed; `zone` is None until it was asked."""

    company: str = ""
    role: str = ""
    when: str = ""
    time: str = ""
    format: str = ""
    interviewers: str = ""
    zone: str | None = None
    place: str = ""
    notes: str = ""
    round: str = ""

    @property
    def answers(self) -> dict[str, str]:
        """What was typed, by the fields of the form."""
        return {name: words for name in ANSWERS if (words := getattr(self, name))}


ANSWERS = tuple(each.name for each in fields(Answers))


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewDraft(Answers):
    """An interview that is being added.

    `typed_at` is when the words about time were typed: "tomorrow" is the day after it. `unsure` says that company and
    role were guessed, `fresh` that they come from an invitation and nobody has seen them, `clock_told` that the member
    named the clock, `another` that she said it is an interview of its own. `previous` is the round before it, and
    `readings` is how its time was understood and shown.
    """

    typed_at: datetime | None = None
    step: Step | None = None
    unsure: bool = False
    fresh: bool = False
    clock_told: bool = False
    another: bool = False
    previous: str = ""
    readings: tuple[Candidate, ...] = ()
    asking: Asking | None = None
    origin: Origin | None = None

    @property
    def path(self) -> str:
        """The command that goes on with it."""
        return "interview add"

    @classmethod
    def of(cls, answers: Mapping[str, str]) -> Self:
        """Return the draft of these answers, by the fields of the form."""
        return cls(**answers)  # type: ignore[arg-type]

    def answered(self, typed: Mapping[str, str], now: datetime) -> InterviewDraft:
        """Return the draft with what was typed at `now` (aware), by the fields of the form; what is none is passed over.

        Another time makes that of an invitation void. Words about a time that are as they were keep their day.
        """
        given = {name: words for name, words in typed.items() if name in ANSWERS}
        if "when" in given:
            given.setdefault("time", "")
        after = replace(self, **given)  # type: ignore[arg-type]
        retimed = (after.when, after.time) != (self.when, self.time)
        if retimed and self.origin:
            after = replace(after, origin=replace(self.origin, moments=(), choice=False, days=(), day=None))
        if after.zone != self.zone:
            after = replace(after, clock_told=True)
        if retimed or (after.zone or "") != (self.zone or ""):
            after = replace(after, typed_at=now)
        return after


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDraft:
    """What a newer invitation, taken as an interview in `draft`, changes of one that is known."""

    interview_id: str
    draft: InterviewDraft
    changed: Details = field(default_factory=Details)
    asking: Asking | None = None

    @property
    def path(self) -> str:
        """The command that goes on with it."""
        return "interview import"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDraft:
    """A new time for an interview, and what else an invitation changes of it where the time came with one."""

    interview_id: str
    when: str = ""
    time: str = ""
    readings: tuple[Candidate, ...] = ()
    update: UpdateDraft | None = None

    @property
    def path(self) -> str:
        """The command that goes on with it."""
        return "interview move"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsDraft:
    """The events of a calendar to choose from. `later` and `past` are how many are not among them.

    `heard` is what to say of the files; `picked` that one was chosen.
    """

    events: tuple[InterviewDraft, ...]
    later: int = 0
    past: int = 0
    heard: tuple[str, ...] = ()
    picked: bool = False

    @property
    def path(self) -> str:
        """The command that goes on with it."""
        return "interview import"


@dataclass(frozen=True, slots=True)
class PastedDraft:
    """The text of a message in which nothing was found, or which was not sent yet."""

    text: str = ""

    @property
    def path(self) -> str:
        """The command that goes on with it."""
        return "interview import"


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line that was not understood."""

    line: str

    @property
    def path(self) -> str:
        """The command that goes on with it."""
        return "prep"


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question that waits for a yes and has nothing else to keep."""

    asking: Asking

    @property
    def path(self) -> str:
        """The command that goes on with it."""
        return "prep"


@dataclass(frozen=True, slots=True)
class FormDraft:
    """The answers of another command's form that was left half-way, and what the form is about, by their names."""

    path: str
    about: Mapping[str, str]
    answers: Mapping[str, str]


Content: TypeAlias = (
    InterviewDraft
    | UpdateDraft
    | MoveDraft
    | EventsDraft
    | PastedDraft
    | LineDraft
    | QuestionDraft
    | FormDraft
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something begun: `content` is as far as it came."""

    id: str
    member_id: str
    content: Content
    saved_at: datetime

    @property
    def path(self) -> str:
        """The command that goes on with it."""
        return self.content.path

    @property
    def expires_at(self) -> datetime:
        """When it is forgotten, aware UTC."""
        return self.saved_at + KEPT_FOR

    @property
    def asking(self) -> Asking | None:
        """The question that a typed yes would answer."""
        return (
            self.content.asking
            if isinstance(self.content, InterviewDraft | UpdateDraft | QuestionDraft)
            else None
        )

    @property
    def readings(self) -> tuple[Candidate, ...]:
        """How its time was understood and shown."""
        return self.content.readings if isinstance(self.content, InterviewDraft | MoveDraft) else ()

    @property
    def interview(self) -> InterviewDraft | None:
        """What it would be as an interview of its own; None where it is not about one interview that is said."""
        match self.content:
            case InterviewDraft():
                return self.content
            case UpdateDraft(draft=draft) | MoveDraft(update=UpdateDraft(draft=draft)):
                return draft
            case _:
                return None
