"""Slack is served over HTTP or a socket, comes through drops and restarts, and ends leaving nothing behind."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.slack import conversation, people, runner
from adapters.slack.manifest import EVENTS_PATH, REDIRECT_PATH
from adapters.slack.oauth import INSTALL
from adapters.slack.runner import SlackRunner
from adapters.slack.trouble import TROUBLES
from adapters.web.server import WebServer
from bot.app import Changed
from bot.config import load_settings
from bot.encore import Encore
from bot.errors import ConfigurationError
from tests.conftest import HeldClock
from tests.slack.fake import FakeSlack
from tests.slack.fake.delivering import signature
from tests.slack.fake.people import NotAcknowledgedError
from tests.slack.served import LINE, Served, everything, serving

SECRETS = ("Zanzibar", "keeper-of-bees", "old-mill")
"""What a member types, for a look into the log."""


@pytest.fixture(params=["http", "socket"])
async def served(request: pytest.FixtureRequest, tmp_path: Path, clock: HeldClock) -> AsyncIterator[Served]:
    async with serving(tmp_path, socket=request.param == "socket", clock=clock) as opened:
        yield opened


@pytest.fixture
async def by_http(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Served]:
    async with serving(tmp_path, clock=clock) as opened:
        yield opened


@pytest.fixture
async def by_socket(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Served]:
    async with serving(tmp_path, socket=True, clock=clock) as opened:
        yield opened


# Settings.


@pytest.mark.parametrize(
    ("given", "variable", "place"),
    [
        ({"bot_token": "xoxb-1"}, "ENCORE_SLACK__APP_TOKEN", "App-Level Tokens"),
        ({"app_token": "xapp-1"}, "ENCORE_SLACK__BOT_TOKEN", "OAuth & Permissions"),
        ({"app_token": "xapp-1", "signing_secret": "s"}, "ENCORE_SLACK__BOT_TOKEN", "OAuth & Permissions"),
        ({"client_id": "1", "client_secret": "s"}, "ENCORE_SLACK__SIGNING_SECRET", "Basic Information"),
        ({"signing_secret": "s"}, "ENCORE_SLACK__CLIENT_ID", "Basic Information"),
        ({"signing_secret": "s", "client_id": "1"}, "ENCORE_SLACK__CLIENT_SECRET", "App Credentials"),
    ],
    ids=str,
)
def test_what_is_missing_is_named_with_where_slack_shows_it(
    encore: Encore, given: dict[str, str], variable: str, place: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        SlackRunner(encore, load_settings(slack=given), None)
    assert variable in refused.value.message
    assert place in refused.value.message
    assert not any(secret in refused.value.message for secret in ("xoxb-1", "xapp-1"))


async def test_a_bot_token_that_slack_refuses_is_the_operators_to_mend(encore: Encore) -> None:
    async with FakeSlack() as slack:
        await refuses(
            encore, slack, "ENCORE_SLACK__BOT_TOKEN", bot_token="xoxb-wrong", app_token=slack.app_token
        )


async def test_an_app_token_that_slack_refuses_is_the_operators_to_mend(encore: Encore) -> None:
    """Slack's library asks again and again in silence, so that a start would never end."""
    async with FakeSlack() as slack:
        await refuses(
            encore, slack, "ENCORE_SLACK__APP_TOKEN", bot_token=slack.bot_token, app_token="xapp-wrong"
        )


async def refuses(encore: Encore, slack: FakeSlack, variable: str, **tokens: str) -> None:
    settings = load_settings(slack={"api_url": slack.api_url, **tokens})
    one = SlackRunner(encore, settings, None)
    async with asyncio.timeout(5):
        with pytest.raises(ConfigurationError, match=variable) as refused:
            await one.start()
        await one.stop()
    assert "wrong" not in refused.value.message


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_a_start_is_tried_again_when_slack_was_away(encore: Encore, method: str) -> None:
    async with FakeSlack() as slack:
        tokens = {"bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url}
        one = SlackRunner(encore, load_settings(slack=tokens), None)
        slack.fail(method, status=503)
        with pytest.raises(TROUBLES) as away:
            await one.start()
        assert not isinstance(away.value, ConfigurationError)
        await one.start()
        await slack.until(lambda: slack.socket.connections, what="a socket")
        await slack.user("UADA").command("/tip")
        await one.stop()


async def test_bolts_own_variables_of_the_environment_change_nothing(
    tmp_path: Path, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "of-another-app")
    async with serving(tmp_path, clock=clock) as served:
        delivery = await served.slack.user("UADA").command("/tip")
        assert delivery.answer["response_type"] == "ephemeral"


# HTTP.


@pytest.mark.parametrize(
    "forged", [{"secret": "another-secret"}, {"age": 600}, {"age": -600}], ids=["wrong", "old", "ahead"]
)
async def test_a_wrong_or_old_signature_is_refused(by_http: Served, forged: dict[str, Any]) -> None:
    ada = await by_http.member("ada")
    delivery = await ada.command("/tip")
    before = len(by_http.slack.calls)
    answer = await by_http.slack.forge(delivery, **forged)
    assert answer.status == 401
    assert len(by_http.slack.calls) == before


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"{not json", "application/json"),
        (b"payload=%7Bnot+json", "application/x-www-form-urlencoded"),
        (b"", "application/json"),
        (b"[]", "application/json"),
    ],
)
async def test_rubbish_is_refused_without_a_fault(
    by_http: Served, caplog: pytest.LogCaptureFixture, body: bytes, kind: str
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(by_http.address + EVENTS_PATH, data=body, headers={"Content-Type": kind}) as answer,
    ):
        assert 400 <= answer.status < 500
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_what_is_too_large_is_refused(by_http: Served) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(by_http.address + EVENTS_PATH, data=io.BytesIO(b"x" * 2_000_000)) as answer,
    ):
        assert answer.status == 413


async def test_slacks_question_whether_the_address_is_ours_is_answered(by_http: Served) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"})
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(by_http.slack.identity.signing_secret, stamp, body),
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(by_http.address + EVENTS_PATH, data=body, headers=headers) as answer,
    ):
        assert answer.status == 200
        assert "abc" in await answer.text()


async def test_before_the_start_and_after_the_stop_it_asks_to_come_back(encore: Encore) -> None:
    async with FakeSlack() as slack:
        given = {"signing_secret": "s", "client_id": "1", "client_secret": "s", "api_url": slack.api_url}
        settings = load_settings(slack=given, web={"port": 0})
        server = WebServer(settings.web)
        one = SlackRunner(encore, settings, server)
        await server.start()
        address = f"http://127.0.0.1:{server.port}"
        assert await statuses(address) == [503, 503, 503]
        await one.start()
        assert await statuses(address) == [401, 302, 400]
        await one.stop()
        assert await statuses(address) == [503, 503, 503]
        await server.stop()


async def statuses(address: str) -> list[int]:
    found = []
    async with aiohttp.ClientSession() as session:
        for method, path in (("POST", EVENTS_PATH), ("GET", INSTALL), ("GET", REDIRECT_PATH)):
            async with session.request(method, address + path, allow_redirects=False) as answer:
                found.append(answer.status)
    return found


async def test_the_process_says_that_it_is_alive(by_http: Served) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{by_http.address}/healthz") as answer:
        assert answer.status == 200


async def test_an_address_that_is_taken_is_told_with_the_settings_that_change_it(by_http: Served) -> None:
    assert by_http.server is not None
    settings = load_settings(web={"port": by_http.server.port})
    with pytest.raises(ConfigurationError, match="ENCORE_WEB__PORT"):
        await WebServer(settings.web).start()


async def test_a_kind_of_request_that_nobody_asked_for_is_no_fault(
    by_http: Served, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await by_http.member("ada")
    shortcut = {**by_http.slack.payloads.shortcut(ada, "other"), "type": "message_action", "message": {}}
    delivery = await by_http.slack.deliverer.send("interactive", shortcut)
    assert delivery.status == 404
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


# Socket Mode.


async def test_a_dropped_socket_is_made_again_and_nothing_is_lost_or_said_twice(
    by_socket: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "PING_EVERY", 0.2)
    await by_socket.restart()
    slack = by_socket.slack
    ada = await by_socket.member("ada")
    before = slack.socket.connections[0].number
    slack.socket.drop()
    await slack.until(
        lambda: slack.socket.connections and slack.socket.connections[0].number > before,
        within=15,
        what="a new socket",
    )
    delivery = await ada.dm("/tip")
    await slack.again(delivery)
    await by_socket.settle()
    assert len(ada.dms) == 1


async def test_when_slack_asks_for_a_new_socket_none_is_missing(by_socket: Served) -> None:
    slack = by_socket.slack
    ada = await by_socket.member("ada")
    old = slack.socket.connections[0].number
    await slack.socket.disconnect()
    await slack.until(
        lambda: any(c.number != old and not c.retiring for c in slack.socket.connections), what="a new socket"
    )
    for _ in range(3):
        await ada.command("/tip", channel=slack.general)
    assert ada.failures == []


async def test_two_sockets_share_the_work(by_socket: Served, tmp_path: Path) -> None:
    """Two processes on one database: Slack gives a payload to either, and what one opens the other takes."""
    slack = by_socket.slack
    other = Served(tmp_path, slack, by_socket.clock, by_socket.settings)
    await other.begin()
    try:
        await slack.until(lambda: len(slack.socket.connections) == 2, what="a second socket")
        ada = await by_socket.member("ada")
        await ada.command("/interview", "add", channel=slack.general)
        await settle_both(by_socket, other)
        form = ada.modals[-1]
        await ada.submit(form, {"field:company": "Acme", "field:when#words": "3 December 15:00"})
        while ada.modals[-1].body.get("submit"):
            await ada.submit(ada.modals[-1])
        await ada.press(ada.modals[-1], "Right")
        await settle_both(by_socket, other)
        sent = await asyncio.gather(by_socket.deliver(), other.deliver())
        assert sum(sent) == 1
        assert len([message for message in ada.dms if message.metadata]) == 1
        assert {ack.connection for ack in slack.socket.acks} >= {1, 2}
    finally:
        await other.stop()


async def settle_both(*processes: Served) -> None:
    for process in processes:
        await process.settle()


# Both.


async def test_every_kind_of_payload_is_acknowledged(served: Served) -> None:
    ada = await served.member("ada")
    await ada.command("/prep", channel=served.slack.general)
    await ada.dm("/tip")
    await ada.open_home()
    await ada.shortcut("prep")
    await served.settle()
    await ada.press(ada.modals[-1], ada.modals[-1].labels[0])
    await served.settle()
    ada.reload()
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    await ada.close()
    assert ada.failures == []
    assert [delivery for delivery in served.slack.deliverer.deliveries if not delivery.ok] == []


async def test_a_modal_and_a_reminder_outlive_a_restart(served: Served) -> None:
    ada = await served.member("ada")
    await served.adds(ada)
    await served.restart()
    assert await served.deliver() == 1
    await served.restart()
    await ada.press(ada.dms[-1], "I see it")
    await served.settle()
    assert ada.dms[-1].edited


# Trouble in the posting of reminders.


@pytest.mark.parametrize(
    "trouble",
    [
        {"error": "ratelimited", "retry_after": 2},
        {"error": "invalid_auth"},
        {"error": "missing_scope"},
        {"error": "internal_error"},
        {"status": 502},
        {"lost": True},
        {"untaken": True},
    ],
    ids=str,
)
async def test_a_trouble_that_passes_delays_a_reminder_and_it_comes_once(
    by_http: Served, clock: HeldClock, trouble: dict[str, Any]
) -> None:
    ada = await by_http.member("ada")
    await by_http.adds(ada)
    by_http.slack.fail("chat.postMessage", **trouble)
    await by_http.deliver()
    for _ in range(3):
        due = await by_http.encore.delivery.next_due()
        assert due is not None
        clock.move_to(max(due, clock.now()))
        await by_http.deliver()
        if [m for m in ada.dms if "I see it" in m.labels]:
            break
    assert len([m for m in ada.dms if "I see it" in m.labels]) == 1
    assert len(by_http.slack.called("chat.postMessage")) <= 3


async def test_a_bot_that_was_let_go_gives_no_member_up(by_http: Served) -> None:
    """Slack's word for it is the one for a member who has left, too."""
    ada = await by_http.member("ada")
    await by_http.adds(ada)
    gone = by_http.slack.fail("*", error="account_inactive", times=None)
    await by_http.deliver()
    gone.end()
    async with by_http.encore.store.unit() as unit:
        member = await unit.members.get(by_http.ref(ada))
    assert member is not None
    assert member.reachable


async def test_a_member_who_was_let_go_is_given_up(by_http: Served) -> None:
    ada = await by_http.member("ada")
    await by_http.adds(ada)
    await by_http.restart()
    by_http.slack.fail("conversations.open", error="account_inactive")
    await by_http.deliver()
    async with by_http.encore.store.unit() as unit:
        member = await unit.members.get(by_http.ref(ada))
    assert member is not None
    assert not member.reachable


# The log.


async def test_nothing_private_and_no_secret_is_in_the_log(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """At the loudest: an operator who looks for a fault turns everything on."""
    logging.getLogger().setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    ada = await served.member("ada")
    ada.name = "Adalberta"
    await served.restart()
    company, role, place = SECRETS
    await ada.dm(f"add {company}, {role}, 3 December 15:00")
    await ada.command(
        "/prep", f"add {company}, {role}, 3 December 15:00 at {place}", channel=served.slack.general
    )
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    await ada.submit(ada.modals[-1], {"field:company": company, "field:when#words": f"{place} o'clock"})
    await ada.close()
    for method in ("views.open", "views.publish", "chat.postMessage", "users.info", "response_url"):
        served.slack.fail(method, error="internal_error", status=500)
    await ada.dm(f"add {company}, {role}, 4 December 15:00")
    await ada.command("/interview", f"add {company}", channel=served.slack.general)
    await served.settle()
    await served.deliver()
    secrets = [served.slack.bot_token, served.slack.app_token, served.slack.identity.signing_secret]
    heard = "\n".join(
        f"{record.name}: {record.getMessage()}" for record in caplog.records if record.name != "asyncio"
    )
    for word in (*SECRETS, "Adalberta", ada.id, *secrets):
        assert word not in heard, next(line for line in heard.splitlines() if word in line)[:300]


async def test_a_fault_of_ours_is_logged_without_what_was_typed(
    by_http: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await by_http.member("ada")

    def broken(line: str) -> None:
        raise RuntimeError(f"cannot read {line}")

    monkeypatch.setattr(by_http.encore.app, "read", broken)
    with pytest.raises(NotAcknowledgedError):
        await ada.command("/prep", "Zanzibar")
    assert "Zanzibar" not in caplog.text
    assert "fault" in caplog.text


# The end.


async def test_answers_under_way_finish_before_the_end(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "ANSWER_WITHIN", 0.05)
    ada = await served.member("ada")
    served.answers_slowly(0.5)
    await ada.command("/prep", LINE, channel=served.slack.general)
    await ada.dm(LINE)
    await served.stop()
    assert "Acme" in ada.ephemerals[-1].words
    assert "Acme" in ada.dms[-1].words


async def test_an_acknowledgement_under_way_arrives_before_the_end(served: Served) -> None:
    ada = await served.member("ada")
    served.answers_slowly(0.5)
    asking = asyncio.create_task(ada.command("/tip", channel=served.slack.general))
    await asyncio.sleep(0.2)
    await served.stop()
    assert (await asking).answer["response_type"] == "ephemeral"


async def test_what_takes_too_long_does_not_hold_up_the_end(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "ANSWER_WITHIN", 0.05)
    monkeypatch.setattr(runner, "GRACE", 0.2)
    ada = await served.member("ada")
    served.answers_slowly(60)
    await ada.command("/prep", channel=served.slack.general)
    begun = time.monotonic()
    await served.stop()
    assert time.monotonic() - begun < 3


async def test_no_task_and_no_connection_is_left(
    tmp_path: Path, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "GRACE", 0.2)
    monkeypatch.setattr(people, "PATIENCE", 0.1)
    for socket in (True, False):
        before = asyncio.all_tasks()
        async with serving(tmp_path, socket=socket, clock=clock) as served:
            ada = await served.member("ada")
            await served.adds(ada)
            served.slack.fail("views.publish", delay=30)
            served.slack.fail("users.info", delay=30)
            await served.slack.user("UBEN").command("/tip")
            await served.encore.delivery.deliver_due()
            await served.stop()
            left = {task for task in asyncio.all_tasks() - before if "aiohttp" not in repr(task)}
            assert left == set()
            assert served.runner._client._session.closed


async def test_after_the_end_a_change_publishes_nothing(by_http: Served) -> None:
    ada = await by_http.member("ada")
    await by_http.stop()
    before = len(by_http.slack.calls)
    await by_http.encore.app.publish(Changed(by_http.ref(ada)))
    await asyncio.sleep(0.05)
    assert len(by_http.slack.calls) == before


async def test_stopping_what_never_started_is_no_fault(encore: Encore) -> None:
    settings = load_settings(slack={"signing_secret": "s", "bot_token": "xoxb-1"})
    await SlackRunner(encore, settings, WebServer(settings.web)).stop()


async def test_nobody_else_saw_anything_of_it(served: Served) -> None:
    ada = await served.member("ada")
    await served.adds(ada)
    await served.deliver()
    assert everything(served.slack) == ""
