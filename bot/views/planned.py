"""An interview was added or has moved, and its plan with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import city_of
from bot.domain.candidates import Candidate
from bot.domain.interviews import Interview
from bot.text import Bold, Text, text
from bot.views.blocks import Block, Button, Emphasis, Fields, Message
from bot.views.layout import actions, message, press, say
from bot.views.times import clock, count, short_day, when

PAUSED = "Reminders are paused, so none will come until you resume them; the plan is there all the same."


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An interview is in, and its plan begins.

    `first` is the first thing to do, `reminders` how many will come, `steps` how many the plan has in all: the
    one for now is told here, and each of the others by its reminder.
    """

    interview: Interview
    reader_zone: str
    now: datetime
    reminders: int
    next_reminder: str
    first: Text
    merged: int = 0
    left_out: int = 0
    paused: bool = False
    steps: int = 0

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [
            say(
                "Being called back means they are interested. Well done. ",
                Bold(self.interview.company),
                ": ",
                when(self.interview, self.reader_zone, self.now),
                ".",
            ),
            say(self._promise()),
            say(Bold("First: "), self.first),
            actions(
                press("Done", "plan done", Emphasis.PRIMARY, interview=self.interview.id, lead="booking"),
                press("See the plan", "interview plan", what=self.interview.id),
                self._further(),
            ),
        ]
        return message("Your plan is ready", "You have been called back", *blocks)

    def _further(self) -> Button:
        if self.interview.previous:
            return press("From last time", "round last", what=self.interview.id)
        return press("Give me a tip", "tip")

    def _promise(self) -> str:
        if self.paused:
            return PAUSED
        if not self.reminders:
            return "There is no time left for reminders, so here is the one thing that helps most."
        words = f"Your plan has {count(self.steps, 'step')}, the first of them now. " if self.steps else ""
        words += f"I will send you {count(self.reminders, 'small reminder')}, one step at a time; the next comes {self.next_reminder}."
        if self.merged or self.left_out:
            words += " Time is short, so the plan keeps what matters most."
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An interview has a new time and its plan has been worked out again."""

    interview: Interview
    before: Candidate
    reader_zone: str
    now: datetime
    reminders: int
    next_reminder: str
    paused: bool = False

    def present(self) -> Message:
        """Lay it out."""
        old = self.before
        plan = (
            f"All reminders have been worked out again: {self.reminders} ahead, the next {self.next_reminder}."
            if self.reminders
            else PAUSED
            if self.paused
            else "There is nothing left to remind you of before it."
        )
        return message(
            "Your interview has moved",
            f"{self.interview.company} has moved",
            Fields(
                (
                    ("Was", text(f"{short_day(old.day)}, {clock(old.time)}, {city_of(old.zone)}")),
                    ("Now", text(when(self.interview, self.reader_zone, self.now))),
                )
            ),
            say(plan),
            press("See the plan", "interview plan", Emphasis.PRIMARY, what=self.interview.id),
        )
