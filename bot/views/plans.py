"""The plan of one interview, day by day; and what is said when it begins or is worked out again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.calendar import city_of, local
from bot.domain.content import Lead, Task
from bot.domain.interviews import Interview
from bot.domain.invitations import Candidate
from bot.domain.outcomes import LastTime
from bot.domain.progress import Countdown, PlanLine, State
from bot.text import Bold, Text, shortened, text
from bot.views.blocks import Block, Button, Check, Checklist, Emphasis, Fields, Message, Picture, Progress
from bot.views.countdown import drawing, in_words
from bot.views.layout import Content, actions, message, note, press, say
from bot.views.outcomes import from_last_time
from bot.views.times import clock, count, long_day, short_day, when

LABEL = 40
"""Characters of a task on a button."""
NAMED = 4
"""Tasks named in one sentence."""
ACTED_ON = 3
"""How many open steps carry buttons: more would be a wall on a phone."""


CHECKS = {
    State.OPEN: Check.OPEN,
    State.NOW: Check.NOW,
    State.DONE: Check.DONE,
    State.SKIPPED: Check.SKIPPED,
    State.MISSED: Check.SKIPPED,
    State.STOPPED: Check.SKIPPED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A task that lies on a day beside the steps. `lead` is the step it was not done at, or None."""

    day: date
    task: str
    words: str
    minutes: int
    lead: Lead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The days with their steps and tasks, their minutes, and what was left out and why.

    `no_room` are tasks that the member's minutes a day leave no room for, `also_done` those done beside the steps, and
    `last` what the round before left to this one, and
    `just_done` the id of the one that was ticked off this moment, so that it can be opened again.
    """

    interview: Interview
    lines: tuple[PlanLine, ...]
    reader_zone: str
    now: datetime
    left_out: tuple[tuple[str, str], ...] = ()
    lead_in: str = ""
    paused: bool = False
    beside: tuple[Beside, ...] = ()
    no_room: tuple[str, ...] = ()
    also_done: tuple[str, ...] = ()
    just_done: str = ""
    minutes_a_day: int = 0
    countdown: Countdown | None = None
    last: LastTime | None = None

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Content] = [self.lead_in]
        blocks.append(say(when(self.interview, self.reader_zone, self.now), "."))
        if self.countdown:
            blocks += [Picture(drawing(self.countdown)), note(in_words(self.countdown))]
        if self.paused:
            blocks.append(
                say(
                    "Reminders are paused. ",
                    Bold("Nothing is lost: resume and the plan is worked out again."),
                )
            )
        done = sum(line.state is State.DONE for line in self.lines)
        if self.lines:
            blocks.append(Progress(done, len(self.lines), "steps done"))
        if self.last and self.interview.starts_at > self.now:
            blocks += [say(Bold("From last time")), *from_last_time(self.last)]
        for day, checks in self._days():
            blocks += [say(Bold(self._heading(day))), Checklist(checks)]
        if not self.lines:
            blocks.append(say("Nothing is planned for it any more."))
        if self.also_done:
            blocks.append(note(f"Done besides: {_listed(self.also_done)}"))
        if self.left_out:
            blocks.append(note(f"Left out: {self._left_out()}."))
        if self.no_room:
            minutes = count(self.minutes_a_day, "minute")
            blocks.append(
                note(
                    f"{minutes} a day hold what matters most. No room for: {_listed(self.no_room)} It is fine without."
                )
            )
        return message("Your plan", f"Your plan for {self.interview.company}", *blocks, *self._buttons())

    def _left_out(self) -> str:
        """Return the steps that are not there, each reason said once."""
        by_reason: dict[str, list[str]] = {}
        for what, why in self.left_out:
            by_reason.setdefault(why, []).append(what)
        return "; ".join(f"{', '.join(steps)} ({why})" for why, steps in by_reason.items())

    def _days(self) -> Iterator[tuple[date, tuple[tuple[Check, Text], ...]]]:
        """Yield each day's lines; a step that lies on another day now is shown there alone."""
        moved = {task.lead for task in self.beside}
        days: dict[date, list[tuple[Check, Text]]] = {}
        for line in self.lines:
            if line.lead not in moved:
                days.setdefault(self._day(line), []).append((CHECKS[line.state], self._line(line)))
        current = {line.lead for line in self.lines if line.state is State.NOW}
        for task in self.beside:
            words = "from before" if task.lead else "also"
            check = Check.NOW if task.lead in current else Check.OPEN
            said = text(Bold(words), f"  {task.words} ({task.minutes} min)")
            days.setdefault(task.day, []).append((check, said))
        yield from ((day, tuple(days[day])) for day in sorted(days))

    def _day(self, line: PlanLine) -> date:
        return local(line.due_at, self.reader_zone).date()

    def _heading(self, day: date) -> str:
        here = local(self.now, self.reader_zone).date()
        named = {0: "Today", 1: "Tomorrow"}.get((day - here).days)
        return f"{named}, {long_day(day)}" if named else long_day(day)

    def _line(self, line: PlanLine) -> Text:
        # The booking step is for now, whenever that is; its instant is only when the plan was made.
        at = "any time" if line.lead == "booking" else clock(local(line.due_at, self.reader_zone))
        minutes = f" ({line.minutes} min)" if line.minutes else ""
        listed = {task.words for task in self.beside}
        also = [words for words in line.also if words not in listed]
        merged = f" Together with it: {' '.join(also)}" if also else ""
        state = {State.MISSED: " Passed by; no harm done.", State.STOPPED: " Stopped."}.get(line.state, "")
        return text(Bold(at), f"  {line.action}{minutes}{merged}{state}")

    def _buttons(self) -> list[Button]:
        buttons = []
        moved = [task for task in self.beside if task.lead]
        for task in moved[:ACTED_ON]:
            arguments = {"interview": self.interview.id, "lead": str(task.lead)}
            buttons.append(press(f"Done: {shortened(task.words, LABEL)}", "plan done", **arguments))
        elsewhere = {task.lead for task in moved}
        still = [line for line in self.lines if line.open and line.lead not in elsewhere]
        for line in still[:ACTED_ON]:
            arguments = {"interview": self.interview.id, "lead": line.lead}
            name = line.lead.facts.label.lower()
            buttons.append(press(f"Done: {name}", "plan done", **arguments))
            buttons.append(press(f"Skip: {name}", "plan skip", **arguments))
        for task in [task for task in self.beside if not task.lead][:ACTED_ON]:
            arguments = {"interview": self.interview.id, "task": task.task}
            buttons.append(press(f"Done: {shortened(task.words, LABEL)}", "plan tick", **arguments))
        if self.just_done:
            arguments = {"interview": self.interview.id, "task": self.just_done}
            return [*buttons, press("Undo", "plan untick", **arguments), self._details()]
        marked = [line for line in self.lines if line.state in {State.DONE, State.SKIPPED}]
        if marked:
            arguments = {"interview": self.interview.id, "lead": marked[-1].lead}
            buttons.append(press(f"Undo: {marked[-1].lead.facts.label.lower()}", "plan reopen", **arguments))
        if self.interview.previous:
            what = {"what": self.interview.id}
            buttons.append(press("From last time", "round last", **what))
        return [*buttons, self._details()]

    def _details(self) -> Button:
        return press("Details", "interview show", what=self.interview.id)


def _listed(words: Sequence[str]) -> str:
    """Return sentences as a list of a few, and how many more there are."""
    more = f" And {len(words) - NAMED} more." if len(words) > NAMED else ""
    return f"{'; '.join(sentence.rstrip('.') for sentence in words[:NAMED])}.{more}"


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


TICKED = 60
"""Characters of a task: enough to know it by."""


def ticked_off(tasks: Sequence[Task]) -> tuple[str, ...]:
    """Return what is said of tasks that were ticked off, a line each."""
    return tuple(f"Ticked off: {shortened(task.text, TICKED)}" for task in tasks)
