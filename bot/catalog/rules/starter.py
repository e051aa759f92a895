"""The pack that comes with Encore, as it lies: what it promises to hold is judged by it alone.

A group that hides half of it, or replaces it, is not told off for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from bot.catalog.layers import Layers
from bot.catalog.packs import Content, PackFolder
from bot.catalog.problem import Problem
from bot.domain.content import Item, Status

ContentT = TypeVar("ContentT", bound=Item | Content)

STARTER = "second-interview"


class Starter:
    """The live items of the pack, and where it is told what it lacks."""

    def __init__(self, folder: PackFolder) -> None:
        self.folder = folder

    def live(self, kind: type[ContentT]) -> list[ContentT]:
        """Return the items of a kind that are in force, in their order."""
        items = (entry.item for entry in self.folder.entries.values())
        return [item for item in items if isinstance(item, kind) and _is_live(item)]

    def lacks(self, what: str, text: str) -> Problem:
        """Return a problem of the whole pack; `what` is the field or folder in which it is mended."""
        return Problem(str(self.folder.manifest.path), 1, what, text)

    def at_least(self, least: int, count: int, what: str, of: str) -> Iterator[Problem]:
        """Yield a problem when there are fewer than `least` of something in the folder `what`."""
        if count < least:
            are = "is" if count == 1 else "are"
            yield self.lacks(
                what, f"there {are} {count} {of}; write {least - count} more, for at least {least}"
            )


def _is_live(item: Content) -> bool:
    return not isinstance(item, Item) or item.status is Status.LIVE


def starters(layers: Layers) -> Iterator[Starter]:
    """Yield the pack if it is there and every item of it could be used: a broken one is told already."""
    for folder in layers.folders:
        if folder.pack and folder.pack.id == STARTER and folder.complete and not folder.broken:
            yield Starter(folder)
