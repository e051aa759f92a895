"""What a pack may name beside the closed vocabularies, the shape of its ids, and the word that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from bot.catalog.problem import quoted
from bot.domain.content import Topic

CLAIMS = tuple(f"S{number}" for number in range(1, 48))
"""The claims of the article that the starter pack grew from; `seed` names those that an item rests on."""

SLOTS = ("name", "company", "role", "day", "date", "time", "interviewer", "coordinator", "my_name", "topic")
"""Slots of a message template that may be filled in for the member; any other is a blank to fill in by hand."""

REVIEWED_YEARLY = frozenset({Topic.PAY_OFFER, Topic.ACCESS, Topic.FAIR_QUESTIONS})
"""Pay, health and law: the region is said, and the item is looked at again every twelve months."""

REGION = re.compile(r"any|[a-z]{2}(-[a-z0-9]{1,3})?")

_NUMBERED = r"-[a-z0-9]+(-[a-z0-9]+)*-[0-9]{3}"
_SLUG = r"-[a-z0-9]+(-[a-z0-9]+)*"
_UNNUMBERED = frozenset({"plan", "source"})
LONGEST_ID = 40
"""Buttons carry an id, and what they carry is limited."""


def id_pattern(prefix: str) -> str:
    """Return the pattern of the ids that begin with `prefix`."""
    return prefix + (_SLUG if prefix in _UNNUMBERED else _NUMBERED)


def id_fault(prefix: str, identifier: str) -> str | None:
    """Return what is wrong with an id of this prefix, and what it should look like; None when it is right."""
    example = f"{prefix}-standard" if prefix in _UNNUMBERED else f"{prefix}-trust-003"
    if len(identifier) > LONGEST_ID:
        return f"has {len(identifier)} characters; an id has at most {LONGEST_ID}"
    if re.fullmatch(id_pattern(prefix), identifier):
        return None
    return f"{quoted(identifier)} is not an id of this kind; write small letters and digits, like {example}"


def nearest(word: str, words: Iterable[str], *, at_least: float = 0.6) -> str | None:
    """Return the one of `words` that was probably meant, if any is near enough (0 to 1)."""
    found = get_close_matches(word.casefold(), list(words), n=1, cutoff=at_least)
    return found[0] if found else None
