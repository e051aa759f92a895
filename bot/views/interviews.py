"""Interviews as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.interviews import Interview
from bot.domain.topics import title_of
from bot.invocation import Invocation
from bot.text import Bold, Code, Text, shortened, text
from bot.views.blocks import (
    Actions,
    Block,
    Bullets,
    Button,
    Emphasis,
    Fields,
    Message,
    Note,
    Paragraph,
)
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
        blocks: list[Block] = [Paragraph(text(self.lead_in))] if self.lead_in else []
        blocks += [Fields(tuple(pairs)), Actions(tuple(self._buttons()))]
        return Message("Your interview", interview.company, tuple(blocks))

    def _buttons(self) -> list[Button]:
        what = {"what": self.interview.id}
        if self.interview.cancelled:
            return [Button("Undo: bring it back", Invocation("interview restore", what), Emphasis.PRIMARY)]
        return [
            Button("Plan", Invocation("interview plan", what), Emphasis.PRIMARY),
            *self._now_of_use(what),
            Button("Move", Invocation("interview move", what)),
            Button("Edit", Invocation("interview edit", what)),
            Button("Result", Invocation("interview result", what)),
            Button("Cancel", Invocation("interview cancel", what), Emphasis.DANGER),
        ]

    def _now_of_use(self, what: dict[str, str]) -> list[Button]:
        if self.interview.starts_at > self.now:
            return [
                Button("Research", Invocation("interview research", what)),
                Button("The one page", Invocation("interview brief", what)),
                Button("For my calendar", Invocation("interview calendar", what)),
            ]
        return [
            Button("Debrief", Invocation("interview debrief", what)),
            Button("Thank-you notes", Invocation("interview thanks", what)),
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
            return Message(
                "No interviews yet",
                "No interviews yet",
                (
                    Paragraph(text("Tell me about one and I will make a plan that fits the days left.")),
                    Paragraph(text("For example: ", Code("/prep add Acme, data analyst, next Thu 3pm"))),
                    Actions((Button("Add an interview", Invocation("interview add"), Emphasis.PRIMARY),)),
                ),
            )
        blocks: list[Block] = []
        if self.ahead:
            blocks += [Paragraph(text(Bold("Ahead"))), Bullets(tuple(self._line(i) for i in self.ahead))]
        if self.behind:
            blocks += [
                Paragraph(text(Bold("Behind you"))),
                Bullets(tuple(self._line(i) for i in self.behind)),
            ]
        shown = (*self.ahead, *self.behind)[:MOST_BUTTONS]
        buttons = [
            Button(
                f"{shortened(i.company, LABEL)}, {short_day(i.day)}",
                Invocation("interview show", {"what": i.id}),
            )
            for i in shown
        ]
        blocks.append(Actions((*buttons, Button("Add another", Invocation("interview add")))))
        return Message("Your interviews", "Your interviews", tuple(blocks))

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
            Button(
                short_name(i),
                Invocation(self.path, {"what": i.id, **dict(self.arguments)}),
            )
            for i in self.interviews[:MOST_BUTTONS]
        )
        blocks: tuple[Block, ...] = (
            Paragraph(text(self.question)),
            Bullets(
                tuple(
                    text(Bold(i.company), ": ", when(i, self.reader_zone, self.now))
                    for i in self.interviews[:MOST_BUTTONS]
                )
            ),
            *self._more(),
            Actions(buttons),
        )
        return Message("Encore has a question", "Which one?", blocks)

    def _more(self) -> tuple[Block, ...]:
        hidden = len(self.interviews) - MOST_BUTTONS
        if hidden <= 0:
            return ()
        return (Note(text(f"{hidden} more; name the company to find them: ", Code("/interview show Acme"))),)


def short_name(interview: Interview, *, alone: bool = False) -> str:
    """Return what a button calls an interview: its company, and when it is unless it stands `alone`."""
    company = shortened(interview.company, LABEL)
    return company if alone else f"{company}, {short_day(interview.day)} {clock(interview.time)}"
