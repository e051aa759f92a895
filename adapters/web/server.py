"""One HTTP server on aiohttp, which both platforms' libraries bring along: an ASGI server would be one more.

Others add their routes before it starts.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.config import WebSettings
from bot.errors import ConfigurationError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LARGEST_REQUEST = 1024 * 1024
"""Bytes. Slack's largest payloads are a tenth of it."""
GRACE = 5.0
"""Seconds that a stop waits for requests under way."""


class WebServer:
    """Listens on one address; `/healthz` says that the process is alive."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._app = web.Application(client_max_size=LARGEST_REQUEST)
        self._app.router.add_get("/healthz", _alive)
        self._runner: web.AppRunner | None = None

    def route(self, method: str, path: str, handler: Handler) -> None:
        """Have `handler` answer `method` on `path`."""
        self._app.router.add_route(method, path, handler)

    async def start(self) -> None:
        """Begin to listen. Raises ConfigurationError when the address is taken."""
        self._runner = runner = web.AppRunner(
            self._app, access_log=None, handle_signals=False, shutdown_timeout=GRACE
        )
        await runner.setup()
        site = web.TCPSite(runner, self._settings.host, self._settings.port)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise ConfigurationError(
                f"Nothing can listen on {self._settings.host}:{self._settings.port}: another program does, or it is "
                "not this machine's. Name another in ENCORE_WEB__HOST and ENCORE_WEB__PORT."
            ) from None

    async def stop(self) -> None:
        """Finish what is being answered and close."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def port(self) -> int:
        """The port it listens on, which the system chose if 0 was asked for."""
        if self._runner is None:
            raise RuntimeError("the server was not started")
        return int(self._runner.addresses[0][1])


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")
