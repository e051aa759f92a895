"""The corpora of phrases, and readings as short strings that a person can check."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.dates import When

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """A phrase, when and by whom it is said, and what is right."""

    phrase: str
    now: datetime
    right: tuple[str, ...]
    day_first: bool | None = None

    def __str__(self) -> str:
        # pytest escapes a test's name anew each time it collects in one process, as `make mutants` makes it do:
        # only ASCII stays as it was.
        return f"{self.phrase.encode('ascii', 'replace').decode()} @ {self.now:%a %d %b %H:%M}"


def load(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def moment(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def cases(groups: list[dict[str, Any]]) -> list[Case]:
    return [
        Case(p["phrase"], moment(g["now"], g["zone"]), tuple(p["readings"]), g.get("day_first"))
        for g in groups
        for p in g["phrases"]
    ]


def given() -> list[Case]:
    given = load("phrases.json")["given"]
    now = moment(given["now"], given["zone"])
    return [Case(p["phrase"], now, tuple(p["accept"])) for p in given["phrases"]]


def city(name: str) -> str | None:
    found: str | None = load("phrases.json")["cities"].get(name)
    return found


def short(when: When) -> str:
    """Write a reading as DAY[Ttime[/until]][ zone or offset][ (part)]."""
    words = when.day.isoformat()
    if when.time is not None:
        words += f"T{when.time:%H:%M}"
    if when.until is not None:
        words += f"/{when.until:%H:%M}"
    if when.zone is not None:
        words += f" {when.zone}"
    if when.offset is not None:
        words += f" {_offset(when.offset)}"
    return f"{words} ({when.part})" if when.part else words


def _offset(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"


def local(when: When, now: datetime) -> str:
    """Write a reading in the speaker's own time, without its zone."""
    if when.time is None:
        return when.day.isoformat()
    zone: tzinfo | None = now.tzinfo
    if when.zone is not None:
        zone = ZoneInfo(when.zone)
    elif when.offset is not None:
        zone = timezone(when.offset)
    there = datetime.combine(when.day, when.time, zone).astimezone(now.tzinfo)
    return f"{there:%Y-%m-%dT%H:%M}"
