"""The doctor asks Slack what a member would notice first, and tells an operator what to do about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from adapters.doctor import report
from adapters.findings import Finding
from adapters.slack.doctor import (
    check_public_address,
    check_scopes,
    check_settings,
    check_skew,
    client,
    run_checks,
    send_test,
)
from adapters.slack.manifest import SCOPES
from bot.clock import SystemClock
from bot.config import Settings, SlackSettings, WebSettings, load_settings
from tests.slack.fake import FakeSlack, Identity

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        yield fake


def slack_settings(slack: FakeSlack, **more) -> dict:
    return {"bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url, **more}


def socket(slack: FakeSlack, **more) -> Settings:
    return load_settings(slack=slack_settings(slack, **more))


async def examined(settings: Settings) -> dict[str, Finding]:
    findings = await run_checks(settings, SystemClock())
    said = report(findings)
    for value in (settings.slack.bot_token, settings.slack.app_token, settings.slack.signing_secret):
        assert value is None or value.get_secret_value() not in said
    assert "ticket" not in said
    return {finding.name: finding for finding in findings}


@pytest.fixture
async def encore() -> AsyncIterator[str]:
    """An address at which something answers as a running Encore does."""
    app = web.Application()

    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    app.router.add_get("/healthz", alive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_when_slack_takes_everything_all_is_well(slack: FakeSlack) -> None:
    found = await examined(socket(slack))
    assert [name for name, finding in found.items() if finding.ok is not True] == []
    assert found["Slack's token"].words == "Encore is @encore in the workspace Encore's group."


async def test_looking_posts_nothing(slack: FakeSlack) -> None:
    await examined(socket(slack))
    assert {call.method for call in slack.calls} == {"auth.test", "apps.connections.open"}


async def test_a_token_that_slack_does_not_know_is_to_be_copied_again(slack: FakeSlack) -> None:
    found = (await examined(socket(slack, bot_token="xoxb-of-another-app")))["Slack's token"]
    assert found.ok is False
    assert "OAuth & Permissions" in found.remedy


async def test_a_token_that_was_taken_back_asks_for_another_installation(slack: FakeSlack) -> None:
    slack.revoke(slack.bot_token)
    found = (await examined(socket(slack)))["Slack's token"]
    assert (found.ok, "Install App" in found.remedy) == (False, True)


async def test_tokens_that_were_swapped_are_told_of_before_slack_is_asked(slack: FakeSlack) -> None:
    swapped = socket(slack, bot_token=slack.app_token, app_token=slack.bot_token)
    found = await examined(swapped)
    assert found["Slack settings"].words == "ENCORE_SLACK__BOT_TOKEN does not begin with xoxb-."
    assert found["Slack's token"].ok is False


async def test_a_scope_that_was_not_granted_is_named_with_what_it_is_for() -> None:
    scopes = tuple(scope for scope in SCOPES if scope != "im:history")
    async with FakeSlack(identity=Identity(scopes=scopes)) as slack:
        found = (await examined(socket(slack)))["permissions"]
    assert found.ok is False
    assert f"im:history: {SCOPES['im:history']}" in found.words
    assert "encore slack manifest" in found.remedy


def test_a_scope_that_is_not_needed_is_told_of_and_no_fault() -> None:
    found = check_scopes(",".join([*SCOPES, "channels:history"]))
    assert (found.ok, "channels:history" in found.words) == (True, True)


def test_scopes_that_slack_does_not_tell_are_not_guessed() -> None:
    assert check_scopes("").ok is None


async def test_a_socket_that_slack_refuses_is_told_of(slack: FakeSlack) -> None:
    slack.fail("apps.connections.open", error="invalid_auth")
    found = (await examined(socket(slack)))["Socket Mode"]
    assert (found.ok, "App-Level Tokens" in found.remedy) == (False, True)


@pytest.mark.parametrize("error", ["ratelimited", "internal_error"])
async def test_what_passes_by_itself_is_no_verdict(slack: FakeSlack, error: str) -> None:
    slack.fail("apps.connections.open", error=error)
    assert (await examined(socket(slack)))["Socket Mode"].ok is None


async def test_a_call_is_not_tried_again(slack: FakeSlack) -> None:
    slack.fail("auth.test", error="ratelimited")
    await examined(socket(slack))
    assert len(slack.called("auth.test")) == 1


async def test_a_slack_that_cannot_be_reached_is_told_of_once(slack: FakeSlack) -> None:
    slack.fail("auth.test", untaken=True)
    found = await examined(socket(slack))
    assert found["Slack"].ok is False
    assert "firewall" in found["Slack"].remedy
    assert list(found) == ["Slack settings", "Slack"]


@pytest.mark.parametrize(("seconds", "ok"), [(0, True), (45, True), (90, False), (-90, False)])
async def test_a_clock_that_drifts_from_slacks_is_told_of_long_before_it_hurts(
    slack: FakeSlack, seconds: int, ok: bool
) -> None:
    slack.date_skew = seconds
    assert (await examined(socket(slack)))["Slack's clock"].ok is ok


@pytest.mark.parametrize(("ahead", "side"), [(100, "ahead of"), (-100, "behind")])
def test_it_is_said_which_way_the_clock_is_off(ahead: int, side: str) -> None:
    headers = {"Date": "Sun, 22 Nov 2026 15:00:00 GMT"}
    found = check_skew(headers, NOW + timedelta(seconds=ahead))
    assert found.words.startswith(f"This machine's clock is 100 s {side} Slack's.")


@pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}])
def test_without_slacks_time_the_clock_cannot_be_told(headers: dict[str, str]) -> None:
    assert check_skew(headers, NOW).ok is None


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (["bot_token"], ["APP_TOKEN"]),
        (["app_token"], ["BOT_TOKEN"]),
        (["app_token", "signing_secret"], ["BOT_TOKEN"]),
        (["signing_secret"], ["BOT_TOKEN"]),
        (["client_id"], ["SIGNING_SECRET", "CLIENT_SECRET"]),
        (["client_id", "client_secret"], ["SIGNING_SECRET"]),
        (["signing_secret", "client_id"], ["CLIENT_SECRET"]),
        (["bot_token", "app_token"], []),
        (["bot_token", "signing_secret"], []),
        (["signing_secret", "client_id", "client_secret"], []),
    ],
)
def test_a_missing_half_is_named_with_where_it_is_found(given: list[str], missing: list[str]) -> None:
    beginnings = {"bot_token": "xoxb-1", "app_token": "xapp-1"}
    slack = SlackSettings.model_validate({name: beginnings.get(name, "1") for name in given})
    found = check_settings(slack)
    assert found.ok is not bool(missing)
    for name in missing:
        assert f"ENCORE_SLACK__{name}" in found.words
        assert f"ENCORE_SLACK__{name} is in api.slack.com/apps, your app, " in found.remedy


@pytest.mark.parametrize("value", ['"xoxb-1"', " xoxb-1", "'xoxb-1'"])
def test_quotes_and_spaces_that_were_copied_along_are_told_of(value: str) -> None:
    found = check_settings(SlackSettings.model_validate({"bot_token": value, "app_token": "xapp-1"}))
    assert found.words == "ENCORE_SLACK__BOT_TOKEN has spaces or quotes around it."


def test_a_token_that_ends_after_twelve_hours_is_told_of() -> None:
    found = check_settings(SlackSettings.model_validate({"bot_token": "xoxe.xoxb-1", "app_token": "xapp-1"}))
    assert (found.ok, "12 hours" in found.words) == (False, True)


async def test_the_public_address_leads_to_a_running_encore(encore: str) -> None:
    found = await check_public_address(encore)
    assert "Slack calls https:// alone" in found.words


async def test_a_public_address_where_nobody_answers_is_told_of(encore: str) -> None:
    found = await check_public_address(f"{encore}/elsewhere/")
    assert (found.ok, "HTTP 404" in found.words) == (False, True)
    assert "encore run" in found.remedy


async def test_a_public_address_that_is_none_is_told_of() -> None:
    assert (await check_public_address("http://127.0.0.1:1")).ok is False
    assert (await check_public_address("nonsense")).ok is False
    assert (await check_public_address("")).ok is None


async def test_over_http_the_address_is_asked_and_no_socket(slack: FakeSlack, encore: str) -> None:
    settings = load_settings(
        slack=slack_settings(slack, app_token=None, signing_secret="not-to-be-shown"),
        web=WebSettings(public_url=encore),
    )
    found = await examined(settings)
    assert "public address" in found
    assert "Socket Mode" not in found


async def test_where_many_workspaces_install_it_no_token_is_looked_for(slack: FakeSlack) -> None:
    held = {"signing_secret": "held-a", "client_id": "held-b", "client_secret": "held-c"}
    found = await examined(load_settings(slack={**held, "api_url": slack.api_url}))
    assert found["Slack"].ok is True
    assert found["Slack's token"].ok is None


async def test_a_test_message_arrives_and_is_called_a_test(slack: FakeSlack) -> None:
    ada = slack.user("U1ADA", name="Ada")
    found = await send_test(client(socket(slack).slack), "U1ADA")
    assert found.ok is True
    assert [message.text.startswith("This is a test from Encore") for message in ada.dms] == [True]


async def test_a_test_message_to_nobody_says_how_an_id_is_found(slack: FakeSlack) -> None:
    web_client = client(socket(slack).slack)
    for user in ("@ada", "Ada", "U1NOBODY"):
        found = await send_test(web_client, user)
        assert (found.ok, "Copy member ID" in found.remedy) == (False, True)
    assert slack.called("chat.postMessage") == []


async def test_a_test_message_that_may_have_arrived_is_not_sent_twice(slack: FakeSlack) -> None:
    ada = slack.user("U1ADA")
    slack.fail("chat.postMessage", lost=True)
    found = await send_test(client(socket(slack).slack), "U1ADA")
    assert found.ok is None
    assert len(ada.dms) == 1


async def test_a_test_message_that_slack_refuses_says_what_to_do(slack: FakeSlack) -> None:
    slack.user("U1ADA")
    slack.fail("chat.postMessage", error="messages_tab_disabled")
    found = await send_test(client(socket(slack).slack), "U1ADA")
    assert (found.ok, "App Home" in found.remedy) == (False, True)
