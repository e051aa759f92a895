"""Budgets shared with other processes: equal slices, and waits that all hear of."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping

import pytest

from adapters.discord.pacing import Handfuls
from bot.delivery import rate_budgets
from bot.delivery.rate_budgets import Pace, Paces, Share
from bot.errors import Scope, Transient
from bot.ports import Beat, Measures

LONG = 60.0


class Others(Measures):
    """A store as far as replicas go: `number` deliver beside us, `holds` is what they were asked to wait for."""

    def __init__(self) -> None:
        self.number = 0
        self.holds: dict[str, float] = {}
        self.asked: list[Mapping[str, float]] = []
        self.away = False
        self.left = False
        self.waits: list[tuple[str, float]] = []

    async def beat(self, replica: str, lasts: float, asked: Mapping[str, float]) -> Beat:
        assert replica == "me"
        assert lasts > 2 * rate_budgets.BEAT
        if self.away:
            raise OSError("away")
        self.asked.append(asked)
        return Beat(1 + self.number, {**self.holds, **asked})

    async def leave(self, replica: str) -> None:
        self.left = replica == "me"

    def paced(self, platform: str, wait: float) -> None:
        self.waits.append((platform, wait))


@pytest.fixture
def others() -> Others:
    return Others()


@pytest.fixture
async def share(others: Others, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Share]:
    monkeypatch.setattr(rate_budgets, "BEAT", 0.01)
    share = Share(others, "me", others)
    keeping = asyncio.create_task(share.keep())
    yield share
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert others.left


async def until_it_beats(others: Others, times: int = 2) -> None:
    seen = len(others.asked)
    async with asyncio.timeout(10):
        while len(others.asked) < seen + times:  # noqa: ASYNC110 - beats have no event of their own
            await asyncio.sleep(0.005)


async def ask(pace: Pace, patience: float = LONG) -> None:
    await pace.turn(patience=patience, scope=Scope.WORKSPACE, reason="paced")


async def waits(pace: Pace) -> float:
    """For how long the next who asks would have to wait."""
    with contextlib.suppress(Transient):
        await ask(pace, patience=0)
        return 0.0
    with pytest.raises(Transient) as caught:
        await ask(pace, patience=0)
    return caught.value.retry_after.total_seconds()


async def test_alone_the_whole_budget_is_ours(share: Share) -> None:
    await share.join()
    assert share.part == 1


async def test_each_of_three_gives_out_a_third(share: Share, others: Others) -> None:
    others.number = 2
    await share.join()
    assert share.part == 1 / 3
    pace = Pace(1, 10.0, share, "slack messages T1")
    await ask(pace)
    assert 29 < await waits(pace) <= 30


async def test_who_goes_leaves_its_slice_to_the_others(share: Share, others: Others) -> None:
    others.number = 1
    await share.join()
    assert share.part == 1 / 2
    others.number = 0
    await until_it_beats(others)
    assert share.part == 1


async def test_a_newcomer_waits_until_the_others_have_made_room(
    others: Others, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(rate_budgets.asyncio, "sleep", sleep)
    await Share(others, "me", others).join()
    assert slept == []
    others.number = 1
    await Share(others, "me", others).join()
    assert slept == [rate_budgets.BEAT]


async def test_what_one_is_asked_to_wait_for_all_hear(share: Share, others: Others) -> None:
    pace = Paces(1000, 1.0, share, "slack messages").of("T1")
    pace.hold(5.0)
    await until_it_beats(others)
    told = {name: wait for asked in others.asked for name, wait in asked.items()}
    assert list(told) == ["slack messages T1"]
    assert 4 < told["slack messages T1"] <= 5


async def test_what_another_was_asked_to_wait_for_is_heeded_in_its_scope(
    share: Share, others: Others
) -> None:
    paces = Paces(1000, 1.0, share, "slack messages")
    others.holds = {"slack messages T1": 5.0}
    await until_it_beats(others)
    assert 4 < await waits(paces.of("T1")) <= 5
    assert await waits(paces.of("T2")) == 0


async def test_a_handful_is_shared_and_held_too(share: Share, others: Others) -> None:
    others.number = 4
    await share.join()
    pace = Handfuls(10, 30.0, share, "discord")
    for _ in range(2):
        await pace.turn(patience=0, reason="paced")
    with pytest.raises(Transient):
        await pace.turn(patience=0, reason="paced")
    others.holds = {"discord": 5.0}
    await until_it_beats(others)
    with pytest.raises(Transient):
        await Handfuls(10, 30.0, share, "discord").turn(patience=1, reason="paced")


async def test_a_database_that_is_away_changes_nothing_and_no_wait_is_forgotten(
    share: Share, others: Others
) -> None:
    others.number = 1
    await share.join()
    others.away = True
    share.hold("discord", 5.0)
    await asyncio.sleep(0.05)
    assert share.part == 1 / 2
    others.away = False
    await until_it_beats(others)
    assert any("discord" in asked for asked in others.asked)


async def test_a_turn_that_was_waited_for_is_counted_by_its_platform(share: Share, others: Others) -> None:
    pace = Pace(1, 0.01, share, "slack messages T1")
    await ask(pace)
    await ask(pace)
    [(platform, wait)] = others.waits
    assert platform == "slack"
    assert 0 < wait <= 0.01
