"""The whole of Encore behind the terminal, in one process: a week lived, cut off anywhere, and two chats at once."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.terminal.chat import open_session
from adapters.terminal.inbox import AGAIN
from adapters.terminal.session import Session
from bot.config import Settings, load_settings
from bot.domain.leads import Lead
from bot.domain.members import Caller, MemberRef, Platform
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.terminal.fakes import CTRL_C, NEW_YORK, SUNDAY, ScriptedConsole

ADD = ("/prep add Acme, data analyst, 26 November 3pm", "1")
HEADED = re.compile(
    rf"^(\w+ \d+ \w+ 2026, \d\d:\d\d)\n(?:(You may have seen.*)\n(?:.*\n)?)?({'|'.join(lead.facts.label for lead in Lead)})$",
    re.MULTILINE,
)
"""A reminder as it is printed: its time, whether it may be a repetition, its title."""
WEEK = [
    ("Monday 23 November 2026, 18:00", "Three days before"),
    ("Tuesday 24 November 2026, 18:00", "Two days before"),
    ("Wednesday 25 November 2026, 18:00", "The evening before"),
    ("Thursday 26 November 2026, 08:00", "That morning"),
    ("Thursday 26 November 2026, 14:00", "One hour before"),
    ("Thursday 26 November 2026, 17:00", "Two hours after"),
    ("Friday 27 November 2026, 09:00", "The next morning"),
    ("Thursday 3 December 2026, 18:00", "A week after"),
]


def settings_in(folder: Path) -> Settings:
    return load_settings(
        database={"url": f"sqlite:///{folder / 'encore.db'}"}, secrets={"key_file": folder / "key"}
    )


@asynccontextmanager
async def sitting(
    folder: Path, *typed: object, user: str = "ada"
) -> AsyncIterator[tuple[Session, ScriptedConsole]]:
    """A session on the database in `folder`, with a member who types."""
    console = ScriptedConsole(*typed)
    caller = Caller(member=MemberRef(Platform.TERMINAL, "local", user), group="local", zone=NEW_YORK)
    async with open_session(settings_in(folder), caller, console, start=SUNDAY, folder=folder) as session:
        yield session, console


async def said(folder: Path, *typed: object, user: str = "ada") -> str:
    async with sitting(folder, *typed, user=user) as (session, console):
        await session.run()
    return console.said


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database where Ada lives in New York."""
    folder = tmp_path_factory.mktemp("settled")
    asyncio.run(said(folder, "/encore settings zone New York"))
    return folder


@pytest.fixture
def home(settled: Path, tmp_path: Path) -> Path:
    """A fresh copy of it."""
    return shutil.copytree(settled, tmp_path / "home")


def reminders(text: str) -> list[tuple[str, str]]:
    return [(found[1], found[3]) for found in HEADED.finditer(text)]


async def test_a_week_is_lived_in_a_minute_each_reminder_at_its_local_hour(home: Path) -> None:
    text = await said(home, *ADD, "clock +12d")
    assert reminders(text) == WEEK
    assert AGAIN not in text


async def test_the_city_is_asked_once_and_the_form_goes_on_from_there(tmp_path: Path) -> None:
    text = await said(tmp_path, ADD[0], "New York", "1")
    assert "Which city are you in? *" in text
    assert "You have been called back" in text


async def test_a_form_with_errors_is_asked_again_where_it_is_wrong(home: Path) -> None:
    form = ("/interview add", "Acme", "analyst", "the day after never", "video", "Jane Doe, CTO", "", "")
    text = await said(home, *form, "26 November 3pm", "", "1")
    assert text.count("Company (or a nickname for it) *") == 1
    assert text.count("When *") == 2
    assert "You have been called back" in text
    shown = await said(home, "/interview show")
    assert "By video" in shown
    assert "Jane Doe, CTO" in shown


@pytest.mark.parametrize("leaving", [("cancel",), (CTRL_C,), (), ("/tip",)])
async def test_a_form_that_is_left_is_offered_again_by_prep(home: Path, leaving: tuple[object, ...]) -> None:
    await said(home, "/interview add", "Acme", "analyst", *leaving)
    text = await said(home)
    assert "You were adding Acme. Carry on?" in text


async def test_a_snoozed_reminder_comes_again_and_the_others_stay_pressable(home: Path) -> None:
    text = await said(home, *ADD, "clock 2026-11-23 18:30", "2", "clock +3h")
    assert reminders(text)[:2] == [WEEK[0], ("Monday 23 November 2026, 19:30", "Three days before")]


async def test_a_moved_interview_is_reminded_of_by_its_new_time(home: Path) -> None:
    text = await said(home, *ADD, "clock +2d", "/prep move Acme to 30 November 10am", "1", "clock +8d")
    assert ("Monday 30 November 2026, 09:00", "One hour before") in reminders(text)
    assert WEEK[3] not in reminders(text)


async def test_a_city_typed_where_several_are_asked_between_is_the_answer(home: Path) -> None:
    for typed in ("Illinois", "Springfield, Illinois"):
        text = await said(home, "/encore settings zone New York", "/encore settings zone Springfield", typed)
        assert "City: Chicago (before: New York)" in text


async def test_everything_can_be_exported_and_deleted(home: Path) -> None:
    text = await said(home, *ADD, "/encore export", "/encore delete", "2", "/interview list")
    assert "encore-export-20261122-" in text.replace("\n", "")
    assert "No interviews yet" in text


async def week_cut_short(home: Path, monkeypatch: pytest.MonkeyPatch, *, dies_at: int, after: bool) -> str:
    """Live the week until the process dies, before or after its `dies_at`-th commit; return what was printed."""
    monkeypatch.setattr("bot.delivery.engine.GRACE", 0)  # who is dead winds nothing up
    count = 0
    dead = asyncio.Event()
    commit = SqlUnitOfWork.commit

    async def counted(unit: SqlUnitOfWork) -> None:
        nonlocal count
        count += 1
        if count == dies_at and not after:
            await dies()
        await commit(unit)
        if count == dies_at:
            await dies()

    async def dies() -> None:
        dead.set()
        await asyncio.Event().wait()

    async with sitting(home, "clock 2026-12-04 10:00") as (session, console):
        with monkeypatch.context() as patch:
            patch.setattr(SqlUnitOfWork, "commit", counted)
            before = asyncio.all_tasks()
            living = asyncio.ensure_future(session.run())
            dying = asyncio.ensure_future(dead.wait())
            await asyncio.wait({living, dying}, return_when=asyncio.FIRST_COMPLETED)
            others = asyncio.all_tasks() - before
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
    return console.said


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("dies_at", [1, 2, 3, 4, 5, 6, 7, 8, 23])
async def test_killed_at_any_commit_nothing_is_lost_and_nothing_repeated_unsaid(
    home: Path, monkeypatch: pytest.MonkeyPatch, dies_at: int, *, after: bool
) -> None:
    await said(home, *ADD)
    printed = await week_cut_short(home, monkeypatch, dies_at=dies_at, after=after)
    printed += await said(home, "clock 2026-12-04 10:00")
    unmarked = Counter(found[3] for found in HEADED.finditer(printed) if not found[2])
    total = Counter(found[3] for found in HEADED.finditer(printed))
    assert set(total) == {title for _, title in WEEK}
    assert max(unmarked.values()) == 1
    assert sum(total.values()) <= len(WEEK) + 1


async def test_two_chats_on_one_database_live_in_the_same_time_and_say_nothing_twice(home: Path) -> None:
    await said(home, *ADD)
    async with sitting(home) as (one, first), sitting(home) as (two, second):
        await one._take("clock +2d")
        await two.time.catch_up()
        await two._take("clock")
        await two._deliver()
        await two._take("clock +1d")
        await one.time.catch_up()
        await one._deliver()
    assert [title for _, title in reminders(first.said)] == [WEEK[0][1]]
    assert "It is Tuesday 24 November 2026, 10:00, New York" in second.said
    assert [title for _, title in reminders(second.said)] == [WEEK[1][1]]


async def test_another_member_on_the_same_database_sees_nothing_of_it(home: Path) -> None:
    await said(home, "/encore settings zone New York", user="grace")
    await said(home, *ADD)
    text = await said(home, "clock +12d", "/interview list", user="grace")
    assert reminders(text) == []
    assert "Acme:" not in text
    assert "nothing came on the" in text
    assert reminders(await said(home)) == WEEK
