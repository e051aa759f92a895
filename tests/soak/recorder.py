"""Slack and Discord as far as delivery goes: every message that was taken is recorded, and answers fail as told.

Leaner than the fakes, so that it is not what a soak of twenty thousand messages measures; it refuses nothing that
they would. A key is recorded as often as a member would see it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiohttp import web

Json: TypeAlias = dict[str, Any]
Fault: TypeAlias = str
SLACK, DISCORD = "slack", "discord"
DISCORD_EPOCH = 1_420_070_400
"""Seconds. Source: Discord's reference, "Snowflakes"."""
LOST, BROKEN_AFTER, BROKEN, ASKED_TO_WAIT, SLOW_BEFORE, SLOW_AFTER = (
    "taken, reply lost",
    "taken, then 502",
    "500 or 503, not taken",
    "429",
    "slow, taken late",
    "taken, slow reply",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message in a member's private channel; `at` in seconds since the epoch."""

    platform: str
    key: str
    channel: str
    id: str
    at: float
    body: Json = field(repr=False)


@dataclass(frozen=True)
class Faults:
    """How often what goes wrong, of one request; `slow` in seconds, from and to."""

    posting: tuple[tuple[Fault, float], ...] = ()
    others: float = 0.0
    slow: tuple[float, float] = (0.5, 2.0)
    wait: int = 1


ALL = Faults(
    posting=(
        (LOST, 0.02),
        (BROKEN_AFTER, 0.005),
        (BROKEN, 0.01),
        (ASKED_TO_WAIT, 0.01),
        (SLOW_BEFORE, 0.0025),
        (SLOW_AFTER, 0.0025),
    ),
    others=0.01,
)


class _LostError(Exception):
    """No answer shall come."""


class Recorder:
    """Both platforms on one port of the loopback."""

    def __init__(
        self,
        *,
        faults: Faults | None = None,
        seed: int = 1,
        nonce_seconds: float = 0.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`nonce_seconds` is how long Discord remembers a nonce; zero shows what is kept without its help."""
        self._now = now
        self.taken: list[Taken] = []
        self.counted: Counter[str] = Counter()
        self.faults = faults or Faults()
        self.on_taken: Callable[[Taken], Awaitable[None]] | None = None
        """Called before the reply leaves."""
        self._rng = random.Random(seed)
        self._nonce_seconds = nonce_seconds
        self._numbers = itertools.count(1)
        self._channels: defaultdict[str, list[Taken]] = defaultdict(list)
        self._nonces: dict[tuple[str, str], Taken] = {}
        self._runner: web.ServerRunner | None = None
        self._site: web.TCPSite | None = None
        self._port = 0

    @property
    def slack_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/api/"

    @property
    def discord_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/v10"

    def keys(self) -> Counter[str]:
        """How often each key was taken."""
        return Counter(one.key for one in self.taken)

    async def start(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.1)
        await self._runner.setup()
        await self.come_back()

    async def stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def go_away(self) -> None:
        """Take no connection any more, and break off those that there are."""
        assert self._site is not None
        await self._site.stop()
        for protocol in self._runner.server.connections:
            if protocol.transport is not None:
                protocol.transport.abort()

    async def come_back(self) -> None:
        """Take connections, on the same port as before."""
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await self._site.start()
        self._port = self._runner.addresses[0][1]

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            if request.path.startswith("/api/"):
                return await self._slack(request, request.path.rpartition("/")[2])
            return await self._discord(request, request.path.removeprefix("/v10"))
        except _LostError:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()

    async def _slack(self, request: web.BaseRequest, method: str) -> web.Response:
        if method == "chat.postMessage":
            body = await request.json()
            key = body["metadata"]["event_payload"]["key"]

            def take() -> Json:
                taken = self._take(SLACK, key, body["channel"], self._stamp(), body)
                return {"ok": True, "channel": taken.channel, "ts": taken.id}

            return await self._posted(take, refusal={"ok": False, "error": "ratelimited"})
        if answer := self._stumble():
            return answer
        if method == "conversations.open":
            user = (await request.json())["users"]
            return _json({"ok": True, "channel": {"id": slack_channel(user)}})
        assert method == "conversations.history", method
        query = request.query
        since = float(query["oldest"])
        found = [one for one in self._channels[query["channel"]] if float(one.id) >= since]
        found = found[::-1][: int(query["limit"])]
        return _json({"ok": True, "messages": [{**one.body, "ts": one.id} for one in found]})

    async def _discord(self, request: web.BaseRequest, path: str) -> web.Response:
        parts = path.strip("/").split("/")
        if parts[0] == "channels" and request.method == "POST":
            body = await request.json()

            def take() -> Json:
                taken = self._once(parts[1], body)
                return {"id": taken.id, "channel_id": taken.channel}

            return await self._posted(
                take,
                refusal={"message": "slow down", "retry_after": float(self.faults.wait), "global": False},
            )
        if answer := self._stumble():
            return answer
        if path == "/users/@me/channels":
            return _json({"id": discord_channel((await request.json())["recipient_id"]), "type": 1})
        after = int(request.query["after"])
        found = [one for one in self._channels[parts[1]] if int(one.id) > after]
        found = found[: int(request.query["limit"])][::-1]
        # Discord tells no nonce of a message that is read again.
        read = ("content", "components")
        shown = [
            {"id": one.id, "author": {"bot": True}, **{name: one.body.get(name) for name in read}}
            for one in found
        ]
        return _json(shown)

    def _once(self, channel: str, body: Json) -> Taken:
        """Take a message, or give back the first one with its nonce. Source: resources/message, "Create Message"."""
        assert body["enforce_nonce"]
        key = body["nonce"]
        known = self._nonces.get((channel, key))
        if known is not None and self._now() - known.at < self._nonce_seconds:
            self.counted["told apart by Discord's nonce"] += 1
            return known
        snowflake = int((self._now() - DISCORD_EPOCH) * 1000) << 22 | next(self._numbers) & 0x3FFFFF
        taken = self._nonces[channel, key] = self._take(DISCORD, key, channel, str(snowflake), body)
        return taken

    def _stamp(self) -> str:
        """Return a time that no other message has, in seconds: Slack's `ts`."""
        return f"{self._now() + next(self._numbers) % 1_000 / 1_000_000:.6f}"

    def _take(self, platform: str, key: str, channel: str, identifier: str, body: Json) -> Taken:
        taken = Taken(platform, key, channel, identifier, self._now(), body)
        self.taken.append(taken)
        self._channels[channel].append(taken)
        return taken

    async def _posted(self, take: Callable[[], Json], *, refusal: Json) -> web.Response:
        fault = self._drawn()
        if fault:
            self.counted[fault] += 1
        if fault == BROKEN:
            return _json({}, self._rng.choice((500, 503)))
        if fault == ASKED_TO_WAIT:
            return _json(refusal, 429, {"Retry-After": str(self.faults.wait)})
        if fault == SLOW_BEFORE:
            await self._dawdle()
        before = len(self.taken)
        answer = take()
        if self.on_taken is not None and len(self.taken) > before:
            await self.on_taken(self.taken[-1])
        if fault == LOST:
            raise _LostError
        if fault == BROKEN_AFTER:
            return _json({}, 502)
        if fault == SLOW_AFTER:
            await self._dawdle()
        return _json(answer)

    def _drawn(self) -> Fault:
        drawn = self._rng.random()
        for fault, share in self.faults.posting:
            drawn -= share
            if drawn < 0:
                return fault
        return ""

    def _stumble(self) -> web.Response | None:
        """Fail a request that posts nothing, now and then."""
        if self._rng.random() >= self.faults.others:
            return None
        self.counted["other requests failed"] += 1
        if self._rng.random() < 0.5:
            raise _LostError
        return _json({}, 500)

    async def _dawdle(self) -> None:
        await asyncio.sleep(self._rng.uniform(*self.faults.slow))


@asynccontextmanager
async def recording(**options: Any) -> AsyncIterator[Recorder]:
    """A recorder that ends with the context."""
    recorder = Recorder(**options)
    await recorder.start()
    try:
        yield recorder
    finally:
        await recorder.stop()


def slack_channel(user: str) -> str:
    """The private channel with a member."""
    return f"D{user}"


def discord_channel(user: str) -> str:
    """The private channel with a member."""
    return f"9{user}"


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        text=json.dumps(body), status=status, headers=headers, content_type="application/json"
    )
