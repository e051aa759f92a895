"""Private calendar addresses over HTTP: who knows one reads it, and nothing is written down of who asked.

An address is a secret. Nothing here logs a request or a path; aiohttp's own log of requests is off (`server`).
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from typing import Final

from aiohttp import ETag, web

from adapters.web.server import WebServer
from bot.documents.providers import CalendarWriter
from bot.encore import Encore
from bot.fault_log import log_fault
from bot.services.calendar import followed
from bot.views.calendar import CALENDAR

ROUTE: Final = "/calendar/{name:.*}"
"""Whatever stands there is answered here, so that no two wrong addresses are answered differently."""
PATIENCE: Final = 5.0
"""Seconds that the database has."""
TRY_AGAIN: Final = "60"
"""Seconds."""
_NAME: Final = re.compile(r"([A-Za-z0-9_-]{22,86})\.ics", re.ASCII)
PRIVATE: Final = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


class Feeds:
    """Serves calendars to calendar apps, which look again and again: what they have already is not sent twice."""

    def __init__(self, encore: Encore) -> None:
        self._encore = encore
        self._writer = CalendarWriter()

    def join(self, server: WebServer) -> None:
        """Have a server that has not started answer on the addresses."""
        server.route("GET", ROUTE, self.page)
        server.route("HEAD", ROUTE, self.page)

    async def page(self, request: web.Request) -> web.Response:
        """Answer with the calendar, 304 to who has it, 404 alike to whatever is no address, 503 without a database."""
        name = _NAME.fullmatch(request.match_info["name"])
        try:
            async with asyncio.timeout(PATIENCE):
                content = await self._content(name[1]) if name else None
        except Exception as error:  # noqa: BLE001 - whatever it is, the app is to come again and not to forget
            log_fault(error, "calendar feed")
            return _plain(503, "Not now. Please try again in a moment.\n", {"Retry-After": TRY_AGAIN})
        if content is None:
            return _plain(404, "There is no calendar here.\n", {})
        return _calendar(request, content)

    async def _content(self, token: str) -> bytes | None:
        encore = self._encore
        async with encore.store.unit() as unit:
            held = await followed(unit, encore.catalog, token, encore.clock.now())
        return None if held is None else await self._writer.write(held, name=CALENDAR)


def _calendar(request: web.Request, content: bytes) -> web.Response:
    tag = ETag(hashlib.sha256(content).hexdigest())
    known = {each.value for each in request.if_none_match or ()}
    headers = {**PRIVATE, "Cache-Control": "private, no-cache"}
    if known & {tag.value, "*"}:
        answer = web.Response(status=304, headers=headers)
    else:
        headers["Content-Type"] = "text/calendar; charset=utf-8"
        answer = web.Response(body=content, headers=headers)
    answer.etag = tag
    return answer


def _plain(status: int, words: str, headers: dict[str, str]) -> web.Response:
    return web.Response(
        status=status, text=words, headers={**PRIVATE, "Cache-Control": "no-store", **headers}
    )
