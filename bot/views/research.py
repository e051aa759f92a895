"""The sheet of one interview: what is filled, one slot of it, and the question that comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.content import Ask
from bot.domain.research import ENOUGH, Line, Research
from bot.domain.research_notes import COMPANY, ROLE
from bot.invocation import Invocation, fits
from bot.text import Bold, Code, Text, one_line, shortened, text
from bot.views.blocks import Block, Bullets, Button, Check, Checklist, Emphasis, Fields, Message, Progress
from bot.views.forms import Field, Form, Input
from bot.views.layout import message, note, press, quote, say
from bot.views.research_notes import NOTICE, OPEN, PATH, in_minutes, short, stale_since, to_slot
from bot.views.times import short_day

QUESTION = "research question"
OFFERED = 4
"""Empty slots with a button: what a thumb chooses from at a glance."""
MOST_BUTTONS = 22
"""Slots with a button on the whole sheet; three more lead elsewhere, and 25 are all that a platform takes."""
PEEK = 100
"""Characters of a note on the whole sheet; all of it is in its slot."""
ASKED = 300
UNKNOWN = text("Not known yet. Whoever invited you will say: ", Code("/interview template agenda"))
QUESTION_FIELD = Field(
    name="text", label="The question", input=Input.LINES, required=True, hint="one sentence", limit=ASKED
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResearchOverview:
    """How far a sheet is. `lead_in` says what just happened, if anything; `several` that there are others."""

    research: Research
    lead_in: tuple[str, ...] = ()
    several: bool = False

    def present(self) -> Message:
        """Lay it out."""
        sheet = self.research
        blocks: list[Block] = [say(words) for words in self.lead_in]
        blocks.append(Progress(len(sheet.filled), len(sheet.lines), "found out"))
        for heading, lines in _groups(sheet):
            blocks.append(say(Bold(heading)))
            if lines:
                blocks.append(Checklist(tuple(self._check(line) for line in lines)))
            else:
                blocks.append(say(UNKNOWN))
        blocks += self._below()
        return message(NOTICE, _title(sheet), *blocks, *self._buttons())

    def _check(self, line: Line) -> tuple[Check, Text]:
        sheet = self.research
        if line.entry is None:
            return Check.OPEN, text(short(line.title))
        return Check.DONE, text(short(line.title), stale_since(sheet, line, ":"))

    def _below(self) -> Iterator[Block]:
        sheet = self.research
        if sheet.gone:
            names = ", ".join(short(line.title) for line in sheet.gone)
            yield note("No longer on the list, notes kept: ", names, ".")
        if sheet.stale:
            those = "One note is" if len(sheet.stale) == 1 else f"{len(sheet.stale)} notes are"
            yield note(f"{those} worth another look, after more than two weeks.")
        if sheet.question:
            yield from _asked(sheet)
        elif len(sheet.filled) >= ENOUGH:
            yield say("You know enough for one good question of your own. Write down what you will ask.")
        elif not sheet.filled:
            yield note("One slot is enough for today. Only you see what you write.")

    def _buttons(self) -> Iterator[Button]:
        sheet, what = self.research, {"what": self.research.interview.id}
        ready = len(sheet.filled) >= ENOUGH and not sheet.question
        if ready:
            yield press("The question I'll ask", QUESTION, Emphasis.PRIMARY, **what)
        for number, line in enumerate(sheet.empty[:OFFERED]):
            first = Emphasis.PRIMARY if not (number or ready) else Emphasis.PLAIN
            yield Button(f"{short(line.title)}{in_minutes(line)}", to_slot(OPEN, sheet, line), first)
        for line in sheet.stale[:1]:
            yield Button(f"Look again: {short(line.title)}", to_slot(OPEN, sheet, line))
        if not sheet.people:
            yield press("Add people", "interview edit", **what)
        yield press("The whole sheet", PATH, **what, all="yes")
        if not ready:
            label = "Change my question" if sheet.question else "The question I'll ask"
            yield press(label, QUESTION, **what)
        if self.several:
            yield press("Another interview", PATH, choose="yes")


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSheet:
    """All that is noted, with the way to every slot. Of an interview that is over, what was noted and no more."""

    research: Research

    def present(self) -> Message:
        """Lay it out."""
        sheet = self.research
        blocks: list[Block] = []
        if sheet.over:
            blocks.append(say(self._over()))
        for heading, lines in _groups(sheet):
            pairs = tuple((short(line.title), self._noted(line)) for line in lines if line.entry)
            if pairs:
                blocks += [say(Bold(heading)), Fields(pairs)]
        if sheet.gone:
            blocks.append(say(Bold("No longer on the list")))
            blocks.append(Fields(tuple((short(line.title), self._noted(line)) for line in sheet.gone)))
        if not (sheet.filled or sheet.gone or sheet.over):
            blocks.append(say("Nothing is noted yet. Any of these is a good beginning."))
        if sheet.question:
            blocks += _asked(sheet)
        return message(NOTICE, _title(sheet), *blocks, *self._buttons())

    def _over(self) -> str:
        sheet = self.research
        if sheet.filled or sheet.gone or sheet.question:
            return "This interview is behind you. Here is what you found out for it."
        return "This interview is behind you, and nothing was noted for it. That is fine."

    def _noted(self, line: Line) -> Text:
        values = line.entry.values if line.entry else {}
        said = shortened(one_line(values.get("notes", "")), PEEK)
        return text(said, stale_since(self.research, line, " Worth another look:"))

    def _buttons(self) -> Iterator[Button]:
        sheet, what = self.research, {"what": self.research.interview.id}
        lines = (*(sheet.filled if sheet.over else sheet.lines), *sheet.gone)
        for line in lines[:MOST_BUTTONS]:
            yield Button(short(line.title), to_slot(OPEN, sheet, line))
        if sheet.over:
            yield press("Details", "interview show", **what)
            return
        yield press("The question I'll ask", QUESTION, **what)
        yield press("Back", PATH, **what)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionToAsk:
    """The question that the member will ask, with questions of the library to start from."""

    research: Research
    starts: tuple[Ask, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        sheet, what = self.research, {"what": self.research.interview.id}
        blocks: list[Block] = [
            say(
                "Near the end they will ask: any questions for us? "
                "Ask one that only somebody who has looked at them could ask."
            )
        ]
        if sheet.question:
            blocks += [say(Bold("Until now")), quote(sheet.question)]
        label = "Change my question" if sheet.question else "Write my own"
        buttons = [press(label, "research ask", Emphasis.PRIMARY, **what)]
        offered = [ask for ask in self.starts if fits("research ask", {**what, "start": ask.id})]
        if offered:
            blocks.append(say(Bold("To start from")))
            blocks.append(Bullets(tuple(text(ask.text) for ask in offered)))
        for number, ask in enumerate(offered):
            label = "Start from the first" if not number else "Start from the second"
            buttons.append(press(label, "research ask", **what, start=ask.id))
        buttons.append(press("Back to the sheet", PATH, **what))
        return message("Your question for them", "The question I'll ask", *blocks, *buttons)


def question_form(sheet: Research, words: str, error: str = "") -> Form:
    """Return the form for the question that the member will ask."""
    return Form(
        title="The question I'll ask",
        submit=Invocation("research ask", {"what": sheet.interview.id}),
        fields=(QUESTION_FIELD,),
        values={"text": words} if words else {},
        errors={"text": error} if error else {},
        submit_label="Keep it",
    )


def _groups(sheet: Research) -> Iterator[tuple[str, Sequence[Line]]]:
    yield "Whom you meet", sheet.people
    yield "The company", [line for line in sheet.others if line.slot in set(COMPANY)]
    yield "The job", [line for line in sheet.others if line.slot in set(ROLE)]


def _title(sheet: Research) -> str:
    return f"Research: {short(sheet.interview.company)}, {short_day(sheet.interview.day)}"


def _asked(sheet: Research) -> tuple[Block, ...]:
    return say(Bold("The question I'll ask")), quote(sheet.question)
