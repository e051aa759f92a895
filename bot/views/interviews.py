"""Interviews as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.interviews import Interview
from bot.domain.topics import title_of
from bot.text import Bold, Code, Text, shortened, text
from bot.views.blocks import Block, Bullets, Button, Emphasis, Fields, Message
from bot.views.layout import Content, actions, message, note, press, say
from bot.views.times import clock, count, short_day, when

MOST_BUTTONS = 10


LABEL = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewCard:
    """One interview with everything that is known of it. `lead_in` says what just happened, if anything."""

    interview: Interview
    reader_zone: str
    now: datetime
    done: int = 0
    total: int = 0
    lead_in: str = ""

    def present(self) -> Message:
        """Lay it out."""
        interview = self.interview
        pairs: list[tuple[str, Text]] = [("When", text(when(interview, self.reader_zone, self.now)))]
        if interview.role:
            pairs.append(("Role", text(interview.role)))
        pairs.append(("Round", text(str(interview.round))))
        pairs.append(("How", text(title_of(interview.format))))
        if interview.interviewers:
            pairs.append(("With", text("; ".join(str(p) for p in interview.interviewers))))
        if interview.place:
            pairs.append(("Where", text(interview.place)))
        if interview.notes:
            pairs.append(("Notes", text(interview.notes)))
        if interview.cancelled:
            pairs.append(("State", text("Cancelled; nothing more will come.")))
        elif interview.outcome:
            pairs.append(("State", text(title_of(interview.outcome))))
        if self.total:
            pairs.append(("Plan", text(f"{self.done} of {count(self.total, 'step')} done")))
        blocks: list[Content] = [self.lead_in]
        blocks += [Fields(tuple(pairs))]
        return message("Your interview", interview.company, *blocks, *self._buttons())

    def _buttons(self) -> list[Button]:
        what = {"what": self.interview.id}
        if self.interview.cancelled:
            return [press("Undo: bring it back", "interview restore", Emphasis.PRIMARY, **what)]
        return [
            press("Plan", "interview plan", Emphasis.PRIMARY, **what),
            *self._now_of_use(what),
            press("Move", "interview move", **what),
            press("Edit", "interview edit", **what),
            press("Result", "interview result", **what),
            press("Cancel", "interview cancel", Emphasis.DANGER, **what),
        ]

    def _now_of_use(self, what: dict[str, str]) -> list[Button]:
        if self.interview.starts_at > self.now:
            return [
                press("Research", "interview research", **what),
                press("The one page", "interview brief", **what),
                press("For my calendar", "interview calendar", **what),
            ]
        return [
            press("Debrief", "interview debrief", **what),
            press("Thank-you notes", "interview thanks", **what),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewList:
    """All of a member's interviews: those ahead, then those behind."""

    ahead: tuple[Interview, ...]
    behind: tuple[Interview, ...]
    reader_zone: str | None
    now: datetime

    def present(self) -> Message:
        """Lay it out."""
        if not self.ahead and not self.behind:
            return message(
                "No interviews yet",
                "No interviews yet",
                "Tell me about one and I will make a plan that fits the days left.",
                say("For example: ", Code("/prep add Acme, data analyst, next Thu 3pm")),
                press("Add an interview", "interview add", Emphasis.PRIMARY),
            )
        blocks: list[Block] = []
        if self.ahead:
            blocks += [say(Bold("Ahead")), Bullets(tuple(self._line(i) for i in self.ahead))]
        if self.behind:
            blocks += [
                say(Bold("Behind you")),
                Bullets(tuple(self._line(i) for i in self.behind)),
            ]
        shown = (*self.ahead, *self.behind)[:MOST_BUTTONS]
        buttons = [
            press(f"{shortened(i.company, LABEL)}, {short_day(i.day)}", "interview show", what=i.id)
            for i in shown
        ]
        return message(
            "Your interviews", "Your interviews", *blocks, *buttons, press("Add another", "interview add")
        )

    def _line(self, interview: Interview) -> Text:
        role = f", {interview.role}" if interview.role else ""
        state = ""
        if interview.cancelled:
            state = " (cancelled)"
        elif interview.outcome:
            state = f" ({title_of(interview.outcome).lower()})"
        return text(Bold(interview.company), role, ": ", when(interview, self.reader_zone, self.now), state)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichInterview:
    """Several answer to what was asked; one press settles it. `path` is where the press leads."""

    question: str
    path: str
    interviews: tuple[Interview, ...]
    now: datetime
    reader_zone: str | None
    arguments: tuple[tuple[str, str], ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        buttons = tuple(
            press(short_name(i), self.path, what=i.id, **dict(self.arguments))
            for i in self.interviews[:MOST_BUTTONS]
        )
        blocks: tuple[Block, ...] = (
            say(self.question),
            Bullets(
                tuple(
                    text(Bold(i.company), ": ", when(i, self.reader_zone, self.now))
                    for i in self.interviews[:MOST_BUTTONS]
                )
            ),
            *self._more(),
            actions(*buttons),
        )
        return message("Encore has a question", "Which one?", *blocks)

    def _more(self) -> tuple[Block, ...]:
        hidden = len(self.interviews) - MOST_BUTTONS
        if hidden <= 0:
            return ()
        return (note(f"{hidden} more; name the company to find them: ", Code("/interview show Acme")),)


def short_name(interview: Interview, *, alone: bool = False) -> str:
    """Return what a button calls an interview: its company, and when it is unless it stands `alone`."""
    company = shortened(interview.company, LABEL)
    return company if alone else f"{company}, {short_day(interview.day)} {clock(interview.time)}"
