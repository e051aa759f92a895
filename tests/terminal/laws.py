"""What is true of whatever the terminal prints of a view: laws that name the faults they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wcwidth import wcswidth

from adapters.terminal.buttons import Numbers
from adapters.terminal.harmless import harmless, on_one_line
from adapters.terminal.ink import bare
from adapters.terminal.render import render
from bot.domain.members import Platform
from bot.text import Link, Span
from bot.views.blocks import Message, Picture
from tests import view_laws

WIDTHS = (24, 72)


@dataclass(frozen=True, slots=True)
class Printed:
    """A message and its lines, at a width in cells."""

    message: Message
    rows: list[str]
    columns: int


def printed(names: Sequence[str] = ()) -> dict[str, Printed]:
    """Return the samples of these names, or of every view, at every width."""
    shown = view_laws.shown(Platform.TERMINAL)
    return {
        f"{name} at {columns}": _printed(shown[name].message, columns)
        for name in names or shown
        for columns in WIDTHS
    }


def _printed(message: Message, columns: int) -> Printed:
    return Printed(message, [bare(row) for row in render(message, columns)], columns)


def keeps_to_its_lines(one: Printed) -> Iterator[str]:
    """No row is wider than the terminal, but for addresses and drawings, or can move what stands around it."""
    drawn = {line for block in one.message.blocks if isinstance(block, Picture) for line in block.lines}
    for row in one.rows:
        if row not in drawn and wcswidth(row) > one.columns and "://" not in row:
            yield f"too wide: {row!r}"
        if row != harmless(row) or "\n" in row:
            yield f"moves the cursor: {row!r}"


def offers_what_the_view_offers(one: Printed) -> Iterator[str]:
    """Every button is printed under its label, and its number does what the button does."""
    numbers, heard = Numbers(), view_laws.squeezed("".join(one.rows))
    numbers.begin()
    first = numbers.take(one.message)
    for number, button in enumerate(one.message.buttons, first):
        if view_laws.squeezed(f"[{number}]{on_one_line(button.label)}") not in heard:
            yield f"no [{number}] {button.label!r}"
        if numbers.behind(number) != button.invocation:
            yield f"[{number}] does {numbers.behind(number)!r}"


def tells_everything(one: Printed) -> Iterator[str]:
    """Each text is printed whole, in its order; a terminal has room."""
    said = [harmless(words) for words in view_laws.units(one.message, _told)]
    # A quote has its mark on every row.
    yield from view_laws.untold(
        [words.replace(">", "") for words in said], "\n".join(one.rows).replace(">", "")
    )


def _told(span: Span) -> str:
    return f"{span.text} ({span.url})" if isinstance(span, Link) and span.url != span.text else span.text


Law: TypeAlias = Callable[[Printed], Iterator[str]]
LAWS: tuple[Law, ...] = (keeps_to_its_lines, offers_what_the_view_offers, tells_everything)
"""Of whatever is printed of a message."""
