from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.terminal.clock import BEFORE_ALL, target_of, unwound
from bot.errors import InputError
from tests.terminal.fakes import NEW_YORK, SUNDAY, Chat, ScriptedConsole, chat_at, in_days

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def chat(tmp_path: Path) -> Chat:
    return chat_at(ScriptedConsole(), tmp_path)


@pytest.mark.parametrize(
    ("typed", "ahead"),
    [
        ("+3d", timedelta(days=3)),
        ("+2h30m", timedelta(hours=2, minutes=30)),
        ("+ 1W 2d", timedelta(days=9)),
        ("+90m", timedelta(minutes=90)),
        ("+0m", timedelta(0)),
        ("2026-11-26 09:00", timedelta(days=3, hours=23)),
        ("2026-11-26T09:00", timedelta(days=3, hours=23)),
        ("2026-11-26T09:00-08:00", timedelta(days=4, hours=2)),
        ("2026-11-26T09:00Z", timedelta(days=3, hours=18)),
        ("2026-11-26", timedelta(days=3, hours=14)),
    ],
)
def test_where_the_clock_is_to_go_is_read_in_the_members_zone(typed: str, ahead: timedelta) -> None:
    assert target_of(typed, SUNDAY, NEW_YORK) - SUNDAY == ahead


@pytest.mark.parametrize(
    "typed", ["+", "+3", "+d3", "+3y", "+3d!", "soon", "26/11", "99999-01-01", "+x 3d", "-", "-soon"]
)
def test_what_is_no_time_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        target_of(typed, SUNDAY, NEW_YORK)
    assert "clock +3d" in (refused.value.example or "")


@pytest.mark.parametrize("typed", ["2026-11-22 09:59", "2020-01-01", "-1d", "- 2h30m", "-90m"])
def test_backwards_is_refused_with_the_reason(typed: str) -> None:
    wanted = "only goes forward: reminders that have gone out cannot be called back"
    with pytest.raises(InputError, match=wanted):
        target_of(typed, SUNDAY, NEW_YORK)


@pytest.mark.parametrize("typed", ["+367d", "+999999w", "2031-01-01"])
def test_more_than_a_year_at_once_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="more than a year ahead"):
        target_of(typed, SUNDAY, NEW_YORK)


async def test_the_clock_stops_at_each_due_instant_in_turn_and_jumps_over_none(chat: Chat) -> None:
    chat.delivery.due = [(in_days(2), "b"), (in_days(1), "a"), (in_days(1), "a2"), (in_days(5), "later")]
    came = await chat.session.time.walk(in_days(3), chat.session.inbox.show_new)
    assert came == 3
    wanted = [in_days(1), in_days(1), in_days(2)]
    assert all(at - due < A_SECOND for at, due in zip(chat.delivery.delivered_at, wanted, strict=True))
    assert [key for _, key in chat.delivery.due] == ["later"]
    assert abs(chat.clock.now() - in_days(3)) < A_SECOND


async def test_the_database_is_told_of_the_time_before_anything_is_delivered_at_it(chat: Chat) -> None:
    chat.delivery.due = [(in_days(1), "a")]
    await chat.session.time.walk(in_days(2), chat.session.inbox.show_new)
    kinds = [entry.partition("=")[0] for entry in chat.store.journal]
    assert kinds == ["clock-offset", "commit", "delivered", "showing a", "shown a", "clock-offset", "commit"]


async def test_what_a_delivery_brings_about_on_the_way_is_delivered_on_the_way(chat: Chat) -> None:
    chat.delivery.due = [(in_days(1), "a")]

    async def arrived() -> int:
        if len(chat.delivery.delivered_at) == 1:
            chat.delivery.due = [(in_days(1.5), "snoozed")]
        return 0

    await chat.session.time.walk(in_days(2), arrived)
    assert chat.delivery.delivered_at[1] - in_days(1.5) < A_SECOND


async def test_a_reminder_that_another_chat_is_delivering_does_not_hold_the_clock_for_ever(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.terminal.clock.LEASED_ELSEWHERE", 0)
    chat.delivery.due = [(in_days(1), "leased")]

    async def nothing() -> int:
        return 0

    monkeypatch.setattr(chat.delivery, "deliver_due", nothing)
    assert await chat.session.time.walk(in_days(2), nothing) == 0
    assert abs(chat.clock.now() - in_days(2)) < A_SECOND


async def test_the_offset_holds_at_the_next_start(chat: Chat) -> None:
    await chat.session.time.walk(in_days(3), chat.session.inbox.show_new)
    chat.clock.offset = timedelta(0)
    assert abs(await chat.session.time.begin() - in_days(3)) < A_SECOND


async def test_a_fresh_database_starts_where_it_is_told_to(chat: Chat) -> None:
    chat.store.kept.clear()
    past = datetime(2020, 1, 1, tzinfo=UTC)
    assert abs(await chat.session.time.begin(past) - past) < A_SECOND
    assert abs(await chat.session.time.begin(in_days(900)) - past) < A_SECOND


async def test_a_fresh_database_starts_now_when_nothing_is_said(chat: Chat) -> None:
    chat.store.kept.clear()
    assert abs(await chat.session.time.begin() - datetime.now(UTC)) < A_SECOND
    assert "clock-offset" in chat.store.kept


async def test_a_clock_that_another_chat_moved_is_followed_forwards_alone(chat: Chat) -> None:
    ahead = chat.clock.offset + timedelta(days=2)
    chat.store.kept["clock-offset"] = str(ahead.total_seconds())
    await chat.session.time.catch_up()
    assert chat.clock.offset == ahead
    chat.store.kept["clock-offset"] = "0"
    await chat.session.time.catch_up()
    assert chat.clock.offset == max(ahead, timedelta(0))


def test_before_the_database_is_read_the_clock_stands_before_everything() -> None:
    assert abs(unwound().now() - BEFORE_ALL) < A_SECOND


async def test_of_two_chats_that_move_at_once_the_further_one_holds(chat: Chat) -> None:
    further = chat.clock.offset + timedelta(days=5)
    chat.store.kept["clock-offset"] = str(further.total_seconds())
    await chat.session.time.walk(in_days(1), chat.session.inbox.show_new)
    assert chat.store.kept["clock-offset"] == str(further.total_seconds())
    assert chat.clock.offset == further
