"""The sheet of one interview: what is filled, one slot of it, and the question that comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.addresses import host_of
from bot.domain.brief import one_line, shortened
from bot.domain.content import Ask
from bot.domain.research import COMPANY, ENOUGH, ROLE, Line, Research
from bot.invocation import Invocation, fits
from bot.text import Bold, Code, Link, Text, text
from bot.views.blocks import (
    Actions,
    Block,
    Bullets,
    Button,
    Check,
    Checklist,
    Emphasis,
    Fields,
    Message,
    Note,
    Paragraph,
    Progress,
    Quote,
)
from bot.views.forms import Field, Form, Input
from bot.views.times import long_day, short_day

PATH = "interview research"
OPEN, WRITE, EMPTY, FRESH = "research slot", "research write", "research empty", "research fresh"
QUESTION = "research question"
NOTICE = "Your research"
OFFERED = 4
"""Empty slots with a button: what a thumb chooses from at a glance."""
MOST_BUTTONS = 22
"""Slots with a button on the whole sheet; three more lead elsewhere, and 25 are all that a platform takes."""
LABEL = 40
PEEK = 100
"""Characters of a note on the whole sheet; all of it is in its slot."""
NOTES = 1500
ASKED = 300
UNKNOWN = text("Not known yet. Whoever invited you will say: ", Code("/interview template agenda"))
NOTES_FIELD = Field(
    name="notes", label="What you found", input=Input.LINES, required=True, hint="a line or two", limit=NOTES
)
LINK_FIELD = Field(name="link", label="Link", hint="one, if there is one", limit=600)
DATE_FIELD = Field(name="date", label="From which day is it?", hint="empty for today; 3 November", limit=40)
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
        blocks: list[Block] = [Paragraph(text(words)) for words in self.lead_in]
        blocks.append(Progress(len(sheet.filled), len(sheet.lines), "found out"))
        for heading, lines in _groups(sheet):
            blocks.append(Paragraph(text(Bold(heading))))
            if lines:
                blocks.append(Checklist(tuple(self._check(line) for line in lines)))
            else:
                blocks.append(Paragraph(UNKNOWN))
        blocks += self._below()
        blocks.append(Actions(tuple(self._buttons())))
        return Message(NOTICE, _title(sheet), tuple(blocks))

    def _check(self, line: Line) -> tuple[Check, Text]:
        sheet = self.research
        if line.entry is None:
            return Check.OPEN, text(_short(line.title))
        return Check.DONE, text(_short(line.title), _stale(sheet, line, ": worth another look"))

    def _below(self) -> Iterator[Block]:
        sheet = self.research
        if sheet.gone:
            names = ", ".join(_short(line.title) for line in sheet.gone)
            yield Note(text("No longer on the list, notes kept: ", names, "."))
        if sheet.stale:
            those = "One note is" if len(sheet.stale) == 1 else f"{len(sheet.stale)} notes are"
            yield Note(text(f"{those} more than two weeks old."))
        if sheet.question:
            yield from _asked(sheet)
        elif len(sheet.filled) >= ENOUGH:
            yield Paragraph(
                text("You know enough for one good question of your own. Write down what you will ask.")
            )
        elif not sheet.filled:
            yield Note(text("One slot is enough for today. Only you see what you write."))

    def _buttons(self) -> Iterator[Button]:
        sheet, what = self.research, {"what": self.research.interview.id}
        ready = len(sheet.filled) >= ENOUGH and not sheet.question
        if ready:
            yield Button("The question I'll ask", Invocation(QUESTION, what), Emphasis.PRIMARY)
        for number, line in enumerate(sheet.empty[:OFFERED]):
            first = Emphasis.PRIMARY if not (number or ready) else Emphasis.PLAIN
            yield Button(f"{_short(line.title)}{_minutes(line)}", _to(OPEN, sheet, line), first)
        for line in sheet.stale[:1]:
            yield Button(f"Look again: {_short(line.title)}", _to(OPEN, sheet, line))
        if not sheet.people:
            yield Button("Add people", Invocation("interview edit", what))
        yield Button("The whole sheet", Invocation(PATH, {**what, "all": "yes"}))
        if not ready:
            label = "Change my question" if sheet.question else "The question I'll ask"
            yield Button(label, Invocation(QUESTION, what))
        if self.several:
            yield Button("Another interview", Invocation(PATH, {"choose": "yes"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSheet:
    """All that is noted, with the way to every slot. Of an interview that is over, what was noted and no more."""

    research: Research

    def present(self) -> Message:
        """Lay it out."""
        sheet = self.research
        blocks: list[Block] = []
        if sheet.over:
            blocks.append(Paragraph(text(self._over())))
        for heading, lines in _groups(sheet):
            pairs = tuple((_short(line.title), self._noted(line)) for line in lines if line.entry)
            if pairs:
                blocks += [Paragraph(text(Bold(heading))), Fields(pairs)]
        if sheet.gone:
            blocks.append(Paragraph(text(Bold("No longer on the list"))))
            blocks.append(Fields(tuple((_short(line.title), self._noted(line)) for line in sheet.gone)))
        if not (sheet.filled or sheet.gone or sheet.over):
            blocks.append(Paragraph(text("Nothing is noted yet. Any of these is a good beginning.")))
        if sheet.question:
            blocks += _asked(sheet)
        blocks.append(Actions(tuple(self._buttons())))
        return Message(NOTICE, _title(sheet), tuple(blocks))

    def _over(self) -> str:
        sheet = self.research
        if sheet.filled or sheet.gone or sheet.question:
            return "This interview is behind you. Here is what you found out for it."
        return "This interview is behind you, and nothing was noted for it. That is fine."

    def _noted(self, line: Line) -> Text:
        values = line.entry.values if line.entry else {}
        said = shortened(one_line(values.get("notes", "")), PEEK)
        link = values.get("link", "")
        there = text(" ", Link(host_of(link), link)) if link else text()
        return text(said, there, _stale(self.research, line, ". Worth another look"))

    def _buttons(self) -> Iterator[Button]:
        sheet, what = self.research, {"what": self.research.interview.id}
        lines = (*(sheet.filled if sheet.over else sheet.lines), *sheet.gone)
        for line in lines[:MOST_BUTTONS]:
            yield Button(_short(line.title), _to(OPEN, sheet, line))
        if sheet.over:
            yield Button("Details", Invocation("interview show", what))
            return
        yield Button("The question I'll ask", Invocation(QUESTION, what))
        yield Button("Back", Invocation(PATH, what))


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """One slot: what to look for and where to begin, and what is noted. `lead_in` says what just happened."""

    research: Research
    line: Line
    lead_in: str = ""

    def present(self) -> Message:
        """Lay it out."""
        line = self.line
        blocks: list[Block] = [Paragraph(text(self.lead_in))] if self.lead_in else []
        blocks += self._noted()
        if line.guide is None:
            blocks.append(Note(text("No longer on the list. The note is kept until you empty it.")))
        elif not self.research.over:
            blocks += guidance(line)
            if not (self.research.filled or self.research.gone):
                blocks.append(Note(text(_nickname(self.research))))
        blocks.append(Actions(tuple(self._buttons())))
        return Message(NOTICE, _short(line.title), tuple(blocks))

    def _noted(self) -> Iterator[Block]:
        line = self.line
        if line.entry is None or line.since is None:
            return
        values = line.entry.values
        pairs = [("Notes", text(values.get("notes", "")))]
        if link := values.get("link", ""):
            pairs.append(("Link", text(Link(host_of(link), link))))
        pairs.append(("From", text(_day(line.since, self.research.today))))
        yield Fields(tuple(pairs))
        if self.research.is_stale(line):
            yield Note(text(f"Worth another look: from {_day(line.since, self.research.today)}."))

    def _buttons(self) -> Iterator[Button]:
        sheet, line = self.research, self.line
        if line.guide is not None:
            label = f"Write it down{_minutes(line)}" if line.entry is None else "Change it"
            emphasis = Emphasis.PRIMARY if line.entry is None else Emphasis.PLAIN
            yield Button(label, _to(WRITE, sheet, line), emphasis)
        if line.entry is not None:
            if sheet.is_stale(line):
                yield Button("It still holds", _to(FRESH, sheet, line))
            yield Button("Empty it", _to(EMPTY, sheet, line))
        yield Button("Back to the sheet", Invocation(PATH, {"what": sheet.interview.id}))


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyAsked:
    """Whether a slot is to be emptied."""

    research: Research
    line: Line

    def present(self) -> Message:
        """Lay it out."""
        sure = _to(EMPTY, self.research, self.line, sure="yes")
        return Message(
            NOTICE,
            "Empty it?",
            (
                Paragraph(text("Your note is deleted for good: ", Bold(_short(self.line.title)), ".")),
                Actions(
                    (
                        Button("Yes, empty it", sure, Emphasis.DANGER),
                        Button("Keep it", _to(OPEN, self.research, self.line)),
                    )
                ),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionToAsk:
    """The question that the member will ask, with questions of the library to start from."""

    research: Research
    starts: tuple[Ask, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        sheet, what = self.research, {"what": self.research.interview.id}
        blocks: list[Block] = [
            Paragraph(
                text(
                    "Near the end they will ask: any questions for us? "
                    "Ask one that only somebody who has looked at them could ask."
                )
            )
        ]
        if sheet.question:
            blocks += [Paragraph(text(Bold("Until now"))), Quote(text(sheet.question))]
        label = "Change my question" if sheet.question else "Write my own"
        buttons = [Button(label, Invocation("research ask", what), Emphasis.PRIMARY)]
        offered = [ask for ask in self.starts if fits("research ask", {**what, "start": ask.id})]
        if offered:
            blocks.append(Paragraph(text(Bold("To start from"))))
            blocks.append(Bullets(tuple(text(ask.text) for ask in offered)))
        for number, ask in enumerate(offered):
            label = "Start from the first" if not number else "Start from the second"
            buttons.append(Button(label, Invocation("research ask", {**what, "start": ask.id})))
        buttons.append(Button("Back to the sheet", Invocation(PATH, what)))
        blocks.append(Actions(tuple(buttons)))
        return Message("Your question for them", "The question I'll ask", tuple(blocks))


def slot_form(
    sheet: Research, line: Line, values: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> Form:
    """Return the form of one slot, filled in with `values`."""
    intro = tuple(block.text for block in guidance(line) if isinstance(block, Paragraph))
    return Form(
        title=_short(line.person or line.title),
        submit=_to(WRITE, sheet, line),
        fields=(NOTES_FIELD, LINK_FIELD, DATE_FIELD),
        intro=intro,
        values={name: value for name, value in values.items() if value},
        errors=errors or {},
        submit_label="Keep it",
    )


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


def guidance(line: Line) -> tuple[Block, ...]:
    """Return what to look for in a slot, and the one search to begin with."""
    if line.guide is None:
        return ()
    return (
        Paragraph(text(line.guide.ask)),
        Paragraph(text("Begin here: ", Link(line.guide.label, line.url))),
    )


def _groups(sheet: Research) -> Iterator[tuple[str, Sequence[Line]]]:
    yield "Whom you meet", sheet.people
    yield "The company", [line for line in sheet.others if line.slot in set(COMPANY)]
    yield "The job", [line for line in sheet.others if line.slot in set(ROLE)]


def _title(sheet: Research) -> str:
    return f"Research: {_short(sheet.interview.company)}, {short_day(sheet.interview.day)}"


def _asked(sheet: Research) -> tuple[Block, ...]:
    return Paragraph(text(Bold("The question I'll ask"))), Quote(text(sheet.question))


def _nickname(sheet: Research) -> str:
    company = _short(sheet.interview.company)
    return (
        f"Searches use the name that you gave me, “{company}”. If it is a nickname, type the real one there."
    )


def _stale(sheet: Research, line: Line, words: str) -> str:
    if not sheet.is_stale(line) or line.since is None:
        return ""
    return f"{words}, from {_day(line.since, sheet.today)}"


def _day(day: date, today: date) -> str:
    """Return "3 November", with the year where it is another."""
    return f"{day.day} {day:%B}" if day.year == today.year else long_day(day).partition(" ")[2]


def _minutes(line: Line) -> str:
    return f" ({line.minutes} min)" if line.minutes else ""


def _to(path: str, sheet: Research, line: Line, **more: str) -> Invocation:
    return Invocation(path, {"what": sheet.interview.id, "slot": line.key, **more})


def _short(words: str) -> str:
    return shortened(one_line(words), LABEL)
