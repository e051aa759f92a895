"""Closed vocabularies whose every word brings all that is to be known of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one word. `code` is the word as it is written in packs, buttons and the database."""

    code: str


class Vocabulary(StrEnum):
    """Words that are each written as a row of facts: `WORD = SomeFacts("word", ...)`.

    What differs from word to word stands in its row and nowhere else, so that a new word is one new row, and a row
    that lacks something is an error before anything runs. A subclass says of what kind its `facts` are.
    """

    facts: Facts

    def __new__(cls, row: Facts | str) -> Self:
        """Make a word of its row. Looking a word up by its code (`Lead("T-7")`) never comes here."""
        assert isinstance(row, Facts)
        word = str.__new__(cls, row.code)
        word._value_ = row.code
        word.facts = row
        return word


@dataclass(frozen=True, slots=True)
class Named(Facts):
    """What a word is called: the title first, then other words for the same as people type them."""

    names: tuple[str, ...]


class NamedVocabulary(Vocabulary):
    """Words that are found by their names."""

    facts: Named

    @classmethod
    def called(cls, words: str) -> Self | None:
        """Return the word that is called just so, or None."""
        folded = words.strip().casefold()
        return next((word for word in cls if folded in {word, *map(str.casefold, word.facts.names)}), None)
