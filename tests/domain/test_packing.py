"""Tasks packed into the days that are left."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.content import Lead, Modality, Stage, Task, Topic
from bot.domain.interviews import Format
from bot.domain.packing import Load, Pin, pack, suits
from tests.persistence.samples import an_interview

TODAY = date(2026, 11, 23)
HELD = date(2026, 12, 3)
DAY = timedelta(days=1)


def a_task(
    number: int,
    minutes: int = 15,
    lead: Lead = Lead.T_5,
    *,
    waits: tuple[str, ...] = (),
    once: bool = False,
    modality: tuple[Modality, ...] = (Modality.ANY,),
) -> Task:
    return Task(
        id=f"task-{number}",
        topic=Topic.STORY_BANK,
        stage=Stage.RESEARCH,
        reviewed=TODAY,
        text=f"Do the thing {number}.",
        done_when="It is done.",
        minutes=minutes,
        lead=lead,
        depends_on=waits,
        once=once,
        modality=modality,
    )


def a_load(*others: Task, pins: tuple[Pin, ...] = (), day: date = HELD, name: str = "one") -> Load:
    return Load(interview_id=name, day=day, pins=pins, others=others)


def days(packed: dict[date, tuple], *, name: str = "") -> dict[str, date]:
    return {job.task.id: day for day, jobs in packed.items() for job in jobs}


def test_a_task_lies_on_the_day_on_which_it_helps_most() -> None:
    found = pack([a_load(a_task(1, lead=Lead.T_5), a_task(2, lead=Lead.T_1))], TODAY, 45)["one"]
    assert days(found.days) == {"task-1": HELD - 5 * DAY, "task-2": HELD - DAY}


def test_a_full_day_passes_a_task_on_to_the_next_and_then_to_the_one_before() -> None:
    tasks = [a_task(number, 40, Lead.T_2) for number in range(1, 4)]
    found = pack([a_load(*tasks)], TODAY, 45)["one"]
    assert days(found.days) == {"task-1": HELD - 2 * DAY, "task-2": HELD - 3 * DAY, "task-3": HELD - 4 * DAY}


def test_the_most_important_is_kept_and_the_rest_is_named() -> None:
    tasks = [a_task(number, 30) for number in range(1, 9)]
    found = pack([a_load(*tasks)], HELD - 4 * DAY, 30)["one"]
    assert sorted(days(found.days)) == ["task-1", "task-2", "task-3"]
    assert [job.task.id for job in found.left_out] == ["task-4", "task-5", "task-6", "task-7", "task-8"]


def test_steps_take_their_minutes_first() -> None:
    pin = Pin(Lead.T_5, HELD - 5 * DAY, a_task(9, 40))
    found = pack([a_load(a_task(1, 10), pins=(pin,))], TODAY, 45)["one"]
    assert days(found.days) == {"task-1": HELD - 4 * DAY}


def test_a_step_that_was_missed_comes_along_with_what_is_still_to_do_and_first() -> None:
    pin = Pin(Lead.T_7, HELD - 7 * DAY, a_task(9, 40))
    found = pack([a_load(a_task(1, 10), pins=(pin,))], HELD - 5 * DAY, 45)["one"]
    [first, *_] = found.days[HELD - 5 * DAY]
    assert (first.task.id, first.lead) == ("task-9", Lead.T_7)


def test_what_a_step_is_about_is_not_packed_twice() -> None:
    task = a_task(1)
    found = pack([a_load(task, pins=(Pin(Lead.T_3, HELD - 3 * DAY, task),))], TODAY, 45)["one"]
    assert found.days == {}
    assert found.left_out == ()


def test_a_task_waits_for_the_one_it_needs_and_goes_with_it() -> None:
    late, early = a_task(1, 10, Lead.T_2), a_task(2, 10, Lead.T_7, waits=("task-1",))
    found = pack([a_load(early, late)], TODAY, 45)["one"]
    where = days(found.days)
    assert where["task-1"] <= where["task-2"]
    no_room = pack(
        [a_load(a_task(1, 44), a_task(2, 44), a_task(3, 1, waits=("task-2",)))], HELD - 2 * DAY, 45
    )
    assert [job.task.id for job in no_room["one"].left_out] == ["task-2", "task-3"]


def test_what_was_not_done_in_a_week_is_not_heaped_on_the_last_evening() -> None:
    found = pack([a_load(a_task(1, lead=Lead.T_7))], HELD - DAY, 45)["one"]
    assert found.days == {}
    assert [job.task.id for job in found.left_out] == ["task-1"]


def test_the_evening_before_is_kept_for_what_belongs_there() -> None:
    tasks = [a_task(number, 40, Lead.T_2) for number in range(1, 9)]
    found = pack([a_load(*tasks)], HELD - 3 * DAY, 45)["one"]
    assert HELD - DAY not in found.days
    assert len(found.left_out) == 6


def test_where_it_is_tomorrow_today_is_the_day() -> None:
    load = replace(a_load(a_task(1, lead=Lead.T_7)), begun=HELD - DAY)
    assert days(pack([load], HELD - DAY, 45)["one"].days) == {"task-1": HELD - DAY}


def test_what_takes_longer_than_any_day_has_gets_a_day_of_its_own() -> None:
    found = pack([a_load(a_task(1, 40), a_task(2, 5))], TODAY, 20)["one"]
    assert days(found.days) == {"task-1": HELD - 5 * DAY, "task-2": HELD - 4 * DAY}


def test_the_nearer_interview_comes_first_and_takes_the_room() -> None:
    near = a_load(a_task(1, 40, Lead.T_2), day=HELD, name="near")
    far = a_load(a_task(2, 40, Lead.T_3), day=HELD + DAY, name="far")
    found = pack([far, near], TODAY, 45)
    assert days(found["near"].days) == {"task-1": HELD - 2 * DAY}
    assert days(found["far"].days) == {"task-2": HELD - DAY}


def test_what_serves_both_is_done_once_and_for_the_nearer() -> None:
    task = a_task(1, once=True)
    found = pack([a_load(task, day=HELD + DAY, name="far"), a_load(task, name="near")], TODAY, 45)
    assert days(found["near"].days) == {"task-1": HELD - 5 * DAY}
    assert found["far"].days == {}
    assert found["far"].left_out == ()


def test_a_format_rules_out_what_does_not_fit_it() -> None:
    task = a_task(1, modality=(Modality.VIDEO, Modality.PHONE))
    assert suits(task, an_interview(format=Format.PHONE))
    assert not suits(task, an_interview(format=Format.ONSITE))
    assert suits(task, an_interview(format=Format.UNKNOWN))


tasks_of = st.lists(
    st.builds(
        a_task,
        st.integers(1, 400),
        st.integers(1, 60),
        st.sampled_from([Lead.T_7, Lead.T_5, Lead.T_3, Lead.T_2, Lead.T_1, Lead.BOOKING, Lead.ANY]),
        once=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda task: task.id,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(tasks_of, min_size=1, max_size=4),
    st.integers(0, 20),
    st.sampled_from([10, 20, 45, 90]),
)
def test_nothing_is_lost_and_no_day_holds_too_much(lists: list[list[Task]], left: int, minutes: int) -> None:
    loads = [
        a_load(*tasks, day=TODAY + (left + number) * DAY, name=f"no-{number}")
        for number, tasks in enumerate(lists)
    ]
    found = pack(loads, TODAY, minutes)
    a_day: Counter[date] = Counter()
    jobs: Counter[date] = Counter()
    seen_once: set[str] = set()
    for load in loads:
        packed = found[load.interview_id]
        named = [job.task.id for jobs_of in packed.days.values() for job in jobs_of]
        named += [job.task.id for job in packed.left_out]
        wanted = {task.id for task in load.others if task.id not in seen_once}
        assert sorted(named) == sorted(wanted), "each is placed or named, once"
        seen_once |= {task.id for task in load.others if task.once}
        for day, jobs_of in packed.days.items():
            assert TODAY <= day < load.day
            a_day[day] += sum(job.task.minutes for job in jobs_of)
            jobs[day] += len(jobs_of)
    assert all(total <= minutes or jobs[day] == 1 for day, total in a_day.items())
