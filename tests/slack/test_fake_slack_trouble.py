"""Everything that can go wrong with Slack, on demand, as the real libraries meet it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.conftest import HeldClock
from tests.slack.fake import FakeSlack, NotAcknowledgedError, User
from tests.slack.fake_app import build, over_http, over_sockets


@pytest.fixture
async def slack(clock: HeldClock) -> AsyncIterator[FakeSlack]:
    async with FakeSlack(clock=clock) as started:
        yield started


@pytest.fixture
def web(slack: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def ada(slack: FakeSlack) -> User:
    return slack.user("U1ADA", name="Ada")


def post(web: AsyncWebClient, user: User):
    return web.chat_postMessage(channel=user.dm_channel.id, text="hello")


async def test_a_refusal_is_told_so_many_times_and_nothing_is_posted(web, slack, ada):
    slack.fail("chat.postMessage", error="account_inactive", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="account_inactive"):
            await post(web, ada)
    assert ada.dms == []
    await post(web, ada)
    assert len(ada.dms) == 1


async def test_trouble_can_be_one_persons(web, slack, ada):
    ben = slack.user("U2BEN")
    trouble = slack.fail("*", error="user_disabled", user=ben, times=None)
    await post(web, ada)
    for call in (post(web, ben), web.conversations_open(users=ben.id), web.users_info(user=ben.id)):
        with pytest.raises(SlackApiError, match="user_disabled"):
            await call
    assert len(trouble.met) == 3
    trouble.end()
    await post(web, ben)


async def test_a_wait_is_asked_for_with_a_429(web, slack, ada):
    slack.fail("chat.postMessage", error="ratelimited", retry_after=30)
    with pytest.raises(SlackApiError) as caught:
        await post(web, ada)
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "30"


async def test_a_fault_inside_slack_is_a_500(web, slack, ada):
    slack.fail("chat.postMessage", status=503)
    with pytest.raises(SlackApiError) as caught:
        await post(web, ada)
    assert caught.value.response.status_code == 503
    assert ada.dms == []


async def test_a_lost_reply_leaves_the_message_there(web, slack, ada):
    slack.fail("chat.postMessage", lost=True)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(web, ada)
    assert len(ada.dms) == 1
    assert slack.called("chat.postMessage")[0].status is None


async def test_the_sdks_own_retry_posts_twice_when_only_the_reply_was_lost(slack, ada):
    slack.fail("chat.postMessage", lost=True)
    await post(AsyncWebClient(slack.bot_token, base_url=slack.api_url), ada)
    assert len(ada.dms) == 2


async def test_a_request_that_was_never_taken_leaves_nothing(web, slack, ada):
    slack.fail("chat.postMessage", untaken=True)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(web, ada)
    assert ada.dms == []


async def test_a_slow_answer_outlasts_the_clients_patience(slack, ada):
    slack.fail("chat.postMessage", delay=0.5, lost=True)
    timeout = aiohttp.ClientTimeout(total=0.1)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        web = AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])
        with pytest.raises(asyncio.TimeoutError):
            await post(web, ada)


async def test_posts_faster_than_one_a_second_into_a_channel_are_refused(web, slack, ada, clock):
    slack.limit_rates(channel_gap=1)
    await post(web, ada)
    await post(web, slack.user("U2BEN"))
    with pytest.raises(SlackApiError) as caught:
        await post(web, ada)
    assert caught.value.response.headers["Retry-After"] == "1"
    clock.move_to(clock.now() + timedelta(seconds=1))
    await post(web, ada)


async def test_a_workspace_has_so_many_calls_a_minute(web, slack, clock):
    slack.limit_rates(chat_postMessage=3, conversations_open=1)
    people = [slack.user(f"U{n}") for n in range(4)]
    for person in people[:3]:
        await post(web, person)
    clock.move_to(clock.now() + timedelta(seconds=20))
    with pytest.raises(SlackApiError) as caught:
        await post(web, people[3])
    assert caught.value.response.headers["Retry-After"] == "40"
    clock.move_to(clock.now() + timedelta(seconds=40))
    await post(web, people[3])
    await web.conversations_open(users="U0")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await web.conversations_open(users="U0")


async def test_a_response_url_can_fail_too(slack, ada):
    slack.fail("response_url", status=500)
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.payloads.response_url(ada, slack.general.id), json={"text": "x"}) as answer,
    ):
        assert answer.status == 500
    assert ada.ephemerals == []


async def test_a_wrong_or_an_old_signature_is_for_the_app_to_refuse(slack, ada):
    async with over_http(slack, build(slack)):
        heard = await ada.command("/say", "hello")
        assert (await slack.forge(heard)).status == 200
        assert (await slack.forge(heard, secret="another")).status == 401
        assert (await slack.forge(heard, age=301)).status == 401


async def test_an_app_that_is_too_slow_leaves_the_person_with_slacks_words(slack, ada):
    app = build(slack)

    @app.command("/late")
    async def late(ack):
        await asyncio.sleep(0.3)
        await ack("too late")

    slack.deliverer.within = 0.1
    async with over_sockets(slack, app):
        with pytest.raises(NotAcknowledgedError):
            await ada.command("/late")
        assert ada.failures == ['/late failed with the error "operation_timeout"']
        await slack.until(lambda: slack.socket.acks)
    assert ada.ephemerals == []


async def test_the_app_follows_when_it_is_asked_to_connect_anew(slack, ada):
    async with over_sockets(slack, build(slack)):
        await slack.socket.disconnect()
        await slack.until(lambda: [c.number for c in slack.socket.connections] == [2])
        await ada.command("/say", "hello")
    assert len(ada.ephemerals) == 1


async def test_the_app_comes_back_after_a_broken_connection(slack, ada):
    async with over_sockets(slack, build(slack)):
        slack.socket.drop()
        await slack.until(lambda: [c.number for c in slack.socket.connections] == [2])
        await ada.command("/say", "hello")
    assert len(ada.ephemerals) == 1


async def test_any_one_of_several_connections_gets_a_payload(slack, ada):
    async with over_sockets(slack, build(slack)), over_sockets(slack, build(slack)):
        for word in ("one", "two", "three", "four"):
            await ada.command("/say", word)
    assert {ack.connection for ack in slack.socket.acks} == {1, 2}
    assert len(ada.ephemerals) == 4
    assert all(ack.payload["text"] for ack in slack.socket.acks)


async def test_a_connection_needs_a_ticket_of_its_own(slack):
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{slack.url}/link/?ticket=none")


async def test_waiting_for_what_does_not_come_ends_with_its_name(slack):
    started = time.monotonic()
    with pytest.raises(AssertionError, match="a message did not happen"):
        await slack.until(lambda: False, within=0.05, what="a message")
    assert time.monotonic() - started < 2
