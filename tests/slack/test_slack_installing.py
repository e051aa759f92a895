"""Bolt's OAuth flow over our store: many workspaces, states used once on any replica, refusals in kind words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.oauth.installation_store import Installation

from adapters.slack.installing import InstallationRefused, InstallationStore, OAuthStates
from adapters.slack.tokens import TokenRotation, Workspaces, secrets_client
from bot.domain.installations import NotInstalled
from bot.domain.members import Platform
from bot.errors import EncoreError
from bot.storage.store import SqlStore
from tests.conftest import HeldClock
from tests.persistence.samples import open_sqlite

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
NOWHERE = "http://127.0.0.1:1/"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    opened = await open_sqlite(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def workspaces(store: SqlStore, clock: HeldClock) -> Workspaces:
    return Workspaces(store, clock)


@pytest.fixture
def kept(workspaces: Workspaces, clock: HeldClock) -> InstallationStore:
    return InstallationStore(workspaces, clock)


def granted(team: str | None = "T1", **changes: Any) -> Installation:
    """What a workspace's admin has just allowed, a token of their own included."""
    whole: dict[str, Any] = {
        "app_id": "A1",
        "team_id": team,
        "bot_token": f"xoxb-zqx-{team}",
        "bot_id": f"B-{team}",
        "bot_user_id": f"U-{team}",
        "bot_scopes": "commands,chat:write",
        "user_id": "UADA",
        "user_token": "xoxp-zqxperson",
    }
    return Installation(**{**whole, **changes})


# Installations


async def test_many_workspaces_install_and_each_has_its_token(
    kept: InstallationStore, workspaces: Workspaces, clock: HeldClock, store: SqlStore
) -> None:
    for number in range(50):
        await kept.async_save(granted(f"T{number}"))
    restarted = Workspaces(store, clock)
    await restarted.load()
    for known in (workspaces, restarted):
        assert [known.token_for(f"T{number}") for number in (0, 49)] == ["xoxb-zqx-T0", "xoxb-zqx-T49"]


async def test_bolt_finds_what_it_saved(kept: InstallationStore) -> None:
    await kept.async_save(granted())
    bot = await kept.async_find_bot(enterprise_id="E1", team_id="T1")
    assert bot is not None
    assert (bot.bot_token, bot.bot_id, bot.bot_user_id) == ("xoxb-zqx-T1", "B-T1", "U-T1")
    assert (bot.team_id, bot.enterprise_id, bot.bot_token_expires_at) == ("T1", "E1", None)
    whole = await kept.async_find_installation(enterprise_id=None, team_id="T1", user_id="UADA")
    assert whole is not None
    assert (whole.bot_token, whole.user_id, whole.user_token) == ("xoxb-zqx-T1", "UADA", None)


@pytest.mark.parametrize(("team", "org"), [("T2", False), (None, True), ("T1", True), (None, False)])
async def test_bolt_finds_nothing_where_nothing_was_installed(
    kept: InstallationStore, team: str | None, org: bool
) -> None:
    await kept.async_save(granted())
    asked = {"enterprise_id": "E1", "team_id": team, "is_enterprise_install": org}
    assert await kept.async_find_bot(**asked) is None
    assert await kept.async_find_installation(**asked) is None


async def test_a_persons_own_token_is_not_kept(kept: InstallationStore, store: SqlStore) -> None:
    await kept.async_save(granted())
    async with store.unit() as unit:
        row = await unit.installations.get(Platform.SLACK, "T1")
    assert row is not None
    assert (row.token, row.refresh_token) == ("xoxb-zqx-T1", "")


async def test_installing_again_takes_the_new_token(kept: InstallationStore, workspaces: Workspaces) -> None:
    await kept.async_save(granted())
    await kept.async_save(granted(bot_token="xoxb-again"))
    assert workspaces.token_for("T1") == "xoxb-again"


async def test_what_bolt_deletes_is_uninstalled(
    kept: InstallationStore, workspaces: Workspaces, store: SqlStore
) -> None:
    for team in ("T1", "T2", "T3"):
        await kept.async_save(granted(team))
    await kept.async_delete_bot(enterprise_id=None, team_id="T1")
    await kept.async_delete_all(enterprise_id=None, team_id="T2")
    await kept.async_delete_installation(enterprise_id=None, team_id="T3")
    await kept.async_delete_bot(enterprise_id="E1", team_id=None)
    for team in ("T1", "T2", "T3"):
        with pytest.raises(NotInstalled):
            workspaces.token_for(team)
    await kept.async_save(granted())
    assert workspaces.token_for("T1") == "xoxb-zqx-T1"


async def test_one_persons_revoking_uninstalls_nobody(
    kept: InstallationStore, workspaces: Workspaces
) -> None:
    await kept.async_save(granted())
    await kept.async_delete_installation(enterprise_id=None, team_id="T1", user_id="UADA")
    assert workspaces.token_for("T1") == "xoxb-zqx-T1"


# Refusals


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_enterprise_install": True}, "one workspace at a time.*choose a single workspace"),
        ({"is_enterprise_install": True, "team": None}, "one workspace at a time"),
        ({"bot_token": None}, "no bot token.*Begin again"),
        (
            {"bot_token_expires_in": 43200, "bot_refresh_token": "xoxe-zqx"},
            "ENCORE_SLACK__TOKEN_ROTATION=true",
        ),
    ],
)
async def test_what_cannot_be_kept_is_refused_with_words_for_the_page(
    kept: InstallationStore, store: SqlStore, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(InstallationRefused, match=words) as caught:
        await kept.async_save(granted(**changes))
    assert isinstance(caught.value, EncoreError)
    assert isinstance(caught.value, BoltError)
    assert "Nothing was kept" in caught.value.message
    assert "zqx" not in repr(caught.value)
    async with store.unit() as unit:
        assert await unit.installations.of(Platform.SLACK) == ()


async def test_with_rotation_the_hours_count_from_our_own_clock(store: SqlStore, clock: HeldClock) -> None:
    workspaces = Workspaces(store, clock, rotation=TokenRotation("100.200", "s", NOWHERE))
    await InstallationStore(workspaces, clock).async_save(
        granted(bot_token_expires_in=43200, bot_refresh_token="xoxe-zqx")
    )
    found = await workspaces.find("T1")
    assert found is not None
    assert found.refresh_token == "xoxe-zqx"
    assert found.expires_at is not None
    assert abs(found.expires_at - (clock.now() + 12 * HOUR)) <= SECOND


# States


async def test_a_state_is_good_once_on_any_replica_and_after_a_restart(
    store: SqlStore, tmp_path: Path, clock: HeldClock
) -> None:
    states = [await OAuthStates(store, clock).async_issue() for _ in range(2)]
    assert len(set(states)) == 2
    assert all(len(state) >= 32 for state in states)
    other = await open_sqlite(tmp_path)
    elsewhere = OAuthStates(other, clock)
    assert [await elsewhere.async_consume(state) for state in (*states, *states)] == [
        True,
        True,
        False,
        False,
    ]
    assert not await OAuthStates(store, clock).async_consume(states[0])
    await other.close()


async def test_a_state_is_good_for_ten_minutes(store: SqlStore, clock: HeldClock) -> None:
    states = OAuthStates(store, clock)
    early, late = await states.async_issue(), await states.async_issue()
    clock.move_to(clock.now() + 10 * MINUTE - SECOND)
    assert await states.async_consume(early)
    clock.move_to(clock.now() + SECOND)
    assert not await states.async_consume(late)


@pytest.mark.parametrize("state", ["", "made-up", "x" * 5000, "ü\0"])
async def test_a_state_that_was_never_issued_is_refused(
    store: SqlStore, clock: HeldClock, state: str
) -> None:
    states = OAuthStates(store, clock)
    await states.async_issue()
    assert not await states.async_consume(state)


# The whole flow, by bolt


@pytest.fixture
async def slack() -> AsyncIterator[str]:
    """Grants what a code names: "org" for a whole organisation, anything else for the workspace of that name."""

    async def access(request: web.Request) -> web.Response:
        code = str((await request.post())["code"])
        org = code == "org"
        bot = {"access_token": f"xoxb-zqx-{code}", "bot_user_id": f"U-{code}", "scope": "commands"}
        team = None if org else {"id": code, "name": code}
        where = {"team": team, "enterprise": {"id": "E1"} if org else None, "is_enterprise_install": org}
        person = {"authed_user": {"id": "UADA", "access_token": "xoxp-zqx"}}
        return web.json_response({"ok": True, "token_type": "bot", "app_id": "A1", **bot, **where, **person})

    async def test(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "bot_id": "B1", "url": "https://one.example/"})

    app = web.Application()
    app.router.add_post("/api/oauth.v2.access", access)
    app.router.add_post("/api/auth.test", test)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    await runner.cleanup()


class Browser:
    """Somebody who installs: opens the page, allows, and is sent back with a state, a code and a cookie."""

    def __init__(self, store: SqlStore, workspaces: Workspaces, clock: HeldClock, api_url: str) -> None:
        self.failures: list[AsyncFailureArgs] = []
        settings = AsyncOAuthSettings(
            client_id="100.200",
            client_secret="zqxsecret",
            scopes=["commands"],
            installation_store=InstallationStore(workspaces, clock),
            state_store=OAuthStates(store, clock),
            callback_options=AsyncCallbackOptions(success=self._success, failure=self._failure),
        )
        self.flow = AsyncOAuthFlow(client=secrets_client(api_url), settings=settings)

    async def opens(self) -> tuple[str, str]:
        page = await self.flow.handle_installation(AsyncBoltRequest(body="", query={}))
        [cookie] = page.headers["set-cookie"]
        link = next(part for part in page.body.split('"') if part.startswith("https://slack.com/oauth"))
        return parse_qs(urlsplit(link).query)["state"][0], cookie.split(";")[0]

    async def comes_back(self, state: str, cookie: str, code: str = "T1") -> BoltResponse:
        request = AsyncBoltRequest(
            body="", query={"state": [state], "code": [code]}, headers={"cookie": [cookie]}
        )
        return await self.flow.handle_callback(request)

    async def _success(self, args: AsyncSuccessArgs) -> BoltResponse:
        return BoltResponse(status=200, body=f"installed {args.installation.team_id}")

    async def _failure(self, args: AsyncFailureArgs) -> BoltResponse:
        self.failures.append(args)
        words = args.error.message if isinstance(args.error, EncoreError) else args.reason
        return BoltResponse(status=args.suggested_status_code, body=words)


@pytest.fixture
def browser(store: SqlStore, workspaces: Workspaces, clock: HeldClock, slack: str) -> Browser:
    return Browser(store, workspaces, clock, slack)


# The SDK's method for a code makes its header by a class that aiohttp is about to drop.
sdk_warns = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@sdk_warns
async def test_whoever_allows_it_has_it(browser: Browser, workspaces: Workspaces) -> None:
    for team in ("T1", "T2"):
        page = await browser.comes_back(*await browser.opens(), team)
        assert (page.status, page.body) == (200, f"installed {team}")
    assert [workspaces.token_for(team) for team in ("T1", "T2")] == ["xoxb-zqx-T1", "xoxb-zqx-T2"]


@sdk_warns
async def test_coming_back_twice_with_one_state_installs_nothing_more(
    browser: Browser, workspaces: Workspaces
) -> None:
    state, cookie = await browser.opens()
    await browser.comes_back(state, cookie)
    page = await browser.comes_back(state, cookie, "T2")
    assert (page.status, page.body) == (401, "invalid_state")
    with pytest.raises(NotInstalled):
        workspaces.token_for("T2")


async def test_coming_back_too_late_installs_nothing(
    browser: Browser, workspaces: Workspaces, clock: HeldClock
) -> None:
    state, cookie = await browser.opens()
    clock.move_to(clock.now() + 10 * MINUTE)
    page = await browser.comes_back(state, cookie)
    assert (page.status, page.body) == (401, "invalid_state")
    with pytest.raises(NotInstalled):
        workspaces.token_for("T1")


@sdk_warns
async def test_a_whole_organisation_is_told_to_choose_a_workspace(browser: Browser) -> None:
    page = await browser.comes_back(*await browser.opens(), "org")
    assert "choose a single workspace" in page.body
    assert isinstance(browser.failures[0].error, InstallationRefused)
