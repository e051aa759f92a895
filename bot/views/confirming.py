"""Checking with the member what was understood, and keeping what was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import city_of
from bot.domain.interviews import Format, Interview
from bot.domain.invitations import Candidate
from bot.domain.topics import title_of
from bot.invocation import Invocation
from bot.text import Bold, Code, Text, text
from bot.views.blocks import Block, Bullets, Button, Emphasis, Fields, Message
from bot.views.layout import actions, message, note, press, say
from bot.views.times import clock, comes_twice, moment_of, short_day, when


def clock_change(candidate: Candidate) -> str:
    """Return what a clock change does to a time: skips it, or repeats it; else nothing."""
    at, place = clock(candidate.time), city_of(candidate.zone)
    if candidate.said is not None:
        return (
            f"There is no {clock(candidate.said)} on that day: the clocks in {place} go forward and pass over it. "
            f"I take it as {at}."
        )
    if comes_twice(candidate.day, candidate.time, candidate.zone):
        return (
            f"{at} comes twice on that day, since the clocks in {place} go back. I take the first of the two."
        )
    return ""


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
        blocks += [note(words) for c in self.candidates if (words := clock_change(c))]
        if self.privacy:
            blocks += [note(line) for line in self.privacy]
        blocks.append(actions(*self._buttons()))
        title = "Is this right?" if self.moving is None else "Move it to this time?"
        return message("Encore would like you to check a time", title, *blocks)

    def _pairs(self) -> list[tuple[str, Text]]:
        pairs = [("Company", text(Bold(self.company)))]
        if self.role:
            pairs.append(("Role", text(self.role)))
        if self.format is not Format.UNKNOWN:
            pairs.append(("How", text(title_of(self.format))))
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
            return [say(said), Bullets(tuple(text(m) for m in moments))]
        if self.guessed:
            return [
                say("I am not sure I read “", self.typed, "” right. Did you mean:"),
                say(moments[0]),
            ]
        return [say("When: ", moments[0])]

    def _buttons(self) -> list[Button]:
        def confirm(reading: Candidate) -> Invocation:
            # The time stands in the button, so that an old one can never confirm what it did not show.
            return Invocation("interview confirm", {"draft": self.draft_id, "at": reading.wall})

        if len(self.candidates) > 1:
            buttons = [Button(f"{short_day(c.day)}, {clock(c.time)}", confirm(c)) for c in self.candidates]
        else:
            buttons = [Button("Right", confirm(self.candidates[0]), Emphasis.PRIMARY)]
        buttons.append(press("Change", "draft open", draft=self.draft_id))
        if self.moving is None:
            if self.privacy:
                buttons.append(press("Use a nickname", "draft nickname", draft=self.draft_id))
            buttons.append(press("Add details", "draft details", draft=self.draft_id))
        return buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftKept:
    """What was typed is kept, and how to carry on."""

    draft_id: str

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "Your draft is kept",
            "Kept for later",
            say("What you typed is kept for 7 days. ", Code("/prep"), " offers it first."),
            press("Carry on", "draft open", Emphasis.PRIMARY, draft=self.draft_id),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A line that could mean several things, or nothing that is known; it is kept in the draft."""

    draft_id: str
    verb: str = ""

    def present(self) -> Message:
        """Lay it out."""
        add = press("Add it as an interview", "draft add", Emphasis.PRIMARY, draft=self.draft_id)
        if self.verb:
            words = text(
                f"Did you want to {self.verb} an interview, or add one at a company whose name begins with that word?"
            )
            buttons = (
                add,
                press(f"{self.verb.capitalize()} an interview", f"interview {self.verb}"),
            )
        else:
            words = text(
                "I did not understand that, and guessing would be worse than asking. An interview looks like this: ",
                Code("Acme, data analyst, next Thu 3pm"),
            )
            buttons = (add, press("What can I type?", "encore help"))
        return message("Encore has a question", "Say that another way?", say(words), *buttons)
