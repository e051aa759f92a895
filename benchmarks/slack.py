"""Slack, from the signed request to the answer, and from the row to the post.

Run with `python -m benchmarks.slack`. Beside Encore stand a bare aiohttp handler that checks the signature and
answers a constant, and bolt in its best configuration answering the same constant. All three listen in one
process and are asked in turn; times end when the whole answer has been read.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answers import Answers
from adapters.slack.app import build_app
from adapters.slack.blocks import message_body
from adapters.slack.client import SlackClient
from adapters.slack.conversation import SlackConversation
from adapters.slack.home_tab import HomeTabs
from adapters.slack.messenger import Limits, SlackMessenger
from adapters.slack.people import People
from benchmarks.burst import member, seconds_of
from benchmarks.constant import apart
from benchmarks.member import TIP, Speaker, opened
from benchmarks.table import Row
from bot.app import App
from bot.commands.command import Command
from bot.domain.members import Platform
from bot.views.blocks import present
from bot.views.greeting import GreetingView

SECRET = "not-a-secret"
TOKEN = "xoxb-of-a-benchmark"
TEAM, USER = "T1", "U1"
WARM_UP, ROUNDS, AT_ONCE = 50, 400, 16
POSTS = 1_000
FASTER = 20
"""The assumed limits are scaled so that a burst takes seconds."""
KEY = "k" * 24
MANY = 200
"""Commands more than there are, to see that their number costs nothing."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def authorize(**_: object) -> AuthorizeResult:
    """Know everybody, without asking anyone."""
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=TOKEN, bot_id="B1", bot_user_id="U0")


async def token(_: str) -> str:
    """Return the one token."""
    return TOKEN


async def constant(_: web.Request) -> web.Response:
    """Answer as Slack's Web API does when all is well."""
    taken = {
        "ok": True,
        "ts": "1.000001",
        "channel": {"id": "D1"},
        "user": {"id": USER, "tz": "UTC"},
        "view": {},
    }
    return web.json_response(taken)


@asynccontextmanager
async def listening(routes: dict[str, Handler]) -> AsyncIterator[str]:
    """Listen on loopback; the value is the address."""
    app = web.Application()
    for path, handler in routes.items():
        app.router.add_route("*", path, handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def bare(answer: str) -> Handler:
    """Return a handler that checks the signature and answers a constant."""
    verifier = SignatureVerifier(SECRET)

    async def handle(request: web.Request) -> web.Response:
        body = await request.text()
        assert verifier.is_valid_request(body, dict(request.headers))
        return web.Response(text=answer, content_type="application/json")

    return handle


def bolts_best(answer: str) -> Handler:
    """Return bolt at its fastest: the answer before the response, no I/O to authorise, one listener."""
    app = AsyncApp(
        signing_secret=SECRET,
        authorize=authorize,
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
        attaching_function_token_enabled=False,
    )

    async def tip() -> BoltResponse:
        return BoltResponse(status=200, body=answer, headers={"content-type": ["application/json"]})

    app.command("/tip")(tip)
    return through(app)


def encores(app: App, client: SlackClient) -> Handler:
    """Return Encore's Slack adapter on one workspace."""
    people = People(client)
    answers = Answers(app, client, people, token)
    conversation = SlackConversation(app, answers, HomeTabs(app, client, people, token))

    async def uninstalled(_: str, __: datetime | None) -> None:
        """Nobody leaves a benchmark."""

    built = build_app(
        conversation,
        authorize=authorize,
        uninstalled=uninstalled,
        api_url="https://slack.invalid/api/",
        signing_secret=SECRET,
    )
    return through(built)


def through(app: AsyncApp) -> Handler:
    """Return the aiohttp handler of a bolt app."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return handle


def signed(path: str, session: aiohttp.ClientSession) -> Callable[[], Awaitable[str]]:
    """Return what sends one `/tip` as Slack would and reads the answer."""
    verifier = SignatureVerifier(SECRET)
    body = urlencode(
        {
            "command": "/tip",
            "text": "",
            "team_id": TEAM,
            "user_id": USER,
            "channel_id": "C1",
            "trigger_id": "1.1",
        }
        | {"response_url": "https://hooks.invalid/1", "token": "x", "api_app_id": "A1", "user_name": "ada"}
    )

    async def send() -> str:
        now = str(int(time.time()))
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": now,
            "x-slack-signature": verifier.generate_signature(timestamp=now, body=body) or "",
        }
        async with session.post(path, data=body, headers=headers) as response:
            assert response.status == 200, response.status
            return await response.text()

    return send


async def in_turn(
    actions: Sequence[Callable[[], Awaitable[object]]], rounds: int, at_once: int
) -> list[float]:
    """Return the median seconds of each action, in turn, `at_once` of each together."""
    times: list[list[float]] = [[] for _ in actions]

    async def timed(which: int) -> None:
        begun = time.perf_counter()
        await actions[which]()
        times[which].append(time.perf_counter() - begun)

    for number in range(rounds // at_once):
        order = range(len(actions)) if number % 2 else reversed(range(len(actions)))
        for which in order:
            await asyncio.gather(*(timed(which) for _ in range(at_once)))
    return [statistics.median(measured) for measured in times]


async def answering(folder: Path) -> list[Row]:
    """Measure a signed `/tip`, one at a time, sixteen at once, and with many more commands."""
    found = []
    async with opened(folder) as app, listening({"/api/{method}": constant}) as slack:
        client = SlackClient(f"{slack}/api/")
        await client.open()
        speaker = Speaker(app, USER)
        await speaker.live_in_new_york()
        reply = await speaker.ask(TIP)
        assert reply.view is not None
        answer = json.dumps({"response_type": "ephemeral", **message_body(present(reply.view))})
        routes = {"/bare": bare(answer), "/bolt": bolts_best(answer), "/encore": encores(app, client)}
        async with listening(routes) as address, aiohttp.ClientSession() as session:
            sends = [signed(f"{address}{path}", session) for path in routes]
            said = json.loads(await sends[2]())
            assert said["response_type"] == "ephemeral", said
            for at_once in (1, AT_ONCE):
                actions = [*sends, lambda: speaker.ask(TIP)]
                await in_turn(actions, WARM_UP, at_once)
                least, best, ours, core = await in_turn(actions, ROUNDS, at_once)
                name = "one at a time" if at_once == 1 else f"{at_once} at once"
                detail = " ".join(f"{seconds * 1e3:.2f}" for seconds in (ours, best, core, least))
                row = Row(
                    f"Slack's /tip, {name} / bolt's best + 1.5 handle",
                    ours / (best + 1.5 * core),
                    1.0,
                    f"{detail} ms (ours, bolt's, core, bare)",
                )
                found.append(row)
            found.append(await with_more_commands(app, client, sends[2]))
        await client.close()
    return found


async def with_more_commands(app: App, client: SlackClient, few: Callable[[], Awaitable[str]]) -> Row:
    """Measure the same request with hundreds of commands more in the registry."""
    tip = app.commands["tip"]
    more: dict[str, Command] = {f"tip{number}": replace(tip, path=f"tip{number}") for number in range(MANY)}
    crowded = App.__new__(App)
    crowded.__dict__.update(app.__dict__)
    crowded.__dict__["_commands"] = {**more, **app.commands}
    async with listening({"/many": encores(crowded, client)}) as address, aiohttp.ClientSession() as session:
        many = signed(f"{address}/many", session)
        await in_turn([few, many], WARM_UP, 1)
        one, other = await in_turn([few, many], ROUNDS, 1)
    detail = f"{other * 1e3:.2f} ms, {one * 1e3:.2f} ms"
    return Row(f"Slack's /tip among {MANY} more commands / among few", other / one, 1.1, detail)


async def posting() -> list[Row]:
    """Measure posts a second beside the SDK's own, and a burst beside the time that the limits allow."""
    message = present(GreetingView("key"))
    async with apart() as slack:
        client = SlackClient(f"{slack}/api/")
        await client.open()
        unlimited = (1e9, 1.0)
        free = SlackMessenger(client, token, Limits(unlimited, unlimited, unlimited, unlimited))
        body = {
            **message_body(message, pushed=True),
            "metadata": {"event_type": "e", "event_payload": {"key": KEY}},
        }
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as session:
            sdk = AsyncWebClient(token=TOKEN, base_url=f"{slack}/api/", session=session)

            async def by_sdk(number: int) -> None:
                await sdk.chat_postMessage(channel=f"D{number}", **body)

            people = [member(number, Platform.SLACK, TEAM) for number in range(POSTS)]

            async def by_us(number: int) -> None:
                await free.send(people[number], message, KEY)

            theirs, ours = [], []
            for _ in range(5):
                theirs.append(await rate(by_sdk))
                ours.append(await rate(by_us))
        one, other = statistics.median(ours), statistics.median(theirs)
        detail = f"{one:.0f}/s, {other:.0f}/s"
        rows = [Row("Slack posts a second / slack_sdk's own", one / other, 0.8, detail, at_least=True)]
        scaled = Limits((300, 60 / FASTER), (1, 1 / FASTER), (50, 60 / FASTER), (50, 60 / FASTER))
        paced = SlackMessenger(client, token, scaled)
        with tempfile.TemporaryDirectory() as folder:
            took = await seconds_of(Path(folder), POSTS, Platform.SLACK, TEAM, paced)
        allowed = POSTS / 300 * 60 / FASTER
        rows.append(
            Row(
                f"{POSTS} reminders due at once / what limits allow",
                took / allowed,
                1.1,
                f"{took:.1f} s, {allowed:.1f} s",
            )
        )
        await client.close()
    return rows


async def rate(post: Callable[[int], Awaitable[None]]) -> float:
    """Return calls a second, fifty under way at a time."""
    room = asyncio.Semaphore(50)

    async def one(number: int) -> None:
        async with room:
            await post(number)

    begun = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(POSTS)))
    return POSTS / (time.perf_counter() - begun)


def run() -> list[Row]:
    """Measure answers, then posts."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(answering(Path(folder)))
    return [*found, *asyncio.run(posting())]


if __name__ == "__main__":
    for row in run():
        print(row)
