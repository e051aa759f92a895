"""The gateway: sessions that outlive their connections, shards, replay, and everything that ends a connection."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord.fake import payloads
from tests.discord.fake.state import Guild, Json

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, DIRECT_MESSAGES, GUILD_MESSAGES = 1 << 0, 1 << 12, 1 << 9
PRIVILEGED = {1 << 1: "members", 1 << 8: "presences", 1 << 15: "message content"}
"""Operation codes and intents ("Gateway" in Discord's reference)."""


class Session:
    """What a client identified for: it goes on when the client resumes on another connection."""

    def __init__(self, shard: tuple[int, int], intents: int, identify: Json) -> None:
        self.id = secrets.token_hex(16)
        self.shard = shard
        self.intents = intents
        self.identify = identify
        self.sent: list[str] = []
        """Every event, in order: the n-th has the sequence number n."""
        self.connection: Connection | None = None
        self.resumes = 0

    async def send(self, event: str, data: Any) -> None:
        """Give an event its number and send it; while nobody is connected it waits for a resume."""
        number = len(self.sent) + 1
        self.sent.append(json.dumps({"op": DISPATCH, "t": event, "s": number, "d": data}))
        if self.connection is not None:
            await self.connection.send_text(self.sent[-1])

    async def replay(self, after: int) -> int:
        """Send again what came after a sequence number; return how many that were."""
        missed = self.sent[after:]
        for text in missed:
            if self.connection is not None:
                await self.connection.send_text(text)
        return len(missed)


class Connection:
    """One websocket, compressed as the client asked (`compress=zlib-stream`; zstd is left to plain text)."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.query = dict(request.query)
        self.session: Session | None = None
        self.heartbeats = 0
        self._transport = request.transport
        zipped = self.query.get("compress") == "zlib-stream"
        self._zlib = zlib.compressobj() if zipped else None

    async def send(self, op: int, data: Any = None) -> None:
        """Send anything but an event."""
        await self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def send_text(self, text: str) -> None:
        """Send a payload that is already written; nothing once the socket is closing."""
        try:
            if self._zlib is None:
                await self.socket.send_str(text)
            else:
                flushed = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(flushed)
        except ConnectionError:
            self.leave()

    def leave(self) -> None:
        """Let the session wait for its next connection."""
        if self.session is not None and self.session.connection is self:
            self.session.connection = None

    def abort(self) -> None:
        """Cut the wire, with no close frame."""
        self.leave()
        if self._transport is not None:
            self._transport.abort()


class Gateway:
    """Every session and connection, and what a test does to them."""

    def __init__(
        self, *, token: str, guilds: Callable[[], list[Guild]], violated: Callable[[str], None]
    ) -> None:
        self.heartbeat_interval = 41.25
        """Seconds that a client is told."""
        self.acknowledges = True
        """Whether heartbeats are answered; a client takes silence for a dead connection."""
        self.sessions: list[Session] = []
        self.connections: list[Connection] = []
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.commands: list[Json] = []
        """Everything else that clients sent, heartbeats left out."""
        self.refused = 0
        """How many connections were turned away while it was down."""
        self.resume_url = ""
        self._down = False
        self._token = token
        self._guilds = guilds
        self._violated = violated
        self._changed = asyncio.Condition()

    @property
    def live(self) -> list[Session]:
        """Sessions with a connection."""
        return [session for session in self.sessions if session.connection is not None]

    @property
    def intents(self) -> int:
        """The intents asked for, by any shard."""
        asked = 0
        for identify in self.identifies:
            asked |= identify["intents"]
        return asked

    # What happens by itself

    def shard_of(self, guild: Guild | None) -> Session | None:
        """Return the newest session that events of a guild go to; those of DMs go to shard 0."""
        for session in reversed(self.sessions):
            shard, count = session.shard
            if shard == ((guild.id >> 22) % count if guild else 0):
                return session
        return None

    async def dispatch(self, event: str, data: Any, guild: Guild | None, intent: int = 0) -> bool:
        """Send an event to its shard; return whether a session was there that wants it."""
        session = self.shard_of(guild)
        if session is None or (intent and not session.intents & intent):
            return False
        await session.send(event, data)
        return True

    # What a test does

    async def until(self, check: Callable[[], bool], seconds: float = 15) -> None:
        """Wait until something is so of sessions and connections. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(check)

    async def ready(self, shards: int = 1) -> None:
        """Wait until so many shards are connected."""
        await self.until(lambda: len(self.live) >= shards)

    async def resumed(self, times: int = 1) -> None:
        """Wait until sessions were resumed so often in all, and every one is connected."""
        await self.until(lambda: sum(session.resumes for session in self.sessions) >= times)

    async def drop(self, code: int | None = None) -> None:
        """End every connection: with a close code, or by cutting the wire. Sessions can be resumed."""
        await self._each(lambda one: one.socket.close(code=code) if code else _now(one.abort))

    async def reconnect(self) -> None:
        """Ask every client to reconnect and resume (op 7)."""
        await self._each(lambda one: one.send(RECONNECT))

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every client that its session is invalid (op 9); without `resumable` it is forgotten."""
        if not resumable:
            self.forget()
        await self._each(lambda one: one.send(INVALID, resumable))

    def forget(self) -> None:
        """Forget every session: a resume is answered with op 9."""
        self.sessions.clear()

    async def go_down(self) -> None:
        """Cut every wire and turn new connections away (503) until `come_back`."""
        self._down = True
        await self.drop()

    def come_back(self) -> None:
        """Take connections again."""
        self._down = False

    async def close(self) -> None:
        """End every connection for good."""
        await self._each(lambda one: one.socket.close(code=1001))

    async def _each(self, act: Callable[[Connection], Awaitable[object]]) -> None:
        for connection in list(self.connections):
            await act(connection)

    # A connection's life

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket from hello to its end."""
        if self._down:
            self.refused += 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=4096, autoping=True)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.connections.append(connection)
        try:
            await connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat_interval * 1000)})
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(message.data))
        finally:
            connection.leave()
            self.connections.remove(connection)
            await self._tell()
        return socket

    async def _receive(self, connection: Connection, payload: Json) -> None:
        match payload["op"]:
            case 1:
                connection.heartbeats += 1
                if self.acknowledges:
                    await connection.send(ACK)
            case 2:
                await self._identify(connection, payload["d"])
            case 6:
                await self._resume(connection, payload["d"])
            case _:
                self.commands.append(payload)

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identifies.append(data)
        intents = data["intents"]
        for bit, name in PRIVILEGED.items():
            if intents & bit:
                self._violated(f"the privileged intent for {name} was asked for")
                await connection.socket.close(code=4014)
                return
        if data["token"] != self._token:
            await connection.socket.close(code=4004)
            return
        shard, count = data.get("shard") or (0, 1)
        session = Session((shard, count), intents, data)
        self.sessions = [one for one in self.sessions if one.shard != session.shard]
        self.sessions.append(session)
        session.connection, connection.session = connection, session
        await self._greet(session)
        await self._tell()

    async def _greet(self, session: Session) -> None:
        shard, count = session.shard
        mine = [guild for guild in self._guilds() if (guild.id >> 22) % count == shard]
        ready = {
            "v": 10, "user": payloads.bot(), "session_id": session.id, "shard": [shard, count],
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
            "application": {"id": str(payloads.APPLICATION), "flags": 0},
            "resume_gateway_url": self.resume_url,
        }  # fmt: skip
        await session.send("READY", ready)
        if session.intents & GUILDS:
            for guild in mine:
                await session.send("GUILD_CREATE", payloads.guild(guild))

    async def _resume(self, connection: Connection, data: Json) -> None:
        self.resumes.append(data)
        session = next((one for one in self.sessions if one.id == data["session_id"]), None)
        if session is None or data["token"] != self._token or (data["seq"] or 0) > len(session.sent):
            await connection.send(INVALID, False)
            return
        session.connection, connection.session = connection, session
        await session.replay(data["seq"] or 0)
        await session.send("RESUMED", {})
        session.resumes += 1
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def _now(act: Callable[[], None]) -> None:
    act()
