"""What a file that a member handed over turns out to be: its bytes decide, never its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.errors import InputError

EXAMPLE: Final = "/interview import"
OTHERWISE: Final = (
    "Paste the text of the e-mail instead, or save the event from your calendar as an .ics file."
)
MOST_CONTROLS: Final = 0.02
"""The share of characters that no text has, beyond which bytes are no text."""

_BEGINNINGS: Final = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip file or an office document"),
    (b"PK\x05\x06", "a zip file"),
    (b"\x1f\x8b", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"\xd0\xcf\x11\xe0", "an Outlook message or an old office document"),
    (b"{\\rtf", "a document of a word processor"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
)
_INSIDE: Final = ((4, b"ftyp", "a picture or a film"), (8, b"WEBP", "a picture"), (8, b"WAVE", "a recording"))
_BOMS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CALENDAR: Final = re.compile(r"^\s*BEGIN:(?:VCALENDAR|VEVENT)\b", re.IGNORECASE | re.MULTILINE)
_MIME: Final = re.compile(r"^content-type:\s*\S+/\S+", re.IGNORECASE | re.MULTILINE)
_HEADER: Final = re.compile(r"[\w-]+: ?\S|From \S+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """An iCalendar file, as it came."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a message, its headers included where it has any."""

    text: str


def opened(content: bytes) -> CalendarFile | Words:
    """Return what the bytes are. Raises InputError for what is empty, and for what is neither calendar nor text."""
    if not content.strip(b"\x00 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"That file is empty. {OTHERWISE}", example=EXAMPLE)
    kind = _named(content)
    if kind:
        raise InputError(f"That is {kind}, which I can't read. {OTHERWISE}", example=EXAMPLE)
    text = _decoded(content)
    if is_calendar(text):
        return CalendarFile(content)
    if len(_CONTROL.findall(text)) > MOST_CONTROLS * len(text):
        raise InputError(f"That file holds no text that I can read. {OTHERWISE}", example=EXAMPLE)
    return Words(text.replace("\x00", ""))


def is_calendar(text: str) -> bool:
    """Whether a text is a calendar, and no e-mail with a calendar among its parts."""
    begins = text.lstrip("\ufeff\x00 \t\r\n")
    if _CALENDAR.match(begins):
        return True
    head = re.split(r"\r?\n\r?\n", begins[:20_000], maxsplit=1)[0]
    is_message = _HEADER.match(begins) is not None and _MIME.search(head) is not None
    return not is_message and _CALENDAR.search(text.replace("\r", "\n")) is not None


def _named(content: bytes) -> str:
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            # Two letters may begin a text as well.
            if len(beginning) > 2 or b"\x00" in content[:64]:
                return kind
            return ""
    return next((kind for place, mark, kind in _INSIDE if content[place : place + len(mark)] == mark), "")


def _decoded(content: bytes) -> str:
    for beginning, encoding in _BOMS:
        if content.startswith(beginning):
            return content.decode(encoding, "replace")
    sample = content[:2000]
    if sample[1::2].count(0) > len(sample) // 4:
        return content.decode("utf-16-le", "replace")
    if sample[::2].count(0) > len(sample) // 4:
        return content.decode("utf-16-be", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
