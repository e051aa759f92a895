"""Items that say what another says: measured by the letters they share, three at a time.

The measure is Jaccard's: trigrams in both texts over trigrams in either, from 0 to 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import TypeAlias

from bot.catalog.layers import Layers
from bot.catalog.packs import Entry
from bot.catalog.problem import Problem
from bot.domain.content import Ask, MessageTemplate, Question, Status, Task, Tip

ALIKE = 0.5
THE_SAME = 0.7

Card: TypeAlias = Tip | Question | Task | Ask | MessageTemplate

HEART: Mapping[type[Card], tuple[str, ...]] = MappingProxyType(
    {
        Tip: ("title", "body"),
        Question: ("prompt",),
        Task: ("text", "done_when"),
        Ask: ("text",),
        MessageTemplate: ("subject", "body"),
    }
)
"""The fields in which an item says what it is about; the first is where a likeness is told."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two items of a kind, the later one second, and how alike they are, from 0 to 1."""

    entry: Entry
    other: Entry
    field: str
    measure: float

    def problem(self) -> Problem:
        """Return what is said of the two, at the later one."""
        text = (
            f"says nearly what {self.entry.id} says ({self.entry.place_of()}), {self.measure:.2f} alike; "
            "make them one, or tell them apart"
        )
        return self.other.problem((self.field,), text)


def trigrams(text: str) -> frozenset[str]:
    """Return the text's groups of three letters, word by word, with a space at each end of a word."""
    words = re.findall(r"\w+", text.casefold())
    padded = f" {' '.join(words)} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how alike two texts are, from 0 to 1."""
    both = len(one & other)
    either = len(one) + len(other) - both
    return both / either if either else 0.0


def alike(layers: Layers) -> Iterator[Likeness]:
    """Yield pairs of one kind that are at least half alike, retired items left out."""
    for kind, names in HEART.items():
        texts = [
            (entry, trigrams(" ".join(getattr(item, name) for name in names)))
            for entry, item in layers.of(kind)
            if item.status is not Status.RETIRED
        ]
        for (entry, one), (other, two) in combinations(texts, 2):
            # Two sets of very different sizes cannot be alike, and sizes are quick to compare.
            if min(len(one), len(two)) < ALIKE * max(len(one), len(two)):
                continue
            if (measure := likeness(one, two)) >= ALIKE:
                yield Likeness(entry, other, names[0], measure)
