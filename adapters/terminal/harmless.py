"""What a member typed, made safe to print: shown as typed, obeyed by nothing."""

from __future__ import annotations

import re

CONTROL_PICTURES = 0x2400
DELETE = 0x7F
TAB = "    "
LIVE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # what a terminal obeys: C0, delete, C1
    "\u202a-\u202e\u2066-\u2069"  # what turns the reading direction of all that follows
    "\ud800-\udfff]"  # halves of a character, which no encoding can write
)
BREAKS = re.compile("\r\n|\u2028|\u2029|\x85")


def harmless(words: str) -> str:
    """Return `words` with everything that a terminal would act on made visible; line breaks stay."""
    return LIVE.sub(_visible, BREAKS.sub("\n", words))


def on_one_line(words: str) -> str:
    """Return `words` harmless and without line breaks, for where a second line could pass for ours."""
    return harmless(words).replace("\n", " ")


def _visible(found: re.Match[str]) -> str:
    code = ord(found.group())
    if found.group() == "\t":
        return TAB
    if code < 0x20:
        return chr(CONTROL_PICTURES + code)
    if code == DELETE:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"<U+{code:04X}>"
