from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.documents.cities import Cities
from bot.documents.invitations import Letter, read_message
from bot.domain.dates import When
from bot.errors import InputError
from tests.invitations.letters import LETTERS
from tests.invitations.test_invitation_calendars import shown

CORPUS = Path(__file__).parent / "letters"
NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/London"))
EMPTY = {
    "dates": [],
    "place": "",
    "link": "",
    "subject": "",
    "interviewers": [],
    "company": "",
    "role": "",
    "format": "unknown",
    "panel": False,
    "cancelled": False,
    "invitations": [],
}


@cache
def cities() -> Cities:
    return Cities()


def read(name: str) -> Letter:
    text = (CORPUS / f"{name}.txt").read_text(encoding="utf-8")
    return read_message(text, NOW, city=cities().zone)


def said(when: When) -> str:
    """Return a reading as the table writes it."""
    at = f" {when.time:%H:%M}" if when.time else ""
    until = f"-{when.until:%H:%M}" if when.until else ""
    zone = f" {when.zone or when.offset}" if when.zone or when.offset is not None else ""
    return f"{when.day}{at}{until}{zone}"


def test_every_letter_has_its_expected_result() -> None:
    assert {path.stem for path in CORPUS.glob("*.txt")} == LETTERS.keys()


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_a_letter_says_what_it_says_and_nothing_is_guessed(name: str) -> None:
    letter, expected = read(name), EMPTY | LETTERS[name]
    doubts = expected.pop("doubts", [])
    found = {field: shown(getattr(letter, field)) for field in expected}
    found["dates"] = [" or ".join(map(said, date.readings)) for date in letter.dates]
    found["invitations"] = [shown(each.starts) for each in letter.invitations]
    assert found == expected
    assert len(letter.doubts) == len(doubts)
    assert all(part in doubt for part, doubt in zip(doubts, letter.doubts, strict=True))


def test_a_letter_without_anything_of_an_interview_is_empty() -> None:
    assert read("not_a_letter").is_empty
    assert not read("plain").is_empty


@pytest.mark.parametrize(
    ("text", "reason"), [("", "no text"), (" \n\t", "no text"), ("x" * 200_001, "too long")]
)
def test_no_text_and_far_too_long_a_text_are_refused(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_message(text, NOW)


def test_a_naive_present_is_an_error() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        read_message("Thursday 3pm", NOW.replace(tzinfo=None))
