"""How hard a text is to read, as a school grade: Flesch and Kincaid's measure.

Source: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas" (1975). What ends a
sentence is Flesch's own count ("How to Write Plain English"): full stops, question and exclamation marks, colons
and semicolons. Syllables are counted by their vowels, which is right for nearly every English word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.catalog.document import Loc
from bot.catalog.layers import Layers
from bot.catalog.packs import Content
from bot.catalog.problem import Problem
from bot.catalog.rules.wording import texts
from bot.domain.content import PlanTemplate, Source, Tip

HARDEST = 8.0
"""A reader of thirteen follows it, and so does somebody who is nervous or reads in a second language."""
FEWEST_WORDS = 12
"""Of fewer words the measure says nothing."""

WORD = re.compile(r"[a-z0-9][a-z0-9'\u2019-]*", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:;]+[^\w\s]*(?:\s+|$)|\n+")
SILENT_END = re.compile(r"(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$")
"""The last letters of "times", "walked" and "side", which are not said; those of "table" and "wanted" are."""
VOWELS = re.compile(r"[aeiouy]{1,2}")


def syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least one."""
    letters = re.sub(r"[^a-z]", "", word.casefold())
    if len(letters) <= len("the"):
        return 1
    said = SILENT_END.sub(lambda end: end[0][0], letters)
    return max(1, len(VOWELS.findall(said.removeprefix("y"))))


def grade(text: str) -> float:
    """Return the years of school that a text asks for; 0 for one without a word."""
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for part in SENTENCE_END.split(text) if WORD.search(part))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def plain_enough(layers: Layers) -> Iterator[Problem]:
    """Find texts beyond grade 8: a tip's body by itself, any other item as a whole, a plan step by step."""
    for entry in layers.entries.values():
        for loc, text in _parts(entry.item):
            years = grade(text)
            if years > HARDEST and len(WORD.findall(text)) >= FEWEST_WORDS:
                advice = "shorten the sentences, or take shorter words"
                yield entry.problem(loc, f"reads at grade {years:.1f}; {advice}, down to {HARDEST:.0f}")


def _parts(item: Content) -> Iterator[tuple[Loc, str]]:
    if isinstance(item, Source):
        return
    if isinstance(item, Tip):
        yield ("body",), item.body
    elif isinstance(item, PlanTemplate):
        yield from ((("steps", place, "text"), step.text) for place, step in enumerate(item.steps))
    else:
        found = list(texts(item))
        yield found[0][0], "\n".join(text for _, text in found)
