"""Reminders as direct messages: sent once, looked for before anything is sent again, each trouble its own path."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from adapters.slack.client import SlackClient
from adapters.slack.messenger import Limits, SlackMessenger
from bot.domain.members import Member, MemberRef, Platform
from bot.domain.owed import Channel
from bot.errors import Permanent, Scope, Transient, UnknownOutcome
from bot.reply import PublicMessage
from bot.text import text
from bot.views.blocks import present
from bot.views.greeting import GreetingView
from tests.slack.fake import FakeSlack

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
KEY = "abcdefghijklmnopqrstuvwx"
MESSAGE = present(GreetingView(KEY))
FREE = (1e9, 1.0)
NO_LIMITS = Limits(messages=FREE, channel=FREE, opening=FREE, history=FREE)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.user("U1")
        yield fake


@pytest.fixture
async def client(slack: FakeSlack) -> AsyncIterator[SlackClient]:
    opened = SlackClient(slack.api_url)
    await opened.open()
    yield opened
    await opened.close()


def messenger(slack: FakeSlack, client: SlackClient, limits: Limits = NO_LIMITS) -> SlackMessenger:
    async def tokens(workspace: str) -> str:
        assert workspace == slack.team_id
        return slack.bot_token

    return SlackMessenger(client, tokens, limits)


def ada(slack: FakeSlack, channel: str = "") -> Member:
    ref = MemberRef(Platform.SLACK, slack.team_id, "U1")
    return Member(id="m1", ref=ref, channel=channel, created_at=datetime(2026, 11, 22, tzinfo=UTC))


def just_now() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=1)


async def test_a_channel_is_opened_at_first_and_remembered_in_the_receipt(
    slack: FakeSlack, client: SlackClient
) -> None:
    sender = messenger(slack, client)
    receipt = await sender.send(ada(slack), MESSAGE, KEY)
    assert receipt.channel == slack.user("U1").dm_channel.id
    assert receipt.id == slack.user("U1").dms[-1].ts
    await sender.send(ada(slack, receipt.channel), MESSAGE, KEY)
    assert len(slack.called("conversations.open")) == 1


async def test_the_text_is_the_notice_and_the_key_is_in_the_metadata(
    slack: FakeSlack, client: SlackClient
) -> None:
    await messenger(slack, client).send(ada(slack), MESSAGE, KEY)
    [message] = slack.user("U1").dms
    assert message.text == MESSAGE.notice
    assert message.metadata["event_payload"] == {"key": KEY}


async def test_what_was_taken_is_found_by_its_key_and_by_no_other(
    slack: FakeSlack, client: SlackClient
) -> None:
    sender = messenger(slack, client)
    since = just_now()
    sent = await sender.send(ada(slack), MESSAGE, KEY)
    assert await sender.find(ada(slack), KEY, since) == sent
    assert await sender.find(ada(slack), "z" * 24, since) is None
    later = datetime.now(UTC) + timedelta(hours=1)
    assert await sender.find(ada(slack), KEY, later) is None


async def test_without_metadata_the_button_tells(slack: FakeSlack, client: SlackClient) -> None:
    sender = messenger(slack, client)
    await sender.send(ada(slack), MESSAGE, KEY)
    [message] = slack.user("U1").dms
    message.body.pop("metadata")
    assert await sender.find(ada(slack), KEY, just_now() - timedelta(minutes=1)) is not None


async def test_a_lost_reply_leaves_it_in_doubt_and_nothing_is_posted_again(
    slack: FakeSlack, client: SlackClient
) -> None:
    slack.fail("chat.postMessage", lost=True)
    with pytest.raises(UnknownOutcome):
        await messenger(slack, client).send(ada(slack), MESSAGE, KEY)
    assert len(slack.called("chat.postMessage")) == 1
    assert len(slack.user("U1").dms) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_fault_inside_slack_leaves_it_in_doubt(
    slack: FakeSlack, client: SlackClient, status: int
) -> None:
    slack.fail("chat.postMessage", status=status)
    with pytest.raises(UnknownOutcome):
        await messenger(slack, client).send(ada(slack), MESSAGE, KEY)
    assert len(slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize("word", ["account_inactive", "user_disabled", "user_not_found"])
@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.open"])
async def test_a_member_who_is_gone_is_given_up(
    slack: FakeSlack, client: SlackClient, word: str, method: str
) -> None:
    slack.fail(method, error=word)
    with pytest.raises(Permanent, match=word):
        await messenger(slack, client).send(ada(slack), MESSAGE, KEY)


@pytest.mark.parametrize("word", ["invalid_auth", "token_revoked", "missing_scope", "token_expired"])
async def test_a_workspace_that_refuses_us_gives_nobody_up(
    slack: FakeSlack, client: SlackClient, word: str
) -> None:
    slack.fail("chat.postMessage", error=word)
    with pytest.raises(Transient) as refused:
        await messenger(slack, client).send(ada(slack), MESSAGE, KEY)
    assert refused.value.scope is Scope.WORKSPACE
    assert refused.value.retry_after >= timedelta(minutes=1)


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.open"])
async def test_a_bot_that_was_let_go_gives_nobody_up(
    slack: FakeSlack, client: SlackClient, method: str
) -> None:
    """Slack says the same word of a member who has left, and of a bot whose workspace has let it go."""
    slack.fail(method, error="account_inactive")
    slack.fail("auth.test", error="account_inactive")
    with pytest.raises(Transient) as refused:
        await messenger(slack, client).send(ada(slack), MESSAGE, KEY)
    assert refused.value.scope is Scope.WORKSPACE


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html>Bad gateway</html>", b'{"ok": tr', b"[]", b'"ok"'],
    ids=["empty", "a page", "broken off", "a list", "a word"],
)
async def test_an_answer_that_cannot_be_read_leaves_it_in_doubt(answer: bytes) -> None:
    async def garbled(_: web.Request) -> web.Response:
        return web.Response(body=answer, content_type="application/json")

    async with listening(garbled) as (url, asked):
        garbling = SlackClient(url)
        await garbling.open()

        async def tokens(_: str) -> str:
            return "xoxb-1"

        ref = MemberRef(Platform.SLACK, "T1", "U1")
        to = Member(id="m1", ref=ref, channel="D1", created_at=datetime(2026, 11, 22, tzinfo=UTC))
        with pytest.raises(UnknownOutcome):
            await SlackMessenger(garbling, tokens, NO_LIMITS).send(to, MESSAGE, KEY)
        await garbling.close()
    assert asked == ["chat.postMessage"]


@asynccontextmanager
async def listening(handler: Handler) -> AsyncIterator[tuple[str, list[str]]]:
    asked: list[str] = []

    async def noted(request: web.Request) -> web.StreamResponse:
        asked.append(request.match_info["method"])
        return await handler(request)

    app = web.Application()
    app.router.add_route("*", "/api/{method}", noted)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/", asked
    await runner.cleanup()


async def test_it_is_found_though_our_clock_is_minutes_ahead_of_slacks(
    slack: FakeSlack, client: SlackClient
) -> None:
    """Slack stamps messages by its own clock; looked for by ours, one would be sent twice."""
    sender = messenger(slack, client)
    sent = await sender.send(ada(slack), MESSAGE, KEY)
    ahead = datetime.now(UTC) + timedelta(minutes=4)
    assert await sender.find(ada(slack), KEY, ahead) == sent


async def test_it_is_looked_for_in_the_channel_that_is_there_now(
    slack: FakeSlack, client: SlackClient
) -> None:
    sender = messenger(slack, client)
    sent = await sender.send(ada(slack), MESSAGE, KEY)
    assert await sender.find(ada(slack, "D0GONE"), KEY, just_now()) == sent


async def test_a_look_through_several_pages_keeps_to_the_budget(
    slack: FakeSlack, client: SlackClient
) -> None:
    sender = messenger(slack, client, replace(NO_LIMITS, history=(1, 60), patience=0.01))
    for number in range(60):
        await sender.send(ada(slack), MESSAGE, f"{number:024d}")
    with pytest.raises(Transient, match="budgeted"):
        await sender.find(ada(slack), "z" * 24, just_now())
    assert len(slack.called("conversations.history")) == 1


async def test_a_request_to_wait_with_a_look_is_heeded(slack: FakeSlack, client: SlackClient) -> None:
    slack.fail("conversations.history", error="ratelimited", retry_after=7)
    sender = messenger(slack, client, replace(NO_LIMITS, patience=0.01))
    for _ in range(2):
        with pytest.raises(Transient):
            await sender.find(ada(slack), KEY, just_now())
    assert len(slack.called("conversations.history")) == 1


async def test_a_channel_that_is_none_any_more_is_opened_anew(slack: FakeSlack, client: SlackClient) -> None:
    receipt = await messenger(slack, client).send(ada(slack, "D0GONE"), MESSAGE, KEY)
    assert receipt.channel == slack.user("U1").dm_channel.id
    assert len(slack.user("U1").dms) == 1


async def test_a_member_with_whom_no_channel_can_be_opened_is_tried_again_later(
    slack: FakeSlack, client: SlackClient
) -> None:
    slack.fail("conversations.open", error="channel_not_found")
    with pytest.raises(Transient):
        await messenger(slack, client).send(ada(slack), MESSAGE, KEY)


async def test_it_is_opened_anew_once_and_no_more(slack: FakeSlack, client: SlackClient) -> None:
    slack.fail("chat.postMessage", error="channel_not_found", times=None)
    with pytest.raises(Transient):
        await messenger(slack, client).send(ada(slack, "D0GONE"), MESSAGE, KEY)
    assert len(slack.called("chat.postMessage")) == 2


async def test_a_request_to_wait_is_told_and_heeded(slack: FakeSlack, client: SlackClient) -> None:
    slack.fail("chat.postMessage", error="ratelimited", retry_after=7)
    sender = messenger(slack, client, replace(NO_LIMITS, patience=0.01))
    with pytest.raises(Transient) as refused:
        await sender.send(ada(slack), MESSAGE, KEY)
    assert refused.value.retry_after == timedelta(seconds=7)
    with pytest.raises(Transient):
        await sender.send(ada(slack), MESSAGE, KEY)
    assert len(slack.called("chat.postMessage")) == 1, "nothing is asked before the wait is over"


async def test_a_slack_that_cannot_be_reached_is_tried_again(slack: FakeSlack) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = SlackClient(f"http://127.0.0.1:{free.getsockname()[1]}/api/")
        await nowhere.open()
        with pytest.raises(Transient) as refused:
            await messenger(slack, nowhere).send(ada(slack, "D1"), MESSAGE, KEY)
        await nowhere.close()
    assert refused.value.scope is Scope.PLATFORM


async def test_a_connection_lost_while_opening_a_channel_leaves_nothing_in_doubt(
    slack: FakeSlack, client: SlackClient
) -> None:
    slack.fail("conversations.open", lost=True)
    with pytest.raises(Transient):
        await messenger(slack, client).send(ada(slack), MESSAGE, KEY)
    assert slack.user("U1").dms == []


async def test_channels_are_opened_and_looked_into_within_their_budgets(
    slack: FakeSlack, client: SlackClient
) -> None:
    sender = messenger(slack, client, replace(NO_LIMITS, opening=(1, 60), history=(1, 60), patience=0.01))
    await sender.send(ada(slack), MESSAGE, KEY)
    with pytest.raises(Transient, match="one by one"):
        await sender.send(ada(slack), MESSAGE, KEY)
    known = ada(slack, slack.user("U1").dm_channel.id)
    await sender.find(known, KEY, just_now())
    with pytest.raises(Transient, match="budgeted"):
        await sender.find(known, KEY, just_now())


# In a channel, where nothing but what is public can come

NEWS = PublicMessage("For everybody", (text("The library opens an hour later."),))


def general(slack: FakeSlack) -> Channel:
    return Channel(Platform.SLACK, slack.team_id, slack.general.id)


async def test_what_is_public_comes_into_the_channel_with_its_key_and_is_found_there(
    slack: FakeSlack, client: SlackClient
) -> None:
    sender, since = messenger(slack, client), just_now()
    sent = await sender.publish(general(slack), NEWS, KEY)
    [message] = slack.general.messages
    assert (sent.id, sent.channel) == (message.ts, slack.general.id)
    assert "opens an hour later" in str(message.body["blocks"])
    assert await sender.find(general(slack), KEY, since) == sent
    assert await sender.find(general(slack), "z" * 24, since) is None
    assert slack.user("U1").dms == []
    assert not slack.called("conversations.open")


async def test_a_lost_reply_in_a_channel_is_found_and_posted_once(
    slack: FakeSlack, client: SlackClient
) -> None:
    sender, since = messenger(slack, client), just_now()
    slack.fail("chat.postMessage", lost=True)
    with pytest.raises(UnknownOutcome):
        await sender.publish(general(slack), NEWS, KEY)
    assert await sender.find(general(slack), KEY, since) is not None
    assert len(slack.general.messages) == 1


async def test_a_channel_that_is_gone_is_given_up(slack: FakeSlack, client: SlackClient) -> None:
    nowhere = Channel(Platform.SLACK, slack.team_id, "C0NOWHERE")
    with pytest.raises(Permanent, match="channel_not_found"):
        await messenger(slack, client).publish(nowhere, NEWS, KEY)
