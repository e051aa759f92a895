"""A group's own pack: the folder, what it says of itself, and the schemas for the editor."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.catalog.json_schema import EDITOR_LINE, write_schemas
from bot.catalog.numbering import slug_of
from bot.catalog.packs import MANIFEST, PackFolder, read_pack
from bot.catalog.problem import lines_of
from bot.catalog.rules.starter import STARTER
from bot.domain.content import Pack
from bot.errors import ContentError

SCHEMAS = ".schema"
"""Where a pack of a group's own keeps its schemas; a folder that begins with a dot is not read as content."""
LONGEST_TITLE = 60

NEW = """\
{editor_line}.schema/pack.json
# What this pack is called, and what of Encore's own content it takes away.

id: {id}
title: {title}
version: "1.0.0"
language: en
licence: Ask us before you share it
summary: Content of our own, laid over Encore's.
credits: []
hide: [] # ids of Encore's items that nobody should meet, like [tip-trust-001]
"""


def open_pack(folder: Path) -> tuple[Pack, bool]:
    """Return what the pack in `folder` says of itself, and whether it was made just now.

    Raises ContentError when the folder holds something else, or a pack that cannot be read.
    """
    made = not (folder / MANIFEST).exists()
    if made:
        _refuse_what_is_there(folder)
        write_schemas(folder / SCHEMAS)
        text = NEW.format(editor_line=EDITOR_LINE, id=_id(folder), title=_title(folder))
        (folder / MANIFEST).write_text(text, encoding="utf-8")
    else:
        write_schemas(folder / SCHEMAS)
    read = read_pack(folder)
    if read.pack is None:
        raise ContentError("\n".join(["Nothing is added until this is mended:", *_of_manifest(read)]))
    return read.pack, made


def _refuse_what_is_there(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ContentError(f"{folder} is a file. Name a folder for your pack.")
    there = (
        sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.exists() else []
    )
    packs = [path for path in there if (path / MANIFEST).exists()]
    if packs:
        raise ContentError(
            f"{folder} holds packs and is none. Name one of them: {', '.join(path.name for path in packs)}.",
            example=f"--pack {packs[0]}",
        )
    if there:
        raise ContentError(
            f"{folder} holds other things and no {MANIFEST}. Name a new folder for your pack.",
            example=f"--pack {folder / 'our-pack'}",
        )


def _of_manifest(read: PackFolder) -> list[str]:
    return lines_of(read.manifest.problems)


def _id(folder: Path) -> str:
    words = slug_of(folder.resolve().name) or "own"
    return f"own-{words}" if words == STARTER else words


def _title(folder: Path) -> str:
    """Return a title as YAML takes it, whatever signs the folder's name has."""
    words = re.sub(r"[-_\s]+", " ", folder.resolve().name).strip() or "Our own"
    return json.dumps((words[0].upper() + words[1:])[:LONGEST_TITLE], ensure_ascii=False)
