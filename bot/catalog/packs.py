"""A pack's folder, read whole: its items as frozen data, each knowing where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from bot.catalog.document import Document, Loc, read_document
from bot.catalog.problem import Problem
from bot.catalog.schema import KINDS, Model, PackModel
from bot.catalog.validation import validated
from bot.catalog.vocabulary import nearest
from bot.domain.content import (
    Ask,
    MessageTemplate,
    Pack,
    PlanTemplate,
    Question,
    Rubric,
    Source,
    Task,
    Tip,
)

Content: TypeAlias = Tip | Question | Task | PlanTemplate | Rubric | Ask | MessageTemplate | Source

MANIFEST = "pack.yaml"
SOURCES = "sources.yaml"
FOLDERS = tuple(kind for kind in KINDS if kind != "sources")
SINGLE = "plans"
"""The one folder whose files hold one thing each and not a list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a pack, with the place in its file."""

    item: Content
    document: Document
    loc: Loc

    @property
    def id(self) -> str:
        """The item's permanent id."""
        return self.item.id

    def place_of(self, loc: Loc = ()) -> str:
        """Return the file and line at which the item begins, or the part of it at `loc`."""
        return f"{self.document.path}:{self.document.line((*self.loc, *loc))}"

    def says(self, name: str) -> bool:
        """Whether the file gives the field, rather than leaving it to its default."""
        words: Any = self.document.data
        for part in self.loc:
            words = words[part]
        return name in words

    def problem(self, loc: Loc, text: str) -> Problem:
        """Return a problem at the field `loc` of the item."""
        return self.document.problem((*self.loc, *loc), text)


@dataclass(slots=True)
class PackFolder:
    """A pack as read.

    `broken` are the ids of items that could not be used; `complete` is false when not even all ids are known.
    """

    manifest: Document
    pack: Pack | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    complete: bool = True
    problems: list[Problem] = field(default_factory=list)


def read_pack(folder: Path) -> PackFolder:
    """Read every file of a pack; what is wrong is noted and the rest read on."""
    manifest = read_document(folder / MANIFEST)
    read = PackFolder(manifest)
    if manifest.data is not None:
        read.pack = validated(manifest, (), manifest.data, PackModel)
    read.problems += [*manifest.problems, *_strangers(folder)]
    for kind, path in _files(folder):
        document = read_document(path)
        read.complete &= document.data is not None
        if document.data is not None:
            _read_items(read, document, kind)
        read.problems += document.problems
    return read


def find_packs(directory: Path) -> tuple[list[Path], list[Problem]]:
    """Return the pack that `directory` is, or those it holds, by name."""
    if not directory.is_dir():
        return [], [Problem(str(directory), 1, "", "is not a folder; correct its name or make it")]
    if (directory / MANIFEST).exists():
        return [directory], []
    folders = [path for path in _children(directory) if path.is_dir()]
    if not folders:
        return [], [Problem(str(directory), 1, "", f"holds no pack; a pack is a folder with a {MANIFEST}")]
    bare = [path for path in folders if not (path / MANIFEST).exists()]
    problems = [Problem(str(path), 1, "", f"has no {MANIFEST}; write one, or move it away") for path in bare]
    return [path for path in folders if path not in bare], problems


def _children(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "_")))


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    if (folder / SOURCES).exists():
        yield "sources", folder / SOURCES
    for kind in FOLDERS:
        if (folder / kind).is_dir():
            yield from ((kind, path) for path in _children(folder / kind) if path.suffix == ".yaml")


def _strangers(folder: Path) -> Iterator[Problem]:
    """Yield a problem for what looks like content but would not be read."""
    for path in _children(folder):
        if path.is_dir() and path.name in FOLDERS:
            yield from _strangers_among(_children(path))
        elif path.is_dir():
            guess = nearest(path.name, FOLDERS)
            advice = f"did you mean {guess}?" if guess else f"use one of {', '.join(FOLDERS)}"
            yield Problem(str(path), 1, "", f"is not a folder of a pack; {advice}")
        elif path.suffix in {".yaml", ".yml"} and path.name not in {MANIFEST, SOURCES}:
            guess = nearest(path.name, (MANIFEST, SOURCES))
            advice = f"did you mean {guess}?" if guess else f"move it into one of {', '.join(FOLDERS)}"
            yield Problem(str(path), 1, "", f"is not read here; {advice}")


def _strangers_among(paths: list[Path]) -> Iterator[Problem]:
    for path in paths:
        if path.is_dir():
            yield Problem(str(path), 1, "", "is a folder within a folder; move its files up")
        elif path.suffix == ".yml":
            yield Problem(str(path), 1, "", f"is not read; call it {path.stem}.yaml")


def _read_items(read: PackFolder, document: Document, kind: str) -> None:
    if kind == SINGLE:
        if isinstance(document.data, list):
            read.complete = False
            text = "is a list; a plan has a file of its own, and no hyphen before its fields"
            document.problems.append(document.problem((), text))
        else:
            _read_item(read, document, (), document.data, KINDS[kind])
    elif isinstance(document.data, list):
        for position, words in enumerate(document.data):
            _read_item(read, document, (position,), words, KINDS[kind])
    else:
        read.complete = False
        text = 'is not a list; begin each item with a hyphen, like "- id: ..."'
        document.problems.append(document.problem((), text))


def _read_item(read: PackFolder, document: Document, loc: Loc, words: Any, model: type[Model]) -> None:
    item = validated(document, loc, words, model)
    if item is None:
        name = words.get("id") if isinstance(words, dict) else None
        read.broken.add(str(name))
        read.complete &= isinstance(name, str)
        return
    entry = Entry(item, document, loc)
    if earlier := read.entries.get(entry.id):
        text = f'"{entry.id}" is taken by {earlier.place_of()}; give it the next free number'
        document.problems.append(entry.problem(("id",), text))
    else:
        read.entries[entry.id] = entry
