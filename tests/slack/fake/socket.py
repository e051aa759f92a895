"""Socket Mode: the WebSockets, the envelopes on them and their acknowledgements."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.slack.fake.state import Call, Json, State

MOST = 10
"""Connections of an app at once ("Using multiple connections")."""
CONNECTED_WITHIN = 5.0
"""Real seconds that a payload waits for the app's first connection."""


@dataclass(frozen=True, slots=True)
class Ack:
    """An acknowledgement as it came; `payload` is the answer it carries, `elapsed` real seconds."""

    envelope_id: str
    payload: Json | None
    elapsed: float
    connection: int


@dataclass(slots=True, eq=False)
class Connection:
    """One WebSocket. `retiring`: the app was told to make another."""

    number: int
    websocket: web.WebSocketResponse
    request: web.Request
    retiring: bool = False
    sent: list[Json] = field(default_factory=list)
    received: list[Json] = field(default_factory=list)

    def drop(self) -> None:
        """Break the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass(slots=True)
class _Waiting:
    since: float
    answer: asyncio.Future[Ack]


class Sockets:
    """The app's connections, in order of arrival; payloads go round among them."""

    def __init__(self, state: State, app: str) -> None:
        self._state = state
        self._app = app
        self._tickets: set[str] = set()
        self._waiting: dict[str, _Waiting] = {}
        self._known: set[str] = set()
        self._turns = itertools.count()
        self._numbers = itertools.count(1)
        self.connections: list[Connection] = []
        self.acks: list[Ack] = []
        self.url = ""

    async def open(self, _: Call) -> Json:
        """Answer `apps.connections.open`."""
        ticket = self._state.next_id("ticket-")
        self._tickets.add(ticket)
        return {"url": f"{self.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._app}"}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Keep one connection up until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        websocket = web.WebSocketResponse()
        await websocket.prepare(request)
        connection = Connection(next(self._numbers), websocket, request)
        if len(self.connections) >= MOST:
            await websocket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await websocket.close()
            return websocket
        self.connections.append(connection)
        await websocket.send_json(self._hello())
        self._state.touch()
        try:
            async for message in websocket:
                if message.type is WSMsgType.TEXT:
                    self._heard(connection, json.loads(message.data))
        finally:
            self.connections.remove(connection)
            self._state.touch()
        return websocket

    async def send(
        self, kind: str, payload: Json, within: float, retry: tuple[int, str] | None
    ) -> Ack | None:
        """Send an envelope down one connection; return its acknowledgement, or None if none came in time."""
        await self._state.until(
            lambda: self.connections, within=CONNECTED_WITHIN, what="a connection in Socket Mode"
        )
        fresh = [c for c in self.connections if not c.retiring] or self.connections
        connection = fresh[next(self._turns) % len(fresh)]
        envelope: Json = {
            "envelope_id": self._state.next_id("envelope-"),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope["retry_attempt"], envelope["retry_reason"] = retry or (0, "")
        waiting = _Waiting(time.monotonic(), asyncio.get_running_loop().create_future())
        self._waiting[envelope["envelope_id"]] = waiting
        self._known.add(envelope["envelope_id"])
        connection.sent.append(envelope)
        try:
            await connection.websocket.send_json(envelope)
            return await asyncio.wait_for(waiting.answer, within)
        except (TimeoutError, ConnectionError):
            return None
        finally:
            del self._waiting[envelope["envelope_id"]]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to make new connections, as Slack does every few hours; the old ones stay up."""
        for connection in list(self.connections):
            connection.retiring = True
            await connection.websocket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}}
            )

    def drop(self) -> None:
        """Break every connection without a word."""
        for connection in list(self.connections):
            connection.drop()

    async def close(self) -> None:
        for connection in list(self.connections):
            await connection.websocket.close(drain=False)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": self._app},
            "debug_info": {"host": "fake", "approximate_connection_time": 18060},
        }

    def _heard(self, connection: Connection, said: Json) -> None:
        connection.received.append(said)
        identifier = str(said.get("envelope_id", ""))
        if identifier not in self._known:
            self._state.violate(f"an acknowledgement of {identifier!r}, which was never sent")
            return
        waiting = self._waiting.get(identifier)
        elapsed = time.monotonic() - waiting.since if waiting is not None else float("inf")
        ack = Ack(identifier, said.get("payload"), elapsed, connection.number)
        self.acks.append(ack)
        if waiting is not None and not waiting.answer.done():
            waiting.answer.set_result(ack)
        self._state.touch()
