"""Words from a command line that must be one of a few, and what to say when they are not."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from bot.catalog.problem import quoted
from bot.catalog.vocabulary import nearest
from bot.errors import ContentError

EnumT = TypeVar("EnumT", bound=StrEnum)


def choose(typed: str, words: Iterable[str], what: str, example: str) -> str:
    """Return which of `words` was typed. Raises ContentError that lists them; `what` says what they are."""
    allowed = tuple(words)
    # As it is spelt in the vocabulary: "+2H" and "Trust" are typed, too.
    spelt = {word.casefold(): word for word in allowed}
    if found := spelt.get(typed.strip().casefold()):
        return found
    listed = f"Choose one of: {', '.join(allowed)}."
    if not typed.strip():
        raise ContentError(f"Say which {what}. {listed}", example=example)
    guess = nearest(typed, allowed)
    asked = f" Did you mean {guess}?" if guess else ""
    raise ContentError(f"{quoted(typed)} is no {what}.{asked} {listed}", example=example)


def choose_from(typed: str, words: type[EnumT], what: str, example: str) -> EnumT:
    """Return which word of a vocabulary was typed. Raises ContentError that lists them."""
    return words(choose(typed, words, what, example))
