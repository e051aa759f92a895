"""Lines as components and properties (RFC 5545, 3.4 to 3.6), forgiving what calendars get wrong.

The library's grammar reads each line; its `Calendar.from_ical` is not used. It keeps every VTIMEZONE it meets
by name for as long as the process lives, so that one member's "Customized Time Zone" would set another's clock,
and it gives up on a whole file for one bad line.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.documents.invitations.decoding import EXAMPLE, OTHERWISE
from bot.errors import InputError

MOST_EVENTS: Final = 100
MOST_ZONES: Final = 30
LONGEST_LINE: Final = 32_000
"""Characters; a description is cut there."""

_TEXTS: Final = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "X-ALT-DESC"})
_OF_EVENTS: Final = _TEXTS | {
    "UID", "SEQUENCE", "STATUS", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
    "RECURRENCE-ID", "URL", "CONFERENCE", "ORGANIZER", "ATTENDEE", "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-MICROSOFT-CDO-ALLDAYEVENT",
}  # fmt: skip
_OF_ZONES: Final = frozenset(
    {"TZID", "X-LIC-LOCATION", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"}
)
_WANTED: Final[Mapping[str, frozenset[str]]] = {
    "VCALENDAR": frozenset({"METHOD", "X-WR-TIMEZONE", "PRODID"}),
    "VEVENT": _OF_EVENTS,
    "VTIMEZONE": _OF_ZONES,
    "STANDARD": _OF_ZONES,
    "DAYLIGHT": _OF_ZONES,
}
_HOMES: Final = {
    "VCALENDAR": frozenset({""}),
    "VEVENT": frozenset({"", "VCALENDAR"}),
    "VTIMEZONE": frozenset({"", "VCALENDAR"}),
    "STANDARD": frozenset({"VTIMEZONE"}),
    "DAYLIGHT": frozenset({"VTIMEZONE"}),
}
"""What may hold a component; one found elsewhere means that an END is missing."""
_NAME: Final = re.compile(r"\s*((?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+))\s*(?=[;:])")
_OPEN_ZONE: Final = re.compile(r';\s*TZID\s*=\s*([^";]*?):(?=\d{8}|\d{4}-\d\d-\d\d)', re.IGNORECASE)
_QUOTED_PRINTABLE: Final = re.compile(r"^[^:]*;\s*(?:ENCODING\s*=\s*)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_BARE: Final = re.compile(r";\s*(QUOTED-PRINTABLE|BASE64|8BIT|7BIT)(?=[;:])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Property:
    """A line: parameters by upper-case name, and the value as written, still escaped."""

    name: str
    value: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Component:
    """A component with the properties that are of use, in order; `ended` once its END was read."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    ended: bool = False

    def all(self, name: str) -> list[Property]:
        """Return the properties of that name."""
        return [each for each in self.properties if each.name == name]

    def first(self, name: str, **parameters: str) -> Property | None:
        """Return the first property of that name, and with these parameters."""
        wanted = parameters.items()
        return next((each for each in self.all(name) if wanted <= each.parameters.items()), None)

    def value(self, name: str) -> str:
        """Return the first value of that name, or ""."""
        found = self.first(name)
        return found.value.strip() if found else ""

    def children(self, name: str) -> Iterator[Component]:
        """Yield the components of that name, at any depth."""
        for each in self.components:
            if each.name == name:
                yield each
            yield from each.children(name)


def parse(lines: list[str], *, ended: bool) -> Component:
    """Return a nameless component that holds all others; raises InputError where there is no event.

    `ended` tells whether the last line is whole. One that is not, in a file that stops early, is left out: a
    time that lost its end may read as another.
    """
    if not ended and not lines[-1].strip().upper().startswith("END:"):
        lines = lines[:-1]
    root = Component("")
    stack = [root]
    events = zones = 0
    for line in _joined(lines):
        head = line[:64].strip().upper()
        if head.startswith("BEGIN:"):
            name = head[6:].strip()
            events += name == "VEVENT"
            zones += name == "VTIMEZONE"
            if events > MOST_EVENTS or zones > MOST_ZONES:
                raise InputError(
                    "That file holds a whole calendar. Save only the interview's own event, and send that.",
                    example=EXAMPLE,
                )
            _begin(stack, name)
        elif head.startswith("END:"):
            _end(stack, head[4:].strip())
        else:
            _add(stack[-1], line)
    if not events:
        raise InputError(f"I found no event in that file. {OTHERWISE}", example=EXAMPLE)
    return root


def _begin(stack: list[Component], name: str) -> None:
    homes = _HOMES.get(name)
    while homes is not None and stack[-1].name not in homes and len(stack) > 1:
        stack.pop()
    component = Component(name)
    if len(stack) < 8:  # nothing real nests deeper
        stack[-1].components.append(component)
        stack.append(component)


def _end(stack: list[Component], name: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            stack[depth].ended = True
            del stack[depth:]
            return


def _joined(lines: list[str]) -> Iterator[str]:
    """Yield whole lines: soft breaks of quoted-printable undone, and stray lines added to the text they follow."""
    held = ""
    for line in lines:
        if held and held.endswith("=") and _QUOTED_PRINTABLE.match(held):
            held = held[:-1] + line
        elif not line.strip():
            continue
        elif held and _is_stray(line) and _name_of(held) in _TEXTS:
            held = f"{held}\\n{line.strip()}" if len(held) < LONGEST_LINE else held
        else:
            if held:
                yield held
            held = line
    if held:
        yield held


def _is_stray(line: str) -> bool:
    """Whether a line is no property: the rest of a text whose breaks were not escaped ("Join: https://…")."""
    name = _NAME.match(line)
    if name is None:
        return True
    written, upper = name[2], name[2].upper()
    if written not in {upper, upper.lower()}:
        return True  # "Location: …" in a text; calendars write one case
    known = upper in _OF_EVENTS or upper in _OF_ZONES or upper.startswith(("X-", "BEGIN", "END"))
    return not known and written != upper


def _name_of(line: str) -> str:
    name = _NAME.match(line)
    return name[2].upper() if name else ""


def _add(component: Component, line: str) -> None:
    """Add a line's property to the component if it is of use there; one that cannot be read is left out."""
    name = _name_of(line)
    if name not in _WANTED.get(component.name, frozenset()):
        return
    found = _property(name, line[:LONGEST_LINE])
    if found is not None:
        component.properties.append(found)


def _property(name: str, line: str) -> Property | None:
    from icalendar.parser import Contentline  # noqa: PLC0415 - a quarter of a second, at the first calendar

    line = _OPEN_ZONE.sub(lambda zone: f';TZID="{zone[1]}":', _BARE.sub(r";ENCODING=\1", line), count=1)
    try:
        _, found, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call]
    except ValueError:
        head, colon, value = line.partition(":")
        if not colon:
            return None
        plain = _loose_parameters(head)
    else:
        plain = {str(key).upper(): _one(each) for key, each in found.items()}
    if plain.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = _unquoted(value, plain.get("CHARSET", "utf-8"))
    return Property(name, str(value), plain)


def _loose_parameters(head: str) -> dict[str, str]:
    """Read parameters whose quotes are astray, such as CN=Ada "The Count" Byrne."""
    pairs = (part.partition("=") for part in head.split(";")[1:])
    return {key.strip().upper(): value.replace('"', "") for key, equals, value in pairs if equals}


def _one(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _unquoted(value: str, charset: str) -> str:
    """Undo quoted-printable (vCalendar 1.0); its line breaks become escaped ones."""
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        text = raw.decode(charset)
    except (LookupError, ValueError):
        text = raw.decode("cp1252", "replace")
    return re.sub(r"\r*\n|\r", r"\\n", text)
