"""The next free id of a new item."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from bot.catalog.vocabulary import LONGEST_ID

ID = re.compile(r"\b(?:tip|q|task|ask|template|rubric|step|source)-[a-z0-9-]*[a-z0-9]")
READ = frozenset({".yaml", ".txt"})
"""Files that may mention an id: content, and lists of ids that were given out."""


def slug_of(words: str) -> str:
    """Return words as a part of an id: small letters without their accents, digits and hyphens; maybe nothing."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").casefold()).strip("-")


def mentioned(folders: Iterable[Path]) -> frozenset[str]:
    """Return every id that is written anywhere in the packs, also of items that are hidden, broken or gone."""
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in READ)
    return frozenset(name for file in files for name in ID.findall(file.read_text("utf-8", errors="replace")))


def next_id(prefix: str, slug: str, taken: Iterable[str], *, pack: str = "") -> str:
    """Return the id after the highest one taken.

    In a group's own `pack` the id begins with the pack's: a later release of ours may use any other number.
    """
    if pack:
        room = LONGEST_ID - len(f"{prefix}--{slug}-000")
        slug = f"{pack[:room].strip('-')}-{slug}"
    pattern = re.compile(rf"{re.escape(f'{prefix}-{slug}')}-(\d{{3}})")
    numbers = [int(found[1]) for name in taken if (found := pattern.fullmatch(name))]
    return f"{prefix}-{slug}-{max(numbers, default=0) + 1:03}"
