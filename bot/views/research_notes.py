"""One slot of a research sheet: what to look for, what is noted, and its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.addresses import host_of
from bot.domain.research import Line, Research
from bot.invocation import Invocation
from bot.text import Bold, Link, one_line, shortened, text
from bot.views.blocks import Block, Button, Emphasis, Fields, Message, Paragraph
from bot.views.forms import Field, Form, Input
from bot.views.layout import Content, message, note, press, say
from bot.views.times import long_day

PATH = "interview research"
OPEN, WRITE, EMPTY, FRESH = "research slot", "research write", "research empty", "research fresh"
NOTICE = "Your research"
LABEL = 40
NOTES = 1500
NOTES_FIELD = Field(
    name="notes", label="What you found", input=Input.LINES, required=True, hint="a line or two", limit=NOTES
)
LINK_FIELD = Field(name="link", label="Link", hint="one, if there is one", limit=600)
DATE_FIELD = Field(name="date", label="From which day is it?", hint="empty for today; 3 November", limit=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """One slot: what to look for and where to begin, and what is noted. `lead_in` says what just happened."""

    research: Research
    line: Line
    lead_in: str = ""

    def present(self) -> Message:
        """Lay it out."""
        line = self.line
        blocks: list[Content] = [self.lead_in]
        blocks += self._noted()
        if line.guide is None:
            blocks.append(note("No longer on the list. The note is kept until you empty it."))
        elif not self.research.over:
            blocks += guidance(line)
            if not (self.research.filled or self.research.gone):
                blocks.append(note(_nickname(self.research)))
        return message(NOTICE, short(line.title), *blocks, *self._buttons())

    def _noted(self) -> Iterator[Block]:
        line = self.line
        if line.entry is None or line.since is None:
            return
        values = line.entry.values
        pairs = [("Notes", text(values.get("notes", "")))]
        if link := values.get("link", ""):
            pairs.append(("Link", text(Link(host_of(link), link))))
        pairs.append(("From", text(day_of(line.since, self.research.today))))
        yield Fields(tuple(pairs))
        if self.research.is_stale(line):
            yield note(f"Worth another look: from {day_of(line.since, self.research.today)}.")

    def _buttons(self) -> Iterator[Button]:
        sheet, line = self.research, self.line
        if line.guide is not None:
            label = f"Write it down{in_minutes(line)}" if line.entry is None else "Change it"
            emphasis = Emphasis.PRIMARY if line.entry is None else Emphasis.PLAIN
            yield Button(label, to_slot(WRITE, sheet, line), emphasis)
        if line.entry is not None:
            if sheet.is_stale(line):
                yield Button("It still holds", to_slot(FRESH, sheet, line))
            yield Button("Empty it", to_slot(EMPTY, sheet, line))
        yield press("Back to the sheet", PATH, what=sheet.interview.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyAsked:
    """Whether a slot is to be emptied."""

    research: Research
    line: Line

    def present(self) -> Message:
        """Lay it out."""
        sure = to_slot(EMPTY, self.research, self.line, sure="yes")
        return message(
            NOTICE,
            "Empty it?",
            say("Your note is deleted for good: ", Bold(short(self.line.title)), "."),
            Button("Yes, empty it", sure, Emphasis.DANGER),
            Button("Keep it", to_slot(OPEN, self.research, self.line)),
        )


def slot_form(
    sheet: Research, line: Line, values: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> Form:
    """Return the form of one slot, filled in with `values`."""
    intro = tuple(block.text for block in guidance(line) if isinstance(block, Paragraph))
    return Form(
        title=short(line.person or line.title),
        submit=to_slot(WRITE, sheet, line),
        fields=(NOTES_FIELD, LINK_FIELD, DATE_FIELD),
        intro=intro,
        values={name: value for name, value in values.items() if value},
        errors=errors or {},
        submit_label="Keep it",
    )


def guidance(line: Line) -> tuple[Block, ...]:
    """Return what to look for in a slot, and the one search to begin with."""
    if line.guide is None:
        return ()
    return (
        say(line.guide.ask),
        say("Begin here: ", Link(line.guide.label, line.url)),
    )


def _nickname(sheet: Research) -> str:
    company = short(sheet.interview.company)
    return (
        f"Searches use the name that you gave me, “{company}”. If it is a nickname, type the real one there."
    )


def stale_since(sheet: Research, line: Line, words: str) -> str:
    """Return `words` and from which day a note is, where it is worth another look; else nothing."""
    if not sheet.is_stale(line) or line.since is None:
        return ""
    return f"{words} from {day_of(line.since, sheet.today)}"


def day_of(day: date, today: date) -> str:
    """Return "3 November", with the year where it is another."""
    return f"{day.day} {day:%B}" if day.year == today.year else long_day(day).partition(" ")[2]


def in_minutes(line: Line) -> str:
    """Return how long a slot takes, as it stands behind its name: " (15 min)", or nothing."""
    return f" ({line.minutes} min)" if line.minutes else ""


def to_slot(path: str, sheet: Research, line: Line, **more: str) -> Invocation:
    """Return what a button for a slot leads to."""
    return Invocation(path, {"what": sheet.interview.id, "slot": line.key, **more})


def short(words: str) -> str:
    """Return words on one line, short enough for a button."""
    return shortened(one_line(words), LABEL)
