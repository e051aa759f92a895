from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.content import Condition, Lead
from bot.domain.interviews import Format, Outcome
from bot.domain.plans import Plan, Reason, plan
from tests.domain.plan_samples import (
    NEW_YORK,
    STANDARD,
    at_local,
    days,
    hours,
    interview,
    left_out,
    preferences,
    schedule,
    step,
    template,
)

AFTERWARDS = [
    "+2h: Thu 03 Dec 17:00",
    "+20h: Fri 04 Dec 09:00",
    "+5bd: Thu 10 Dec 18:00",
    "+10bd: Thu 17 Dec 18:00",
]
SHORT = Reason.SHORT_NOTICE
BEGUN = frozenset({"booking", "T-7", "T-5", "T-3", "T-2", "T-1"})


def planned(notice: timedelta, **changes: object) -> Plan:
    chosen = interview(notice, **changes)  # type: ignore[arg-type]
    return plan(chosen, STANDARD, preferences(), chosen.planned_from)


def test_ten_days_have_every_step() -> None:
    made = planned(timedelta(days=10))
    assert schedule(made) == [
        "booking: Mon 23 Nov 15:00",
        "T-7: Thu 26 Nov 18:00",
        "T-5: Sat 28 Nov 18:00",
        "T-3: Mon 30 Nov 18:00",
        "T-2: Tue 01 Dec 18:00",
        "T-1: Wed 02 Dec 18:00",
        "morning: Thu 03 Dec 08:00",
        "T-1h: Thu 03 Dec 14:00",
        *AFTERWARDS,
    ]
    assert made.left_out == ()


def test_five_days_fold_the_week_before_into_booking() -> None:
    made = planned(timedelta(days=5))
    assert schedule(made) == [
        "booking + T-7: Sat 28 Nov 15:00",
        "T-5: Sat 28 Nov 18:00",
        "T-3: Mon 30 Nov 18:00",
        "T-2: Tue 01 Dec 18:00",
        "T-1: Wed 02 Dec 18:00",
        "morning: Thu 03 Dec 08:00",
        "T-1h: Thu 03 Dec 14:00",
        *AFTERWARDS,
    ]
    assert made.left_out == ()


def test_three_days_keep_booking_the_eve_the_day_and_after() -> None:
    made = planned(timedelta(days=3))
    assert schedule(made) == [
        "booking: Mon 30 Nov 15:00",
        "T-1: Wed 02 Dec 18:00",
        "morning: Thu 03 Dec 08:00",
        "T-1h: Thu 03 Dec 14:00",
        *AFTERWARDS,
    ]
    assert left_out(made) == {"T-7": SHORT, "T-5": SHORT, "T-3": SHORT, "T-2": SHORT}


@pytest.mark.parametrize(("notice", "booked"), [(30, "Wed 02 Dec 09:00"), (2, "Thu 03 Dec 13:00")])
def test_under_36_hours_there_are_three_touches_then_thanks(notice: int, booked: str) -> None:
    made = planned(timedelta(hours=notice))
    assert schedule(made) == [f"booking: {booked}", "T-1h: Thu 03 Dec 14:00", *AFTERWARDS]
    assert made.steps[0].step.id == "step-booking-2"
    assert left_out(made) == dict.fromkeys(("T-7", "T-5", "T-3", "T-2", "T-1", "morning"), SHORT)


def test_with_forty_minutes_the_last_hour_is_said_at_once() -> None:
    assert schedule(planned(timedelta(minutes=40)))[0] == "booking + T-1h: Thu 03 Dec 14:20"


def test_a_step_due_in_the_minute_of_booking_is_said_with_it() -> None:
    assert schedule(planned(timedelta(hours=1)))[0] == "booking + T-1h: Thu 03 Dec 14:00"


def test_the_alternative_that_was_not_taken_is_not_called_left_out() -> None:
    for notice in (timedelta(days=10), timedelta(hours=30)):
        assert Lead.BOOKING not in left_out(planned(notice))


@pytest.mark.parametrize(
    ("form", "reasons"),
    [(Format.PHONE, {"T-2": Reason.FORMAT}), (Format.ONSITE, {}), (Format.UNKNOWN, {})],
)
def test_a_step_not_meant_for_the_format_is_left_out(form: Format, reasons: dict[str, str]) -> None:
    travel = template(
        step(Lead.T_2, days(-2), skip_if=(Condition.FORMAT_PHONE, Condition.FORMAT_VIDEO)),
        step(Lead.T_1, days(-1)),
    )
    chosen = interview(form=form)
    assert left_out(plan(chosen, travel, preferences(), chosen.planned_from)) == reasons


def test_an_early_start_merges_the_morning_into_the_hour_before() -> None:
    made = planned(timedelta(days=3), at=time(8, 30))
    assert schedule(made)[:3] == [
        "booking: Mon 30 Nov 08:30",
        "T-1: Wed 02 Dec 18:00",
        "T-1h + morning: Thu 03 Dec 07:30",
    ]


def test_a_morning_that_would_come_after_the_start_is_said_before_it() -> None:
    assert "T-1h + morning: Thu 03 Dec 06:00" in schedule(planned(timedelta(days=3), at=time(7)))


def test_without_an_hour_before_such_a_morning_is_said_the_evening_before() -> None:
    short = template(step(Lead.T_1, days(-1), time(18)), step(Lead.MORNING, days(0), time(8)))
    chosen = interview(at=time(7))
    made = plan(chosen, short, preferences(), chosen.planned_from)
    assert schedule(made) == ["T-1 + morning: Wed 02 Dec 18:00"]


def test_the_day_before_is_the_members() -> None:
    """09:00 on the 4th in Auckland is 15:00 on the 3rd in New York."""
    chosen = interview(timedelta(days=3), day=date(2026, 12, 4), at=time(9), zone="Pacific/Auckland")
    made = plan(chosen, STANDARD, preferences(), chosen.planned_from)
    assert schedule(made)[1:4] == [
        "T-1: Wed 02 Dec 18:00",
        "morning: Thu 03 Dec 08:00",
        "T-1h: Thu 03 Dec 14:00",
    ]


def test_a_member_without_a_zone_has_the_interviews() -> None:
    chosen = interview(timedelta(days=3), zone="Asia/Kolkata")
    made = plan(chosen, STANDARD, replace(preferences(), zone=None), chosen.planned_from)
    assert schedule(made, "Asia/Kolkata")[1] == "T-1: Wed 02 Dec 18:00"


def test_quiet_hours_move_a_step_to_the_nearer_end() -> None:
    chosen = interview()
    late = plan(chosen, STANDARD, preferences(remind_at=time(21, 30)), chosen.planned_from)
    early = plan(chosen, STANDARD, preferences(remind_at=time(6)), chosen.planned_from)
    assert "T-5: Sat 28 Nov 20:45" in schedule(late)
    assert "T-5: Sat 28 Nov 08:00" in schedule(early)
    [moved] = [item for item in late.steps if item.step.lead is Lead.T_5]
    assert moved.moved_from == at_local("2026-11-28 21:30")


def test_the_evening_before_never_becomes_another_day() -> None:
    """For someone who sleeps by day, 20:30 the day before is nearer to 18:00 than the night is."""
    chosen = interview()
    made = plan(
        chosen,
        STANDARD,
        preferences(quiet_from=time(9), quiet_until=time(20, 30)),
        chosen.planned_from,
    )
    assert "T-1: Wed 02 Dec 20:30" in schedule(made)


def test_a_good_morning_is_not_said_the_evening_before() -> None:
    chosen = interview(at=time(9, 30))
    made = plan(chosen, STANDARD, preferences(quiet_until=time(9)), chosen.planned_from)
    assert "T-1h + morning: Thu 03 Dec 08:30" in schedule(made)


def test_a_debrief_in_the_night_waits_for_the_day_and_never_comes_during_the_interview() -> None:
    chosen = interview(at=time(19, 30))
    made = plan(chosen, STANDARD, preferences(), chosen.planned_from)
    assert "+2h: Fri 04 Dec 08:00" in schedule(made)


def test_only_a_step_marked_so_is_sent_in_quiet_hours() -> None:
    assert "T-1h: Thu 03 Dec 05:00" in [
        line.replace(" + morning", "") for line in schedule(planned(timedelta(days=3), at=time(6)))
    ]


def test_when_quiet_hours_leave_no_moment_the_step_says_so() -> None:
    chosen = interview(timedelta(hours=8), at=time(7))
    made = plan(chosen, template(step(Lead.T_1H, hours(-1))), preferences(), chosen.planned_from)
    assert left_out(made) == {"T-1h": Reason.QUIET}


def test_what_quiet_hours_would_move_past_the_start_is_too_late_once_it_began() -> None:
    chosen = interview(at=time(7, 30))
    made = plan(chosen, STANDARD, preferences(quiet_until=time(9)), at_local("2026-12-03 07:40"))
    assert left_out(made)["morning"] == Reason.TOO_LATE


def test_of_two_steps_for_one_lead_the_first_is_taken() -> None:
    twice = template(step(Lead.T_1, days(-1)), step(Lead.T_1, days(-1), time(12), number=2))
    chosen = interview()
    made = plan(chosen, twice, preferences(), chosen.planned_from)
    assert [item.step.id for item in made.steps] == ["step-T-1-1"]
    assert made.left_out == ()


def test_almost_a_whole_day_of_quiet_leaves_its_one_minute() -> None:
    chosen = interview()
    made = plan(
        chosen,
        STANDARD,
        preferences(quiet_from=time(12, 1), quiet_until=time(12)),
        chosen.planned_from,
    )
    assert {line[-5:] for line in schedule(made)} == {"12:00", "14:00", "15:00"}


def test_no_quiet_hours_when_both_ends_are_the_same() -> None:
    chosen = interview()
    settings = preferences(remind_at=time(3), quiet_from=time(0), quiet_until=time(0))
    assert "T-5: Sat 28 Nov 03:00" in schedule(plan(chosen, STANDARD, settings, chosen.planned_from))


def test_a_third_step_on_one_day_is_merged_into_the_next_that_day() -> None:
    crowded = template(
        step(Lead.T_3, days(-2), time(9)),
        step(Lead.T_2, days(-2), time(12)),
        step(Lead.T_1, days(-2), time(18)),
        step(Lead.MORNING, days(0), time(8)),
        step(Lead.T_1H, hours(-1)),
        step(Lead.AFTER_2H, hours(2)),
    )
    chosen = interview()
    assert schedule(plan(chosen, crowded, preferences(), chosen.planned_from)) == [
        "T-2 + T-3: Tue 01 Dec 12:00",
        "T-1: Tue 01 Dec 18:00",
        "morning: Thu 03 Dec 08:00",
        "T-1h: Thu 03 Dec 14:00",
        "+2h: Thu 03 Dec 17:00",
    ]


def test_what_is_overdue_later_on_rides_with_the_next_step() -> None:
    chosen = interview()
    made = plan(
        chosen,
        STANDARD,
        preferences(),
        at_local("2026-11-29 12:00"),
        settled=frozenset({"booking", "T-7"}),
    )
    assert schedule(made)[0] == "T-3 + T-5: Mon 30 Nov 18:00"


def test_booking_stands_where_it_was_and_takes_nothing_in_later_on() -> None:
    made = plan(interview(), STANDARD, preferences(), at_local("2026-11-29 12:00"))
    assert schedule(made)[:2] == ["booking: Mon 23 Nov 15:00", "T-3 + T-7 + T-5: Mon 30 Nov 18:00"]


def test_with_nothing_left_before_the_start_an_overdue_step_is_too_late() -> None:
    made = plan(interview(), STANDARD, preferences(), at_local("2026-12-03 14:30"), settled=BEGUN)
    assert schedule(made) == AFTERWARDS
    assert left_out(made) == {"morning": Reason.TOO_LATE, "T-1h": Reason.TOO_LATE}


def test_an_interview_that_is_over_keeps_what_follows_it() -> None:
    made = plan(interview(), STANDARD, preferences(), at_local("2026-12-03 16:00"))
    assert schedule(made) == AFTERWARDS
    assert set(left_out(made).values()) == {Reason.TOO_LATE}
    assert len(made.left_out) == 8


def test_an_interview_added_afterwards_has_the_rest_of_its_plan() -> None:
    made = planned(timedelta(hours=-26))
    assert schedule(made) == ["+5bd + +20h: Thu 10 Dec 18:00", "+10bd: Thu 17 Dec 18:00"]
    assert left_out(made)["T-7"] == Reason.TOO_LATE


def test_a_debrief_missed_overnight_is_asked_for_with_the_thanks() -> None:
    made = plan(interview(), STANDARD, preferences(), at_local("2026-12-04 08:00"), settled=BEGUN)
    assert schedule(made)[0] == "+20h + +2h: Fri 04 Dec 09:00"


def test_missed_thanks_go_with_the_follow_up_and_a_stale_debrief_is_dropped() -> None:
    made = plan(interview(), STANDARD, preferences(), at_local("2026-12-07 08:00"), settled=BEGUN)
    assert schedule(made) == ["+5bd + +20h: Thu 10 Dec 18:00", "+10bd: Thu 17 Dec 18:00"]
    assert left_out(made)["+2h"] == Reason.TOO_LATE


def test_the_last_step_once_missed_is_too_late() -> None:
    made = plan(interview(), STANDARD, preferences(), at_local("2026-12-17 18:01"))
    assert made.steps == ()
    assert left_out(made)["+10bd"] == Reason.TOO_LATE


def test_what_was_settled_is_neither_planned_nor_merged() -> None:
    made = plan(interview(), STANDARD, preferences(), at_local("2026-11-29 12:00"), settled=BEGUN)
    assert schedule(made)[0] == "morning: Thu 03 Dec 08:00"
    assert made.left_out == ()


def test_after_a_move_what_was_done_comes_again_only_if_it_is_still_ahead() -> None:
    chosen = interview(timedelta(days=5))
    covered = frozenset({"T-7", "T-5"})
    made = plan(chosen, STANDARD, preferences(), chosen.planned_from, covered=covered)
    assert schedule(made)[:2] == ["booking: Sat 28 Nov 15:00", "T-5: Sat 28 Nov 18:00"]
    assert made.left_out == ()


def test_a_step_due_during_a_pause_is_left_out_and_not_merged() -> None:
    chosen = interview()
    paused = preferences(paused_until=at_local("2026-12-01 00:00"))
    made = plan(chosen, STANDARD, paused, chosen.planned_from)
    assert schedule(made)[:2] == ["booking: Mon 23 Nov 15:00", "T-2: Tue 01 Dec 18:00"]
    assert left_out(made) == dict.fromkeys(("T-7", "T-5", "T-3"), Reason.PAUSED)


def test_a_pause_of_long_ago_keeps_nothing_out_of_booking() -> None:
    chosen = interview(timedelta(days=5))
    paused = preferences(paused_until=at_local("2026-11-27 00:00"))
    made = plan(chosen, STANDARD, paused, chosen.planned_from)
    assert schedule(made)[0] == "booking + T-7: Sat 28 Nov 15:00"


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.NEXT, Outcome.NO])
def test_nothing_is_owed_once_the_answer_came(outcome: Outcome) -> None:
    chosen = replace(interview(), outcome=outcome)
    assert plan(chosen, STANDARD, preferences(), chosen.planned_from) == Plan((), ())


def test_nothing_is_owed_for_a_cancelled_interview() -> None:
    chosen = replace(interview(), cancelled=True)
    assert plan(chosen, STANDARD, preferences(), chosen.planned_from) == Plan((), ())


def test_waiting_keeps_the_follow_ups() -> None:
    chosen = replace(interview(), outcome=Outcome.WAITING)
    made = plan(
        chosen, STANDARD, preferences(), at_local("2026-12-05 12:00"), settled=BEGUN | {"+2h", "+20h"}
    )
    assert schedule(made) == AFTERWARDS[2:]


def test_each_step_is_of_use_until_the_next_and_the_day_itself_until_the_start() -> None:
    made = planned(timedelta(days=10))
    until = {item.step.lead: item.useful_until for item in made.steps}
    start = at_local("2026-12-03 15:00")
    assert until[Lead.BOOKING] == until[Lead.MORNING] == until[Lead.T_1H] == start
    assert until[Lead.T_3] == at_local("2026-12-01 18:00")
    assert until[Lead.T_1] == at_local("2026-12-03 08:00")
    assert until[Lead.AFTER_2H] == at_local("2026-12-04 09:00")
    assert until[Lead.AFTER_10BD] == at_local("2026-12-24 18:00")


def test_a_clock_set_back_plans_from_when_the_interview_was_added() -> None:
    chosen = interview(timedelta(days=5))
    early = plan(chosen, STANDARD, preferences(), chosen.planned_from - timedelta(days=2))
    assert early == plan(chosen, STANDARD, preferences(), chosen.planned_from)


def test_a_step_without_an_offset_has_no_time() -> None:
    with pytest.raises(ValueError, match="step-T-3-1 has no offset"):
        plan(interview(), template(step(Lead.T_3, None)), preferences(), at_local("2026-11-24 12:00"))


def test_a_present_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        plan(interview(), STANDARD, preferences(NEW_YORK), datetime(2026, 11, 24, 12))  # noqa: DTZ001 - the fault under test
