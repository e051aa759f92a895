"""Bringing a payload to the app by whichever transport it listens on, and what came back."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.slack.fake.socket import Sockets
from tests.slack.fake.state import Json, State

COMMAND, INTERACTIVE, EVENT = "slash_commands", "interactive", "events_api"
"""Kinds of payload, by their names in Socket Mode."""
ACKNOWLEDGE_WITHIN = 3.0
"""Real seconds ("Acknowledgment response")."""


class NotAcknowledgedError(AssertionError):
    """The app did not answer a payload in time, or not with a 200; `delivery` has what there was."""

    def __init__(self, words: str, delivery: Delivery) -> None:
        super().__init__(words)
        self.delivery = delivery


@dataclass(frozen=True, slots=True)
class Retry:
    """Why an event is sent once more; `reason` is one of Slack's, such as "http_timeout"."""

    number: int
    reason: str = "http_timeout"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a payload was answered. `status` is None when nothing came in time; `elapsed` is in real seconds."""

    kind: str
    payload: Json
    status: int | None
    elapsed: float
    text: str = ""
    """The body of the answer as it stands."""
    answer: Any = None
    """The same as JSON, or the acknowledgement's payload in Socket Mode; None when there was none."""

    @property
    def ok(self) -> bool:
        return self.status == 200


class Deliverer:
    """Posts to `events_url` when there is one, else sends down a WebSocket."""

    def __init__(self, state: State, sockets: Sockets, signing_secret: str) -> None:
        self._state = state
        self._sockets = sockets
        self._secret = signing_secret
        self.events_url = ""
        self.within = ACKNOWLEDGE_WITHIN
        self.deliveries: list[Delivery] = []
        """Everything that was sent, in the order of the answers."""
        self._session: aiohttp.ClientSession | None = None

    @property
    def listening(self) -> bool:
        """Whether there is anything to deliver to."""
        return bool(self.events_url or self._sockets.connections)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, kind: str, payload: Json, retry: Retry | None = None) -> Delivery:
        """Deliver once. An answer that is late, or missing, has the status None."""
        if self.events_url:
            delivery = await self.post(kind, payload, retry=retry)
        else:
            delivery = await self._send_down(kind, payload, retry)
        self.deliveries.append(delivery)
        return delivery

    async def _send_down(self, kind: str, payload: Json, retry: Retry | None) -> Delivery:
        started = time.monotonic()
        ack = await self._sockets.send(
            kind, payload, self.within, None if retry is None else (retry.number, retry.reason)
        )
        elapsed = time.monotonic() - started
        if ack is None:
            return Delivery(kind, payload, None, elapsed)
        if ack.payload and kind == EVENT:
            self._state.violate(f"an event was answered with {sorted(ack.payload)}: nothing reads it")
        return Delivery(kind, payload, 200, elapsed, json.dumps(ack.payload or ""), ack.payload)

    async def post(
        self,
        kind: str,
        payload: Json,
        *,
        retry: Retry | None = None,
        secret: str | None = None,
        age: float = 0,
    ) -> Delivery:
        """Post a signed request; another `secret` makes the signature a wrong one, `age` seconds an old one."""
        body, content_type = _written(kind, payload)
        stamp = str(int(time.time() - age))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(secret or self._secret, stamp, body),
        }
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        started = time.monotonic()
        self._session = self._session or aiohttp.ClientSession()
        try:
            async with (
                asyncio.timeout(self.within),
                self._session.post(self.events_url, data=body, headers=headers) as response,
            ):
                text = await response.text()
                status = response.status
        except (TimeoutError, aiohttp.ClientError):
            return Delivery(kind, payload, None, time.monotonic() - started)
        return Delivery(kind, payload, status, time.monotonic() - started, text, _answer(text))


def signature(secret: str, stamp: str, body: str) -> str:
    """Return the `X-Slack-Signature` of a body ("Verifying requests from Slack", v0)."""
    base = f"v0:{stamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def _written(kind: str, payload: Json) -> tuple[str, str]:
    if kind == COMMAND:
        return urlencode(payload), "application/x-www-form-urlencoded"
    if kind == INTERACTIVE:
        return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
    return json.dumps(payload), "application/json"


def _answer(text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}
