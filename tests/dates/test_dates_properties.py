"""What holds for every moment and every text."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.dates import Reading, Refusal, find, no_city, read
from bot.domain.dates.vocabulary import MONTH_NAMES, WEEKDAY_NAMES
from tests.dates import corpus

ZONES = [
    ZoneInfo(name)
    for name in ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney", "UTC")
]
PHRASES = [
    case for case in corpus.cases(corpus.load("phrases.json")["own"]) if case.day_first is None
] + corpus.given()
VOCABULARY = """
    mon tuesday thu 3 5th 12 15:00 3pm 9-10am am at on in the next this week month from to - , ( ) dec may 2026 3/12
    noon midnight half past quarter a two days hours tomorrow tonight morning et ist utc +1 -05:00 z 03.12. @ of
    2026-12-03 2026-12-03T09:00 berlin time and between 1500 h o'clock fortnight hour's europe/berlin 99 0 24:00 12am
"""
WORDS = st.sampled_from(VOCABULARY.split())
patient = settings(deadline=None)
thorough = settings(deadline=None, max_examples=400)

nows = st.builds(
    lambda wall, zone: wall.replace(tzinfo=zone),
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31)),  # noqa: DTZ001 - given its zone in the line above
    st.sampled_from(ZONES),
)
soon = st.integers(min_value=1, max_value=300)
times_of_day = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def hour12(at: time, suffix: str = "") -> str:
    return f"{at.hour % 12 or 12}:{at:%M}{suffix}"


DAY_STYLES = {
    "iso": lambda d: d.isoformat(),
    "long": lambda d: f"{d.day} {MONTH_NAMES[d.month - 1]} {d.year}",
    "american": lambda d: f"{MONTH_NAMES[d.month - 1]} {d.day}, {d.year}",
    "weekday": lambda d: f"{WEEKDAY_NAMES[d.weekday()]}, {d.day} {MONTH_NAMES[d.month - 1][:3]}",
    "yearless": lambda d: f"{MONTH_NAMES[d.month - 1][:3]}. {d.day}",
    "dots": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "excel": lambda d: f"{d.day:02}-{MONTH_NAMES[d.month - 1][:3]}-{d.year % 100:02}",
    "of": lambda d: f"the {d.day}th of {MONTH_NAMES[d.month - 1]}",
}
TIME_STYLES = {
    "iso": lambda t: f"{t:%H:%M}",
    "pm": lambda t: hour12(t, "am" if t.hour < 12 else "pm"),
    "spaced": lambda t: hour12(t, " a.m." if t.hour < 12 else " p.m."),
    "at": lambda t: f"at {t:%H:%M}",
    "dots": lambda t: hour12(t).replace(":", ".") + ("AM" if t.hour < 12 else "PM"),
    "hours": lambda t: f"{t:%H}h{t:%M}",
    "military": lambda t: f"{t:%H%M}h",
}


@thorough
@given(
    nows,
    soon,
    times_of_day,
    st.sampled_from(sorted(DAY_STYLES)),
    st.sampled_from(sorted(TIME_STYLES)),
    st.booleans(),
)
def test_a_date_and_a_time_read_back_in_every_style(now, ahead, at, day_style, time_style, day_leads):
    """Where a style leaves a doubt ("03:00", "12:30am"), the moment is one of two readings; else it is the only one."""
    day = now.date() + timedelta(days=ahead)
    words = [DAY_STYLES[day_style](day), TIME_STYLES[time_style](at)]
    result = read(" ".join(words if day_leads else reversed(words)), now)
    assert isinstance(result, Reading)
    assert (day, at) in [(when.day, when.time) for when in result.readings]
    is_doubtful = at.hour in range(7) and time_style in {"iso", "at", "hours", "military"}
    is_noon = at.hour == 0 and time_style in {"pm", "spaced", "dots"}
    assert len(result.readings) == 1 or is_doubtful or is_noon


@patient
@given(nows, soon, times_of_day.filter(lambda at: at.hour in range(8, 19)))
def test_a_plain_hour_means_the_working_day(now, ahead, at):
    day = now.date() + timedelta(days=ahead)
    result = read(f"{day.isoformat()} at {hour12(at)}", now)
    assert isinstance(result, Reading)
    assert [(when.day, when.time) for when in result.readings] == [(day, at)] or at.hour in {7, 19}


@patient
@given(nows, st.integers(0, 400))
def test_a_count_of_days_is_that_many_days(now, days):
    result = read(f"in {days} days", now)
    assert isinstance(result, Reading)
    assert [when.day for when in result.readings] == [now.date() + timedelta(days=days)]


@patient
@given(nows, st.integers(1, 96))
def test_a_count_of_hours_is_real_time(now, hours):
    """Whatever the clocks do in between: the instant is that far off, to the minute."""
    result = read(f"in {hours} hours", now)
    assert isinstance(result, Reading)
    (when,) = result.readings
    assert when.time is not None
    there = datetime.combine(when.day, when.time, now.tzinfo)
    if when.offset is not None:
        there = there.replace(fold=1)
    gone = there.timestamp() - now.replace(second=0, microsecond=0).timestamp()
    assert gone == hours * 3600


@patient
@given(nows, st.sampled_from(WEEKDAY_NAMES), st.sampled_from(["", "this ", "next ", "this coming "]))
def test_a_weekday_is_that_weekday_and_within_two_weeks(now, name, opener):
    result = read(opener + name, now)
    assert isinstance(result, Reading)
    for when in result.readings:
        assert WEEKDAY_NAMES[when.day.weekday()] == name
        assert 0 <= (when.day - now.date()).days <= 14


@thorough
@given(st.text(max_size=60) | st.lists(WORDS, max_size=9).map(" ".join), nows)
def test_no_text_raises(text, now):
    assert isinstance(read(text, now), Reading | Refusal)
    found = find(text, now)
    if found is not None:
        assert text.startswith(found.before)
        assert text.endswith(found.after)
        assert read(found.words, now) == found.reading


@thorough
@given(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), nows)
def test_a_reading_is_one_or_two_different_moments(text, now):
    result = read(text, now)
    if isinstance(result, Reading):
        assert 1 <= len(set(result.readings)) == len(result.readings) <= 2


@patient
@given(st.sampled_from(PHRASES), st.from_regex(r"\A[b-df-hj-np-tv-xz]{4,9}\Z"), st.booleans())
def test_a_nonsense_word_beside_a_phrase_is_refused(case, nonsense, behind):
    words = (case.phrase, nonsense) if behind else (nonsense, case.phrase)
    assume(isinstance(read(case.phrase, case.now, city=corpus.city), Reading))
    assert isinstance(read(" ".join(words), case.now, city=no_city), Refusal)


@patient
@given(
    st.sampled_from(PHRASES),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(["  ", "\u00a0", "\u202f", "\t", "\u2003", " \u200b"]),
)
def test_case_and_kind_of_space_change_nothing(case, recase, space):
    assume(case.phrase.isascii())
    same = space.join(recase(case.phrase).split(" "))
    assert read(same, case.now, city=corpus.city) == read(case.phrase, case.now, city=corpus.city)
    assert read(f" {same}. ", case.now, city=corpus.city) == read(case.phrase, case.now, city=corpus.city)
