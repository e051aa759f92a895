"""A typed line as tokens. A token is a whole word, or a known piece of one such as the "9" of "9-10am"."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from bot.domain.dates.clock import Clock, Style
from bot.domain.dates.vocabulary import FIXED, MINUTES, NUMBERS, Kind


class Token(NamedTuple):
    """`text` is lower case and plain; `start` and `end` count the characters of the line as typed."""

    kind: Kind
    text: str
    start: int
    end: int
    values: tuple[int, ...] = ()
    clock: Clock | None = None


END: Final = Token(Kind.END, "", -1, -1)
_PADDING: Final = (END,) * 6
"""Rules may look this far past the last token without asking whether it is there."""

_CHUNK: Final = re.compile(r"[,;()\[\]|\"@]|[^\s,;()\[\]|\"@]+")
_TRAILING: Final = ".:!?'"
_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_ORDINAL: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
_HALVED: Final = re.compile(r"([0-9]{1,2}?)(?:[:.]?([0-9]{2}))?([ap])(?:\.?m)?")
_COLON: Final = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?(z|\+[0-9]{2}(?::?[0-9]{2})?|h|hrs)?"
)
_HOURS: Final = re.compile(r"([0-9]{1,2})h([0-9]{2})?|([0-9]{2})([0-9]{2})(?:h|hrs|(z))")
_DOTTED: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})")
_DATE: Final = re.compile(r"([0-9]{1,2})(?:/([0-9]{1,2})|([/.-])([0-9]{1,2})\3([0-9]{4}|[0-9]{2}))")
_ISO: Final = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_STAMP: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})t([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:\.[0-9]+)?)?"
    r"(z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_OFFSET: Final = re.compile(r"([+-])([0-9]{1,2})(?::?([0-9]{2}))?")
_FROM_UTC: Final = re.compile(r"(utc|gmt)([+-].*)")

DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
"""Everything that a phone or an office program writes where a hyphen was meant."""
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4\uff07", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
        **dict.fromkeys("\u00b7\u22c5\u2022", ","),
        "\u200b": " ",
    }
)
_UNSEEN: Final = frozenset("\u00ad\u200c\u200d\u200e\u2060\ufeff\ufe0e\ufe0f")


def tokenize(text: str) -> list[Token]:
    """Split a line into tokens, with a few END tokens behind the last."""
    line, places = _plain(text)
    tokens: list[Token] = []
    for chunk in _CHUNK.finditer(line):
        _lex(tokens, chunk.group(), chunk.start())
    if places is not None:
        tokens = [
            token._replace(start=places[token.start], end=places[token.end - 1] + 1) for token in tokens
        ]
    tokens += _PADDING
    return tokens


def length(tokens: list[Token]) -> int:
    """Return the number of tokens without the END tokens."""
    return len(tokens) - len(_PADDING)


def _plain(text: str) -> tuple[str, list[int] | None]:
    """Return the line as an ASCII keyboard would have typed it, and where each character stood if that moved."""
    if text.isascii():
        return text.lower(), None
    kept, places = [], []
    for place, char in enumerate(text.translate(_SIGNS)):
        if char in _UNSEEN:
            continue
        if "\uff01" <= char <= "\uff5e" or unicodedata.category(char) in {"Zs", "Nd"}:
            char = unicodedata.normalize("NFKC", char)  # noqa: PLW2901 - the plain form stands for it from here
            if not char.isascii():
                char = str(unicodedata.decimal(char, " "))  # noqa: PLW2901 - the same
        lower = char.lower()
        kept.append(lower if len(lower) == 1 else char[:1])
        places.append(place)
    return "".join(kept), places


def _lex(tokens: list[Token], chunk: str, start: int) -> None:
    """Add the tokens of one chunk, which holds no space."""
    fixed = FIXED.get(chunk)
    if fixed is not None:
        tokens.append(Token(fixed[0], chunk, start, start + len(chunk), fixed[1]))
        return
    if chunk in ',;()[]|"@':
        tokens.append(Token(Kind.MARK if chunk != "@" else Kind.WORD, chunk, start, start + 1))
        return
    core = chunk.rstrip(_TRAILING)
    if core.startswith("'"):
        core = core.lstrip("'")
        start += len(chunk.rstrip(_TRAILING)) - len(core)
    if core.startswith("-"):
        word = core.lstrip("-")
        dashes = start + len(core) - len(word)
        tokens.append(Token(Kind.MARK, "-", start, dashes))
        core, start = word, dashes
    if core:
        _lex_word(tokens, core, start)


def _lex_word(tokens: list[Token], word: str, start: int) -> None:
    found: tuple[Kind, tuple[int, ...]] | Clock | None = FIXED.get(word)
    end = start + len(word)
    if found is None and "0" <= word[0] <= "9":
        found = _number(word)
    if isinstance(found, Clock):
        tokens.append(Token(Kind.CLOCK, word, start, end, (), found))
    elif found is not None:
        tokens.append(Token(found[0], word, start, end, found[1]))
    elif word.isalpha() or not (_lex_stamp(tokens, word, start) or _lex_hyphens(tokens, word, start)):
        tokens.append(Token(Kind.WORD, word, start, end))


def _number(word: str) -> tuple[Kind, tuple[int, ...]] | Clock | None:
    """Return what a word that begins with a digit is, or None when it takes several tokens or is no date word."""
    if _NUMBER.fullmatch(word):
        return Kind.NUMBER, (int(word),)
    return _clock(word) or _numeric(word)


def _clock(word: str) -> Clock | None:
    """Return the clock that "3pm", "3:30", "15h30" or "1500h" is."""
    if match := _HALVED.fullmatch(word):
        return Clock(int(match[1]), int(match[2] or 0), 0, match[3])
    if (match := _COLON.fullmatch(word)) and (match[4] is None or match[4][0] == "h"):
        padded = word[0] == "0" or match[4] is not None
        return Clock(int(match[1]), int(match[2]), int(match[3] or 0), "", _style(padded))
    if (match := _HOURS.fullmatch(word)) and not match[5]:
        return Clock(int(match[1] or match[3]), int(match[2] or match[4] or 0), 0, "", Style.TWENTY_FOUR)
    return None


def _numeric(word: str) -> tuple[Kind, tuple[int, ...]] | None:
    """Return what "5th", "2026-12-03", "3/12" or "3.12" is."""
    if match := _ORDINAL.fullmatch(word):
        return Kind.ORDINAL, (int(match[1]),)
    if match := _ISO.fullmatch(word):
        return Kind.ISO_DATE, (int(match[1]), int(match[3]), int(match[4]))
    if match := _DATE.fullmatch(word):
        return Kind.NUMERIC_DATE, (
            int(match[1]),
            int(match[2] or match[4]),
            _year(match[5]) if match[5] else -1,
        )
    if match := _DOTTED.fullmatch(word):
        return Kind.DOTTED, (int(match[1]), int(match[2]))
    return None


def _style(padded: bool) -> Style:
    return Style.TWENTY_FOUR if padded else Style.TWELVE


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _lex_stamp(tokens: list[Token], word: str, start: int) -> bool:
    """Add the tokens of "2026-12-03T09:00Z", "15:00+01:00", "1500z", "+01:00" or "utc+1"."""
    if match := _FROM_UTC.fullmatch(word):
        split, token = match.start(2), Token(Kind.WORD, match[1], start, start + 3)
    elif match := _STAMP.fullmatch(word):
        clock = Clock(int(match[4]), int(match[5]), int(match[6] or 0), "", Style.EXACT)
        split = match.start(7) if match[7] else len(word)
        values = (int(match[1]), int(match[2]), int(match[3]))
        token = Token(Kind.STAMP, word[:split], start, start + split, values, clock)
    elif match := _COLON.fullmatch(word):
        split = match.start(4)
        clock = Clock(int(match[1]), int(match[2]), int(match[3] or 0), "", _style(word[0] == "0"))
        token = Token(Kind.CLOCK, word[:split], start, start + split, (), clock)
    elif match := _HOURS.fullmatch(word):
        split, clock = match.start(5), Clock(int(match[3]), int(match[4]), 0, "", Style.TWENTY_FOUR)
        token = Token(Kind.CLOCK, word[:split], start, start + split, (), clock)
    else:
        return _lex_offset(tokens, word, start)
    tokens.append(token)
    tail = word[split:]
    if tail and not _lex_offset(tokens, tail, start + split):
        tokens.append(Token(Kind.WORD, tail, start + split, start + len(word)))
    return True


def _lex_offset(tokens: list[Token], word: str, start: int) -> bool:
    match = _OFFSET.fullmatch(word)
    if match is None:
        return False
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    signed = -minutes if match[1] == "-" else minutes
    tokens.append(Token(Kind.OFFSET, word, start, start + len(word), (signed,)))
    return True


def _lex_hyphens(tokens: list[Token], word: str, start: int) -> bool:
    """Add the tokens of "9-10am", "3-Dec-2026" or "ten-thirty"; a compound with an unknown piece is one word."""
    pieces = word.split("-")
    if len(pieces) == 1 or not all(pieces) or len(pieces) > 3:
        return False
    if len(pieces) == 2 and pieces[0] in NUMBERS and pieces[1] in MINUTES:
        tokens.append(Token(Kind.WORD, pieces[0], start, start + len(pieces[0])))
        tokens.append(Token(Kind.WORD, pieces[1], start + len(pieces[0]) + 1, start + len(word)))
        return True
    found: list[Token] = []
    at = start
    for piece in pieces:
        if found:
            found.append(Token(Kind.MARK, "-", at - 1, at))
        before = len(found)
        # "a.m." stands before a dash with its full stop.
        _lex_word(found, piece.rstrip("."), at)
        if len(found) != before + 1 or found[-1].kind is Kind.WORD:
            return False
        at += len(piece) + 1
    tokens += found
    return True
