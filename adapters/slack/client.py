"""Calls to Slack's Web API and to response URLs, all on one session."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import yarl
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

TIMEOUT = 20.0
"""Seconds; well within the lease of a reminder."""
CHUNK = 65_536
Json = dict[str, Any]


class ForeignAddressError(ValueError):
    """An address where no file of Slack's lies: the token goes nowhere else."""


@dataclass(frozen=True, slots=True)
class Download:
    """What lies at an address. `page` says that it came as HTML, `turned_away` that Slack led elsewhere."""

    content: bytes
    page: bool = False
    turned_away: bool = False


def quiet_logger(name: str) -> logging.Logger:
    """Return a logger for one of Slack's libraries, from which nothing below a warning comes.

    What they say there has bodies with what members typed, and codes and tokens. The level is set on the very
    logger that they are given: they take others' from the root, and ask each for its own before they format.
    """
    logger = logging.getLogger(f"encore.slack.{name}")
    logger.setLevel(logging.WARNING)
    return logger


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
        """Begin; needs a running event loop. Once open, it stays as it is."""
        if self._session is not None:
            return
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=TIMEOUT),
            connector=aiohttp.TCPConnector(limit=self._connections),
        )
        self._web = AsyncWebClient(
            base_url=self._api_url, session=self._session, retry_handlers=[], logger=quiet_logger("sdk")
        )

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
        # Not by the SDK's own call: what that keeps for retries and further pages is a third of its time.
        url = self._api_url + method
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json;charset=utf-8"}
        async with self._opened().post(url, json=body, headers=headers, proxy=self.web.proxy) as response:
            data = await _json(response)
        if response.status != 200 or not data.get("ok"):
            answer = self._told(url, response, data)
            raise SlackApiError(f"{method} failed", answer)  # type: ignore[no-untyped-call] # left untyped
        return data

    async def get(self, method: str, token: str, arguments: Mapping[str, Any]) -> Json:
        """Call a method that reads and takes no JSON."""
        response = await self.web.api_call(method, http_verb="GET", params={**arguments, "token": token})
        return response.data if isinstance(response.data, dict) else {}

    async def respond(self, response_url: str, body: Mapping[str, Any]) -> bool:
        """Post to a command's or a press's own address.

        False when nothing was shown: the address has expired or was used five times, or Slack can't be reached.
        """
        try:
            async with self._opened().post(response_url, json=body, proxy=self.web.proxy) as response:
                return response.status < 300
        except aiohttp.ClientConnectorError:
            return False

    async def upload(self, url: str, content: bytes) -> None:
        """Put a file's bytes where Slack asked for them. Raises aiohttp.ClientResponseError when refused."""
        async with self._opened().post(url, data=content, proxy=self.web.proxy) as response:
            response.raise_for_status()

    async def download(self, url: str, token: str, most: int) -> Download:
        """Return the first `most` bytes of a file, and no more is fetched. No redirect is followed.

        Raises ForeignAddressError, and aiohttp's and asyncio's errors.
        """
        address = self._of_files(url)
        # Compressed, a few bytes could become more than fit into memory.
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        async with self._opened().get(
            address, headers=headers, proxy=self.web.proxy, allow_redirects=False
        ) as response:
            if 300 <= response.status < 400 or response.status in {401, 403}:
                return Download(b"", turned_away=True)
            response.raise_for_status()
            content = bytearray()
            async for chunk in response.content.iter_chunked(CHUNK):
                content += chunk
                if len(content) >= most:
                    break
            return Download(bytes(content[:most]), page=response.content_type == "text/html")

    def _of_files(self, url: str) -> yarl.URL:
        """Return the address if Slack's files lie there: beside the API's own, on a host called files."""
        api = yarl.URL(self._api_url)
        places = {("https", f"files.{api.host}", 443), (api.scheme, api.host, api.port)}
        try:
            address = yarl.URL(url)
        except ValueError:
            raise ForeignAddressError from None
        if address.user or (address.scheme, address.host, address.port) not in places:
            raise ForeignAddressError
        return address

    def _told(self, url: str, response: aiohttp.ClientResponse, data: Json) -> AsyncSlackResponse:
        return AsyncSlackResponse(
            client=self.web,
            http_verb="POST",
            api_url=url,
            req_args={},
            data=data,
            headers=dict(response.headers),
            status_code=response.status,
        )

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the client was not opened")
        return self._session


async def _json(response: aiohttp.ClientResponse) -> Json:
    try:
        data = await response.json(content_type=None)
    except ValueError:
        # A proxy's page, or an answer that broke off: it has no word of Slack's.
        return {}
    return data if isinstance(data, dict) else {}
