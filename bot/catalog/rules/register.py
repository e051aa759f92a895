"""The list of ids that a pack has given out: buttons, saved tips and sent reminders lead to them for good."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.catalog.layers import Layers
from bot.catalog.packs import PackFolder
from bot.catalog.problem import Problem
from bot.domain.content import PlanTemplate, Status

REGISTER = "ids.txt"
"""A pack need not have one. Where there is one, `encore docs` adds to it and never takes away."""
REMARK = "#"
HEAD = f"{REMARK} Every id that members may have met. An id never changes; `encore docs` adds new ones.\n"


def ids_stay(layers: Layers) -> Iterator[Problem]:
    """Find ids that were given out and are gone, or changed, which is the same to a member's old button."""
    for folder in layers.folders:
        if folder.broken or not folder.complete:
            continue  # what cannot be read is told already, and may well be the one that seems gone
        known = {*folder.entries, *_of_steps(folder)}
        for number, name in _listed(folder):
            if name not in known:
                text = (
                    f"{name} was given out and is gone; put it back, with status: retired if it should rest"
                )
                yield Problem(str(_file(folder)), number, "", text)


def rendered_register(folder: PackFolder) -> str:
    """Return the list as it should be: what it holds, and every id that is not a draft's."""
    given = {
        name
        for name, entry in folder.entries.items()
        if isinstance(entry.item, PlanTemplate) or entry.item.status is not Status.DRAFT
    }
    names = {*given, *_of_steps(folder), *(name for _, name in _listed(folder))}
    return HEAD + "".join(f"{name}\n" for name in sorted(names))


def _of_steps(folder: PackFolder) -> Iterator[str]:
    for entry in folder.entries.values():
        if isinstance(entry.item, PlanTemplate):
            yield from (step.id for step in entry.item.steps)


def _listed(folder: PackFolder) -> list[tuple[int, str]]:
    """Return the ids of the list with their lines, from 1."""
    if not _file(folder).is_file():
        return []
    lines = enumerate(_file(folder).read_text(encoding="utf-8").splitlines(), start=1)
    return [(number, line.strip()) for number, line in lines if line.strip() and not line.startswith(REMARK)]


def _file(folder: PackFolder) -> Path:
    return folder.manifest.path.parent / REGISTER
