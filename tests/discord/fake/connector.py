"""The way to another address: one connector for REST, interaction answers and the gateway alike."""

from __future__ import annotations

from typing import Any

import aiohttp
from yarl import URL


class Redirect(aiohttp.TCPConnector):
    """Takes every request for a host of Discord's to `api_url` or `gateway_url` instead.

    discord.py sends all that it sends through the session that it builds on `Client(connector=...)`, so this
    one documented argument moves a client, and no other client in the process.
    """

    def __init__(self, api_url: str, gateway_url: str) -> None:
        super().__init__(limit=0)
        self._api = URL(api_url)
        self._gateway = URL(gateway_url)

    async def connect(self, req: aiohttp.ClientRequest, traces: list[Any], timeout: Any) -> Any:  # noqa: ASYNC109 - aiohttp's signature
        """Change where the request goes, not what it says; other hosts are left alone."""
        if req.url.host == "discord.com":
            req.url = _moved(req.url, self._api)
        elif req.url.host == "gateway.discord.gg":
            req.url = _moved(req.url, self._gateway)
        return await super().connect(req, traces, timeout)


def _moved(url: URL, base: URL) -> URL:
    return url.with_scheme(base.scheme).with_host(base.host or "").with_port(base.port)
