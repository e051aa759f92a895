from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.catalog.catalog import shipped
from bot.catalog.deferred import DeferredCatalog
from bot.documents.holidays import country_of, days_off
from bot.domain.calendar import add_business_days, local, weekends
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.plans import days_after, plan
from bot.invocation import Invocation
from bot.views.blocks import Message
from tests.conftest import NEW_YORK, Person
from tests.domain.plan_samples import STANDARD, preferences
from tests.domain.plan_samples import interview as sample

THANKSGIVING = date(2026, 11, 26)
MONDAY_BEFORE = date(2026, 11, 23)


def days_of(interview: Interview, region: str, zone: str) -> dict[Lead, date]:
    """The day of each step after an interview, with the holidays of a place."""
    off = days_off(region, zone, *days_after(interview))
    made = plan(interview, STANDARD, preferences(zone), interview.planned_from, days_off=off)
    return {item.step.lead: local(item.due_at, zone).date() for item in made.steps}


def off_in(region: str, zone: str, first: date, last: date) -> list[str]:
    return [f"{day:%a %d %b}" for day in sorted(days_off(region, zone, first, last))]


def test_business_days_skip_the_days_off_that_are_told_and_no_others() -> None:
    off = frozenset({date(2026, 11, 26), date(2026, 11, 28)})
    assert add_business_days(date(2026, 11, 25), 1, off) == date(2026, 11, 27)
    assert add_business_days(date(2026, 11, 27), 1, off) == date(2026, 11, 29)
    assert add_business_days(date(2026, 11, 29), -2, off) == date(2026, 11, 25)


def test_without_days_off_the_week_ends_on_saturday() -> None:
    assert weekends(date(2026, 11, 27), date(2026, 11, 30)) == {date(2026, 11, 28), date(2026, 11, 29)}
    assert weekends(date(2026, 11, 30), date(2026, 11, 27)) == frozenset()


def test_thanksgiving_is_no_business_day_in_new_york() -> None:
    found = days_of(sample(day=MONDAY_BEFORE), "any", NEW_YORK)
    assert found[Lead.AFTER_5BD] == date(2026, 12, 1)
    assert found[Lead.AFTER_10BD] == date(2026, 12, 8)


def test_thanksgiving_is_a_business_day_in_berlin() -> None:
    found = days_of(sample(day=MONDAY_BEFORE, zone="Europe/Berlin"), "any", "Europe/Berlin")
    assert found[Lead.AFTER_5BD] == date(2026, 11, 30)


def test_the_country_that_a_member_names_comes_before_that_of_her_clock() -> None:
    found = days_of(sample(day=MONDAY_BEFORE), "DE", NEW_YORK)
    assert found[Lead.AFTER_5BD] == date(2026, 11, 30)


@pytest.mark.parametrize(("region", "day"), [("DE", date(2027, 1, 6)), ("DE-BY", date(2027, 1, 7))])
def test_epiphany_is_a_holiday_in_bavaria_and_not_in_all_of_germany(region: str, day: date) -> None:
    """From Tuesday 29 December: 30, 31, 4, 5 and 6 January, the first being New Year's Day."""
    found = days_of(sample(day=date(2026, 12, 29)), region, "Europe/Berlin")
    assert found[Lead.AFTER_5BD] == day


def test_a_part_that_nobody_knows_counts_as_its_country() -> None:
    january = date(2027, 1, 1), date(2027, 1, 10)
    assert days_off("DE-XX", "Europe/Berlin", *january) == days_off("DE", "Europe/Berlin", *january)


def test_the_weekend_of_israel_is_friday_and_saturday() -> None:
    week = date(2026, 11, 22), date(2026, 11, 28)
    assert off_in("any", "Asia/Jerusalem", *week) == ["Fri 27 Nov", "Sat 28 Nov"]
    found = days_of(sample(day=date(2026, 11, 24), zone="Asia/Jerusalem"), "any", "Asia/Jerusalem")
    # Wednesday, Thursday, Sunday, Monday, Tuesday.
    assert found[Lead.AFTER_5BD] == date(2026, 12, 1)
    assert found[Lead.AFTER_10BD] == date(2026, 12, 8)


def test_the_emirates_rest_on_saturday_and_sunday_and_on_their_national_days() -> None:
    week = date(2026, 11, 28), date(2026, 12, 6)
    found = off_in("AE", "America/New_York", *week)
    assert found == ["Sat 28 Nov", "Sun 29 Nov", "Wed 02 Dec", "Thu 03 Dec", "Sat 05 Dec", "Sun 06 Dec"]


def test_a_saturday_that_makes_up_for_a_bridge_is_worked_in_china() -> None:
    new_year = days_off("CN", "Asia/Shanghai", date(2026, 1, 1), date(2026, 1, 4))
    assert new_year == {date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)}


def test_the_year_ends_without_a_gap() -> None:
    found = days_of(sample(day=date(2026, 12, 22)), "US", NEW_YORK)
    # 23, 24, 28, 29, 30 December: Christmas is a Friday. Then 31, and 4 to 7 January.
    assert found[Lead.AFTER_5BD] == date(2026, 12, 30)
    assert found[Lead.AFTER_10BD] == date(2027, 1, 7)


@pytest.mark.parametrize(
    ("region", "zone"),
    [("any", "UTC"), ("any", "Etc/GMT+5"), ("ZZ", "UTC"), ("ZZ-ZZ", "UTC"), ("", "Nowhere/Land")],
)
def test_where_no_country_is_known_saturdays_and_sundays_are_off(region: str, zone: str) -> None:
    span = date(2026, 12, 20), date(2027, 1, 10)
    assert days_off(region, zone, *span) == weekends(*span)


def test_the_united_kingdom_counts_under_the_name_that_its_people_use() -> None:
    """26 December 2026 is a Saturday, so Monday 28 is off instead."""
    assert "Mon 28 Dec" in off_in("uk", NEW_YORK, date(2026, 12, 20), date(2026, 12, 31))


def test_a_region_that_is_no_country_leaves_it_to_the_clock() -> None:
    span = date(2026, 11, 20), date(2026, 11, 30)
    assert days_off("eu", NEW_YORK, *span) == days_off("US", NEW_YORK, *span)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        (NEW_YORK, "US"),
        ("US/Eastern", "US"),
        ("Europe/Oslo", "NO"),
        ("Asia/Calcutta", "IN"),
        ("Europe/Belfast", "GB"),
        ("Etc/UTC", ""),
        ("", ""),
    ],
)
def test_a_zone_tells_its_country_under_its_older_names_too(zone: str, country: str) -> None:
    assert country_of(zone) == country


def test_a_catalogue_without_holidays_knows_weekends() -> None:
    span = date(2026, 11, 20), date(2026, 11, 30)
    plain = DeferredCatalog(shipped)
    assert plain.days_off("US", NEW_YORK, *span) == weekends(*span)
    assert plain.warm().days_off("US", NEW_YORK, *span) == weekends(*span)


def test_the_days_that_are_counted_reach_beyond_the_day_that_they_named() -> None:
    first, last = days_after(sample(day=MONDAY_BEFORE))
    assert first <= MONDAY_BEFORE - timedelta(days=1)
    assert last >= MONDAY_BEFORE + timedelta(days=60)


async def test_she_is_asked_for_news_after_thanksgiving(member: Person) -> None:
    await member.adds("Acme, data analyst, tomorrow 3pm")
    arrived = await member.live_through(timedelta(days=20))
    asked = [when for when, message in arrived if "I have heard back" in labels(message)]
    assert [f"{when:%a %d %b %H:%M}" for when in asked] == ["Tue 01 Dec 18:00", "Tue 08 Dec 18:00"]


async def test_she_is_asked_by_the_holidays_of_the_country_that_she_names(member: Person) -> None:
    await member.ask(Invocation("encore settings", {"setting": "region", "value": "Germany"}))
    await member.adds("Acme, data analyst, tomorrow 3pm")
    arrived = await member.live_through(timedelta(days=20))
    asked = [when for when, message in arrived if "I have heard back" in labels(message)]
    assert [f"{when:%a %d %b}" for when in asked] == ["Mon 30 Nov", "Mon 07 Dec"]


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]
