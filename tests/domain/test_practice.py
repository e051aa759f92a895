"""Where a member stands, which decides what she is given to practise."""

from __future__ import annotations

from bot.domain.members import Audience, Preferences
from bot.domain.practice import situation_of
from tests.domain.case_samples import NOW, an_interview


def test_who_she_is_steers_what_she_is_given_with_and_without_an_interview() -> None:
    told = Preferences(audience=Audience.RETURNER, region="GB")
    for interviews in ((), (an_interview(),)):
        found = situation_of(interviews, told, NOW)
        assert (found.audience, found.region) == (told.audience, "GB")
