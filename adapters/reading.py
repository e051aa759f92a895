"""`encore read`: how words, an e-mail or a calendar file would be read, with nothing kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.commands.intake.answer_parser import Reader
from bot.commands.intake.invitation_sources import Addressee
from bot.commands.intake.preview import Outcome, Preview, read_invitation, read_words
from bot.documents import loose_dates
from bot.documents.cities import Cities
from bot.documents.providers import documents
from bot.domain.calendar import instant_of, zone_of
from bot.domain.interviews import people
from bot.errors import InputError
from bot.reply import File

SAID = {
    Outcome.ONE: "One time, and the question whether it is right.",
    Outcome.CHOICE: "Several times to choose from.",
    Outcome.GUESS: "A guess, asked about as one.",
    Outcome.NO_TIME: "No time of day: it is asked.",
    Outcome.CANCELLED: "Called off: asked about the interview that it names.",
    Outcome.PASSED: "It has passed.",
    Outcome.NOTHING: "No interview in it.",
    Outcome.REFUSED: "Not taken: it is asked anew.",
}
EXAMPLE = 'encore read --words "Fri 3pm Oregon" --now 2026-11-22T10:00 --zone America/New_York'


@dataclass(frozen=True, slots=True)
class Desk:
    """What reads, for whom and when; it knows no database."""

    cities: Cities
    zone: str
    now: datetime

    async def words(self, typed: str) -> tuple[Preview, ...]:
        """Return how a time is read that is typed behind company and role."""
        return (read_words(typed, self._reader),)

    async def brought(self, *files: File, text: str = "") -> tuple[Preview, ...]:
        """Return how files or a pasted text are read."""
        invitations = documents(self.cities).invitations
        to = Addressee(now=self.now, zone=self.zone, name="", invitations=invitations)
        return await read_invitation(to, self._reader, files=files, words=text)

    @property
    def _reader(self) -> Reader:
        return Reader(now=self.now, zone=self.zone, cities=self.cities, loose_dates=loose_dates)


def desk(cities: Cities, now: str | None, zone: str, present: datetime) -> Desk:
    """Return what reads at `now`, a wall time in `zone` ("" for UTC). Raises InputError for what is neither."""
    zone = zone or "UTC"
    try:
        zone_of(zone)
        at = datetime.fromisoformat(now) if now else present
    except ValueError as error:
        raise InputError(f"That cannot be read: {error}.", example=EXAMPLE) from error
    return Desk(cities, zone, at.astimezone(UTC) if at.tzinfo else instant_of(at.date(), at.time(), zone))


def read_file(path: Path) -> File:
    """Return a file's bytes. Raises InputError where it can't be opened."""
    try:
        return File(path.name, "", path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be opened: {error.strerror}.", example=EXAMPLE) from error


def read_lines(lines: Iterable[str], usual: Mapping[str, str], present: datetime) -> Iterator[str]:
    """Answer one JSON object a line with one a line; what is wrong with a line is its answer."""
    cities = Cities()
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(cities, line, usual, present), ensure_ascii=False)


def _answer(cities: Cities, line: str, usual: Mapping[str, str], present: datetime) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        return as_json(_read(cities, {**usual, **asked} if isinstance(asked, dict) else {}, present))
    except (InputError, ValueError) as error:
        said = error.message if isinstance(error, InputError) else f"That is no JSON: {error}."
        return as_json((Preview(kind=Outcome.REFUSED, said=(said,)),))


def _read(cities: Cities, asked: Mapping[str, Any], present: datetime) -> tuple[Preview, ...]:
    match asked:
        case {"now": str(now), "zone": str(zone), "words": str(words)}:
            return asyncio.run(desk(cities, now, zone, present).words(words))
        case {"now": str(now), "zone": str(zone), "text": str(text)}:
            return asyncio.run(desk(cities, now, zone, present).brought(text=text))
        case {"now": str(now), "zone": str(zone), "file": str(path)}:
            return asyncio.run(desk(cities, now, zone, present).brought(read_file(Path(path))))
    raise InputError("A line is an object with “words”, “text” or “file”.", example='{"words": "Fri 3pm"}')


def as_json(previews: tuple[Preview, ...]) -> dict[str, Any]:
    """Return what was read; of several events the times of all that are ahead are a choice, as they are in a chat."""
    ahead = [each for each in previews if each.readings]
    first = (ahead or list(previews))[0]
    readings = [reading for each in ahead for reading in each.readings]
    draft = first.draft
    return {
        "kind": Outcome.CHOICE if len(ahead) > 1 else first.kind,
        "readings": [{"at": reading.wall, "zone": reading.zone} for reading in readings],
        "day": first.day and first.day.isoformat(),
        "company": draft.company,
        "role": draft.role,
        "people": [{"name": person.name, "title": person.title} for person in people(draft.interviewers)],
        "place": first.place,
        "link": first.link,
        "format": draft.format,
        "notes": draft.notes,
        "said": list(first.said),
    }


def lines_about(previews: tuple[Preview, ...]) -> Iterator[str]:
    """Tell people what was read."""
    told = as_json(previews)
    yield SAID[Outcome(told.pop("kind"))]
    for reading in told.pop("readings"):
        yield f"  {reading['at'].replace('T', ' ')} {reading['zone']}"
    said = told.pop("said")
    met = (", ".join(filter(None, (one["name"], one["title"]))) for one in told["people"])
    told["people"] = "; ".join(met)
    for name, value in told.items():
        if value:
            yield f"  {name}: {value}"
    for sentence in said:
        yield f"  “{sentence}”"
