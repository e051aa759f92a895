"""Words for Slack, made harmless and short enough: shown as typed, obeyed by nothing."""

from __future__ import annotations

import re
from typing import Any

from adapters.slack.limits import NOTICE, TEXT
from bot.text import cut

CUT = "…"
"""Ends what was shortened in a small place: a title, a label."""
SAID = "… (shortened)"
"""Ends what was shortened in running text."""

LIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0, delete, C1
    "\u202a-\u202e\u2066-\u2069]"  # what turns the reading direction of all that follows
)
HALVES = re.compile("[\ud800-\udfff]")
BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
UNMARKED = str.maketrans({"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u02cb"})
"""Signs that read the same and style nothing."""
SIGNALS = re.compile(r":(?=//)|:(?=[\w+'-]+:)|@(?=\w)|#(?=\w)")
"""What makes an address, an emoji, a mention or a channel of the words that follow."""
LOOKALIKES = {":": "\ua789", "@": "\uff20", "#": "\uff03"}


def harmless(words: str) -> str:
    """Return `words` without what would hide, turn or break what stands around them; line breaks stay."""
    plain = BREAKS.sub("\n", words).replace("\t", " ")
    return HALVES.sub("\ufffd", LIVE.sub("", plain))


def on_one_line(words: str) -> str:
    """Return `words` harmless and without line breaks."""
    return " ".join(harmless(words).split("\n")).strip()


def blank(words: str) -> bool:
    """Whether nothing can be seen of `words`; Slack refuses empty texts."""
    return not any(sign.isprintable() and not sign.isspace() for sign in words)


def shortened(words: str, most: int) -> str:
    """Return at most `most` characters, cut at a word and with a sign of it when something is left out."""
    return words if len(words) <= most else cut(words, most - 1) + CUT


def plain_text(words: str, most: int = TEXT, otherwise: str = CUT) -> dict[str, Any]:
    """Return a text object that Slack parses for nothing, not even emoji; `otherwise` stands for blank words.

    See "Text object" in Slack's Block Kit reference.
    """
    shown = shortened(on_one_line(words), most)
    return {"type": "plain_text", "text": otherwise if blank(shown) else shown, "emoji": False}


def notice(words: str) -> str:
    """Return the line for a notification.

    Slack reads it as mrkdwn in places that no switch reaches, so what it would parse is escaped (see
    "Escaping text" in Slack's reference on formatting) or takes the look of itself.
    """
    line = shortened(on_one_line(words), NOTICE).translate(UNMARKED)
    line = SIGNALS.sub(lambda found: LOOKALIKES[found.group()], line)
    return CUT if blank(line) else "".join(ESCAPES.get(sign, sign) for sign in line)
