"""Which calendar event an interview came from, and what a newer version changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.drafts import Details, Origin, Source
from bot.domain.interviews import Format, Outcome, Person
from bot.domain.origins import Known, heard, known, remember, renew, said_before
from bot.domain.sheets import Sheet
from tests.domain.case_samples import DAY, a_case, an_interview

ACME = an_interview()
GLOBEX = an_interview("globex", ACME.day + 7 * DAY)
ANALYST = Details(role="analyst")
SAID = Origin(source=Source.CALENDAR, uid="event-1", sequence=3, theirs=ANALYST)
CASE = remember(a_case(ACME, GLOBEX), ACME, SAID)


def test_an_interview_is_known_by_its_event() -> None:
    found = known(CASE, "event-1")
    assert found is not None
    assert (found.interview, found.sequence) == (ACME, 3)
    assert found.said == ANALYST
    assert said_before(CASE, ACME) == found
    assert known(CASE, "event-2") is known(CASE, "") is None


def test_nothing_is_known_of_one_that_was_typed() -> None:
    assert said_before(CASE, GLOBEX) == Known(GLOBEX, 0, Details())
    assert remember(CASE, GLOBEX, replace(SAID, uid="")) == remember(CASE, GLOBEX, None) == CASE


def test_a_version_that_is_none_counts_as_the_first() -> None:
    case = remember(CASE, GLOBEX, Origin(source=Source.CALENDAR, uid="event-2"))
    assert said_before(case, GLOBEX).sequence == 0
    odd = case.with_sheet(Sheet.INVITATION, "globex", {"": {"uid": "event-2", "sequence": "x"}})
    assert said_before(odd, GLOBEX).sequence == 0


def test_of_several_the_open_one_counts_and_then_the_newest() -> None:
    both = remember(CASE, GLOBEX, replace(SAID, sequence=2))
    assert known(both, "event-1").interview == ACME
    off = both.with_interview(replace(ACME, cancelled=True))
    assert known(off, "event-1").interview == GLOBEX
    over = off.with_interview(replace(GLOBEX, outcome=Outcome.WAITING))
    assert known(over, "event-1").interview.id == "acme", "one with an answer is over"


def test_what_was_written_down_besides_is_no_event() -> None:
    case = a_case(ACME).with_sheet(Sheet.RESEARCH, "acme", {"press": {"uid": "event-1"}})
    assert known(case, "event-1") is None


@pytest.mark.parametrize(("sequence", "kept"), [(2, 3), (3, 3), (4, 4)])
def test_only_a_newer_version_is_noted(sequence: int, kept: int) -> None:
    before = said_before(CASE, ACME)
    case = heard(CASE, before, replace(SAID, sequence=sequence, theirs=Details(role="lead")))
    assert said_before(case, ACME) == replace(before, sequence=kept)
    assert (case == CASE) is (kept == 3)


def test_changed_details_are_taken_over_and_the_rest_stays() -> None:
    people = "Dana, lead\n\n Ben \n,nobody"
    changed = Details(role="lead", format="phone", interviewers=people, place="by phone")
    found = renew(CASE, ACME, changed).interview("acme")
    assert found == replace(
        ACME,
        role="lead",
        format=Format.PHONE,
        interviewers=(Person("Dana", "lead"), Person("Ben")),
        place="by phone",
    )
    assert renew(CASE, ACME, Details()) is CASE
    assert renew(CASE, ACME, Details(place="here")).interview("acme") == replace(ACME, place="here")
