"""Whose turn it is: groups and platforms do not wait for each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.delivery.fair_queue import AHEAD, FIRST, SPARE, WORKERS, Held, Lanes
from bot.domain.members import MemberRef, Platform
from bot.ports import Claimed, Due
from tests.persistence.samples import NOW, a_member, a_reminder


def due(group: str, number: int, platform: Platform = Platform.SLACK) -> list[Due]:
    return [Due(f"{platform}-{group}-{one}", platform, group) for one in range(number)]


def claim(lanes: Lanes, most: int = 1000) -> list[str]:
    """Claim as the engine does; a key tells its platform and group."""
    keys = list(lanes.to_claim(most))
    lanes.add(held(key) for key in keys)
    return keys


def held(key: str) -> Held:
    platform, group, _ = key.split("-")
    member = a_member(group=group, ref=MemberRef(Platform(platform), "T1", "U1"))
    return Held(Claimed(a_reminder(), member), NOW)


def groups(started: Sequence[Held]) -> Counter[str]:
    return Counter(one.group[1] for one in started)


def test_one_group_alone_takes_all_workers_but_a_few() -> None:
    lanes = Lanes()
    lanes.set_due(due("big", 1000))
    assert len(claim(lanes)) == AHEAD
    assert len(lanes.start()) == WORKERS - SPARE
    assert lanes.start() == []


def test_a_group_that_comes_later_finds_workers_free() -> None:
    lanes = Lanes()
    lanes.set_due(due("big", 1000))
    claim(lanes)
    lanes.start()
    lanes.set_due([*due("big", 1000), *due("small", 1)])
    assert claim(lanes) == ["slack-small-0"]
    assert groups(lanes.start()) == {"small": 1}


def test_workers_go_round_among_the_groups() -> None:
    lanes = Lanes()
    lanes.set_due([*due("one", 60), *due("two", 60), *due("three", 3)])
    claim(lanes)
    assert groups(lanes.start()) == {"one": 24, "two": 23, "three": 3}


def test_a_platform_that_is_slow_holds_up_no_other() -> None:
    lanes = Lanes()
    lanes.set_due([row for number in range(100) for row in due(f"d{number}", 10, Platform.DISCORD)])
    assert len(claim(lanes, 200)) == 200
    assert len(lanes.start()) == WORKERS
    lanes.set_due([*due("d0", 10, Platform.DISCORD), *due("small", 5)])
    claim(lanes)
    assert groups(lanes.start()) == {"small": 5}


def test_a_worker_that_is_free_takes_the_next_of_its_group() -> None:
    lanes = Lanes()
    lanes.set_due(due("big", WORKERS))
    claim(lanes)
    first = lanes.start()
    for one in first[:3]:
        lanes.finished(one)
    assert len(lanes.start()) == 3


def test_what_is_passed_over_keeps_its_place() -> None:
    lanes = Lanes()
    lanes.set_due(due("big", 2 * AHEAD))
    claim(lanes)
    assert lanes.listed
    assert lanes.to_claim(10) == ()
    started = lanes.start()
    for _ in range(2):
        for one in started:
            lanes.finished(one)
        started = lanes.start()
    assert lanes.to_claim(2) == [f"slack-big-{AHEAD}", f"slack-big-{AHEAD + 1}"]


def test_rows_are_claimed_many_at_a_time_however_they_leave() -> None:
    lanes = Lanes()
    lanes.set_due(due("big", 1000))
    claims = [len(claim(lanes))]
    started = lanes.start()
    while started:
        lanes.finished(started.pop(0))
        claims += [number] if (number := len(claim(lanes, 200))) else []
        started += lanes.start()
    assert sum(claims) == 1000
    assert min(claims[:-1]) >= AHEAD // 2


def test_a_group_that_comes_anew_claims_a_few_at_once_however_many_wait() -> None:
    lanes = Lanes()
    lanes.set_due([*due("one", 200), *due("two", 200)])
    claim(lanes)
    lanes.start()
    assert claim(lanes) == []
    lanes.set_due([*due("one", 100), *due("two", 100), *due("three", 30)])
    assert claim(lanes) == [f"slack-three-{number}" for number in range(FIRST)]
    assert claim(lanes) == []


def test_a_stop_takes_what_waits_and_leaves_what_is_being_sent() -> None:
    lanes = Lanes()
    lanes.set_due(due("big", 60))
    claim(lanes)
    started = lanes.start()
    assert len(lanes.rest()) == 60 - len(started)
    assert lanes.rest() == []
    for one in started:
        lanes.finished(one)
    assert lanes.start() == []


def test_the_last_of_a_group_leaves_nothing_behind() -> None:
    lanes = Lanes()
    for number in range(50):
        lanes.set_due(due(f"g{number}", 1))
        claim(lanes)
        for one in lanes.start():
            lanes.finished(one)
    assert lanes._lanes == {}
