"""The private message that a member gets when a step is due, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.content import Question, Task, Tip
from bot.domain.interviews import Interview
from bot.domain.leads import Beside, Lead, Trait
from bot.domain.reminder_context import PLAIN, Occasion
from bot.domain.reminders import Later
from bot.text import Bold, text
from bot.views import brief, debrief, logistics, thank_you
from bot.views.blocks import Block, Bullets, Button, Emphasis, Message, Note
from bot.views.layout import actions, message, note, press, quote, say
from bot.views.reminder_context import NONE, Particulars, Setting
from bot.views.times import count, day_and_time, when

LATERS = {Later.HOUR: "In an hour", Later.EVENING: "This evening", Later.TOMORROW: "Tomorrow"}
WORTH_SAYING = timedelta(minutes=10)
"""A reminder later than this says when it was due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderView:
    """One step, now. `missed` are the tasks of earlier steps that were merged into it.

    `also` are those that lie beside it on the days until the next reminder.
    """

    key: str
    interview: Interview
    reader_zone: str
    now: datetime
    lead: Lead
    words: str
    due_at: datetime
    discreet: bool = True
    task: Task | None = None
    missed: tuple[Task, ...] = ()
    tip: Tip | None = None
    questions: tuple[Question, ...] = ()
    plan_prompt: str = ""
    laters: tuple[Later, ...] = ()
    occasion: Occasion = PLAIN
    also: tuple[Task, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        # A phone may show more than the notice: without her leave the company stands in the last line alone.
        company = "" if self.discreet else f": {self.interview.company}"
        blocks = (*self.body(), actions(*self.buttons()))
        return Message(self._notice(), f"{self.lead.facts.label}{company}", blocks)

    def body(self) -> list[Block]:
        """Return what it says, without its title and buttons."""
        blocks: list[Block] = [say(self.words)]
        blocks[:0] = self.late()
        if self.task:
            blocks.append(say(Bold(self.task.text), f" ({self.task.minutes} min)"))
            blocks.append(note("Done when: ", self.task.done_when))
        if self.missed:
            names = "; ".join(f"{task.text} ({task.minutes} min)" for task in self.missed)
            blocks.append(say("If there is time, from earlier: ", names))
        if self.also:
            blocks.append(say("When you have time, before the next reminder:"))
            blocks.append(Bullets(tuple(text(f"{task.text} ({task.minutes} min)") for task in self.also)))
        particulars = self._particulars()
        blocks += particulars.blocks
        if self.questions:
            blocks.append(say("To practise aloud:"))
            blocks += [quote(question.prompt) for question in self.questions]
        if self.plan_prompt:
            blocks.append(note(self.plan_prompt))
        if self.tip:
            blocks.append(note("A tip: ", Bold(self.tip.title), ". ", self.tip.do_now))
        blocks.append(self.whose())
        return blocks

    def late(self) -> list[Block]:
        """Return the line that says when it was due, if that was long ago."""
        if self.now - self.due_at <= WORTH_SAYING:
            return []
        due = day_and_time(self.due_at, self.reader_zone, self.now)
        return [note(f"This was due {due}; I could not send it then. It still helps now.")]

    def whose(self) -> Note:
        """Return the line that says with which company and when."""
        return note(f"{self.interview.company}: ", when(self.interview, self.reader_zone, self.now), ".")

    def _particulars(self) -> Particulars:
        setting = Setting(
            interview=self.interview, occasion=self.occasion, reader_zone=self.reader_zone, now=self.now
        )
        match self.lead.facts.beside:
            case Beside.NOTHING:
                return NONE
            case Beside.LOGISTICS:
                return logistics.in_reminder(setting)
            case Beside.BRIEF:
                return brief.in_reminder(setting)
            case Beside.DEBRIEF:
                return debrief.in_reminder(setting)
            case Beside.THANK_YOU:
                return thank_you.in_reminder(setting)
            case Beside.FOLLOW_UP:
                return thank_you.follow_up_in_reminder(setting)
            case Beside.LAST_NOTE:
                return thank_you.last_note_in_reminder(setting)

    def _notice(self) -> str:
        minutes = f", {count(self.task.minutes, 'minute')}" if self.task else ""
        if self.discreet:
            return f"Encore: one small step{minutes}"
        return f"{self.interview.company}: one small step{minutes}"

    def buttons(self) -> list[Button]:
        """Return what can be done about it."""
        key = {"key": self.key}
        buttons = [press("Done", "reminder done", Emphasis.PRIMARY, **key)]
        buttons += self._particulars().buttons
        buttons += [press(LATERS[later], "reminder later", **key, until=later) for later in self.laters]
        buttons.append(press("Skip", "reminder skip", **key))
        if self.also:
            buttons.append(press("See the plan", "interview plan", what=self.interview.id))
        if self.tip:
            buttons.append(press("Read the tip", "tip show", item=self.tip.id))
        if self.lead.has(Trait.ASKS):
            buttons.append(press("I have heard back", "interview result", what=self.interview.id))
        return buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderHandled:
    """A reminder was pressed: what is noted, and what comes next."""

    lead: Lead
    interview: Interview
    words: str
    undo: bool = False
    next_words: str = ""

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [say(self.words)]
        if self.next_words:
            blocks.append(note(self.next_words))
        buttons = []
        if self.undo:
            buttons.append(press("Undo", "plan reopen", interview=self.interview.id, lead=self.lead))
        buttons.append(press("See the plan", "interview plan", what=self.interview.id))
        return message("Noted", f"{self.lead.facts.label}: {self.interview.company}", *blocks, *buttons)
