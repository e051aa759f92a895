"""Time, place and link, as the morning's reminder checks them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain.calendar import city_of, local
from bot.domain.interviews import Format, Interview
from bot.text import Bold, Link, Plain, Span, Text, text
from bot.views.blocks import Block, Fields
from bot.views.layout import press, say
from bot.views.reminder_context import Particulars, Setting
from bot.views.times import clock, when

ADDRESS = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)
"""An address as RFC 3986 writes it; quotation marks, angle brackets, bars and backticks are none of it."""
CLOSING = ".,;:!?)]'"
"""Marks that belong to the sentence around an address."""
SHOWN = 48
"""Characters of an address that are shown; all of it is behind them."""
EARLY = timedelta(minutes=10)
MISSING = {
    Format.ONSITE: ("You have not told me where it is: do you have the address?", "Add the address"),
    Format.VIDEO: ("You have not told me the link: do you have it?", "Add the link"),
    Format.PHONE: ("You have not told me the number or who calls: do you know?", "Add the number"),
    Format.UNKNOWN: ("You have not told me where: do you have it?", "Add the place or link"),
}


def in_reminder(setting: Setting) -> Particulars:
    """Return what the morning's reminder says of them: what is known, one thing to check, and what is not known."""
    interview = setting.interview
    pairs = [("When", text(when(interview, setting.reader_zone, setting.now)))]
    if interview.place:
        pairs.append((place_label(interview), whereabouts(interview.place)))
    blocks: list[Block] = [Fields(tuple(pairs)), say(_check(interview, setting.reader_zone))]
    if interview.place:
        return Particulars(tuple(blocks))
    asked, label = MISSING[interview.format]
    blocks.append(say(Bold(asked)))
    return Particulars(tuple(blocks), (press(label, "interview edit", what=interview.id),))


def place_label(interview: Interview) -> str:
    """Return what the place of an interview is."""
    if ADDRESS.match(interview.place):
        return "Link"
    return "By phone" if interview.format is Format.PHONE else "Where"


def whereabouts(place: str) -> Text:
    """Return a place as it was typed; an address of the web in it can be pressed.

    Only its host and the beginning of its path are shown where it is long, never a name before an "@", so that
    nobody is led elsewhere than they see.
    """
    spans: list[Span] = []
    end = 0
    for found in ADDRESS.finditer(place):
        url = found[0].rstrip(CLOSING)
        shown = _shown(url)
        if not shown:
            continue
        spans += [Plain(place[end : found.start()]), Link(shown, url)]
        end = found.start() + len(url)
    spans.append(Plain(place[end:]))
    return tuple(span for span in spans if span.text)


def _shown(url: str) -> str:
    """Return an address as it is shown, nothing for one that names no host or hides it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if not host or "@" in parts.netloc:
        return ""
    if len(url) <= SHOWN:
        return url
    tail = f"{parts.netloc}{parts.path}".rstrip("/")
    return tail if len(tail) <= SHOWN and not parts.query else f"{tail[: SHOWN - 1]}…"


def _check(interview: Interview, reader_zone: str) -> str:
    door = f"Be at the door by {_earlier(interview, reader_zone)}, so leave with time to spare."
    line = "Open the link now and test the sound; have a number to ring if it fails."
    match interview.format:
        case Format.ONSITE:
            return door
        case Format.VIDEO:
            return line
        case Format.PHONE:
            return "Charge the phone, find a quiet place, and be sure who rings whom and on which number."
        case Format.UNKNOWN:
            return f"By video: {_lower(line)} In person: {_lower(door)}"


def _earlier(interview: Interview, reader_zone: str) -> str:
    """Return when to be there, by the clock of the place, and by the reader's where that differs."""
    moment = interview.starts_at - EARLY
    there, here = local(moment, interview.zone), local(moment, reader_zone)
    if _wall(there) == _wall(here):
        return clock(there)
    return f"{clock(there)} in {city_of(interview.zone)}"


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
