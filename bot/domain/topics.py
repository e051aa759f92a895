"""Words of a vocabulary found by their names in what people type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeVar

from bot.domain.vocabulary import NamedVocabulary

LEAST_LETTERS = 3
"""Fewer letters than this are no beginning of a word to guess from."""
NEAR = 4
JOINING = frozenset({"for", "to", "at", "with", "from", "about", "of", "in"})
CLOSE = 0.6

WordT = TypeVar("WordT", bound=NamedVocabulary)


def title_of(word: NamedVocabulary) -> str:
    """Return what a word of a vocabulary is called in a heading."""
    return word.facts.names[0]


def find(words: str, among: Iterable[WordT]) -> WordT | None:
    """Return what the words name: whole, else by its beginning or by words of it; None unless just one fits."""
    typed = _fold(words)
    if not typed:
        return None
    known = {subject: _folded(subject) for subject in among}
    exact = [subject for subject, forms in known.items() if typed in forms]
    if exact:
        return exact[0]
    if len(typed) < LEAST_LETTERS:
        return None
    found = [
        subject
        for subject, forms in known.items()
        if any(form.startswith(typed) or set(typed.split()) <= set(form.split()) for form in forms)
    ]
    return found[0] if len(found) == 1 else None


def leading(words: str, among: Iterable[WordT]) -> tuple[WordT | None, str]:
    """Return what the first words name, and the words behind them; None and all of them when they name nothing.

    A small word that joins the two, as in "thanks to Acme", belongs to neither.
    """
    typed = words.split()
    for length in range(len(typed), 0, -1):
        found = find(" ".join(typed[:length]), among)
        if found is not None:
            rest = typed[length:]
            return found, " ".join(rest[1:] if rest and rest[0].casefold() in JOINING else rest)
    return None, words


def near(words: str, among: Iterable[WordT]) -> tuple[str, ...]:
    """Return at most four titles that look like the words, the likest first; none when nothing does."""
    typed = _fold(words)[:60]
    titles = {form: title_of(subject) for subject in among for form in _folded(subject)}
    forms: list[str] = get_close_matches(typed, titles, n=2 * NEAR, cutoff=CLOSE)
    forms += [form for form in titles if not _long_words(typed).isdisjoint(_long_words(form))]
    return tuple(dict.fromkeys(titles[form] for form in forms))[:NEAR]


def like(typed: str, among: Iterable[WordT]) -> tuple[WordT, ...]:
    """Return the subjects to suggest while `typed` is being typed, those that begin so first."""
    folded = _fold(typed)
    ranked = [
        (not any(form.startswith(folded) for form in _folded(subject)), subject)
        for subject in among
        if any(folded in form for form in _folded(subject))
    ]
    return tuple(subject for _, subject in sorted(ranked, key=lambda pair: pair[0]))


def _folded(subject: NamedVocabulary) -> tuple[str, ...]:
    return (_fold(subject), *(_fold(name) for name in subject.facts.names))


def _fold(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _long_words(words: str) -> set[str]:
    return {word for word in words.split() if len(word) > LEAST_LETTERS}
