"""A message's blocks as lines of Markdown, the longest of them shortened until the whole fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.discord.limits import CUT, length, shorten
from adapters.discord.markdown import fit, in_a_fence, on_one_line
from bot.invocation import Invocation
from bot.text import Bold, Plain, Text, plain, text
from bot.views.blocks import (
    Actions,
    Block,
    Bullets,
    Button,
    Check,
    Checklist,
    Copyable,
    Divider,
    Fields,
    Message,
    Note,
    Paragraph,
    Picture,
    Progress,
    Quote,
)  # fmt: skip

CHECKS: dict[Check, Text] = {
    Check.OPEN: (),
    Check.DONE: text("Done: "),
    Check.NOW: text(Bold("Now: ")),
    Check.SKIPPED: text("Skipped: "),
}
"""The state of a line in words, since signs are not read aloud."""
HEADING = "### "
SHORTENED = "-# Shortened: Discord shows no more than this at once."
LEAST = 60
"""Characters that a shortened part keeps; when even these are too many, parts are left out from the end."""
MOST_NOTICE = 200
"""Characters of the line that a lock screen may show."""
FENCE_BEFORE, FENCE_AFTER = "```\n", "\n```"
BAR = 10
"""Signs of a full progress bar."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words in one piece. `first` stands before them and `rest` before each further line of theirs.

    `block` counts the blocks of the message from 1, the title being 0; `close` joins it to the part before
    with one line break and not two.
    """

    block: int
    content: Text
    first: str = ""
    rest: str = ""
    close: bool = False

    def written(self, most: int) -> str:
        """Return the lines in at most `most` characters; empty when there is nothing to see."""
        held = most
        while True:
            lines = fit(self.content, held).split("\n")
            if self.rest:
                lines = [line for line in lines if line.strip()]
            shown = f"\n{self.rest}".join(lines).strip()
            over = length(f"{self.first}{shown}") - most
            if over <= 0 or not shown:
                return f"{self.first}{shown}" if shown else ""
            held -= over


@dataclass(frozen=True, slots=True)
class Fenced(Part):
    """Words in a code block, which Discord shows as they stand and with a button that copies them."""

    def written(self, most: int) -> str:
        """Return the block in at most `most` characters; empty when there is nothing to see."""
        words = in_a_fence(plain(self.content))
        room = most - len(FENCE_BEFORE) - len(FENCE_AFTER)
        shown = shorten(words, room).strip("\n") if room > 0 else ""
        return f"{FENCE_BEFORE}{shown}{FENCE_AFTER}" if shown.strip() else ""


def parts(message: Message, most_buttons: int) -> list[Part]:
    """Return what a message says, its title first, its buttons left out; that some do not fit is said."""
    found = [Part(0, (Plain(on_one_line(message.title)),), HEADING)]
    before: Block | None = None
    for number, block in enumerate(message.blocks, 1):
        found += _parts(number, block, before)
        before = block
    if len(message.buttons) > most_buttons and len(unique(message.buttons)) > most_buttons:
        found.append(Part(len(message.blocks), text("There are more buttons than fit here."), "-# "))
    return found


def notice(message: Message) -> str:
    """Return the one line that a lock screen may show; it is never empty."""
    return fit((Plain(on_one_line(message.notice)),), MOST_NOTICE).strip() or CUT


def unique(buttons: Sequence[Button]) -> list[Button]:
    """Return buttons without those that do what one before them does: Discord takes no custom_id twice."""
    first: dict[Invocation, Button] = {}
    for button in buttons:
        first.setdefault(button.invocation, button)
    return list(first.values())


def placed(message: Message, most: int) -> dict[int, list[Button]]:
    """Return the first `most` buttons, each once, by the number of the block that has them."""
    left = unique(message.buttons)[:most]
    places: dict[int, list[Button]] = {}
    for number, block in enumerate(message.blocks, 1):
        if isinstance(block, Actions):
            places[number] = [button for button in left if button in block.buttons]
            left = [button for button in left if button not in block.buttons]
    return places


def shortened(found: Sequence[Part], most: int) -> list[tuple[Part, str]]:
    """Return the parts that say something, written in at most `most` characters with all that joins them.

    The longest give way first, so that a long note never costs a short date; what was left out is said.
    """
    whole = [(part, line) for part in found if (line := part.written(most))]
    sizes = [length(line) for _, line in whole]
    if _total(sizes, most) <= most:
        return whole
    most -= length(SHORTENED) + 2
    while len(sizes) > 1 and _total(sizes, LEAST) > most:
        sizes.pop()
    low, high = min(LEAST, most), most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _total(sizes, middle) <= most else (low, middle - 1)
    kept = [
        (part, line if size <= low else part.written(low))
        for (part, line), size in zip(whole, sizes, strict=False)
    ]
    return [*kept, (Part(kept[-1][0].block, ()), SHORTENED)]


def joined(pieces: Sequence[tuple[Part, str]]) -> str:
    """Return written parts as one text."""
    written = ""
    for part, line in pieces:
        written += line if not written else f"\n{line}" if part.close else f"\n\n{line}"
    return written


def _total(sizes: Sequence[int], most: int) -> int:
    """Return the characters of parts of these sizes, each held to `most`, with what joins them."""
    return sum(min(size, most) + 2 for size in sizes)


def _parts(number: int, block: Block, before: Block | None) -> Iterator[Part]:
    match block:
        case Paragraph(content):
            yield Part(number, content)
        case Note(content):
            yield Part(number, content, "-# ", "-# ", close=isinstance(before, Paragraph | Note))
        case Quote(content):
            yield Part(number, content, "> ", "> ", close=isinstance(before, Paragraph | Quote))
        case Copyable(words):
            yield Fenced(number, text(words), close=_heads(before))
        case Progress():
            yield Part(number, _progress(block))
        case Divider() | Actions() | Picture():
            return
        case _:
            yield from _list(number, block, heading=_heads(before))


def _list(number: int, block: Bullets | Checklist | Fields, *, heading: bool) -> Iterator[Part]:
    items: list[tuple[str, Text]]
    match block:
        case Bullets(points):
            items = [("- ", point) for point in points]
        case Checklist(lines):
            items = [("- ", (*CHECKS[check], *line)) for check, line in lines]
        case Fields(pairs):
            items = [("", (Bold(f"{on_one_line(label)}:"), Plain(" "), *value)) for label, value in pairs]
    rest = "" if isinstance(block, Fields) else "  "
    for index, (first, content) in enumerate(items):
        yield Part(number, content, first, rest, close=heading or index > 0)


def _heads(block: Block | None) -> bool:
    """Whether a block is a heading to the list below it."""
    return isinstance(block, Paragraph) and all(
        isinstance(span, Bold) or not span.text.strip(" :.") for span in block.text
    )


def _progress(block: Progress) -> Text:
    done = max(0, min(block.done, block.total))
    filled = round(BAR * done / block.total) if block.total > 0 else 0
    return text(
        Bold(f"{block.done} of {block.total}"), f" {block.label} {'▰' * filled}{'▱' * (BAR - filled)}"
    )
