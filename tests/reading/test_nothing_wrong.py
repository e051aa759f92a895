"""What people bring is read right or asked about, never wrong: each case, and laws over every place there is."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from adapters.reading import as_json, desk, lines_about, read_lines
from bot.documents.everyday_words import FIRST_NAMES, WORDS
from bot.documents.gazetteer import load
from bot.domain.calendar import Doubtful
from bot.reply import File
from tests.prepared import CITIES
from tests.reading.judging import FIELDS, HERE, judged

NOON = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
NEW_YORK = "America/New_York"
FEWEST_RIGHT = {"given": (40, 53), "own": (198, 530)}
"""Invitations and phrases that are read, of those in a folder; what is not is asked."""
SHARE = {"company": 0.75, "people": 0.8, "place": 0.5, "link": 1.0}


def read(words: str, zone: str = NEW_YORK) -> dict[str, object]:
    return as_json(asyncio.run(desk(CITIES, None, zone, NOON).words(words)))


def brought(text: str) -> dict[str, object]:
    return as_json(asyncio.run(desk(CITIES, None, NEW_YORK, NOON).brought(text=text)))


@pytest.mark.parametrize("folder", FEWEST_RIGHT)
def test_nothing_is_read_wrong(folder: str) -> None:
    for verdicts, fewest in zip(judged(HERE / folder), FEWEST_RIGHT[folder], strict=True):
        assert [each for each in verdicts if each.word == "wrong"] == []
        assert Counter(each.word for each in verdicts)["right"] >= fewest


def test_what_an_invitation_says_beside_its_time_is_found() -> None:
    invitations = [each for folder in FEWEST_RIGHT for each in judged(HERE / folder)[0]]
    for field in FIELDS:
        named = [each for each in invitations if field in each.named]
        assert sum(field in each.found for each in named) >= SHARE[field] * len(named), field


def test_no_region_first_name_or_common_word_becomes_a_towns_clock() -> None:
    places = load()
    for name in {*places.areas, *FIRST_NAMES, *WORDS}:
        meant = CITIES.meant(name)
        if not isinstance(meant, str):
            continue
        inside = {city.zone for city in places.areas.get(name, ())}
        large = [city for city in places.called(name) if city.zone == meant and city.population >= 1_000_000]
        assert meant in inside or large, f"{name} is taken for {meant}"


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Oregon", "America/Los_Angeles"),
        ("Colorado", "America/Denver"),
        ("Arizona", "America/Phoenix"),
        ("India", "Asia/Kolkata"),
        ("London", "Europe/London"),
        ("New York", NEW_YORK),
        ("Portland, Maine", NEW_YORK),
    ],
)
def test_a_region_with_one_clock_and_a_city_that_all_know_are_read(name: str, zone: str) -> None:
    assert CITIES.meant(name) == zone
    assert read(f"Fri 3pm {name}")["readings"] == [{"at": "2026-11-27T15:00", "zone": zone}]


@pytest.mark.parametrize("name", ["Jordan", "March", "time", "Nice", "Tennessee", "Georgia"])
def test_what_may_be_more_than_one_thing_is_a_choice_or_asked(name: str) -> None:
    assert isinstance(CITIES.meant(name), Doubtful)
    assert read(f"Fri 3pm {name}")["kind"] in {"choice", "refused"}


@pytest.mark.parametrize(
    "said",
    [
        "has been cancelled",
        "had to be postponed",
        "is no longer going ahead",
        "was declined by the panel",
        "will not be taking place",
    ],
)
def test_a_time_that_is_off_is_never_a_plain_question(said: str) -> None:
    text = f"Your interview with Acme on Thursday 3 December at 2pm {said}."
    assert brought(text)["kind"] == "cancelled"
    assert brought(f"Hello.\n\n{text} We will write again.")["kind"] == "cancelled"


def test_a_line_of_json_is_answered_by_one_and_says_what_is_wrong_with_it() -> None:
    lines = [
        json.dumps({"words": "3pm", "now": "2026-11-22T10:00", "zone": NEW_YORK}),
        "no json",
        json.dumps({"words": "Fri 3pm", "zone": "Mars"}),
        json.dumps({"file": "/nowhere/at/all.ics"}),
        json.dumps({"word": "Fri 3pm"}),
        json.dumps([1]),
        json.dumps({"text": ""}),
    ]
    answers = [json.loads(line) for line in read_lines(lines, {"now": "", "zone": ""}, NOON)]
    assert [answer["kind"] for answer in answers] == ["refused"] * len(lines)
    assert all(answer["said"] for answer in answers)


def test_a_file_is_read_by_what_is_in_it_and_told_in_words() -> None:
    content = (HERE / "given" / "calendars" / "c18a_request.ics").read_bytes()
    found = asyncio.run(desk(CITIES, None, NEW_YORK, NOON).brought(File("x.ics", "", content)))
    told = list(lines_about(found))
    assert told[0] == "One time, and the question whether it is right."
    assert told[1].strip() == "2026-12-03 15:00 America/New_York"


def test_a_weekday_that_contradicts_its_date_is_said() -> None:
    told = brought("Your interview with Acme is on Tuesday 3 December 2026 at 2pm.")
    assert told["kind"] == "no_time"
    assert "3 December 2026 is a Thursday, not a Tuesday" in str(told["said"])
