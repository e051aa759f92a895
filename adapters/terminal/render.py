"""A message as lines for a terminal, readable at 60 columns and aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.terminal.harmless import harmless, on_one_line
from adapters.terminal.ink import BLANK, Ink, Line, line
from adapters.terminal.wrap import cells, wrap
from bot.reply import PublicMessage
from bot.text import Bold, Code, Italic, Link, Plain, Span, Text
from bot.views.blocks import (
    Actions,
    Block,
    Bullets,
    Button,
    Check,
    Checklist,
    Copyable,
    Divider,
    Emphasis,
    Fields,
    Message,
    Note,
    Paragraph,
    Picture,
    Progress,
    Quote,
)

INKS: dict[type[Span], Ink] = {Bold: Ink.STRONG, Italic: Ink.SLANTED, Code: Ink.ACCENT}
CHECKS = {Check.OPEN: "[ ]", Check.DONE: "[x]", Check.NOW: "[>]", Check.SKIPPED: "[-]"}
BAR = 20
"""Cells of a full progress bar."""
LABELS = 16
"""Cells a label may take beside its value; a longer one stands above it."""


def render(message: Message, columns: int, first_number: int = 1) -> list[Line]:
    """Return the lines of a message; its buttons are numbered from `first_number` on."""
    lines = title(message.title, columns)
    before: Block | None = None
    for block in message.blocks:
        if before is not None and not _together(before, block):
            lines.append(BLANK)
        if isinstance(block, Actions):
            lines += buttons(block.buttons, columns, first_number)
            first_number += len(block.buttons)
        else:
            lines += _block(block, columns)
        before = block
    return lines


def render_public(public: PublicMessage, columns: int) -> list[Line]:
    """Return the lines of what a channel would see."""
    lines = title(public.title, columns)
    for index, paragraph in enumerate(public.paragraphs):
        lines += ([BLANK] if index else []) + list(wrap(inked(paragraph), columns))
    return lines


def title(words: str, columns: int) -> list[Line]:
    """Return a title's lines."""
    return list(wrap(line((Ink.STRONG, on_one_line(words))), columns))


def aside(words: str, columns: int) -> list[Line]:
    """Return a remark of the terminal's own."""
    return list(wrap(line((Ink.FAINT, on_one_line(words))), columns))


def inked(content: Text, otherwise: Ink = Ink.PLAIN) -> Line:
    """Return a text's words, each in its ink; an address that Encore knows stands behind its name."""
    return tuple((INKS.get(type(span), otherwise), _words(span)) for span in content)


def _words(span: Span) -> str:
    if isinstance(span, Link) and span.url != span.text:
        return harmless(f"{span.text} ({span.url})")
    return harmless(span.text)


def _together(before: Block, block: Block) -> bool:
    """Whether a block follows without a pause: a remark on what was said, or a list below its heading."""
    if isinstance(block, Note):
        return isinstance(before, Paragraph | Note)
    heading = isinstance(before, Paragraph) and all(_strong(span) for span in before.text)
    return heading and isinstance(block, Bullets | Checklist | Copyable | Fields)


def _strong(span: Span) -> bool:
    return isinstance(span, Bold) or (isinstance(span, Plain) and not span.text.strip(" :."))


def _block(block: Block, columns: int) -> Iterator[Line]:
    match block:
        case Paragraph(content):
            return wrap(inked(content), columns)
        case Note(content):
            return wrap(inked(content, Ink.FAINT), columns, first=line("  "), rest=line("    "))
        case Quote(content):
            mark = line((Ink.FAINT, "> "))
            return wrap(inked(content), columns, first=mark, rest=mark)
        case Copyable(words):
            # Nothing stands before a line, so that what is marked with the mouse is the message alone.
            return wrap(line(harmless(words)), columns)
        case Progress():
            return wrap(line(_bar(block), f" {block.done} of {block.total} {block.label}"), columns)
        case Picture(lines):
            return iter([line(harmless(drawn)) for drawn in lines])
        case Divider():
            return iter([line((Ink.FAINT, "-" * BAR))])
        case _:
            return _list(block, columns)


def _list(block: Bullets | Checklist | Fields | Actions, columns: int) -> Iterator[Line]:
    match block:
        case Bullets(items):
            for item in items:
                yield from wrap(inked(item), columns, first=line("- "), rest=line("  "))
        case Checklist(items):
            for check, item in items:
                yield from _check(check, item, columns)
        case Fields(pairs):
            yield from _fields(pairs, columns)
        case Actions(pressed):
            yield from buttons(pressed, columns, 1)


def _check(check: Check, item: Text, columns: int) -> Iterator[Line]:
    ink = {Check.NOW: Ink.STRONG, Check.OPEN: Ink.PLAIN}.get(check, Ink.FAINT)
    yield from wrap(
        inked(item, Ink.FAINT if ink is Ink.FAINT else Ink.PLAIN),
        columns,
        first=line((ink, CHECKS[check]), " "),
        rest=line("    "),
    )


def _fields(pairs: Sequence[tuple[str, Text]], columns: int) -> Iterator[Line]:
    labels = [on_one_line(label) + ":" for label, _ in pairs]
    column = min(LABELS, max((cells(label) for label in labels), default=0)) + 1
    for label, (_, value) in zip(labels, pairs, strict=True):
        lead = line((Ink.FAINT, label), " " * (column - cells(label)))
        if cells(label) >= column:
            yield from wrap(line((Ink.FAINT, label)), columns)
            lead = line(" " * column)
        yield from wrap(inked(value), columns, first=lead, rest=line(" " * column))


def _bar(progress: Progress) -> tuple[Ink, str]:
    done = max(0, min(progress.done, progress.total))
    filled = round(BAR * done / progress.total) if progress.total > 0 else 0
    return (Ink.ACCENT, f"[{'#' * filled}{'-' * (BAR - filled)}]")


def buttons(pressed: Sequence[Button], columns: int, first_number: int) -> list[Line]:
    """Return numbered buttons, as many on a line as fit, none torn apart."""
    rows: list[Line] = []
    row: Line = ()
    used = 0
    for number, button in enumerate(pressed, first_number):
        label = on_one_line(button.label)
        ink = Ink.STRONG if button.emphasis is Emphasis.PRIMARY else Ink.PLAIN
        mark = f"[{number}]"
        takes = cells(mark) + 1 + cells(label)
        if row and used + 2 + takes <= columns:
            row = (*row, *line("  ", (Ink.ACCENT, mark), " ", (ink, label)))
            used += 2 + takes
            continue
        rows += [row] if row else []
        *full, row = wrap(
            line((ink, label)), columns, first=line((Ink.ACCENT, mark), " "), rest=line(" " * (len(mark) + 1))
        )
        rows += full
        used = columns if full else takes
    return [*rows, row] if row else rows
