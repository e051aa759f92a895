"""The forgiving reader, asked about what the grammar refuses."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents import loose_dates
from bot.documents.loose_dates import suggest
from bot.domain.dates import Refusal, When, read
from bot.ports import LooseDates
from tests.dates import corpus

NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("America/New_York"))


def test_the_module_fills_its_port():
    port: LooseDates = loose_dates
    assert port.suggest("about noon friday", NOW) == When(date(2026, 11, 27), time(12))


def test_a_guess_exists_for_some_of_what_the_grammar_refuses():
    words = "about noon friday"
    assert isinstance(read(words, NOW), Refusal)
    assert suggest(words, NOW) == When(date(2026, 11, 27), time(12))


@pytest.mark.parametrize(
    "text",
    [
        "by Friday",
        "in one friday 4pm",
        "saturday 5 at 18h",
        "the Tuesday after Dec 10 at 2pm",
        "except Friday 3pm",
    ],
)
def test_there_is_no_guess_that_leaves_out_a_word_which_makes_it_another_day(text):
    assert suggest(text, NOW) is None


@pytest.mark.parametrize(
    "text", ["", "hello", "May", "Tue 3", "Dec 3 1500", "yesterday noon", "Fri 3pm IST", "friday " * 40]
)
def test_there_is_no_guess_where_a_part_would_be_made_up(text):
    """No day of the month, no year out of reach, nothing past, no zone that several countries share."""
    assert suggest(text, NOW) is None


def test_a_naive_present_is_an_error():
    with pytest.raises(ValueError, match="without a zone"):
        suggest("Friday", NOW.replace(tzinfo=None))


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=80) | st.sampled_from(corpus.load("refused.json")["texts"]))
def test_no_text_raises(text):
    guess = suggest(text, datetime(2026, 11, 22, 10, tzinfo=UTC))
    assert guess is None or guess.day >= date(2026, 11, 22)


def test_the_grammar_and_the_fallback_do_not_import_dateparser_before_it_is_needed():
    script = "import sys, bot.domain.dates, bot.documents.loose_dates; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
