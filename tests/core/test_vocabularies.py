"""No table forgets a word: whatever is keyed by a closed vocabulary has a row for each, or says here why not."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Collection, Iterator, Mapping
from enum import Enum, StrEnum
from types import ModuleType
from typing import Any

import adapters
import bot

CHOSEN = {
    "bot.catalog.rules.sources.GOOD": "evidence that is enough by itself",
    "bot.catalog.vocabulary.REVIEWED_YEARLY": "topics on pay, health and law",
    "bot.domain.content.SIX_PROOFS": "the two competencies beside them are none of the six",
    "bot.commands.intake.line_parser.CERTAIN": "tokens that are a time beyond doubt",
    "bot.commands.intake.line_parser.COUNTED": "tokens that may be a number",
    "bot.commands.intake.line_parser.NAMED_DAYS": "tokens that name a day",
    "bot.owed.reminder.EARLY": "moments by a trait of their row",
    "bot.domain.dates.day_words._DATE_STARTS": "tokens that may begin a date",
    "bot.domain.dates.find._DAY_KINDS": "tokens that may stand in a day",
    "bot.domain.leads.WHOLE_DAYS": "moments by what their rows say",
    "bot.domain.outcomes.ASKS": "moments by a trait of their row",
    "bot.domain.practice.EVERYONE": "whom all that is for nobody in particular is for",
    "bot.domain.practice.REMOTE": "formats without a place to go to",
    "bot.domain.practice.SPEAKING_OF_A_FORMAT": "topics that speak of a format",
    "bot.domain.reminder_context.WITH_SHEETS": "moments by what their rows say",
    "bot.domain.owed.FINAL": "what a reminder does not come back from",
    "bot.domain.research_notes.COMPANY": "slots about the company",
    "bot.domain.research_notes.ROLE": "slots about the role",
    "bot.views.templates.GENERAL": "topics that speak of no one interview",
}
"""Words that are chosen out of a vocabulary, and for what."""


def modules() -> Iterator[ModuleType]:
    for package in (bot, adapters):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." not in found.name and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def vocabularies(among: Collection[ModuleType]) -> list[type[Enum]]:
    """Return the closed vocabularies that stand in some modules."""
    found = {
        value
        for module in among
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Enum) and len(value)
    }
    return sorted((one for one in found if one.__module__.startswith(("bot.", "adapters."))), key=str)


def lacking(words: Collection[Any], known: Collection[type[Enum]], *, codes: bool) -> set[str]:
    """Return which words of the vocabulary that all of `words` are of are not among them; none if there is none.

    With `codes`, three or more strings that are all codes of one vocabulary count as its words.
    """
    if not words:
        return set()
    kind = type(next(iter(words)))
    if issubclass(kind, Enum):
        of_it = all(type(word) is kind for word in words)
        return {word.name for word in kind if word not in words} if of_it else set()
    if codes and kind is str and len(words) > 2:
        for one in known:
            values = {word.value for word in one}
            if values >= set(words):
                return {word.name for word in one if word.value not in words}
    return set()


def written(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Return what a module's own lines give a name to, without what it has from elsewhere."""
    for line in ast.parse(inspect.getsource(module)).body:
        targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name) and target.id in vars(module):
                yield f"{module.__name__}.{target.id}", vars(module)[target.id]


def incomplete(values: Mapping[str, Any], known: Collection[type[Enum]]) -> dict[str, set[str]]:
    """Return which tables and sets lack words of their vocabulary, and which."""
    return {
        name: lack
        for name, value in values.items()
        if isinstance(value, Mapping | frozenset | set | tuple | list)
        and (lack := lacking(value, known, codes=isinstance(value, Mapping)))
    }


def test_every_table_keyed_by_a_vocabulary_is_complete_or_says_why_not() -> None:
    everywhere = list(modules())
    values = {name: value for module in everywhere for name, value in written(module)}
    found = incomplete(values, vocabularies(everywhere))
    assert {name: lack for name, lack in found.items() if name not in CHOSEN} == {}
    assert CHOSEN.keys() - found.keys() == set(), "what is complete, or gone, needs no reason"


def test_a_word_without_its_row_is_found() -> None:
    class Word(StrEnum):
        ONE, TWO, THREE, FOUR = "one", "two", "three", "four"

    full = dict.fromkeys(Word, 1)
    values = {
        "full": full,
        "short": {word: 1 for word in full if word is not Word.TWO},
        "codes": {"one": 1, "three": 2, "four": 3},
        "some": frozenset({Word.ONE, Word.TWO}),
    }
    assert incomplete(values, [Word]) == {"short": {"TWO"}, "codes": {"TWO"}, "some": {"THREE", "FOUR"}}
