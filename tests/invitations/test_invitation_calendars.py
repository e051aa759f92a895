from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.documents.cities import Cities
from bot.documents.invitations import Contact, Invitation, Moment, read_calendar
from bot.domain.interviews import Format
from bot.errors import InputError
from tests.invitations.calendars import CALENDARS

CORPUS = Path(__file__).parent / "corpus"
NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/London"))


@cache
def cities() -> Cities:
    return Cities()


def read(name: str) -> tuple[Invitation, ...]:
    data = (CORPUS / f"{name}.ics").read_bytes()
    return read_calendar(data, NOW, zone="Europe/London", city=cities().zone)


def shown(value: object) -> object:
    """Return a value as the table writes it."""
    if isinstance(value, Moment):
        at = f"{value.time:%H:%M}" if value.time else "all-day"
        return f"{value.day} {at} {value.zone or '-'} {value.source}"
    if isinstance(value, Contact):
        return f"{value.name} <{value.address}>"
    if isinstance(value, tuple):
        return [shown(each) for each in value]
    return str(value) if not isinstance(value, bool | int | None) else value


def differences(found: Invitation, expected: dict[str, Any]) -> list[str]:
    wrong = []
    for name, wanted in expected.items():
        if name == "doubts":
            continue
        got = shown(getattr(found, name))
        if name == "ends" and isinstance(got, str):
            got = got.split()[1]
        if got != wanted:
            wrong.append(f"{name}: {got!r}, not {wanted!r}")
    doubts = expected.get("doubts", [])
    if len(found.doubts) != len(doubts) or not all(
        part in doubt for part, doubt in zip(doubts, found.doubts, strict=True)
    ):
        wrong.append(f"doubts: {found.doubts!r}, not {doubts!r}")
    return wrong


def test_every_calendar_has_its_expected_result() -> None:
    assert {path.stem for path in CORPUS.glob("*.ics")} == CALENDARS.keys()


@pytest.mark.parametrize("name", sorted(CALENDARS))
def test_a_calendar_says_what_it_says_or_is_refused_with_a_reason(name: str) -> None:
    expected = CALENDARS[name]
    if isinstance(expected, str):
        with pytest.raises(InputError) as refusal:
            read(name)
        assert expected in refusal.value.message
        assert refusal.value.example
        return
    wanted = expected if isinstance(expected, list) else [expected]
    found = read(name)
    assert [differences(each, one) for each, one in zip(found, wanted, strict=True)] == [[]] * len(wanted)


@pytest.mark.parametrize("name", sorted(CALENDARS))
def test_what_is_read_is_plain_frozen_and_within_bounds(name: str) -> None:
    if isinstance(CALENDARS[name], str):
        return
    for found in read(name):
        assert {field.name for field in fields(found)} >= {"starts", "doubts"}
        assert len(found.title) <= 300
        assert found.starts.instant is None or found.starts.instant.tzinfo is UTC
        assert "\r" not in found.notes


def test_a_zone_by_the_same_name_in_two_files_keeps_each_file_s_own_clock() -> None:
    """The library keeps VTIMEZONEs by name for the life of the process, which set the second file's clock."""
    read("outlook_customized_zone")
    found = read("zone_rules_after_event")
    assert found[0].starts.zone == "America/New_York"
    assert read("outlook_customized_zone")[0].starts.zone == "Europe/Paris"


def test_the_member_s_own_zone_goes_before_others_with_the_same_clocks() -> None:
    data = (CORPUS / "outlook_customized_zone.ics").read_bytes()
    assert read_calendar(data, NOW, zone="Europe/Madrid")[0].starts.zone == "Europe/Madrid"
    fixed = (CORPUS / "zone_unknown_fixed_rules.ics").read_bytes()
    assert read_calendar(fixed, NOW, zone="America/Bogota")[0].starts.zone == "America/Bogota"


def test_a_zone_without_changes_is_not_the_member_s_when_theirs_changes() -> None:
    fixed = (CORPUS / "zone_unknown_fixed_rules.ics").read_bytes()
    starts = read_calendar(fixed, NOW, zone="America/New_York")[0].starts
    assert (starts.zone, starts.asks_zone) == ("UTC", True)


def test_an_instant_is_held_in_a_zone_once_that_is_known() -> None:
    starts = read("zone_utc")[0].starts.held_in("Asia/Tokyo")
    assert shown(starts) == "2026-12-04 00:00 Asia/Tokyo named"


def test_a_floating_time_keeps_its_wall_time_once_its_zone_is_known() -> None:
    starts = read("zone_floating")[0].starts
    assert starts.asks_zone
    assert shown(starts.held_in("Asia/Tokyo")) == "2026-12-03 15:00 Asia/Tokyo named"
    with pytest.raises(ValueError, match="IANA"):
        starts.held_in("Mars/Base")


def test_reading_without_a_zone_or_cities_works_too() -> None:
    for path in sorted(CORPUS.glob("*.ics")):
        try:
            found = read_calendar(path.read_bytes(), NOW)
        except InputError:
            assert isinstance(CALENDARS[path.stem], str)
        else:
            assert found


def test_a_place_that_is_an_address_of_no_known_service_is_kept_and_proves_no_format() -> None:
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", "BEGIN:VEVENT", "UID:1@example.com",
        "DTSTAMP:20261120T120000Z", "DTSTART:20261203T150000Z", "LOCATION:https://meet.example.com/room-7",
        "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    [found] = read_calendar("\r\n".join(lines).encode(), NOW)
    assert found.link == "https://meet.example.com/room-7"
    assert found.place == ""
    assert found.format is Format.UNKNOWN
