"""The bytes of a calendar file as lines of text; what is too large or no calendar is refused at once."""

from __future__ import annotations

import re
from typing import Final

from bot.errors import InputError

LARGEST: Final = 1_000_000
"""Bytes; an invitation has a few thousand."""
MOST_LINES: Final = 20_000
EXAMPLE: Final = "/prep add Acme, analyst, Thu 3pm"
OTHERWISE: Final = "Open the invitation and save it again as an .ics file, or type the day and the time."

_FOLD: Final = re.compile(rb"(?:\r*\n|\r)[ \t]")
_BREAK: Final = re.compile(r"\r*\n|\r")
_BOMS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"B\x00E\x00", "utf-16-le"),
    (b"\x00B\x00E", "utf-16-be"),
)
_OTHERS: Final = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip file or an office document"),
    (b"\xd0\xcf\x11\xe0", "an Outlook message file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)


def lines_of(data: bytes) -> tuple[list[str], bool]:
    """Return the unfolded lines, and whether the last one was ended; raises InputError.

    A fold is undone before the bytes become text, since some calendars fold inside a character (RFC 5545, 3.1).
    """
    if len(data) > LARGEST:
        raise InputError(
            "That file is too large for one invitation. Save only the interview's own event.", example=EXAMPLE
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"That file is empty. {OTHERWISE}", example=EXAMPLE)
    for beginning, kind in _OTHERS:
        if data[:32].lstrip().lower().startswith(beginning.lower()):
            raise InputError(f"That is {kind}, not a calendar file. {OTHERWISE}", example=EXAMPLE)
    data = _as_ascii_superset(data)
    if data.count(b"\n") > MOST_LINES or data.count(b"\r") > MOST_LINES:
        raise InputError(
            "That file has far more lines than one invitation. Save only the interview's own event.",
            example=EXAMPLE,
        )
    lines = _BREAK.split(_text(_FOLD.sub(b"", data)))
    return lines, lines[-1] == ""


def _as_ascii_superset(data: bytes) -> bytes:
    """Return UTF-16 and UTF-32 as UTF-8; everything else as it is."""
    for beginning, encoding in _BOMS:
        if data.startswith(beginning):
            return data.decode(encoding, "replace").encode("utf-8", "replace")
    return data


def _text(data: bytes) -> str:
    """Read UTF-8, else what Windows and Latin-1 calendars write."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.replace("\x00", "")
