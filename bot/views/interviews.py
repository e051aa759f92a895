"""Adding, showing and changing interviews, as they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.calendar import city_of, instant_of
from bot.domain.interviews import Format, Interview, Outcome
from bot.invocation import Invocation
from bot.text import Bold, Code, Text, text
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
from bot.views.times import clock, count, moment_of, short_day, when

FORMATS = {
    Format.ONSITE: "On site",
    Format.VIDEO: "By video",
    Format.PHONE: "By phone",
    Format.UNKNOWN: "Not known yet",
}
OUTCOMES = {
    Outcome.OFFER: "An offer",
    Outcome.NEXT: "Another round",
    Outcome.NO: "A no",
    Outcome.WAITING: "Still waiting",
}
PRIVACY = (
    "Other members and coaches never see what you write here.",
    "Whoever owns this workspace may be able to export messages, and whoever runs Encore holds its keys.",
    "If that worries you, call the company by a nickname: the button below changes it everywhere.",
)
PRIVACY_AT_HOME = (
    "Everything you write stays in one encrypted file on this machine.",
    "Whoever can open your account on it could read it; nobody else can.",
    "If that worries you, call the company by a nickname: the button below changes it everywhere.",
)


MOST_BUTTONS = 10
LABEL = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read the time that was typed."""

    day: date
    time: time
    zone: str

    @property
    def starts_at(self) -> datetime:
        """The instant, aware UTC."""
        return instant_of(self.day, self.time, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """How an interview's time was understood, to be confirmed before anything is planned.

    `guessed` means that a forgiving reader found it: it is asked as a question. `moving` is the interview
    that would move, when there is one.
    """

    draft_id: str
    company: str
    candidates: tuple[Candidate, ...]
    reader_zone: str
    now: datetime
    role: str = ""
    format: Format = Format.UNKNOWN
    interviewers: tuple[str, ...] = ()
    place: str = ""
    notes: str = ""
    typed: str = ""
    guessed: bool = False
    moving: Interview | None = None
    privacy: tuple[str, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = []
        if self.moving is None:
            blocks.append(Fields(tuple(self._pairs())))
        else:
            before = when(self.moving, self.reader_zone, self.now)
            blocks.append(Fields((("Company", text(self.company)), ("Until now", text(before)))))
        blocks += self._question()
        if self.privacy:
            blocks += [Note(text(line)) for line in self.privacy]
        blocks.append(Actions(tuple(self._buttons())))
        title = "Is this right?" if self.moving is None else "Move it to this time?"
        return Message("Encore would like you to check a time", title, tuple(blocks))

    def _pairs(self) -> list[tuple[str, Text]]:
        pairs = [("Company", text(Bold(self.company)))]
        if self.role:
            pairs.append(("Role", text(self.role)))
        if self.format is not Format.UNKNOWN:
            pairs.append(("How", text(FORMATS[self.format])))
        if self.interviewers:
            pairs.append(("With", text("; ".join(self.interviewers))))
        if self.place:
            pairs.append(("Where", text(self.place)))
        if self.notes:
            pairs.append(("Notes", text(self.notes)))
        return pairs

    def _question(self) -> list[Block]:
        moments = [
            moment_of(c.day, c.time, c.zone, c.starts_at, self.reader_zone, self.now) for c in self.candidates
        ]
        if len(moments) > 1:
            said = (
                text("“", self.typed, "” can be read two ways. Which one is it?")
                if self.typed
                else text("Which one is it?")
            )
            return [Paragraph(said), Bullets(tuple(text(m) for m in moments))]
        if self.guessed:
            return [
                Paragraph(text("I am not sure I read “", self.typed, "” right. Did you mean:")),
                Paragraph(text(moments[0])),
            ]
        return [Paragraph(text("When: ", moments[0]))]

    def _buttons(self) -> list[Button]:
        def confirm(reading: int) -> Invocation:
            return Invocation("interview confirm", {"draft": self.draft_id, "reading": str(reading)})

        if len(self.candidates) > 1:
            buttons = [
                Button(f"{short_day(c.day)}, {clock(c.time)}", confirm(i))
                for i, c in enumerate(self.candidates)
            ]
        else:
            buttons = [Button("Right", confirm(0), Emphasis.PRIMARY)]
        buttons.append(Button("Change", Invocation("draft open", {"draft": self.draft_id})))
        if self.moving is None:
            if self.privacy:
                buttons.append(
                    Button("Use a nickname", Invocation("draft nickname", {"draft": self.draft_id}))
                )
            buttons.append(Button("Add details", Invocation("draft details", {"draft": self.draft_id})))
        return buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An interview is in, and its plan begins. `first` is the first thing to do, `reminders` how many will come."""

    interview: Interview
    reader_zone: str
    now: datetime
    reminders: int
    next_reminder: str
    first: Text
    merged: int = 0
    left_out: int = 0

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [
            Paragraph(
                text(
                    "Being called back means they are interested. Well done. ",
                    Bold(self.interview.company),
                    ": ",
                    when(self.interview, self.reader_zone, self.now),
                    ".",
                )
            ),
            Paragraph(text(self._promise())),
            Paragraph(text(Bold("First: "), self.first)),
            Actions(
                (
                    Button(
                        "Done",
                        Invocation("plan done", {"interview": self.interview.id, "lead": "booking"}),
                        Emphasis.PRIMARY,
                    ),
                    Button("See the plan", Invocation("interview plan", {"what": self.interview.id})),
                    Button("Give me a tip", Invocation("tip")),
                )
            ),
        ]
        return Message("Your plan is ready", "You have been called back", tuple(blocks))

    def _promise(self) -> str:
        if not self.reminders:
            return "There is no time left for reminders, so here is the one thing that helps most."
        words = f"I will send you {count(self.reminders, 'small reminder')}, one step at a time; the next comes {self.next_reminder}."
        if self.merged or self.left_out:
            words += " Time is short, so the plan keeps what matters most."
        return words


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
        pairs.append(("How", text(FORMATS[interview.format])))
        if interview.interviewers:
            pairs.append(("With", text("; ".join(str(p) for p in interview.interviewers))))
        if interview.place:
            pairs.append(("Where", text(interview.place)))
        if interview.notes:
            pairs.append(("Notes", text(interview.notes)))
        if interview.cancelled:
            pairs.append(("State", text("Cancelled; nothing more will come.")))
        elif interview.outcome:
            pairs.append(("State", text(OUTCOMES[interview.outcome])))
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
            Button("Move", Invocation("interview move", what)),
            Button("Edit", Invocation("interview edit", what)),
            Button("Result", Invocation("interview result", what)),
            Button("Cancel", Invocation("interview cancel", what), Emphasis.DANGER),
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
        buttons = [Button(_short(i.company), Invocation("interview show", {"what": i.id})) for i in shown]
        blocks.append(Actions((*buttons, Button("Add another", Invocation("interview add")))))
        return Message("Your interviews", "Your interviews", tuple(blocks))

    def _line(self, interview: Interview) -> Text:
        role = f", {interview.role}" if interview.role else ""
        state = ""
        if interview.cancelled:
            state = " (cancelled)"
        elif interview.outcome:
            state = f" ({OUTCOMES[interview.outcome].lower()})"
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
                f"{_short(i.company)}, {short_day(i.day)} {clock(i.time)}",
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
            Actions(buttons),
        )
        return Message("Encore has a question", "Which one?", blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An interview has a new time and its plan has been worked out again."""

    interview: Interview
    before: Candidate
    reader_zone: str
    now: datetime
    reminders: int
    next_reminder: str

    def present(self) -> Message:
        """Lay it out."""
        old = self.before
        plan = (
            f"All reminders have been worked out again: {self.reminders} ahead, the next {self.next_reminder}."
            if self.reminders
            else "There is nothing left to remind you of before it."
        )
        return Message(
            "Your interview has moved",
            f"{self.interview.company} has moved",
            (
                Fields(
                    (
                        ("Was", text(f"{short_day(old.day)}, {clock(old.time)}, {city_of(old.zone)}")),
                        ("Now", text(when(self.interview, self.reader_zone, self.now))),
                    )
                ),
                Paragraph(text(plan)),
                Actions(
                    (
                        Button(
                            "See the plan",
                            Invocation("interview plan", {"what": self.interview.id}),
                            Emphasis.PRIMARY,
                        ),
                    )
                ),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """An interview is off and nothing more will come for it."""

    interview: Interview
    stopped: int

    def present(self) -> Message:
        """Lay it out."""
        stopped = (
            f"{count(self.stopped, 'reminder')} stopped."
            if self.stopped
            else "No reminders were left to stop."
        )
        return Message(
            "An interview was cancelled",
            f"{self.interview.company} is cancelled",
            (
                Paragraph(text(f"Nothing more will come for it. {stopped}")),
                Actions(
                    (
                        Button("Undo", Invocation("interview restore", {"what": self.interview.id})),
                        Button("My interviews", Invocation("interview list")),
                    )
                ),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AskResult:
    """Ask what came of it."""

    interview: Interview

    def present(self) -> Message:
        """Lay it out."""
        buttons = tuple(
            Button(label, Invocation("interview result", {"what": self.interview.id, "outcome": outcome}))
            for outcome, label in OUTCOMES.items()
        )
        return Message(
            "Encore has a question",
            f"What came of {self.interview.company}?",
            (Paragraph(text("Whatever it is, one press is enough. Reminders follow it.")), Actions(buttons)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultNoted:
    """An outcome is noted and the reminders follow it."""

    interview: Interview
    stopped: int
    remaining: int
    now: datetime

    def present(self) -> Message:
        """Lay it out."""
        title, words = self._words()
        blocks: list[Block] = [Paragraph(text(words)), Paragraph(text(self._reminders()))]
        buttons = [Button("Change the result", Invocation("interview result", {"what": self.interview.id}))]
        if self.interview.outcome is Outcome.NEXT:
            buttons.insert(
                0,
                Button(
                    "Add the next round",
                    Invocation("interview next", {"what": self.interview.id}),
                    Emphasis.PRIMARY,
                ),
            )
        if self.interview.outcome is Outcome.OFFER:
            buttons.insert(0, Button("Tips on pay and offers", Invocation("tip", {"topic": "pay-offer"})))
        blocks.append(Actions(tuple(buttons)))
        return Message("Your result is noted", title, tuple(blocks))

    def _words(self) -> tuple[str, str]:
        company = self.interview.company
        match self.interview.outcome:
            case Outcome.OFFER:
                return f"An offer from {company}. Congratulations", (
                    "You did that. You need not answer on the spot: thank them, ask for it in writing, "
                    "and ask when they need to hear from you."
                )
            case Outcome.NEXT:
                return f"{company} wants to see you again", (
                    "Each round means they like what they saw. Tell me when the next one is and the plan starts afresh."
                )
            case Outcome.NO:
                return f"Not {company}, this time", (
                    "I am sorry. It stings, and it says little about your worth. "
                    "Take the evening off; nothing more will come about this one."
                )
            case _:
                return f"Waiting on {company}", (
                    "Waiting is the hard part. Nothing you do now would speed it up, so let the follow-up dates do the work."
                )

    def _reminders(self) -> str:
        if self.interview.settled:
            return (
                f"{count(self.stopped, 'reminder')} stopped."
                if self.stopped
                else "No reminders were left to stop."
            )
        if self.remaining:
            return f"{count(self.remaining, 'reminder')} still to come."
        return "No reminders are left for this one."


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftKept:
    """What was typed is kept, and how to carry on."""

    draft_id: str

    def present(self) -> Message:
        """Lay it out."""
        return Message(
            "Your draft is kept",
            "Kept for later",
            (
                Paragraph(text("What you typed is kept for 7 days. ", Code("/prep"), " offers it first.")),
                Actions(
                    (
                        Button(
                            "Carry on", Invocation("draft open", {"draft": self.draft_id}), Emphasis.PRIMARY
                        ),
                    )
                ),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A line that could mean several things, or nothing that is known; it is kept in the draft."""

    draft_id: str
    verb: str = ""

    def present(self) -> Message:
        """Lay it out."""
        add = Button(
            "Add it as an interview", Invocation("draft add", {"draft": self.draft_id}), Emphasis.PRIMARY
        )
        if self.verb:
            words = text(
                f"Did you want to {self.verb} an interview, or add one at a company whose name begins with that word?"
            )
            buttons = (
                add,
                Button(f"{self.verb.capitalize()} an interview", Invocation(f"interview {self.verb}")),
            )
        else:
            words = text(
                "I did not understand that, and guessing would be worse than asking. An interview looks like this: ",
                Code("Acme, data analyst, next Thu 3pm"),
            )
            buttons = (add, Button("What can I type?", Invocation("encore help")))
        return Message("Encore has a question", "Say that another way?", (Paragraph(words), Actions(buttons)))


def _short(name: str) -> str:
    return name if len(name) <= LABEL else name[: LABEL - 1].rstrip() + "…"
