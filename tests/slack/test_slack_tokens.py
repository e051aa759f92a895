"""Workspaces in memory: authorised without a look-up, renewed once, silent at once when uninstalled."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import encode_basic_auth, web
from slack_bolt import BoltResponse
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack import tokens
from adapters.slack.tokens import TokenRotation, Workspaces
from bot.domain.installations import Installation, NotInstalled
from bot.domain.members import MemberRef, Platform
from bot.errors import ConfigurationError, Scope, Transient
from bot.storage.store import SqlStore
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.conftest import SUNDAY, HeldClock
from tests.persistence.samples import a_member, open_sqlite, writing

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
TEAM = "T1"


class Slack:
    """Grants the next pair of tokens for a refresh token, once, and knows whose a token is."""

    def __init__(self, clock: HeldClock) -> None:
        self.clock = clock
        self.url = ""
        self.asked: list[str] = []
        self.refresh = {"xoxe-zqx0"}
        self.ends: dict[str, datetime] = {"xoxb-zqx0": clock.now() + 12 * HOUR}
        self.error = ""
        self.status = 200
        self.was_asked = asyncio.Event()
        self.let_on = asyncio.Event()
        self.let_on.set()
        self.identity: dict[str, Any] = {"team_id": TEAM, "bot_id": "B1", "user_id": "U1"}

    async def access(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.asked.append(str(form["refresh_token"]))
        self.was_asked.set()
        await self.let_on.wait()
        if error := self.error or self.fault(request, form):
            return web.json_response({"ok": False, "error": error}, status=self.status)
        self.refresh.remove(str(form["refresh_token"]))
        number = len(self.asked)
        self.refresh.add(f"xoxe-zqx{number}")
        self.ends[f"xoxb-zqx{number}"] = self.clock.now() + 12 * HOUR
        new = {"access_token": f"xoxb-zqx{number}", "refresh_token": f"xoxe-zqx{number}"}
        return web.json_response({"ok": True, **new, "token_type": "bot", "expires_in": 43200})

    def fault(self, request: web.Request, form: Any) -> str:
        if request.headers["Authorization"] != encode_basic_auth("100.200", "zqxsecret"):
            return "bad_client_secret"
        if form["grant_type"] != "refresh_token":
            return "invalid_grant_type"
        return "" if form["refresh_token"] in self.refresh else "invalid_refresh_token"

    async def test(self, request: web.Request) -> web.Response:
        if self.error or self.status != 200:
            return web.json_response({"ok": False, "error": self.error}, status=self.status)
        assert request.headers["Authorization"] == "Bearer xoxb-zqxfixed"
        return web.json_response({"ok": True, **self.identity})

    def takes(self, token: str) -> bool:
        return self.clock.now() < self.ends[token]


@pytest.fixture
async def slack(clock: HeldClock) -> AsyncIterator[Slack]:
    fake = Slack(clock)
    app = web.Application()
    app.router.add_post("/api/oauth.v2.access", fake.access)
    app.router.add_post("/api/auth.test", fake.test)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield fake
    await runner.cleanup()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    opened = await open_sqlite(tmp_path)
    yield opened
    await opened.close()


Replica = Callable[[], Awaitable[Workspaces]]


@pytest.fixture
async def replica(tmp_path: Path, clock: HeldClock, slack: Slack) -> AsyncIterator[Replica]:
    """Opens one more replica that rotates tokens, with a store of its own on the one database."""
    opened: list[tuple[Workspaces, SqlStore]] = []

    async def open_one() -> Workspaces:
        store = await open_sqlite(tmp_path)
        workspaces = Workspaces(store, clock, rotation=TokenRotation("100.200", "zqxsecret", slack.url))
        await workspaces.load()
        opened.append((workspaces, store))
        return workspaces

    yield open_one
    for workspaces, store in opened:
        await workspaces.close()
        await store.close()


def an_installation(team: str = TEAM, **changes: Any) -> Installation:
    installation = Installation(
        platform=Platform.SLACK,
        workspace=team,
        bot=f"B-{team}",
        bot_user=f"U-{team}",
        token="xoxb-zqx",
        installed_at=SUNDAY,
    )
    return replace(installation, **changes)


def expiring(**changes: Any) -> Installation:
    pair = {"token": "xoxb-zqx0", "refresh_token": "xoxe-zqx0", "expires_at": SUNDAY + 12 * HOUR}
    return an_installation(**{**pair, **changes})


class Counted:
    """A store that counts the units it gives."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.units = 0

    def unit(self) -> SqlUnitOfWork:
        self.units += 1
        return self.store.unit()

    async def purge(self, now: datetime) -> int:
        return await self.store.purge(now)

    async def close(self) -> None:
        await self.store.close()


async def asked_by(workspaces: Workspaces, team: str | None = TEAM) -> Any:
    return await workspaces.authorize(enterprise_id=None, team_id=team, user_id="U9")


# Authorising


async def test_a_known_workspace_is_authorised_without_the_store(store: SqlStore, clock: HeldClock) -> None:
    counted = Counted(store)
    workspaces = Workspaces(counted, clock)
    await workspaces.installed(an_installation())
    counted.units = 0
    for _ in range(10):
        result = await asked_by(workspaces)
        assert (result.bot_token, result.bot_id, result.bot_user_id) == ("xoxb-zqx", "B-T1", "U-T1")
        assert (result.team_id, result.user_id) == (TEAM, "U9")
        assert await workspaces.fresh_token(TEAM) == workspaces.token_for(TEAM) == "xoxb-zqx"
    assert counted.units == 0


async def test_all_workspaces_are_read_at_the_start(store: SqlStore, clock: HeldClock) -> None:
    before = Workspaces(store, clock)
    for team in ("T1", "T2", "T3"):
        await before.installed(an_installation(team, token=f"xoxb-{team}"))
    await before.uninstalled("T3")
    counted = Counted(store)
    workspaces = Workspaces(counted, clock)
    await workspaces.load()
    assert counted.units == 1
    assert [workspaces.token_for(team) for team in ("T1", "T2")] == ["xoxb-T1", "xoxb-T2"]
    with pytest.raises(NotInstalled):
        workspaces.token_for("T3")


async def test_an_unknown_workspace_is_looked_up_once_in_ten_seconds(
    store: SqlStore, clock: HeldClock
) -> None:
    counted = Counted(store)
    workspaces = Workspaces(counted, clock)
    results = await asyncio.gather(*(asked_by(workspaces) for _ in range(20)))
    assert results == [None] * 20
    assert counted.units == 1
    clock.move_to(clock.now() + 10 * SECOND)
    assert await asked_by(workspaces) is None
    assert counted.units == 2


async def test_a_workspace_that_another_replica_installed_is_found_at_its_first_request(
    store: SqlStore, clock: HeldClock
) -> None:
    here, there = Workspaces(store, clock), Workspaces(store, clock)
    await here.load()
    await there.installed(an_installation())
    results = await asyncio.gather(*(asked_by(here) for _ in range(5)))
    assert [result.bot_token for result in results] == ["xoxb-zqx"] * 5
    await there.installed(an_installation("T2", token="xoxb-T2"))
    assert await here.fresh_token("T2") == "xoxb-T2"


async def test_a_request_of_an_organisation_alone_is_nobodys(store: SqlStore, clock: HeldClock) -> None:
    assert await asked_by(Workspaces(store, clock), None) is None


async def test_bolt_takes_the_authorisation_as_it_is(store: SqlStore, clock: HeldClock) -> None:
    workspaces = Workspaces(store, clock)
    await workspaces.installed(an_installation())
    app = AsyncApp(
        signing_secret="s",
        request_verification_enabled=False,
        authorize=workspaces.authorize,
        process_before_response=True,
    )
    heard = []

    @app.command("/prep")
    async def prep(context: Any) -> BoltResponse:
        heard.append((context.bot_token, context.bot_id, context.bot_user_id, context.team_id))
        return BoltResponse(status=200, body="ok")

    async def sent(team: str) -> BoltResponse:
        body = f"command=%2Fprep&team_id={team}&user_id=U9&channel_id=D1&text="
        form = {"content-type": ["application/x-www-form-urlencoded"]}
        return await app.async_dispatch(AsyncBoltRequest(body=body, headers=form))

    assert (await sent(TEAM)).body == "ok"
    assert heard == [("xoxb-zqx", "B-T1", "U-T1", TEAM)]
    assert (await sent("T2")).body != "ok"
    assert len(heard) == 1


# Uninstalling


async def test_an_uninstalled_workspace_is_silent_at_once(store: SqlStore, clock: HeldClock) -> None:
    workspaces = Workspaces(store, clock)
    await workspaces.installed(an_installation())
    await workspaces.installed(an_installation("T2"))
    await workspaces.uninstalled(TEAM)
    with pytest.raises(NotInstalled):
        workspaces.token_for(TEAM)
    with pytest.raises(NotInstalled):
        await workspaces.fresh_token(TEAM)
    assert await asked_by(workspaces) is None
    assert workspaces.token_for("T2") == "xoxb-zqx"
    async with store.unit() as unit:
        row = await unit.installations.get(Platform.SLACK, TEAM)
    assert row is not None
    assert (row.token, row.uninstalled_at) == ("", clock.now())


async def test_uninstalling_what_was_never_installed_does_no_harm(store: SqlStore, clock: HeldClock) -> None:
    workspaces = Workspaces(store, clock)
    await workspaces.uninstalled("T9")
    with pytest.raises(NotInstalled):
        workspaces.token_for("T9")


async def test_news_of_an_older_uninstalling_leaves_a_new_installation_alone(
    store: SqlStore, clock: HeldClock
) -> None:
    workspaces = Workspaces(store, clock)
    await workspaces.installed(an_installation(installed_at=SUNDAY + HOUR))
    await workspaces.uninstalled(TEAM, SUNDAY)
    assert workspaces.token_for(TEAM) == "xoxb-zqx"


async def test_installed_again_after_the_purge_it_speaks_again_on_every_replica(
    store: SqlStore, clock: HeldClock
) -> None:
    here, there = Workspaces(store, clock), Workspaces(store, clock)
    await here.installed(an_installation())
    await there.load()
    async with writing(store) as unit:
        await unit.members.add(a_member(ref=MemberRef(Platform.SLACK, TEAM, "ada")))
    await here.uninstalled(TEAM)
    await there.refresh()
    clock.move_to(clock.now() + 30 * 24 * HOUR)
    assert await store.purge(clock.now()) == 1
    await here.installed(an_installation(token="xoxb-again", installed_at=clock.now()))
    await there.refresh()
    assert here.token_for(TEAM) == there.token_for(TEAM) == "xoxb-again"


async def test_a_refresh_reads_what_other_replicas_did_and_nothing_else(
    store: SqlStore, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = Workspaces(store, clock), Workspaces(store, clock)
    for team in ("T1", "T2", "T3"):
        await there.installed(an_installation(team))
    await here.load()
    await there.uninstalled("T1")
    await there.installed(an_installation("T2", token="xoxb-new"))
    await there.installed(an_installation("T4"))
    read = []
    row = tokens._row

    async def noted(unit: Any, team: str) -> Installation | None:
        read.append(team)
        return await row(unit, team)

    monkeypatch.setattr(tokens, "_row", noted)
    await here.refresh()
    assert sorted(read) == ["T1", "T2", "T4"]
    with pytest.raises(NotInstalled):
        here.token_for("T1")
    assert [here.token_for(team) for team in ("T2", "T3", "T4")] == ["xoxb-new", "xoxb-zqx", "xoxb-zqx"]
    await here.refresh()
    assert len(read) == 3


async def test_a_refresh_forgets_what_was_purged(store: SqlStore, clock: HeldClock) -> None:
    here, there = Workspaces(store, clock), Workspaces(store, clock)
    await there.installed(an_installation())
    await here.load()
    await there.uninstalled(TEAM)
    clock.move_to(clock.now() + 30 * 24 * HOUR)
    await store.purge(clock.now())
    await here.refresh()
    with pytest.raises(NotInstalled):
        here.token_for(TEAM)


# Rotation


async def test_a_token_with_more_than_two_hours_left_stays(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    workspaces = await replica()
    await workspaces.installed(expiring())
    clock.move_to(SUNDAY + 10 * HOUR - SECOND)
    assert await workspaces.fresh_token(TEAM) == "xoxb-zqx0"
    await workspaces.refresh()
    assert slack.asked == []


async def test_a_token_with_two_hours_left_is_renewed_and_saved(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    workspaces = await replica()
    await workspaces.installed(expiring())
    clock.move_to(SUNDAY + 10 * HOUR)
    assert await workspaces.fresh_token(TEAM) == "xoxb-zqx1"
    assert slack.asked == ["xoxe-zqx0"]
    restarted = await replica()
    assert restarted.token_for(TEAM) == workspaces.token_for(TEAM) == "xoxb-zqx1"
    clock.move_to(SUNDAY + 20 * HOUR)
    assert await restarted.fresh_token(TEAM) == "xoxb-zqx2"
    assert slack.asked == ["xoxe-zqx0", "xoxe-zqx1"]


async def test_a_token_that_never_expires_is_never_renewed(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    workspaces = await replica()
    await workspaces.installed(an_installation())
    clock.move_to(SUNDAY + 24 * 365 * HOUR)
    await workspaces.refresh()
    assert await workspaces.fresh_token(TEAM) == "xoxb-zqx"
    assert slack.asked == []


async def test_two_replicas_and_all_their_workers_renew_once(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    one = await replica()
    await one.installed(expiring())
    two = await replica()
    clock.move_to(SUNDAY + 11 * HOUR)
    asked = [workspaces.fresh_token(TEAM) for workspaces in (one, two) for _ in range(10)]
    assert set(await asyncio.gather(*asked, one.refresh(), two.refresh())) == {"xoxb-zqx1", None}
    assert slack.asked == ["xoxe-zqx0"]


async def test_after_13_hours_without_a_request_both_replicas_send(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    one = await replica()
    await one.installed(expiring())
    two = await replica()
    clock.move_to(SUNDAY + 13 * HOUR)
    assert not slack.takes(two.token_for(TEAM))
    for workspaces in (two, one):
        assert slack.takes(await workspaces.fresh_token(TEAM))
        assert slack.takes((await asked_by(workspaces)).bot_token)
    assert slack.asked == ["xoxe-zqx0"]


async def test_two_days_of_refreshing_alone_leave_no_minute_without_a_token(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    one = await replica()
    await one.installed(expiring())
    two = await replica()
    for _ in range(4 * 48):
        clock.move_to(clock.now() + 15 * MINUTE)
        for workspaces in (one, two):
            await workspaces.refresh()
            assert slack.takes(workspaces.token_for(TEAM))
    assert len(slack.asked) == 4


async def test_while_slack_refuses_the_old_token_does_and_slack_is_asked_once_a_minute(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    workspaces = await replica()
    await workspaces.installed(expiring())
    slack.error = "internal_error"
    clock.move_to(SUNDAY + 12 * HOUR - 2 * MINUTE)
    for _ in range(3):
        assert await workspaces.fresh_token(TEAM) == "xoxb-zqx0"
    assert len(slack.asked) == 1
    clock.move_to(SUNDAY + 12 * HOUR)
    for _ in range(3):
        with pytest.raises(Transient) as caught:
            await workspaces.fresh_token(TEAM)
    assert caught.value.scope is Scope.WORKSPACE
    assert len(slack.asked) == 2
    slack.error = ""
    clock.move_to(clock.now() + MINUTE)
    assert await workspaces.fresh_token(TEAM) == "xoxb-zqx3"


async def test_one_workspaces_refusal_keeps_no_other_from_its_token(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    workspaces = await replica()
    await workspaces.installed(expiring(team="T0", refresh_token="xoxe-used"))
    await workspaces.installed(expiring())
    clock.move_to(SUNDAY + 11 * HOUR)
    await workspaces.refresh()
    assert slack.asked == ["xoxe-used", "xoxe-zqx0"]
    assert workspaces.token_for("T0") == "xoxb-zqx0"
    assert workspaces.token_for(TEAM) == "xoxb-zqx2"


async def test_an_answer_that_does_not_come_holds_the_database_for_seconds_once_a_minute(
    replica: Replica, slack: Slack, clock: HeldClock, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "TIMEOUT", 0.3)
    workspaces = await replica()
    for team in ("T1", "T2", "T3"):
        await workspaces.installed(expiring(team=team))
    clock.move_to(SUNDAY + 11 * HOUR)
    slack.let_on.clear()
    await workspaces.refresh()
    assert len(slack.asked) == 1
    async with asyncio.timeout(5), writing(store) as unit:
        await unit.notes.set("written", "after")
    assert await workspaces.fresh_token("T2") == "xoxb-zqx0"
    slack.let_on.set()


def test_the_wait_for_slack_is_shorter_than_a_writers_patience() -> None:
    assert tokens.TIMEOUT < 10


async def test_a_renewal_that_was_begun_is_kept_when_its_caller_is_stopped(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    workspaces = await replica()
    await workspaces.installed(expiring())
    clock.move_to(SUNDAY + 11 * HOUR)
    slack.let_on.clear()
    caller = asyncio.create_task(workspaces.fresh_token(TEAM))
    await slack.was_asked.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    slack.let_on.set()
    await workspaces.close()
    assert workspaces.token_for(TEAM) == "xoxb-zqx1"
    assert (await replica()).token_for(TEAM) == "xoxb-zqx1"


async def test_an_uninstalling_on_another_replica_stops_a_renewal_before_slack_is_asked(
    replica: Replica, slack: Slack, clock: HeldClock
) -> None:
    one = await replica()
    await one.installed(expiring())
    two = await replica()
    await one.uninstalled(TEAM)
    clock.move_to(SUNDAY + 11 * HOUR)
    with pytest.raises(NotInstalled):
        await two.fresh_token(TEAM)
    assert slack.asked == []


async def test_an_answer_without_tokens_saves_nothing(
    replica: Replica, slack: Slack, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspaces = await replica()
    await workspaces.installed(expiring())
    clock.move_to(SUNDAY + 11 * HOUR)
    monkeypatch.setattr(web, "json_response", lambda *_, **__: web.Response(
        text=json.dumps({"ok": True}), content_type="application/json"
    ))  # fmt: skip
    assert await workspaces.fresh_token(TEAM) == "xoxb-zqx0"
    assert (await replica()).token_for(TEAM) == "xoxb-zqx0"


async def test_without_rotation_a_token_that_expired_is_not_used(store: SqlStore, clock: HeldClock) -> None:
    workspaces = Workspaces(store, clock)
    await workspaces.installed(expiring())
    assert await workspaces.fresh_token(TEAM) == "xoxb-zqx0"
    clock.move_to(SUNDAY + 12 * HOUR)
    with pytest.raises(Transient):
        await workspaces.fresh_token(TEAM)


async def test_no_secret_is_logged_or_shown(
    replica: Replica, slack: Slack, clock: HeldClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "slack_sdk")
    workspaces = await replica()
    await workspaces.installed(expiring())
    clock.move_to(SUNDAY + 10 * HOUR)
    await workspaces.fresh_token(TEAM)
    slack.error = "invalid_refresh_token"
    clock.move_to(SUNDAY + 22 * HOUR)
    with pytest.raises(Transient) as caught:
        await workspaces.fresh_token(TEAM)
    assert len(slack.asked) == 2
    assert "a Slack token was not renewed: invalid_refresh_token" in caplog.text
    shown = [caplog.text, repr(workspaces), repr(workspaces.authorize), repr(await workspaces.find(TEAM))]
    assert "zqx" not in " ".join([*shown, repr(caught.value), str(caught.value)])


# One workspace


@asynccontextmanager
async def of_one(store: SqlStore, clock: HeldClock, slack: Slack) -> AsyncIterator[Workspaces]:
    workspaces = await Workspaces.of_one(store, clock, token="xoxb-zqxfixed", api_url=slack.url)
    yield workspaces
    await workspaces.close()


async def test_a_token_in_the_settings_serves_its_workspace_and_no_other(
    store: SqlStore, clock: HeldClock, slack: Slack
) -> None:
    await Workspaces(store, clock).installed(an_installation("T2"))
    async with of_one(store, clock, slack) as workspaces:
        result = await asked_by(workspaces)
        assert (result.bot_token, result.bot_id, result.bot_user_id) == ("xoxb-zqxfixed", "B1", "U1")
        await workspaces.refresh()
        assert await workspaces.fresh_token(TEAM) == workspaces.token_for(TEAM) == "xoxb-zqxfixed"
        assert await asked_by(workspaces, "T2") is None
        with pytest.raises(NotInstalled):
            await workspaces.fresh_token("T2")


async def test_a_token_in_the_settings_is_not_written_anywhere(
    store: SqlStore, clock: HeldClock, slack: Slack
) -> None:
    async with of_one(store, clock, slack), store.unit() as unit:
        row = await unit.installations.get(Platform.SLACK, TEAM)
    assert row is not None
    assert (row.token, row.uninstalled_at) == ("", None)


async def test_a_token_in_the_settings_leaves_what_an_installation_granted(
    store: SqlStore, clock: HeldClock, slack: Slack
) -> None:
    await Workspaces(store, clock).installed(an_installation())
    async with of_one(store, clock, slack) as workspaces:
        assert workspaces.token_for(TEAM) == "xoxb-zqxfixed"
    many = Workspaces(store, clock)
    await many.load()
    assert many.token_for(TEAM) == "xoxb-zqx"


async def test_the_one_workspace_uninstalled_is_silent_and_forgotten_in_time_unless_it_comes_back(
    store: SqlStore, clock: HeldClock, slack: Slack
) -> None:
    async with of_one(store, clock, slack) as workspaces:
        await workspaces.uninstalled(TEAM)
        with pytest.raises(NotInstalled):
            workspaces.token_for(TEAM)
        async with store.unit() as unit:
            row = await unit.installations.get(Platform.SLACK, TEAM)
        assert row is not None
        assert row.uninstalled_at == clock.now()
    clock.move_to(clock.now() + HOUR)
    async with of_one(store, clock, slack) as workspaces:
        assert workspaces.token_for(TEAM) == "xoxb-zqxfixed"
        clock.move_to(clock.now() + 40 * 24 * HOUR)
        assert await store.purge(clock.now()) == 0


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_token_that_slack_refuses_is_the_operators_to_mend(
    store: SqlStore, clock: HeldClock, slack: Slack, error: str
) -> None:
    slack.error = error
    with pytest.raises(ConfigurationError, match=rf"ENCORE_SLACK__BOT_TOKEN.*{error}.*OAuth & Permissions"):
        await Workspaces.of_one(store, clock, token="xoxb-zqxfixed", api_url=slack.url)


@pytest.mark.parametrize(("error", "status"), [("internal_error", 200), ("", 503), ("ratelimited", 429)])
async def test_slack_being_away_is_nobodys_mistake(
    store: SqlStore, clock: HeldClock, slack: Slack, error: str, status: int
) -> None:
    slack.error, slack.status = error, status
    with pytest.raises(Transient):
        await Workspaces.of_one(store, clock, token="xoxb-zqxfixed", api_url=slack.url)


async def test_slack_out_of_reach_is_nobodys_mistake(store: SqlStore, clock: HeldClock) -> None:
    with pytest.raises(Transient):
        await Workspaces.of_one(store, clock, token="xoxb-zqxfixed", api_url="http://127.0.0.1:1/")


async def test_a_persons_token_is_refused(store: SqlStore, clock: HeldClock, slack: Slack) -> None:
    slack.identity = {"team_id": TEAM, "user_id": "U9"}
    with pytest.raises(ConfigurationError, match="person's token"):
        await Workspaces.of_one(store, clock, token="xoxb-zqxfixed", api_url=slack.url)


async def test_a_token_that_rotates_is_refused_in_the_settings(
    store: SqlStore, clock: HeldClock, slack: Slack
) -> None:
    with pytest.raises(ConfigurationError, match="12 hours") as caught:
        await Workspaces.of_one(store, clock, token="xoxe.xoxb-zqx", api_url=slack.url)
    assert "zqx" not in str(caught.value)
