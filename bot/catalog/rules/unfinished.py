"""Items that were begun and still say, in angle brackets, what is to be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.catalog.document import Loc
from bot.catalog.layers import Layers
from bot.catalog.packs import Content, Entry
from bot.catalog.problem import Problem
from bot.catalog.rules.wording import texts
from bot.domain.content import PlanTemplate, Source, Status

OPENING = "<"
"""What a text begins with until somebody has written it."""
UNWRITTEN = "https://to-be-written."
"""What an address begins with until then."""


def blanks(item: Content) -> list[Loc]:
    """Return the fields of an item that are still to be written, in their order."""
    found = [loc for loc, text in texts(item) if text.startswith(OPENING)]
    if isinstance(item, Source):
        words = {
            name: getattr(item, name) for name in ("title", "publisher", "url", "claim_supported", "limits")
        }
        found = [(name,) for name, text in words.items() if text.startswith((OPENING, UNWRITTEN))]
    return found


def finished(layers: Layers) -> Layers:
    """Return the layers without what is still to be written, whose wording nobody can judge yet."""
    entries = {name: entry for name, entry in layers.entries.items() if not blanks(entry.item)}
    return replace(layers, entries=entries)


def in_force(layers: Layers) -> Iterator[Problem]:
    """Find items that members would meet unwritten."""
    for entry in layers.entries.values():
        loc = blanks(entry.item)
        if not loc:
            continue
        if isinstance(entry.item, PlanTemplate):
            yield _problem(entry, loc, "")
        elif entry.item.status is Status.LIVE:
            yield _problem(entry, loc, ", or set status: draft until it is")


def drafts(layers: Layers) -> Iterator[Problem]:
    """Find drafts that are still to be written."""
    for entry in layers.entries.values():
        loc = blanks(entry.item)
        if loc and not isinstance(entry.item, PlanTemplate) and entry.item.status is Status.DRAFT:
            yield _problem(entry, loc, "; then set status: live")


def written(layers: Layers) -> Iterator[Problem]:
    """Find drafts with nothing left to write: worth a warning, since nobody meets them."""
    for entry in layers.entries.values():
        item = entry.item
        if not isinstance(item, PlanTemplate) and item.status is Status.DRAFT and not blanks(item):
            yield entry.problem(
                ("status",), f"{entry.id} is a draft, in force nowhere; set it live when it is ready"
            )


def _problem(entry: Entry, locs: list[Loc], rest: str) -> Problem:
    names = dict.fromkeys(next(str(part) for part in reversed(loc) if isinstance(part, str)) for loc in locs)
    return entry.problem(locs[0], f"{entry.id} is unfinished; write {', '.join(names)}{rest}")
