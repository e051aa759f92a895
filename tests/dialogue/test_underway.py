"""Work that goes on after the acknowledgement, and the race for riding in it."""

from __future__ import annotations

import asyncio

import pytest

from adapters.dialogue.underway import Underway, again, ready


async def value(seconds: float = 0.0) -> str:
    await asyncio.sleep(seconds)
    return "here"


async def test_an_answer_that_is_ready_in_time_rides_in_the_acknowledgement() -> None:
    underway = Underway(lambda *_: None)
    asking = underway.begin(value())
    assert await ready(asking, 5.0)
    assert asking.result() == "here"


async def test_a_slow_answer_does_not_and_still_comes() -> None:
    underway = Underway(lambda *_: None)
    asking = underway.begin(value(0.05))
    assert not await ready(asking, 0.0)
    assert await asking == "here"


async def test_a_stop_waits_for_what_is_under_way_and_for_what_that_begins() -> None:
    underway, ended = Underway(lambda *_: None), []

    async def first() -> None:
        await asyncio.sleep(0.01)
        underway.later(second(), "second")

    async def second() -> None:
        await asyncio.sleep(0.01)
        ended.append("second")

    underway.later(first(), "first")
    await underway.finish(asyncio.get_running_loop().time() + 5.0)
    assert ended == ["second"]
    assert not underway.tasks


async def test_what_takes_longer_than_a_stop_waits_is_stopped() -> None:
    underway = Underway(lambda *_: None)
    asking = underway.begin(value(60.0))
    await underway.finish(asyncio.get_running_loop().time() + 0.01)
    assert asking.cancelled()


async def test_a_fault_that_nobody_waits_for_is_logged_with_its_place() -> None:
    logged: list[tuple[str, str]] = []
    underway = Underway(lambda error, where: logged.append((str(error), where)))

    async def broken() -> None:
        raise RuntimeError("no")

    await underway.later(broken(), "an answer")
    assert logged == [("no", "an answer")]


async def test_a_call_is_made_again_as_often_as_it_is_worth_it() -> None:
    made: list[int] = []

    async def call() -> str:
        made.append(len(made) + 1)
        if len(made) < 3:
            raise OSError("busy")
        return "taken"

    assert await again(call, lambda _, attempt: 0.0 if attempt == made[-1] else None, 3) == "taken"
    assert made == [1, 2, 3]


@pytest.mark.parametrize(("wait", "attempts", "made"), [(None, 3, 1), (0.0, 3, 3), (0.0, 1, 1)])
async def test_the_last_refusal_is_told(wait: float | None, attempts: int, made: int) -> None:
    calls = []

    async def call() -> None:
        calls.append(1)
        raise OSError("busy")

    with pytest.raises(OSError, match="busy"):
        await again(call, lambda *_: wait, attempts)
    assert len(calls) == made
