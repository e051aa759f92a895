"""What fits comes first, at random among what fits as well, and nothing comes again before the rest."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.audiences import holds_in
from bot.domain.content import Ask, Asker, Audience, Lead, Question, Stage, Tip, Topic
from bot.domain.interviews import Format, Interview, Outcome, Person
from bot.domain.members import Preferences
from bot.domain.practice import Situation, choose, fits, lead_at, situation_of
from tests.fakes import a_question, a_tip, an_ask

LEADS = list(Lead)
LAST_BEFORE = LEADS.index(Lead.T_1H)
THURSDAY = date(2026, 11, 26)
NEW_YORK = "America/New_York"
START = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)

regions = st.sampled_from(("any", "us", "uk", "eu", "de"))
audiences = st.lists(st.sampled_from(Audience), min_size=1, max_size=2, unique=True).map(tuple)
tips = st.builds(
    lambda lead, topic, audience, region: a_tip(
        topic=topic, lead=lead, audience=audience, region=region, stage=Stage.DAY
    ),
    st.sampled_from(Lead), st.sampled_from(Topic), audiences, regions,
)  # fmt: skip
questions = st.builds(
    lambda difficulty, asker, audience, region, stage: a_question(
        difficulty=difficulty, asker=asker, audience=audience, region=region, stage=stage
    ),
    st.integers(1, 3), st.lists(st.sampled_from(Asker), min_size=1, unique=True).map(tuple), audiences, regions,
    st.sampled_from((Stage.REHEARSE, Stage.DECIDE)),
)  # fmt: skip
asks = st.builds(lambda audience, region: an_ask(audience=audience, region=region), audiences, regions)
situations = st.builds(
    Situation,
    lead=st.none() | st.sampled_from(Lead),
    format=st.sampled_from(Format),
    panel=st.booleans(),
    askers=st.frozensets(st.sampled_from(Asker)),
    offered=st.booleans(),
    audience=st.sampled_from(Audience),
    region=regions,
)
libraries = st.lists(tips | questions | asks, min_size=1, max_size=12).map(
    lambda items: [replace(item, id=f"item-{number}") for number, item in enumerate(items)]
)
seeds = st.integers(0, 2**32)


def an_interview(**changes: object) -> Interview:
    interview = Interview(
        id="i", member_id="m", company="Acme", day=THURSDAY, time=time(15), zone=NEW_YORK,
        created_at=START, planned_from=START,
    )  # fmt: skip
    return replace(interview, **changes)  # type: ignore[arg-type]


def drawn(
    items: Sequence[Tip | Question | Ask], situation: Situation, seed: int, times: int, member_id: str = "ada"
) -> list[str]:
    rng, seen, found = random.Random(seed), set[str](), list[str]()
    for _ in range(times):
        chosen = choose(items, seen, rng, member_id=member_id, fitting=fits(items, situation))
        assert chosen is not None
        if chosen.again:
            seen.clear()
        seen.add(chosen.item.id)
        found.append(chosen.item.id)
    return found


@given(libraries, situations, seeds)
def test_every_round_shows_each_item_once_whatever_fits(
    items: list[Tip | Question | Ask], situation: Situation, seed: int
) -> None:
    rounds = drawn(items, situation, seed, 3 * len(items))
    for start in range(0, len(rounds), len(items)):
        assert len(set(rounds[start : start + len(items)])) == len(items)


@given(libraries, situations, seeds)
def test_what_ends_a_round_never_begins_the_next(
    items: list[Tip | Question | Ask], situation: Situation, seed: int
) -> None:
    rounds = drawn(items, situation, seed, 3 * len(items))
    assert len(items) == 1 or all(rounds[at] != rounds[at - 1] for at in range(1, len(rounds)))


@given(libraries, situations, seeds)
def test_what_fits_better_comes_earlier_but_for_the_one_that_closes_the_round(
    items: list[Tip | Question | Ask], situation: Situation, seed: int
) -> None:
    distance = dict(zip((item.id for item in items), fits(items, situation).distances, strict=True))
    *order, _ = drawn(items, situation, seed, len(items))
    assert [distance[name] for name in order] == sorted(distance[name] for name in order)


@given(libraries, situations)
def test_whatever_fits_as_well_can_come_first(
    items: list[Tip | Question | Ask], situation: Situation
) -> None:
    found = fits(items, situation)
    closing = drawn(items, situation, 1, len(items))[-1]
    open_to = [
        (distance, item.id)
        for distance, item in zip(found.distances, items, strict=True)
        if item.id != closing or len(items) == 1
    ]
    best = {name for distance, name in open_to if distance == min(open_to)[0]}
    first = {drawn(items, situation, seed, 1)[0] for seed in range(150)}
    assert first <= best
    assert len(best) > 3 or first == best


@given(libraries, situations)
def test_nothing_is_nearer_than_fitting_and_nothing_is_ever_left_out(
    items: list[Tip | Question | Ask], situation: Situation
) -> None:
    found = fits(items, situation)
    assert min(found.distances) >= 0
    assert min(found.weights) >= 1


@given(st.lists(tips | questions, max_size=8))
def test_where_nothing_is_known_only_what_is_for_some_is_further(items: list[Tip | Question]) -> None:
    for item, distance in zip(items, fits(items, Situation()).distances, strict=True):
        assert (distance == 0) == (item.region == "any" and Audience.ANY in item.audience)


@given(st.sampled_from(Lead), st.sampled_from(Lead))
def test_a_tip_for_now_fits_and_one_for_the_other_side_of_the_interview_fits_worst(
    now: Lead, other: Lead
) -> None:
    here, there, whenever = a_tip(lead=now), a_tip(lead=other), a_tip(lead=Lead.ANY)
    for_now, for_other, for_any = fits([here, there, whenever], Situation(lead=now)).distances
    assert for_now == for_any == 0
    if Lead.ANY in {now, other}:
        return
    across = (LEADS.index(now) > LAST_BEFORE) != (LEADS.index(other) > LAST_BEFORE)
    assert (for_other == 20) == across


def test_tomorrow_the_evening_before_comes_before_the_week_before() -> None:
    items = [a_tip(1, lead=Lead.T_1), a_tip(2, lead=Lead.T_2), a_tip(3, lead=Lead.T_7)]
    assert list(fits(items, Situation(lead=Lead.T_1)).distances) == [0, 1, 4]


def test_with_a_week_left_what_helps_on_booking_still_fits() -> None:
    assert fits([a_tip(lead=Lead.BOOKING)], Situation(lead=Lead.T_7)).distances == [0]


@pytest.mark.parametrize(
    ("topic", "form", "fitting"),
    [
        (Topic.VIRTUAL, Format.VIDEO, True),
        (Topic.VIRTUAL, Format.PHONE, True),
        (Topic.VIRTUAL, Format.ONSITE, False),
        (Topic.LOGISTICS_ONSITE, Format.ONSITE, True),
        (Topic.LOGISTICS_ONSITE, Format.VIDEO, False),
    ],
)
def test_the_way_it_is_held_decides_what_of_the_camera_and_the_journey_fits(
    topic: Topic, form: Format, fitting: bool
) -> None:
    found = fits([a_tip(topic=topic)], Situation(format=form))
    assert (found.distances[0] == 0) == fitting
    assert (found.weights[0] > 1) == fitting
    assert fits([a_tip(topic=topic)], Situation()).distances == [0]


def test_what_is_for_a_panel_is_likelier_when_several_are_met() -> None:
    items = [a_tip(topic=Topic.PANEL_MULTI), a_tip(topic=Topic.TRUST)]
    panel, other = fits(items, Situation(panel=True)).weights
    assert panel > other
    assert len(set(fits(items, Situation()).weights)) == 1


def test_what_is_for_just_this_member_fits_and_is_likelier() -> None:
    items = [a_tip(), a_tip(audience=(Audience.RETURNER,)), a_tip(audience=(Audience.GRADUATE,))]
    found = fits(items, Situation(audience=Audience.RETURNER))
    assert found.distances[0] == found.distances[1] == 0 < found.distances[2]
    assert found.weights[1] > found.weights[0]


@pytest.mark.parametrize(
    ("law", "region", "holds"),
    [
        ("any", "any", True), ("us", "any", False), ("us", "us", True), ("us", "us-ca", True), ("eu", "de", True),
        ("eu", "eu", True), ("eu", "uk", False), ("de", "eu", False), ("us-ca", "us", False),
    ],
)  # fmt: skip
def test_law_holds_where_it_holds(law: str, region: str, holds: bool) -> None:
    assert holds_in(law, region) == holds
    assert (fits([a_tip(region=law)], Situation(region=region)).distances == [0]) == holds


def test_hard_questions_wait_when_the_day_is_near() -> None:
    items = [a_question(difficulty=number) for number in (1, 2, 3)]
    assert list(fits(items, Situation(lead=Lead.T_5)).distances) == [0, 0, 0]
    assert list(fits(items, Situation(lead=Lead.T_1)).distances) == [0, 0, 1]
    assert list(fits(items, Situation(lead=Lead.MORNING)).distances) == [0, 1, 2]


def test_questions_about_deciding_wait_for_something_to_decide() -> None:
    item = a_question(stage=Stage.DECIDE)
    assert fits([item], Situation(lead=Lead.T_3)).distances == [20]
    assert fits([item], Situation(lead=Lead.AFTER_5BD)).distances == [0]
    assert fits([item], Situation(lead=Lead.T_3, offered=True)).distances == [0]


def test_what_one_who_is_met_could_ask_is_likelier() -> None:
    items = [a_question(asker=(Asker.HR,)), a_question(asker=(Asker.PEER, Asker.MANAGER))]
    one, other = fits(items, Situation(lead=Lead.T_3, askers=frozenset({Asker.MANAGER}))).weights
    assert one < other


@pytest.mark.parametrize(
    ("ahead", "lead"),
    [
        (timedelta(days=30), Lead.T_7), (timedelta(days=6), Lead.T_7), (timedelta(days=5), Lead.T_5),
        (timedelta(days=4), Lead.T_5), (timedelta(days=3), Lead.T_3), (timedelta(days=2), Lead.T_2),
        (timedelta(days=1), Lead.T_1), (timedelta(hours=16), Lead.T_1), (timedelta(hours=7), Lead.MORNING),
        (timedelta(minutes=90), Lead.T_1H), (timedelta(0), Lead.AFTER_2H), (timedelta(hours=-11), Lead.AFTER_2H),
        (timedelta(days=-1), Lead.AFTER_20H), (timedelta(days=-4), Lead.AFTER_5BD), (timedelta(days=-30), Lead.AFTER_10BD),
    ],
)  # fmt: skip
def test_the_days_left_are_counted_by_the_interviews_calendar(ahead: timedelta, lead: Lead) -> None:
    assert lead_at(an_interview(), START - ahead) is lead


def test_what_is_just_behind_comes_before_what_is_ahead() -> None:
    behind, ahead = an_interview(), an_interview(id="j", day=date(2026, 12, 10))
    now = START + timedelta(hours=3)
    assert situation_of([ahead, behind], Preferences(), now).lead is Lead.AFTER_2H
    settled = replace(behind, outcome=Outcome.NO)
    assert situation_of([ahead, settled], Preferences(), now).lead is Lead.T_7
    assert situation_of([replace(behind, cancelled=True)], Preferences(), now).lead is None
    assert situation_of([replace(behind, outcome=Outcome.OFFER)], Preferences(), now).offered


def test_a_situation_knows_the_format_the_people_and_the_settings() -> None:
    people = (Person("Ben", "CFO"), Person("Cleo", "Recruiter"), Person("Dan"))
    found = situation_of(
        [an_interview(format=Format.VIDEO, interviewers=people)],
        Preferences(audience=Audience.REMOTE, region="uk"),
        START - timedelta(days=3),
    )
    assert found == Situation(
        lead=Lead.T_3,
        format=Format.VIDEO,
        panel=True,
        askers=frozenset({Asker.EXECUTIVE, Asker.HR}),
        audience=Audience.REMOTE,
        region="uk",
    )
