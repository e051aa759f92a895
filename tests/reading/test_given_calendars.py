"""Calendar files from public reports, each with its right reading."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from adapters.reading import as_json, desk
from bot.reply import File
from tests.conftest import Person
from tests.prepared import CITIES
from tests.reading.judging import HERE

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def read(name: str) -> dict[str, object]:
    content = (HERE / "given" / "calendars" / f"{name}.ics").read_bytes()
    return as_json(asyncio.run(desk(CITIES, None, "America/New_York", NOW).brought(File(name, "", content))))


@pytest.mark.parametrize(
    ("name", "at", "zone"),
    [
        ("c04_lotus_byhour", "2026-12-03T15:00", "Europe/Paris"),
        ("c08_location_brackets", "2026-12-03T15:00", "America/New_York"),
        ("c09_value_date_with_time", "2026-12-03T15:00", "America/New_York"),
        ("c10_override_removed_later", "2026-11-24T15:00", "America/New_York"),
        ("c12_onsets_after_event", "2026-12-03T10:00", "America/New_York"),
        ("c18a_request", "2026-12-03T15:00", "America/New_York"),
    ],
)
def test_a_calendar_is_read_right(name: str, at: str, zone: str) -> None:
    assert read(name)["readings"] == [{"at": at, "zone": zone}]


def test_brackets_of_a_place_stay_whole() -> None:
    assert read("c08_location_brackets")["place"] == "Larkfield HQ (12 Quay Street, Albany, NY 12207)"


def test_names_as_directories_write_them_are_told_apart() -> None:
    assert "Also invited: Maren Oduya, Bo Lind." in str(read("c07_names_with_commas")["said"])


def test_a_cancellation_needs_no_start() -> None:
    assert read("c18b_cancel_without_start")["kind"] == "cancelled"


def test_a_zone_that_nobody_knows_is_asked_about() -> None:
    assert read("c16_tzid_japanese_display")["kind"] == "refused"


async def test_a_cancellation_without_a_start_finds_its_interview(member: Person) -> None:
    for name in ("c18a_request", "c18b_cancel_without_start"):
        content = (HERE / "given" / "calendars" / f"{name}.ics").read_bytes()
        await member.hands_over(f"{name}.ics", content)
        if member.reply.form is not None:
            await member.fill(company="Acme")
        if name == "c18a_request":
            await member.press("Right")
    assert "Acme" in member.says
    await member.press("Yes")
    assert "cancelled" in member.says.lower()
