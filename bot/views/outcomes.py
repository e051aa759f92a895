"""An interview is off, or came to something; and what one round leaves to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.content import Purpose
from bot.domain.interviews import Interview, Outcome
from bot.domain.outcomes import LastTime
from bot.domain.topics import title_of
from bot.invocation import Invocation
from bot.text import Bold, text
from bot.views.blocks import Block, Bullets, Button, Emphasis, Message
from bot.views.layout import message, note, press, quote, say
from bot.views.times import count, day_and_time, short_day


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
        return message(
            "An interview was cancelled",
            f"{self.interview.company} is cancelled",
            f"Nothing more will come for it. {stopped}",
            press("Undo", "interview restore", what=self.interview.id),
            press("My interviews", "interview list"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AskResult:
    """Ask what came of it, or what is right where an outcome was told already.

    `heard` is what the member said of one that is still `ahead` ("in 12 days"): it is asked about, since noting it
    may stop every reminder.
    """

    interview: Interview
    heard: Outcome | None = None
    ahead: str = ""

    def present(self) -> Message:
        """Lay it out."""
        told = self.interview.outcome
        words = "Whatever it is, one press is enough. Reminders follow it."
        title = f"What came of {self.interview.company}?"
        buttons = self._outcomes()
        if told is not None:
            words = f"It stands as: {title_of(told).lower()}. Press what is right, and reminders follow it."
            take_back = press("None of these: take it back", "interview restore", **self._what())
            buttons = (*buttons, take_back)
        if self.heard is not None:
            words = f"That interview is still ahead: it is {self.ahead}. Did they cancel, or did you hear already?"
            title = f"{self.interview.company} is still ahead"
            buttons = self._still_ahead(self.heard)
        return message("Encore has a question", title, say(words), *buttons)

    def _outcomes(self) -> tuple[Button, ...]:
        return tuple(
            press(title_of(outcome), "interview result", **self._what(), outcome=outcome)
            for outcome in Outcome
        )

    def _still_ahead(self, heard: Outcome) -> tuple[Button, ...]:
        return (
            press("They cancelled", "interview cancel", **self._what()),
            press(
                f"I heard: {title_of(heard).lower()}",
                "interview result",
                **self._what(),
                outcome=heard,
                sure="yes",
            ),
            press("Leave it as it is", "interview show", **self._what()),
        )

    def _what(self) -> dict[str, str]:
        return {"what": self.interview.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultNoted:
    """An outcome is noted and the reminders follow it.

    `remaining` counts the reminders still to come for it, of which `asks` are when the member is asked for news.
    `others` are the other interviews that go on, by start, unless all reminders are `paused`. `written` says whether
    something was written down after it.
    """

    interview: Interview
    stopped: int
    remaining: int
    now: datetime
    asks: tuple[datetime, ...] = ()
    others: tuple[Interview, ...] = ()
    paused: bool = False
    written: bool = False
    reader_zone: str | None = None

    def present(self) -> Message:
        """Lay it out."""
        match self.interview.outcome:
            case Outcome.OFFER:
                title, blocks, buttons = self._offer()
            case Outcome.NEXT:
                title, blocks, buttons = self._next()
            case Outcome.NO:
                title, blocks, buttons = self._no()
            case _:
                title, blocks, buttons = self._waiting()
        wrong = press("That is not right", "interview result", what=self.interview.id)
        return message("Your result is noted", title, *blocks, *buttons, wrong)

    def _offer(self) -> tuple[str, list[Block], list[Button]]:
        blocks: list[Block] = [
            say("You did that. They met you, and they want to work with you. Enjoy it first."),
            say(
                "You need not answer on the spot: thank them, ask for it in writing, "
                "and ask by when they need to hear from you."
            ),
            say(f"{self._stopped()} {self._rest_while_deciding()}".strip()),
        ]
        buttons = [
            press("A tip on pay", "tip", Emphasis.PRIMARY, topic="pay-offer"),
            press("A tip on deciding", "tip", topic="decisions"),
            self._template(Purpose.NEGOTIATE),
            self._template(Purpose.MORE_TIME),
        ]
        if self.others:
            # Of an interview that is over nobody asks the range any more: this is for those ahead.
            asked = Invocation("interview template", {"purpose": Purpose.PAY_RANGE})
            buttons.append(Button("Ask another's pay range", asked))
        if self.others and not self.paused:
            buttons.append(press("Pause everything else", "encore pause", days="7"))
        return f"An offer from {self.interview.company}. Congratulations!", blocks, buttons

    def _rest_while_deciding(self) -> str:
        if not self.others:
            return ""
        if self.paused:
            return "Your reminders are paused, so nothing comes for the others either."
        ahead = next((other for other in self.others if other.starts_at > self.now), None)
        nearest = f" ({ahead.company}, {short_day(ahead.day)})" if ahead else ""
        going_on = self._others().removesuffix(".")
        return f"{going_on}{nearest}. Want quiet to decide? One press pauses everything for a week."

    def _next(self) -> tuple[str, list[Block], list[Button]]:
        company = self.interview.company
        number = self.interview.round + 1
        blocks: list[Block] = [
            say(
                "They liked what they saw. Tell me when it is, and the plan for round "
                f"{number} begins with what you know from this one."
            ),
            say(self._stopped()),
        ]
        what = {"what": self.interview.id}
        buttons = [
            press("Add the next round", "interview next", Emphasis.PRIMARY, **what),
            press("From last time", "round last", last=self.interview.id),
        ]
        if not self.written and self.interview.starts_at <= self.now:
            blocks.append(say("If you have five minutes, write down what they asked while it is fresh."))
            buttons.append(press("Write it down", "interview debrief", **what))
        return f"{company} wants to see you again", blocks, buttons

    def _no(self) -> tuple[str, list[Block], list[Button]]:
        words = "I am sorry. A no stings, and it is all right that it does."
        after = "Everything for it has stopped."
        if self.others and not self.paused:
            after += f" {self._others()}"
        return (
            f"Not {self.interview.company}, this time",
            [say(words), say(after)],
            [],
        )

    def _waiting(self) -> tuple[str, list[Block], list[Button]]:
        blocks: list[Block] = [
            say("Waiting is the hard part, and a silence says nothing about how you did."),
            say(self._will_ask()),
        ]
        before = self.remaining - len(self.asks)
        if before > 0:
            blocks.append(say(f"{count(before, 'reminder')} of your plan still to come before that."))
        buttons = [
            press("A tip on silence", "tip", topic="outcomes"),
            self._template(Purpose.FOLLOW_UP),
        ]
        return f"Waiting on {self.interview.company}", blocks, buttons

    def _will_ask(self) -> str:
        zone = self.reader_zone or self.interview.zone
        days = [day_and_time(moment, zone, self.now) for moment in self.asks]
        if self.paused and not days:
            return "Reminders are paused, so I ask nothing until you resume them. When you hear, tell me."
        if not days:
            return "I will not ask again. When you hear, tell me, and I go on from there."
        if len(days) == 1:
            return f"I will ask at most once more: {days[0]}. After that, never again."
        often = "twice" if len(days) == 2 else f"{len(days)} times"
        return f"I will ask {often} at most: {' and '.join(days)}. After that, never again."

    def _stopped(self) -> str:
        if not self.stopped:
            return "Nothing more was to come for it."
        return f"Everything else for it has stopped: {count(self.stopped, 'reminder')}."

    def _others(self) -> str:
        if len(self.others) == 1:
            return "The other one goes on as planned."
        return "The others go on as planned."

    def _template(self, purpose: Purpose) -> Button:
        return press(title_of(purpose), "interview template", purpose=purpose, what=self.interview.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FromLastTime:
    """What the round before leaves to the next: who was met, what was promised, what went short.

    `following` is the next round, if it is there yet.
    """

    last: LastTime
    following: Interview | None = None

    def present(self) -> Message:
        """Lay it out."""
        blocks = [*from_last_time(self.last)]
        buttons = []
        if self.following is not None:
            buttons.append(press("See the plan", "interview plan", Emphasis.PRIMARY, what=self.following.id))
        else:
            buttons.append(
                press("Add the next round", "interview next", Emphasis.PRIMARY, what=self.last.interview_id)
            )
        if self.last.missed:
            buttons.append(press("A question to practise", "question"))
        label = "What I wrote down" if self.last.written else "Write it down"
        buttons.append(press(label, "interview debrief", what=self.last.interview_id))
        return message(
            "From last time", f"From round {self.last.round} with {self.last.company}", *blocks, *buttons
        )


def from_last_time(last: LastTime) -> tuple[Block, ...]:
    """Return what a plan for the next round starts from, most urgent first."""
    blocks: list[Block] = []
    if last.promised:
        blocks += [
            say(Bold("Promised. "), "If it was yours, bring it or say when it comes:"),
            quote(last.promised),
        ]
    if last.missed:
        blocks += [
            say(
                Bold("You missed, or wished you had said. "),
                "Say it aloud once, two minutes, before anything else:",
            ),
            quote(last.missed),
        ]
    if last.people:
        blocks += [
            say(Bold("You met. "), "They may be there again, or have told the others about you:"),
            Bullets(tuple(text(str(person)) for person in last.people)),
        ]
    if last.asked:
        blocks += [
            say(Bold("They asked. "), "What they ask twice is what matters to them:"),
            quote(last.asked),
        ]
    if not last.written:
        words = "Nothing is written down from that round yet. Three short questions, while you remember?"
        blocks.append(note(words))
    return tuple(blocks)
