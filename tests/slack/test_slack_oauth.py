"""Workspaces that install Encore over HTTP, and those that let it go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.domain.members import Platform
from tests.conftest import HeldClock
from tests.slack.fake import User
from tests.slack.served import Served, serving

TEAM = "T0NEW"
INSTALLING = {"bot_token": None, "client_id": "100.200", "client_secret": "fake-client-secret"}


@pytest.fixture
async def served(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Served]:
    async with serving(tmp_path, clock=clock, **INSTALLING) as opened:
        opened.slack.user("UBOSS", name="boss", team=TEAM)
        yield opened


class Browser:
    """Somebody's browser: it keeps cookies, and follows no redirect by itself."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.cookie = ""
        self.state = ""

    async def begins(self) -> None:
        status, headers, _ = await self.opens("/slack/install")
        assert status == 302
        self.cookie = headers["Set-Cookie"].partition(";")[0]
        self.state = parse_qs(urlsplit(headers["Location"]).query)["state"][0]

    async def comes_back(self, **query: str) -> tuple[int, str]:
        given = {"code": self.served.slack.oauth.code(TEAM, "UBOSS"), "state": self.state, **query}
        status, _, page = await self.opens("/slack/oauth_redirect", {k: v for k, v in given.items() if v})
        return status, page

    async def opens(self, path: str, query: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.get(
                self.served.address + path, params=query, headers=headers, allow_redirects=False
            ) as answer,
        ):
            return answer.status, dict(answer.headers), await answer.text()


@pytest.fixture
async def browser(served: Served) -> Browser:
    browser = Browser(served)
    await browser.begins()
    return browser


@pytest.fixture
async def boss(served: Served, browser: Browser) -> User:
    status, _ = await browser.comes_back()
    assert status == 200
    return await served.member("boss", team=TEAM)


async def test_the_install_page_leads_to_slack_with_what_we_may_do(served: Served) -> None:
    _, headers, _ = await Browser(served).opens("/slack/install")
    query = parse_qs(urlsplit(headers["Location"]).query)
    assert query["client_id"] == ["100.200"]
    assert set(query["scope"][0].split(",")) >= {"commands", "chat:write", "im:write", "users:read"}
    assert "fake-client-secret" not in headers["Location"]


async def test_commands_work_at_once_where_it_was_installed(served: Served, browser: Browser) -> None:
    status, page = await browser.comes_back()
    assert status == 200
    assert "/prep" in page
    boss = served.slack.user("UBOSS", team=TEAM)
    delivery = await boss.command("/tip")
    assert delivery.answer["response_type"] == "ephemeral"
    assert served.slack.called("users.info")[-1].team == TEAM


async def test_a_state_is_good_once(served: Served, browser: Browser) -> None:
    assert (await browser.comes_back())[0] == 200
    status, page = await browser.comes_back()
    assert status == 401
    assert "Begin again" in page


async def test_a_state_is_good_for_ten_minutes(served: Served, browser: Browser, clock: HeldClock) -> None:
    clock.move_to(clock.now() + timedelta(minutes=10, seconds=1))
    status, page = await browser.comes_back()
    assert status == 401
    assert "ten minutes" in page


async def test_a_state_outlives_a_restart(served: Served, browser: Browser) -> None:
    await served.restart()
    assert (await browser.comes_back())[0] == 200


async def test_another_browser_is_refused(served: Served, browser: Browser) -> None:
    browser.cookie = ""
    status, page = await browser.comes_back()
    assert status == 400
    assert "another browser" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"error": "access_denied", "code": ""}, "You chose not to"),
        ({"error": "<script>alert(1)</script>", "code": ""}, "did not go through"),
        ({"code": ""}, "sent nothing"),
        ({"code": "wrong"}, "did not confirm"),
        ({"state": "forged"}, "another browser"),
    ],
    ids=str,
)
async def test_what_goes_wrong_is_told_in_kind_words(
    served: Served, browser: Browser, query: dict[str, str], words: str
) -> None:
    status, page = await browser.comes_back(**query)
    assert status < 500
    assert words in page
    assert "/slack/install" in page
    assert "<script>alert" not in page
    assert served.runner._workspaces is not None
    assert await served.runner._workspaces.find(TEAM) is None


@pytest.mark.parametrize("trouble", [{"untaken": True}, {"lost": True}, {"status": 503}], ids=str)
async def test_a_slack_that_is_away_is_told_too(
    served: Served, browser: Browser, trouble: dict[str, object]
) -> None:
    served.slack.fail("oauth.v2.access", **trouble)
    status, page = await browser.comes_back()
    assert status < 500
    assert "did not confirm" in page
    assert len(served.slack.called("oauth.v2.access")) == 1


async def test_an_installation_for_a_whole_organisation_is_refused_with_the_way_out(
    served: Served, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = served.slack.oauth.access

    async def for_all(call):
        return {**await access(call), "is_enterprise_install": True, "enterprise": {"id": "E1"}, "team": None}

    served.slack._api.methods["oauth.v2.access"] = for_all
    status, page = await browser.comes_back()
    assert status == 403
    assert "one workspace at a time" in page


async def test_a_workspaces_name_is_no_markup(served: Served, browser: Browser) -> None:
    served.slack.state.teams[TEAM] = "<img src=x onerror=alert(1)>"
    _, page = await browser.comes_back()
    assert "<img" not in page
    assert "&lt;img" in page


async def test_no_secret_reaches_the_log(
    served: Served, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "encore")
    code = served.slack.oauth.code(TEAM, "UBOSS")
    await browser.comes_back(code=code)
    await browser.begins()
    await browser.comes_back(code="a-wrong-code")
    token = served.slack.called("auth.test")[-1].token
    for secret in ("fake-client-secret", code, "a-wrong-code", token, browser.state):
        assert secret not in caplog.text


async def test_a_workspace_that_lets_it_go_is_sent_nothing_more(
    served: Served, boss: User, clock: HeldClock
) -> None:
    await served.adds(boss)
    await served.slack.uninstall(TEAM)
    await served.settle()
    before = len(served.slack.calls)
    clock.move_to(clock.now() + timedelta(days=3))
    assert await served.deliver() == 0
    assert len(served.slack.calls) == before


async def test_who_speaks_there_afterwards_is_answered_politely(served: Served, boss: User) -> None:
    await served.slack.uninstall(TEAM)
    await served.settle()
    await boss.command("/prep")
    assert "not installed in this workspace any more" in boss.ephemerals[-1].text
    assert boss.failures == []


async def test_installing_again_finds_everything(served: Served, boss: User, browser: Browser) -> None:
    await served.adds(boss)
    await served.slack.uninstall(TEAM)
    await browser.begins()
    assert (await browser.comes_back())[0] == 200
    await boss.command("/prep")
    assert "Acme" in boss.ephemerals[-1].words


async def test_news_of_an_older_uninstalling_leaves_the_new_installation(
    served: Served, boss: User, browser: Browser, clock: HeldClock
) -> None:
    """Slack tries for an hour to bring an event; meanwhile somebody may have installed it again."""
    first, _ = await served.slack.uninstall(TEAM)
    clock.move_to(clock.now() + timedelta(minutes=30))
    await browser.begins()
    assert (await browser.comes_back())[0] == 200
    await served.slack.again(first)
    delivery = await boss.command("/tip")
    assert delivery.answer["response_type"] == "ephemeral"


async def test_a_person_who_takes_back_a_token_of_theirs_changes_nothing(served: Served, boss: User) -> None:
    await served.slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["UBOSS"]}}, team=TEAM)
    await served.settle()
    assert (await boss.command("/tip")).answer["response_type"] == "ephemeral"


async def test_a_workspace_that_nobody_knows_gets_an_answer_and_no_fault(served: Served) -> None:
    eve = served.slack.user("UEVE", team="T0UNKNOWN")
    served.slack.state.teams["T0UNKNOWN"] = "unknown"
    delivery = await eve.command("/prep")
    assert delivery.status == 200
    for deliver in (eve.open_home, lambda: eve.dm("hello")):
        assert (await deliver()).status == 200
    await served.settle()
    assert served.slack.called("chat.postMessage") == []
    async with served.encore.store.unit() as unit:
        assert await unit.members.get(served.ref(eve)) is None


async def test_a_token_is_kept_encrypted(served: Served, boss: User, tmp_path: Path) -> None:
    token = served.slack.called("users.info")[-1].token
    await served.stop()
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert TEAM.encode() in stored
    assert token.encode() not in stored


async def test_one_workspace_with_its_token_has_no_install_page(tmp_path: Path) -> None:
    async with serving(tmp_path, client_id="100.200", client_secret="fake-client-secret") as served:
        status, _, _ = await Browser(served).opens("/slack/install")
    assert status == 404


async def test_a_revoked_workspace_keeps_no_token(served: Served, boss: User) -> None:
    await served.slack.uninstall(TEAM)
    await served.settle()
    async with served.encore.store.unit() as unit:
        row = await unit.installations.get(Platform.SLACK, TEAM)
    assert row is not None
    assert not row.live
    assert row.uninstalled_at is not None
    assert row.token == ""
