"""Calls to Slack's Web API and to response URLs, all on one session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT = 20.0
"""Seconds; well within the lease of a reminder."""
Json = dict[str, Any]


class SlackClient:
    """Slack's Web API without retries of the SDK's: its retry of a post whose reply was lost posts twice.

    One session is shared, since a connection a call costs more than the call.
    """

    def __init__(self, api_url: str, *, connections: int = 100) -> None:
        self._api_url = api_url if api_url.endswith("/") else api_url + "/"
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._web: AsyncWebClient | None = None

    async def open(self) -> None:
        """Begin; needs a running event loop."""
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=TIMEOUT),
            connector=aiohttp.TCPConnector(limit=self._connections),
        )
        self._web = AsyncWebClient(base_url=self._api_url, session=self._session, retry_handlers=[])

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()

    @property
    def web(self) -> AsyncWebClient:
        """The SDK's client on our session."""
        if self._web is None:
            raise RuntimeError("the client was not opened")
        return self._web

    async def post(self, method: str, token: str, body: Mapping[str, Any]) -> Json:
        """Call a method that takes JSON. Raises SlackApiError or aiohttp's and asyncio's errors."""
        response = await self.web.api_call(method, json={**body, "token": token})
        return _answer(response.data)

    async def get(self, method: str, token: str, arguments: Mapping[str, Any]) -> Json:
        """Call a method that reads and takes no JSON."""
        response = await self.web.api_call(method, http_verb="GET", params={**arguments, "token": token})
        return _answer(response.data)

    async def respond(self, response_url: str, body: Mapping[str, Any]) -> bool:
        """Post to a command's or a press's own address; False when it has expired or was used five times."""
        if self._session is None:
            raise RuntimeError("the client was not opened")
        async with self._session.post(response_url, json=body) as response:
            return response.status < 300

    async def upload(self, url: str, content: bytes) -> None:
        """Put a file's bytes where Slack asked for them. Raises aiohttp.ClientResponseError when refused."""
        if self._session is None:
            raise RuntimeError("the client was not opened")
        async with self._session.post(url, data=content) as response:
            response.raise_for_status()


def _answer(data: dict[Any, Any] | bytes) -> Json:
    return data if isinstance(data, dict) else {}
