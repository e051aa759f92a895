"""The rules that the corpora do not show."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.dates import DateInText, Reading, Refusal, find, read
from tests.dates import corpus

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 25, 9, tzinfo=NEW_YORK)


def shorts(text, now=NOW, **options):
    result = read(text, now, **options)
    assert isinstance(result, Reading), result
    return tuple(corpus.short(when) for when in result.readings)


def reason(text, now=NOW, **options):
    result = read(text, now, **options)
    assert isinstance(result, Refusal), result
    return result.reason


def test_a_naive_present_is_an_error():
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="without a zone"):
        read("tomorrow", naive)
    with pytest.raises(ValueError, match="without a zone"):
        find("tomorrow", naive)


def test_a_contradiction_names_the_real_weekday():
    assert reason("Thursday, December 4 2026").startswith("4 December 2026 is a Friday, not a Thursday.")


def test_an_impossible_day_names_the_length_of_the_month():
    assert reason("31 Feb 2027 9am").startswith("February 2027 has 28 days.")


@pytest.mark.parametrize("text", ["3pm", "at noon", "from 9 to 10am", "15:00 ET"])
def test_a_time_without_a_day_asks_for_the_day(text):
    assert "no day" in reason(text)


@pytest.mark.parametrize("abbreviation", ["IST", "CST", "AST", "EET"])
def test_an_abbreviation_of_several_zones_asks_for_the_city(abbreviation):
    assert "Say the city" in reason(f"Fri 3pm {abbreviation}", NOW.astimezone(ZoneInfo("Europe/Paris")))


def test_an_abbreviation_that_the_speakers_clock_contradicts_asks_for_the_city():
    assert "Say the city" in reason("Fri 3pm PST", NOW.astimezone(ZoneInfo("Asia/Manila")))


def test_a_clock_without_a_name_owns_no_abbreviation():
    assert "Say the city" in reason(
        "Fri 3pm IST", NOW.astimezone(timezone(timedelta(hours=5, minutes=30), "IST"))
    )


def test_central_time_is_certain_in_the_united_states():
    assert shorts("Fri 3pm CST") == ("2026-11-27T15:00 America/Chicago",)


def test_what_is_not_understood_is_given_back_as_typed():
    result = read("  Lunch   Friday 3pm — Bring ID ", NOW)
    assert isinstance(result, Refusal)
    assert result.rest == "Lunch — Bring ID"


def test_more_than_two_ways_are_refused():
    assert "more than two ways" in reason("next Friday at 7")


def work(action: Callable[[], object]) -> int:
    """Return how many functions were called: what a busy machine does not change."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "text", ["3 " * 5000, "mon " * 2500, "9-" * 5000, "-" * 10_000, "'" * 10_000, "٣" * 10_000]
)
def test_ten_thousand_characters_are_refused_at_once(text):
    assert isinstance(read(text, NOW), Refusal)
    assert find(text, NOW) is None
    assert work(lambda: (read(text, NOW), find(text, NOW))) < 1_000


@pytest.mark.parametrize(
    "piece", ["mon 3pm ", "3 ", "3pm berlin ", "in 2 ", "9-10am ", "the 5th of ", "-'", "a quarter to "]
)
def test_the_work_for_a_line_grows_no_faster_than_the_line(piece):
    short, long = (piece * 2000)[:500], (piece * 2000)[:2000]
    assert work(lambda: find(long, NOW)) <= 5 * work(lambda: find(short, NOW))
    assert work(lambda: read(long[:200], NOW)) <= 5 * work(lambda: find(short, NOW))


def test_cities_are_asked_for_only_behind_the_time():
    asked = []
    read("Berlin Friday 3pm", NOW, city=asked.append)
    read("Friday Berlin", NOW, city=asked.append)
    assert asked == []
    read("Friday 3pm São Paulo", NOW, city=asked.append)
    assert set(asked) == {"são paulo"}


def test_what_follows_in_a_line_is_not_asked_for_as_a_city():
    asked = []
    find("Acme Thu 3pm with Jane Doe", NOW, city=asked.append)
    find("Acme Thu 3pm video", NOW, city=asked.append)
    assert asked == []


ODDLY_SPELT = {"America/Knox_IN", "America/Argentina/ComodRivadavia"}


def test_iana_names_are_read_in_any_case():
    """Two old aliases whose capitals follow no rule are refused."""
    names = {name for name in available_timezones() if name.startswith(("America/", "Europe/", "Africa/"))}
    for name in names - ODDLY_SPELT:
        for spelling in (name, name.upper(), name.lower()):
            assert shorts(f"Fri 3pm {spelling}") == (f"2026-11-27T15:00 {name}",)


def test_an_hour_that_has_passed_today_leaves_only_the_other_reading():
    assert shorts("today at 7") == ("2026-11-25T19:00",)
    assert shorts("today at 8am") == ("2026-11-25T08:00",)


def test_a_day_named_in_another_zone_counts_there_too():
    late = datetime(2026, 11, 25, 20, tzinfo=NEW_YORK)
    assert shorts("tomorrow 10am Asia/Tokyo", late) == (
        "2026-11-26T10:00 Asia/Tokyo",
        "2026-11-27T10:00 Asia/Tokyo",
    )


def test_a_date_that_passed_this_year_is_next_years_unless_its_weekday_says_otherwise():
    assert shorts("24 Nov 9am") == ("2027-11-24T09:00",)
    assert shorts("Tue 24 Nov 9am") == ("2026-11-24T09:00",)
    assert shorts("Wed 24 Nov 9am") == ("2027-11-24T09:00",)


def test_months_ahead_need_the_same_day():
    assert shorts("in 1 month") == ("2026-12-25",)
    assert "February 2027 has 28 days" in reason("in a month", datetime(2027, 1, 31, 9, tzinfo=UTC))


def test_a_reading_keeps_the_day_as_a_date():
    result = read("tomorrow", NOW)
    assert isinstance(result, Reading)
    assert result.readings[0].day == date(2026, 11, 26)
    assert result.readings[0].time is None


LINES = {
    "Acme, data analyst, next Tue 3pm": ("Acme, data analyst", ["2026-12-01T15:00"], ""),
    "Acme data analyst next Tue 3pm video": ("Acme data analyst", ["2026-12-01T15:00"], "video"),
    "Acme, analyst, Thursday, December 3 at 2:30 PM EST": (
        "Acme, analyst",
        ["2026-12-03T14:30 America/New_York"],
        "",
    ),
    "Acme Thu 3pm with Jane Doe": ("Acme", ["2026-11-26T15:00"], "with Jane Doe"),
    "May & Co, Tue 3pm": ("May & Co", ["2026-12-01T15:00"], ""),
    "Monday.com, PM, Thu 2pm": ("Monday.com, PM", ["2026-11-26T14:00"], ""),
    "March Capital, analyst, 3 Dec 10am": ("March Capital, analyst", ["2026-12-03T10:00"], ""),
    "First Friday, cook, 12 Dec 9am": ("First Friday, cook", ["2026-12-12T09:00"], ""),
    "7-Eleven, shift lead, Fri 10am": ("7-Eleven, shift lead", ["2026-11-27T10:00"], ""),
    "Acme 2, tester, Thu 3pm": ("Acme 2, tester", ["2026-11-26T15:00"], ""),
    "Noon Ltd, Fri 1pm": ("Noon Ltd", ["2026-11-27T13:00"], ""),
    "24/7 Fitness, coach, Tue 3pm": ("24/7 Fitness, coach", ["2026-12-01T15:00"], ""),
    "5th Avenue Deli, cook, Fri 10am": ("5th Avenue Deli, cook", ["2026-11-27T10:00"], ""),
    "Today Show, producer, tomorrow 9am": ("Today Show, producer", ["2026-11-26T09:00"], ""),
    "Forever 21, clerk, 4 Dec 3pm": ("Forever 21, clerk", ["2026-12-04T15:00"], ""),
    "A Week From Hell, writer, Tue 3pm": ("A Week From Hell, writer", ["2026-12-01T15:00"], ""),
    "Half Price Books, clerk, tue 10am": ("Half Price Books, clerk", ["2026-12-01T10:00"], ""),
    "Morning Star, analyst, Tue 3pm": ("Morning Star, analyst", ["2026-12-01T15:00"], ""),
    "Acme 9 tomorrow 3pm": ("Acme 9", ["2026-11-26T15:00"], ""),
    "ACME Ünïon — Thu 3pm — vidéo": ("ACME Ünïon", ["2026-11-26T15:00"], "vidéo"),
    "Acme Inc., Thu\u00a03\u202fpm.": ("Acme Inc.", ["2026-11-26T15:00"], ""),
    "Acme (Thu 3pm)": ("Acme", ["2026-11-26T15:00"], ""),
    "Acme to Fri 4pm": ("Acme to", ["2026-11-27T16:00"], ""),
    "Acme, dev, Mon 8-9am Zoom": ("Acme, dev", ["2026-11-30T08:00/09:00"], "Zoom"),
    "Acme, dev, Mon 8am, 4 Market St": ("Acme, dev", ["2026-11-30T08:00"], "4 Market St"),
    "Acme Fri at 3 with Jane": ("Acme", ["2026-11-27T15:00"], "with Jane"),
    "Acme Fri 3pm New York office": ("Acme", ["2026-11-27T15:00"], "New York office"),
    "Acme Fri 3pm Berlin, video": ("Acme", ["2026-11-27T15:00 Europe/Berlin"], "video"),
    "Acme, 10am on Fri in New York with Jane": ("Acme", ["2026-11-27T10:00 America/New_York"], "with Jane"),
    "Acme Fri 3pm Pacific Room": ("Acme", ["2026-11-27T15:00"], "Pacific Room"),
    "Acme, Monday, analyst": ("Acme", ["2026-11-30"], "analyst"),
    "Monday, analyst, next Tue": ("Monday, analyst", ["2026-12-01"], ""),
    "Acme 3 Dec video": ("Acme", ["2026-12-03"], "video"),
    "Fri 3pm Acme analyst": ("", ["2026-11-27T15:00"], "Acme analyst"),
    "Acme, analyst, Fri 9am, 10 people": ("Acme, analyst", ["2026-11-27T09:00"], "10 people"),
    "Acme Fri 3pm and bring CV": ("Acme", ["2026-11-27T15:00"], "and bring CV"),
    "Acme Fri 3pm - 4 Market St": ("Acme", ["2026-11-27T15:00"], "4 Market St"),
    "tomorrow 9-10am": ("", ["2026-11-26T09:00/10:00"], ""),
}


@pytest.mark.parametrize("line", LINES)
def test_the_date_in_a_line_is_found_and_nothing_else_is_eaten(line):
    before, readings, after = LINES[line]
    found = find(line, NOW, city=corpus.city)
    assert isinstance(found, DateInText)
    assert (found.before, [corpus.short(w) for w in found.reading.readings], found.after) == (
        before,
        readings,
        after,
    )
    assert line.startswith(found.before)
    assert line.endswith(found.after)
    assert found.words in line
    assert read(found.words, NOW, city=corpus.city) == found.reading


@pytest.mark.parametrize(
    "line",
    [
        "Acme",
        "Acme, data analyst",
        "Today Show, producer",
        "24/7 Fitness, coach",
        "5th Avenue Deli, cook",
        "First Friday, cook",
        "Friday Acme",
        "Acme, Thursday Dec 4 2pm",
        "Acme, Thu 3pm or Fri 4pm",
        "Acme, Thu 3pm, then Fri 4pm",
        "Acme, every Friday 9am",
        "Acme, last Friday 9am",
        "Acme, by Friday 9am",
        "Acme Mon and Tue 3pm",
        "Acme, Mon to Fri 9am",
        "Acme tomorrow at 9 Main Street",
        "Acme tomorrow 9 Main Street",
        "Noon, Fri 1pm",
        "Studio 5 10am Fri",
        "Acme 3 Dec 27",
        "Studio 5 Dec 3 10am",
        "Acme Dec 3 1500",
        "Acme Dec 3-5",
        "Acme Dec 3-5pm",
        "Acme Thu 3pm, 4pm",
        "Acme Fri 3pm and 4pm",
        "Acme Fri 3pm to Sat",
        "Acme, 31 Feb 3pm",
        "Acme, Fri 3pm IST",
        "Acme, Fri 25:00",
    ],
)
def test_a_line_without_one_clear_date_has_none(line):
    assert find(line, NOW, city=corpus.city) is None


def test_a_line_whose_date_cannot_be_says_why_when_it_is_read():
    assert reason("Acme, Thursday Dec 4 2pm").startswith("4 December 2026 is a Friday")
    assert "Say the city" in reason("Acme, Fri 3pm IST")


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Fri evening from 8 to 9", ("2026-11-27T20:00/21:00",)),
        ("Fri 12:30-01:30", ("2026-11-27T12:30/13:30",)),
        ("Friday in a month, 3pm", ("2026-12-25T15:00",)),
        ("next month on 15th at 3pm", ("2026-12-15T15:00",)),
        ("tomorrow week 3pm", ("2026-12-03T15:00",)),
        ("tomorrow fortnight 3pm", ("2026-12-10T15:00",)),
        ("Fri 15:30h", ("2026-11-27T15:30",)),
        ("Fri 15:00+01:00", ("2026-11-27T15:00 +01:00",)),
        ("Fri 15:00:30+01:00", ("2026-11-27T15:00 +01:00",)),
        ("Fri 3pm +530", ("2026-11-27T15:00 +05:30",)),
    ],
)
def test_what_is_said_in_fewer_words_is_read(text, read_as):
    assert shorts(text) == read_as


def test_an_unknown_zone_and_a_day_that_no_month_has_are_named_in_a_sentence():
    assert reason("Fri 3pm Europe/Atlantis").startswith("There is no such time zone. Write the city")
    assert reason("the 32nd at 3pm").startswith("No month has that day. Write for example")


def test_what_stands_around_a_date_is_given_back_whole_whatever_signs_it_holds():
    found = find("Zoë café, Fri 3pm, bring “ID”", NOW)
    assert found is not None
    assert (found.before, found.words, found.after) == ("Zoë café", "Fri 3pm", "bring “ID”")
