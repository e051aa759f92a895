"""Packs laid over one another: a later one adds, replaces by id, and hides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.catalog.packs import Content, Entry, PackFolder, find_packs, read_pack
from bot.catalog.problem import Problem, quoted
from bot.catalog.vocabulary import nearest
from bot.domain.content import Pack
from bot.errors import ContentError

ContentT = TypeVar("ContentT", bound=Content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """What is in force once every pack is laid down.

    `hidden` says which pack took an id away; `broken` are ids that exist but could not be used. `complete` is
    false when there are items whose very ids could not be read.
    """

    folders: tuple[PackFolder, ...]
    entries: Mapping[str, Entry]
    hidden: Mapping[str, str]
    broken: frozenset[str]
    complete: bool
    problems: tuple[Problem, ...]

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that say who they are, in order."""
        return tuple(folder.pack for folder in self.folders if folder.pack)

    def of(self, kind: type[ContentT]) -> Iterator[tuple[Entry, ContentT]]:
        """Yield the items of a kind, with their places."""
        for entry in self.entries.values():
            if isinstance(entry.item, kind):
                yield entry, entry.item


def read_layers(directories: Sequence[Path]) -> Layers:
    """Read the packs of each directory, which is one pack or holds several, and lay them down in order.

    Raises ContentError only when no directory is named.
    """
    folders: list[PackFolder] = []
    problems: list[Problem] = []
    if not directories:
        raise ContentError("There are no packs to read. Name a folder that holds one.")
    for directory in {path.resolve(): path for path in directories}.values():
        try:
            found, missing = find_packs(directory)
            folders += map(read_pack, found)
        except OSError as error:
            missing = [Problem(str(error.filename or directory), 1, "", f"cannot be read ({error.strerror})")]
        problems += missing
    entries: dict[str, Entry] = {}
    hidden: dict[str, str] = {}
    for place, folder in enumerate(folders):
        problems += [*folder.problems, *_hide(folder, folders[:place], entries, hidden)]
        entries.update(folder.entries)
        for name in folder.entries:
            hidden.pop(name, None)
    return Layers(
        folders=tuple(folders),
        entries=entries,
        hidden=hidden,
        broken=frozenset().union(*(folder.broken for folder in folders)),
        complete=all(folder.complete for folder in folders),
        problems=tuple(problems),
    )


def _hide(
    folder: PackFolder, earlier: Sequence[PackFolder], entries: dict[str, Entry], hidden: dict[str, str]
) -> list[Problem]:
    """Take away what a pack hides; return a problem for each id that no earlier pack can have meant."""
    problems: list[Problem] = []
    if folder.pack is None:
        return problems
    for position, name in enumerate(folder.pack.hide):
        if entries.pop(name, None):
            hidden[name] = folder.pack.id
        elif name not in hidden and all(other.complete and name not in other.broken for other in earlier):
            guess = nearest(name, entries)
            advice = f"did you mean {guess}?" if guess else "take it out"
            text = f"{quoted(name)} is in no earlier pack; {advice}"
            problems.append(folder.manifest.problem(("hide", position), text))
    return problems
