"""What an invitation says, asked about before anything is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.interviews import Format, Interview
from bot.domain.topics import title_of
from bot.text import Bold, Text, shortened, text
from bot.views.blocks import Actions, Block, Bullets, Button, Emphasis, Fields, Message, Note
from bot.views.confirming import Confirmation
from bot.views.interviews import short_name
from bot.views.layout import message, note, press, say
from bot.views.times import count, when

LABEL: Final = 30
NAMES: Final = {"role": "Role", "format": "How", "interviewers": "With", "place": "Where"}


@dataclass(frozen=True, slots=True)
class Change:
    """One detail that an invitation changes, by its name in a draft; `before` may be empty."""

    name: str
    before: str
    after: str

    def pair(self) -> tuple[str, Text]:
        """Return it as a label and its words: what it becomes, and what it was."""
        was = f" (until now: {self._in_words(self.before)})" if self.before else ""
        return NAMES[self.name], text(f"{self._in_words(self.after)}{was}")

    def _in_words(self, value: str) -> str:
        return title_of(Format(value)) if self.name == "format" else "; ".join(value.splitlines())


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What an invitation says, to be confirmed like anything typed, with what deserves a second look.

    `clock_asked` is true where the invitation does not say on whose clock its time is. `changes` are what an
    update brings beside the time; `another` that it may be added as an interview of its own instead.
    """

    confirmation: Confirmation
    checks: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    clock_asked: bool = False
    another: bool = False
    from_message: bool = False

    def present(self) -> Message:
        """Lay it out."""
        message = self.confirmation.present()
        *blocks, actions = message.blocks
        notes = next((at for at, block in enumerate(blocks) if isinstance(block, Note)), len(blocks))
        more: list[Block] = [Fields(tuple(each.pair() for each in self.changes))] if self.changes else []
        more += check_these(self.checks)
        if self.from_message:
            more.append(note("Of the message itself I keep only what stands here."))
        blocks[notes:notes] = more
        if isinstance(actions, Actions):
            actions = Actions((*actions.buttons, *self._buttons()))
        return replace(message, blocks=(*blocks, actions))

    def _buttons(self) -> Iterable[Button]:
        draft = {"draft": self.confirmation.draft_id}
        if self.clock_asked:
            yield press("Another city's clock", "draft zone", **draft)
        if self.another:
            yield press("Add it as another", "import another", **draft)


@dataclass(frozen=True, slots=True)
class Event:
    """One event to choose; `when` is its whole time in words, `short` fits on a button."""

    index: int
    title: str
    when: Text
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichEvent:
    """A calendar with several events ahead; one press chooses. `later` and `past` are how many are not shown."""

    draft_id: str
    events: tuple[Event, ...]
    later: int = 0
    past: int = 0
    heard: tuple[str, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [
            say("There are several events in that file. Which one is your interview?"),
            Bullets(tuple(text(Bold(shortened(each.title, LABEL)), ": ", each.when) for each in self.events)),
        ]
        blocks += [note(line) for line in (*self.heard, *self._left_out())]
        buttons = tuple(
            press(
                f"{shortened(each.title, LABEL)}, {each.short}",
                "import pick",
                draft=self.draft_id,
                event=str(each.index),
            )
            for each in self.events
        )
        return message("Encore has a question", "Which one is it?", *blocks, *buttons)

    def _left_out(self) -> Iterable[str]:
        if self.later:
            yield (
                f"{count(self.later, 'more event')} not shown. If yours is missing, save that one alone "
                "and hand it to me."
            )
        if self.past:
            yield f"{count(self.past, 'event')} left out: already past."


@dataclass(frozen=True, slots=True, kw_only=True)
class SameOne:
    """An invitation may be about an interview that is known; which it is changes what happens."""

    draft_id: str
    company: str
    said: Text
    interviews: tuple[Interview, ...]
    reader_zone: str
    now: datetime

    def present(self) -> Message:
        """Lay it out."""
        known = [
            text("You told me of ", Bold(each.company), ": ", when(each, self.reader_zone, self.now), ".")
            for each in self.interviews
        ]
        several = len(self.interviews) > 1
        buttons = [
            press(
                f"Same as {short_name(each)}" if several else "Yes, the same one",
                "import same",
                Emphasis.PLAIN if several else Emphasis.PRIMARY,
                draft=self.draft_id,
                what=each.id,
            )
            for each in self.interviews
        ]
        buttons.append(press("No, add it as another", "import another", draft=self.draft_id))
        company = (Bold(self.company), ": ") if self.company else ()
        return message(
            "Encore has a question",
            "Is this the same interview?",
            *(say(line) for line in known),
            say("This invitation is for ", *company, self.said, "."),
            *buttons,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDetails:
    """A newer invitation has the same time and something else that is new."""

    draft_id: str
    interview: Interview
    changes: tuple[Change, ...]
    reader_zone: str
    now: datetime
    checks: tuple[str, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "Something is new about your interview",
            f"{self.interview.company}: take over what is new?",
            say("The time stays: ", when(self.interview, self.reader_zone, self.now), "."),
            Fields(tuple(each.pair() for each in self.changes)),
            *check_these(self.checks),
            press("Take it over", "import renew", Emphasis.PRIMARY, draft=self.draft_id),
            press("Leave it as it was", "draft discard", draft=self.draft_id),
            press("Add it as another", "import another", draft=self.draft_id),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledOff:
    """Someone writes that interviews are off; only the member's yes stops anything.

    `sure` when it is certain which one is meant. `said` is what the message calls it.
    """

    interviews: tuple[Interview, ...]
    reader_zone: str
    now: datetime
    sure: bool = False
    said: str = ""
    checks: tuple[str, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        if self.sure and len(self.interviews) == 1:
            return self._one(self.interviews[0])
        about = text("It speaks of ", Bold(self.said), ".") if self.said else None
        blocks: list[Block] = [say(about)] if about else []
        if not self.interviews:
            blocks.append(say("I have no interview that it could mean, so nothing changes."))
            return message(
                "Encore read a cancellation",
                "That says an interview is off",
                *blocks,
                press("My interviews", "interview list"),
            )
        blocks.append(say("Which one do they mean? Nothing stops until you press."))
        blocks.append(
            Bullets(
                tuple(
                    text(Bold(each.company), ": ", when(each, self.reader_zone, self.now))
                    for each in self.interviews
                )
            )
        )
        blocks += check_these(self.checks)
        buttons = [
            press(f"{short_name(each)} is off", "interview cancel", what=each.id) for each in self.interviews
        ]
        keep = press("None of these", "interview list")
        return message("Encore has a question", "That says an interview is off", *blocks, *buttons, keep)

    def _one(self, interview: Interview) -> Message:
        what = {"what": interview.id}
        return message(
            "Encore has a question",
            f"{interview.company}: they have called it off",
            say("I have it for ", when(interview, self.reader_zone, self.now), "."),
            "Stop everything for it? A new date may still come; one press brings it back.",
            *check_these(self.checks),
            press("Yes, it is off", "interview cancel", Emphasis.PRIMARY, **what),
            press("No, keep it", "interview show", **what),
            press("It has a new time", "interview move", **what),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingFound:
    """Nothing that is sure was found. What was pasted lies in the draft; a file is still the member's own."""

    interviews: tuple[Interview, ...] = ()
    draft_id: str = ""

    def present(self) -> Message:
        """Lay it out."""
        kept = " What you pasted is kept for 7 days." if self.draft_id else ""
        again = (
            press("Look at the text again", "draft open", draft=self.draft_id)
            if self.draft_id
            else press("Paste the text", "interview import")
        )
        moving = (
            press(
                f"{short_name(each, alone=len(self.interviews) == 1)} has a new time",
                "interview move",
                what=each.id,
            )
            for each in self.interviews
        )
        return message(
            "Encore has a question",
            "I found no interview in that",
            f"I looked for a day, a company and the people, and saw none I am sure of.{kept}",
            "Three things are enough to begin: company, role and when.",
            press("Fill them in", "interview add", Emphasis.PRIMARY),
            again,
            *moving,
        )


def check_these(checks: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the sentences that deserve a second look, under one heading."""
    if not checks:
        return ()
    return (
        say(Bold("Please check:")),
        Bullets(tuple(text(check) for check in checks)),
    )
