"""Texts as rich text, where Slack takes every word literally.

See "Rich text block" and its elements ("Text", "Link", "Date") in Slack's Block Kit reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from typing import Any

from adapters.slack.limits import TEXT, URL
from adapters.slack.plain_text import SAID, blank, harmless
from bot.text import Bold, Code, Italic, Link, Moment, Plain, Span, Text, cut, plain

STYLES: dict[type[Span], str] = {Bold: "bold", Italic: "italic", Code: "code"}
YOUR_CLOCK = " (your clock: {date_short_pretty}, {time})"
"""Filled in by the reader's own Slack, in the zone and the manner of the device."""


def elements(content: Text, otherwise: str = "") -> list[dict[str, Any]]:
    """Return spans as elements of a section, a list's item or a quote; nothing when nothing can be seen.

    `otherwise` styles what has no style of its own.
    """
    content = fitted(content, TEXT)
    if all(blank(span.text) for span in content):
        return []
    return [element for span in content for element in _element(span, otherwise)]


def fitted(content: Text, most: int) -> Text:
    """Return at most `most` characters of a text, cut at a word; it says so when something is left out."""
    words = plain(content)
    if len(words) <= most:
        return content
    room = len(cut(words, max(0, most - len(SAID))))
    kept: list[Span] = []
    for span in content:
        if len(span.text) > room:
            part = span.text[:room]
            kept.append(Plain(part) if isinstance(span, Moment) else replace(span, text=part))
            break
        kept.append(span)
        room -= len(span.text)
    return (*kept, Plain(SAID))


def _element(span: Span, otherwise: str) -> Iterator[dict[str, Any]]:
    words = harmless(span.text)
    if not words:
        return
    style = STYLES.get(type(span), otherwise)
    styled = {"style": {style: True}} if style else {}
    if isinstance(span, Link) and span.url.startswith(("https://", "http://")) and len(span.url) <= URL:
        yield {"type": "link", "url": span.url, "text": words, **styled}
        return
    yield {"type": "text", "text": words, **styled}
    if isinstance(span, Moment):
        yield {
            "type": "date",
            "timestamp": int(span.instant.timestamp()),
            "format": YOUR_CLOCK,
            "fallback": f" ({span.instant.astimezone(UTC):%H:%M} UTC)",
            **styled,
        }
