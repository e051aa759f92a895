"""Text as spans, so that what a member typed can never become a link, a mention or a style."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

SAID_BACK = 40
"""Characters of something typed that a message repeats."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Words shown exactly as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    """Words that carry weight; the sentence makes sense without it."""

    text: str


@dataclass(frozen=True, slots=True)
class Italic:
    """Words set apart."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type, as it is typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that Encore knows, or a plain http(s) one that a member typed, shown as what it is."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A time: `text` is wall time and place in words, `instant` (aware) lets a platform add the reader's own."""

    text: str
    instant: datetime


Span: TypeAlias = Plain | Bold | Italic | Code | Link | Moment
Text: TypeAlias = tuple[Span, ...]


def text(*parts: str | Span | Text) -> Text:
    """Join strings (plain), spans and texts into one text."""
    spans: list[Span] = []
    for part in parts:
        if isinstance(part, str):
            spans.append(Plain(part))
        elif isinstance(part, tuple):
            spans.extend(part)
        else:
            spans.append(part)
    return tuple(spans)


def plain(content: Text) -> str:
    """Return the words alone, for a notice, a log-free test or a reader without styles."""
    return "".join(span.text for span in content)


def one_line(words: str) -> str:
    """Return words on one line, as they are read."""
    return " ".join(words.split())


def shortened(words: str, most: int) -> str:
    """Return words in at most `most` characters, cut between two of them where they are longer, with a sign of it."""
    return words if len(words) <= most else cut(words, most - 1).rstrip(" ,;:.") + "…"


def cut(words: str, most: int) -> str:
    """Return the beginning of longer words in at most `most` characters, up to the end of a word.

    A word that takes more than half the place, such as a link, is cut within.
    """
    at_word, gap, _ = words[: most + 1].rpartition(" ")
    return (at_word if gap and len(at_word) > most // 2 else words[:most]).rstrip()


def said_back(typed: str) -> str:
    """Return something typed as a message repeats it."""
    return shortened(typed, SAID_BACK)
