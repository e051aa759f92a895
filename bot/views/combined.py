"""Reminders of several interviews in one message: each with its step and its own buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.domain.interviews import Interview
from bot.domain.leads import Lead
from bot.invocation import Invocation
from bot.text import Bold, shortened, text
from bot.views.blocks import Block, Button, Divider, Message, View
from bot.views.layout import actions, message, note, press, say
from bot.views.reminders import ReminderView
from bot.views.times import clock, count, short_day

NAME = 30
"""Characters of a company on a button."""
LABEL = 75
"""Characters of a button's label, the name included: Slack's most."""
AT_LENGTH = 4
"""Steps of which the first is said at length; of more each is one line."""
WITH_EXTRAS = 2
"""Steps of which the first keeps what goes beyond it: the questions, the prompt, the tip."""
MOST_BUTTONS = 25
"""Discord's most; a row that lost its buttons could not be found again when its sending is in doubt."""
ONE_ACTION = frozenset({"reminder done", "reminder skip"})
NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
BESIDE = {"beside": "yes"}
"""In the buttons of a message about several: what is pressed leaves the others standing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One of them that has been seen to: what became of it. One put off can still be ticked off."""

    key: str
    interview: Interview
    lead: Lead
    words: str
    undo: bool = False
    put_off: bool = False

    def buttons(self) -> list[Button]:
        """Return what can be done about it."""
        key = {"key": self.key}
        if self.put_off:
            return [press("Done", "reminder done", **key)]
        return [press("Undo", "reminder reopen", **key)] if self.undo else []


Part: TypeAlias = ReminderView | Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Reminders of one member's interviews, the nearest first. `next_words` say what comes after a press."""

    parts: tuple[Part, ...]
    next_words: str = ""

    @property
    def _open(self) -> list[ReminderView]:
        return [part for part in self.parts if isinstance(part, ReminderView)]

    @property
    def _said(self) -> list[Said]:
        return [part for part in self.parts if isinstance(part, Said)]

    def present(self) -> Message:
        """Lay it out."""
        steps = self._steps()
        blocks = [*self._outcomes(), *(_lines(steps) if len(steps) > AT_LENGTH else _sections(steps))]
        return message(self._notice(), self._title(), *blocks)

    def _notice(self) -> str:
        if self._said:
            return "Noted"
        seconds = {
            step.task.id if step.task.once else step.key: step.task.minutes
            for step in self._open
            if step.task is not None
        }
        minutes = f", {count(sum(seconds.values()), 'minute')}" if seconds else ""
        whose = "Encore" if self._discreet else self._companies()
        return f"{whose}: {_number(len(self._open))} small steps{minutes}"

    def _title(self) -> str:
        match self._open:
            case []:
                return "All seen to"
            case [step]:
                return _heading(step)
            case steps if self._discreet:
                return f"{_number(len(steps)).capitalize()} interviews, one step each"
            case _:
                return f"{self._companies()}: one step each"

    @property
    def _discreet(self) -> bool:
        return any(step.discreet for step in self._open)

    def _companies(self) -> str:
        names = list(dict.fromkeys(shortened(step.interview.company, NAME) for step in self._open))
        if len(names) > AT_LENGTH:
            names[AT_LENGTH - 1 :] = [f"{len(names) - AT_LENGTH + 1} more"]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    def _outcomes(self) -> list[Block]:
        """Return what became of those that were seen to, with their buttons."""
        if not self._said:
            return []
        names = _names(self.parts)
        blocks: list[Block] = [say(Bold(f"{names[said.key]}: "), said.words) for said in self._said]
        if self.next_words and not self._open:
            blocks.append(note(self.next_words))
        buttons = [_named(button, names[said.key]) for said in self._said for button in said.buttons()]
        if not self._open:
            buttons.append(press("See the plan", "interview plan"))
        if buttons:
            blocks.append(actions(*buttons))
        return [*blocks, Divider()] if self._open else blocks

    def _steps(self) -> list[_Step]:
        """Return what is still to be done, with the buttons that fit."""
        names, views = _names(self.parts), self._open
        extras = len(views) <= WITH_EXTRAS
        views = [view if extras and not at else _bare(view, first=not at) for at, view in enumerate(views)]
        told: set[str] = set()
        steps = []
        for view in views:
            buttons = tuple(_named(button, names[view.key]) for button in view.buttons())
            again = view.task is not None and view.task.id in told
            told |= {view.task.id} if view.task else set()
            steps.append(_Step(view, buttons, again))
        taken = sum(len(said.buttons()) for said in self._said)
        if len(steps) > AT_LENGTH:
            return [step.with_one_action() for step in steps]
        if sum(len(step.buttons) for step in steps) + taken > MOST_BUTTONS:
            return [*steps[:1], *(step.with_one_action() for step in steps[1:])]
        return steps


@dataclass(frozen=True, slots=True)
class _Step:
    """A step and its buttons; `again` says that its task was told of another interview already."""

    view: ReminderView
    buttons: tuple[Button, ...]
    again: bool

    def with_one_action(self) -> _Step:
        """Return it with nothing to press but that it is done or left out."""
        kept = (button for button in self.buttons if button.invocation.path in ONE_ACTION)
        return replace(self, buttons=tuple(kept))


def said_together(views: Sequence[View]) -> View:
    """Return the view that says steps of several interviews. Raises TypeError for what is no step."""
    parts = tuple(view for view in views if isinstance(view, ReminderView))
    if len(parts) < len(views):
        raise TypeError("only steps of plans share a message")
    return Together(parts=parts)


def _sections(steps: Sequence[_Step]) -> list[Block]:
    """Return the first at length and each other in a few lines."""
    blocks: list[Block] = []
    for at, step in enumerate(steps):
        if at:
            blocks.append(Divider())
        if len(steps) > 1:
            blocks.append(say(Bold(_heading(step.view))))
        blocks += _compact(step) if at else step.view.body()
        blocks.append(actions(*step.buttons))
    return blocks


def _compact(step: _Step) -> list[Block]:
    view = step.view
    blocks = view.late()
    if view.task is None:
        blocks.append(say(view.words))
    elif step.again:
        blocks.append(say(_the_same(view)))
    else:
        blocks.append(say(Bold(view.task.text), f" ({view.task.minutes} min)"))
        blocks.append(note("Done when: ", view.task.done_when))
    for label, tasks in (
        ("If there is time, from earlier: ", view.missed),
        ("When you have time, before the next reminder: ", view.also),
    ):
        if tasks:
            names = "; ".join(f"{task.text} ({task.minutes} min)" for task in tasks)
            blocks.append(say(label, names))
    blocks.append(view.whose())
    return blocks


def _lines(steps: Sequence[_Step]) -> list[Block]:
    """Return a line for each and all buttons below."""
    blocks: list[Block] = []
    for step in steps:
        view = step.view
        if view.task is None:
            words = text(view.words)
        elif step.again:
            words = text(_the_same(view))
        else:
            words = text(view.task.text, f" ({view.task.minutes} min)")
        blocks.append(say(Bold(f"{_heading(view)}: "), words))
        blocks.append(view.whose())
    blocks.append(actions(*(button for step in steps for button in step.buttons)))
    return blocks


def _the_same(view: ReminderView) -> str:
    assert view.task is not None, "it has a task that was told before"
    if view.task.once:
        return "The same step as above: done once, it counts here too."
    return f"The same step as above, for this one ({view.task.minutes} min)."


def _bare(view: ReminderView, *, first: bool) -> ReminderView:
    """Return a step without what goes beyond it; only the first can be put off."""
    laters = view.laters if first else ()
    return replace(view, tip=None, questions=(), plan_prompt="", laters=laters)


def _heading(view: ReminderView) -> str:
    label = view.lead.facts.label
    return label if view.discreet else f"{label}: {view.interview.company}"


def _number(of: int) -> str:
    return NUMBERS[of] if of < len(NUMBERS) else str(of)


def _named(button: Button, name: str) -> Button:
    """Return a button that says whose it is; pressed, it leaves the others in the message standing."""
    asked = button.invocation
    if asked.path.startswith("tip "):
        return button
    if asked.path.startswith("reminder "):
        asked = Invocation(asked.path, {**asked.arguments, **BESIDE})
    label = shortened(button.label, LABEL - len(f": {name}"))
    return Button(f"{label}: {name}", asked, button.emphasis)


def _names(parts: Iterable[Part]) -> dict[str, str]:
    """Return what to call each on a button: the company, with the day and the time where that is not enough."""
    parts = list(parts)
    names = {part.key: shortened(part.interview.company, NAME) for part in parts}
    days = {part.key: short_day(part.interview.day) for part in parts}
    times = {part.key: clock(part.interview.time) for part in parts}
    for more in (days, times):
        often = Counter(names.values())
        names = {key: name if often[name] == 1 else f"{name}, {more[key]}" for key, name in names.items()}
    return names
