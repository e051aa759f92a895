"""Whatever bytes come, there is an answer or a refusal, and soon."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.invitations import read_calendar, read_message
from bot.errors import InputError

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/London"))
CALENDARS = [path.read_bytes() for path in sorted((HERE / "corpus").glob("*.ics"))]
LETTERS = [path.read_text(encoding="utf-8") for path in sorted((HERE / "letters").glob("*.txt"))]
SLOW = 1.0
"""Seconds of the processor, a hundred times what the slowest here needs."""


def outcome(read: Callable[[], object]) -> str:
    """Return how reading ended; anything but a result or InputError fails the test by itself."""
    begun = time.process_time()
    ended = ""
    try:
        read()
    except InputError as error:
        ended = error.message
    assert time.process_time() - begun < SLOW
    return ended


@pytest.fixture(autouse=True, scope="module")
def warmed() -> None:
    """Import the library outside of what is timed."""
    read_calendar(b"BEGIN:VEVENT\nDTSTART:20261203T150000Z\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n", NOW)


def mutated(data: bytes, rng: random.Random) -> Iterator[bytes]:
    yield data[: rng.randrange(len(data) + 1)]
    flipped = bytearray(data)
    for _ in range(rng.randrange(1, 30) if data else 0):
        flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
    yield bytes(flipped)
    lines = data.splitlines(keepends=True)
    rng.shuffle(lines)
    yield b"".join(lines)
    kept = [line for line in data.splitlines(keepends=True) if rng.random() > 0.15]
    yield b"".join(kept)
    yield b"".join(line * rng.randrange(1, 3) for line in data.splitlines(keepends=True))
    other = rng.choice(CALENDARS)
    yield data[: len(data) // 2] + other[rng.randrange(len(other) + 1) :]
    yield data.replace(b"2026", rng.choice([b"0000", b"9999", b"20\xff6", b"-2026", b"\xef\xbc\x92026"]))


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_calendar_is_read_or_refused_and_never_for_long(seed: int) -> None:
    rng = random.Random(seed)
    ended = [
        outcome(lambda damaged=damaged: read_calendar(damaged, NOW, zone="Europe/London"))
        for data in CALENDARS
        for damaged in mutated(data, rng)
    ]
    assert 0 < ended.count("") < len(ended)


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_letter_is_read_or_refused_and_never_for_long(seed: int) -> None:
    rng = random.Random(seed)
    for text in LETTERS:
        for damaged in mutated(text.encode(), rng):
            outcome(lambda damaged=damaged: read_message(damaged.decode("utf-8", "replace"), NOW))


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=150)
def test_any_bytes_within_an_event_are_read_or_refused(noise: bytes) -> None:
    outcome(
        lambda: read_calendar(b"BEGIN:VEVENT\nDTSTART:20261203T150000Z\n" + noise + b"\nEND:VEVENT\n", NOW)
    )


@given(
    st.sampled_from(["DTSTART", "RRULE", "DURATION", "EXDATE", "RDATE", "RECURRENCE-ID", "TZID"]),
    st.text(max_size=80),
)
@settings(deadline=None, max_examples=250)
def test_any_value_of_what_decides_the_time_is_read_or_refused(name: str, value: str) -> None:
    event = f"BEGIN:VEVENT\nDTSTART;TZID=X:20261203T150000\nRRULE:FREQ=DAILY;COUNT=3\n{name}:{value}\nEND:VEVENT\n"
    outcome(lambda: read_calendar(event.encode("utf-8", "surrogatepass"), NOW))


@given(st.text(max_size=600))
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_or_refused(text: str) -> None:
    outcome(lambda: read_message(text, NOW))


EVENT = b"BEGIN:VEVENT\r\nUID:%d\r\nDTSTART:20261203T150000Z\r\nEND:VEVENT\r\n"
BOMBS = {
    "a megabyte and more": (b"X" * 1_000_001, "too large"),
    "a hundred megabytes": (b"BEGIN:VCALENDAR\r\n" * 6_000_000, "too large"),
    "half a million breaks": (b"BEGIN:VCALENDAR\n" + b"\n" * 500_000, "more lines"),
    "half a million returns": (b"BEGIN:VCALENDAR\r" + b"\r" * 500_000, "more lines"),
    "breaks in UTF-16": (("BEGIN:VCALENDAR\n" + "\n" * 400_000).encode("utf-16"), "more lines"),
    "a thousand events": (b"".join(EVENT % number for number in range(1000)), "whole calendar"),
    "a thousand zones": (b"BEGIN:VTIMEZONE\nTZID:a\nEND:VTIMEZONE\n" * 1000, "whole calendar"),
    "deep nesting": (b"BEGIN:VALARM\n" * 15_000, "no event"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_far_too_large_is_refused_at_once(name: str) -> None:
    data, reason = BOMBS[name]
    begun = time.process_time()
    with pytest.raises(InputError, match=reason):
        read_calendar(data, NOW)
    assert time.process_time() - begun < 0.2


RULES = [
    "FREQ=SECONDLY",
    "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,1,2;BYSECOND=0,1,2",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=99999999999",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYDAY=" + ",".join(["MO"] * 5000),
    "FREQ=WEEKLY;COUNT=999999999999",
    "FREQ=DAILY;UNTIL=99991231T235959Z",
    "FREQ=YEARLY;BYEASTER=1",
    "FREQ=DAILY;FREQ=DAILY",
    "RRULE:FREQ=DAILY",
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "start", ["19700101T150000", "20261103T150000", "20261203T150000", "21000101T150000"]
)
def test_a_repeat_that_would_be_counted_for_long_is_answered_at_once(rule: str, start: str) -> None:
    event = f"BEGIN:VEVENT\nDTSTART:{start}\nRRULE:{rule}\nEND:VEVENT\n"
    begun = time.process_time()
    outcome(lambda: read_calendar(event.encode(), NOW))
    assert time.process_time() - begun < 0.3


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=YEARLY;INTERVAL=0", "FREQ=YEARLY;BYDAY=" + "1SU," * 900 + "1SU"]
)
def test_a_zone_s_rule_that_would_be_counted_for_long_is_not_followed(rule: str) -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0400\n"
        f"TZOFFSETTO:-0500\nRRULE:{rule}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = "BEGIN:VEVENT\nDTSTART;TZID=Ours:20261203T150000\nEND:VEVENT\n"
    begun = time.process_time()
    (found,) = read_calendar((zone + event).encode(), NOW)
    assert found.starts.asks_zone
    assert time.process_time() - begun < 0.3


@pytest.mark.parametrize(
    "piece",
    [
        "Aa ",
        "A. ",
        "you'll meet ",
        "<",
        "<a ",
        "https://",
        "position of ",
        "Ada de la ",
        "\\n",
        "(",
        "3pm or ",
        "> ",
    ],
)
def test_a_long_monotonous_text_is_read_at_once(piece: str) -> None:
    text = (piece * 30_000)[:30_000]
    outcome(lambda: read_message(text, NOW))
    event = f"BEGIN:VEVENT\nDTSTART:20261203T150000Z\nDESCRIPTION:{text}\nEND:VEVENT\n"
    outcome(lambda: read_calendar(event.encode(), NOW))


def test_a_megabyte_of_events_each_with_much_to_search_takes_no_longer_than_its_events_one_by_one() -> None:
    text = "you'll meet interview with Ada Byrne, " * 230

    def seconds(count: int) -> float:
        events = (
            f"BEGIN:VEVENT\nUID:{n}\nDTSTART:20261203T150000Z\nRRULE:FREQ=DAILY\nDESCRIPTION:{text}\nEND:VEVENT\n"
            for n in range(count)
        )
        begun = time.process_time()
        assert len(read_calendar("".join(events).encode(), NOW)) == count
        return time.process_time() - begun

    # Beside each other in one process, so that a slow machine is slow for both.
    few = min(seconds(5), seconds(5))
    assert seconds(100) < 3 * 20 * few


def test_many_zones_with_many_rules_are_worked_out_only_so_far() -> None:
    rule = "BEGIN:STANDARD\nDTSTART:19700101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;BYDAY=MO\nEND:STANDARD\n"
    zones = "".join(f"BEGIN:VTIMEZONE\nTZID:Z{n}\n{rule * 16}END:VTIMEZONE\n" for n in range(30))
    events = "".join(
        f"BEGIN:VEVENT\nDTSTART;TZID=Z{n % 30}:20{25 + n // 10}1003T150000\nEND:VEVENT\n" for n in range(100)
    )
    begun = time.process_time()
    assert len(read_calendar((zones + events).encode(), NOW)) == 100
    assert time.process_time() - begun < 6
