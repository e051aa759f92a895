"""Turns given out at a rate, to the second: the event loop's clock moves when somebody sleeps."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.delivery.rate_budgets import Pace, Paces
from bot.errors import Scope, Transient


class Loop:
    """Stands in for asyncio: its time begins at 100 and passes only in sleep."""

    def __init__(self) -> None:
        self.at = 100.0
        self.slept: list[float] = []

    def get_running_loop(self) -> SimpleNamespace:
        return SimpleNamespace(time=lambda: self.at)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    held = Loop()
    monkeypatch.setattr("bot.delivery.rate_budgets.asyncio", held)
    return held


async def ask(pace: Pace, patience: float = 60.0) -> None:
    await pace.turn(patience=patience, scope=Scope.PLATFORM, reason="busy")


async def test_turns_are_spaced_evenly_and_the_first_is_at_once(loop: Loop) -> None:
    pace = Pace(4, 10.0)
    for _ in range(3):
        await ask(pace)
    assert loop.slept == [2.5, 2.5]


async def test_time_that_passed_gives_no_turns_on_top(loop: Loop) -> None:
    pace = Pace(1, 5.0)
    await ask(pace)
    loop.at += 60
    await ask(pace)
    await ask(pace)
    assert loop.slept == [5.0]


async def test_who_cannot_wait_so_long_is_told_how_long_and_takes_no_turn(loop: Loop) -> None:
    pace = Pace(1, 5.0)
    await ask(pace)
    with pytest.raises(Transient, match="busy") as refused:
        await ask(pace, patience=4.5)
    assert (refused.value.retry_after, refused.value.scope) == (timedelta(seconds=5), Scope.PLATFORM)
    await ask(pace, patience=5.0)
    assert loop.slept == [5.0]


async def test_a_hold_only_ever_makes_the_wait_longer(loop: Loop) -> None:
    pace = Pace(1, 5.0)
    pace.hold(8)
    pace.hold(3)
    await ask(pace)
    assert loop.slept == [8.0]


async def test_a_pace_is_idle_when_no_turn_lies_ahead(loop: Loop) -> None:
    pace = Pace(1, 5.0)
    assert pace.idle
    await ask(pace)
    assert not pace.idle
    loop.at += 5
    assert pace.idle


async def test_each_has_a_pace_of_its_own_and_keeps_it(loop: Loop) -> None:
    paces = Paces(1, 5.0)
    await ask(paces.of("a"))
    await ask(paces.of("b"))
    assert loop.slept == []
    await ask(paces.of("a"))
    assert loop.slept == [5.0]


async def test_of_too_many_those_that_lie_idle_are_forgotten(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.rate_budgets.MOST_REMEMBERED", 2)
    paces = Paces(1, 5.0)
    busy, idle = paces.of("busy"), paces.of("idle")
    await ask(busy)
    assert (paces.of("busy"), paces.of("idle")) == (busy, idle), "those that are known make it no fuller"
    paces.of("third")
    assert paces.of("busy") is busy
    assert paces.of("idle") is not idle
