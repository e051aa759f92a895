"""Discord's REST interface, one request at a time: nothing is ever sent a second time from here.

discord.py's own `HTTPClient.request` is not used to post: it sends a message again after a 500, 502, 504 or 524,
though the first may have been taken, and it sleeps out a 429 inside the call, however long Discord asks, while
the lease on the reminder runs out. Here every answer comes back as it is, and who asked decides.
"""

from __future__ import annotations

import json as jsons
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import aiohttp
import yarl

from adapters.discord.limits import DESCRIPTION, shorten
from adapters.discord.pacing import Handfuls, Refusals
from bot.delivery.rate_budgets import Share
from bot.reply import File

CALL_SECONDS = 8.0
"""The longest that a request may take."""
CONNECT_SECONDS = 4.0
REQUESTS_A_SECOND = 50
"""Requests of one bot. Source: topics/rate-limits, "Global Rate Limit". Interactions are exempt."""
SECOND = 1.02
"""A second as we count it: requests that leave a second apart may arrive in less."""
PATIENCE = 5.0
"""Seconds that a request waits for its turn before its asker is told to come back."""
MOST_REFUSALS, REFUSALS_SECONDS = 5_000, 600.0
"""Half of what gets an address banned for an hour. Source: topics/rate-limits, "Invalid Request Limit"."""
INVALID = frozenset({401, 403, 429})
SHUT_OUT = 300.0
"""Seconds to keep away when what stands before Discord shuts us out and does not say for how long."""
FILE_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""Where Discord keeps what is attached. Source: reference, "Image Formatting" and "Signed Attachment CDN URLs"."""
CHUNK = 65_536
AGENT = "DiscordBot (https://github.com/Rapptz/discord.py, 2.7) Encore"
"""Discord turns away those who don't say who they are. Source: reference, "User Agent"."""


class RestError(Exception):
    """A request that was not answered with what it asked for. Its words hold no address and no token."""


class NotSentError(RestError):
    """Nothing left: Discord could not be reached."""


class NoAnswerError(RestError):
    """The request left and no answer came: it may have been taken."""


class ForeignAddressError(ValueError):
    """An address where none of Discord's files lies."""


class RefusedError(RestError):
    """Discord's answer to a request that it did not take (`status` 5xx: that it may have taken).

    `code` is Discord's own, 0 without one; `retry_after` is in seconds; `everything` says that it holds for all
    requests and not for this one alone. Source: topics/opcodes-and-status-codes, topics/rate-limits.
    """

    def __init__(self, status: int, code: int, retry_after: float = 0.0, *, everything: bool = False) -> None:
        super().__init__(f"HTTP {status}, code {code}")
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.everything = everything


@dataclass(frozen=True, slots=True)
class RestResponse:
    """What Discord answered: the JSON, None for an empty body, and its clock."""

    body: Any
    date: datetime | None = None


class Rest:
    """One bot's requests over one shared session, at the pace that Discord allows."""

    def __init__(
        self,
        token: str,
        api_url: str,
        *,
        share: Share | None = None,
        faster: float = 1.0,
    ) -> None:
        """`share` is our part of what all replicas may ask of Discord together.

        `faster` divides every time that is waited for, so that a test need not sit it out.
        """
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._pace = Handfuls(REQUESTS_A_SECOND, SECOND / faster, share, "discord")
        self._refusals = Refusals(MOST_REFUSALS, REFUSALS_SECONDS)
        self._session: aiohttp.ClientSession | None = None
        self.faster = faster
        self.share = share

    async def __aenter__(self) -> Self:
        """Open the session."""
        self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        await self.close()

    async def close(self) -> None:
        """Close the session; a later request opens another."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        query: Mapping[str, str] | None = None,
        files: Sequence[File] = (),
    ) -> Any:
        """Make a request as the bot and return the JSON that it is answered with.

        Raises RefusedError, NotSentError or NoAnswerError; Transient when its turn would come too late.
        """
        return (await self.ask(method, path, json=json, query=query, files=files)).body

    async def ask(self, method: str, path: str, **more: Any) -> RestResponse:
        """Make a request as the bot and return the whole answer. Takes and raises what `call` does."""
        await self._pace.turn(patience=PATIENCE, reason="requests are paced")
        headers = {"Authorization": f"Bot {self._token}"}
        try:
            return await self._request(method, path, **more, headers=headers)
        except RefusedError as refused:
            if refused.status == 429 and refused.everything:
                self._pace.hold(refused.retry_after)
            raise

    async def answer(self, method: str, path: str, *, json: Any = None, files: Sequence[File] = ()) -> Any:
        """Answer an interaction, whose token in `path` is all the proof it needs. Raises as `call` does."""
        return (await self._request(method, path, json=json, files=files, headers={})).body

    async def fetch(self, url: str, most: int) -> bytes:
        """Return the first `most` bytes of an attachment; no more is fetched, and no redirect is followed.

        Its address is all the proof it needs. Raises ForeignAddressError, and as `call` does.
        """
        address = self._of_files(url)
        # Compressed, a few bytes could become more than fit into memory.
        headers = {"Accept-Encoding": "identity"}
        content = bytearray()
        try:
            async with self._open().get(address, headers=headers, allow_redirects=False) as response:
                if response.status != 200:
                    raise RefusedError(response.status, 0)
                async for chunk in response.content.iter_chunked(CHUNK):
                    content += chunk
                    if len(content) >= most:
                        break
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotSentError("Discord's files cannot be reached") from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise NoAnswerError(f"no file came ({type(error).__name__})") from None
        return bytes(content[:most])

    def _of_files(self, url: str) -> yarl.URL:
        api = yarl.URL(self._api_url)
        places = {*(("https", host, 443) for host in FILE_HOSTS), (api.scheme, api.host, api.port)}
        try:
            address = yarl.URL(url)
        except ValueError:
            raise ForeignAddressError("no address") from None
        if address.user or (address.scheme, address.host, address.port) not in places:
            raise ForeignAddressError("an address that is not Discord's")
        return address

    async def _request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        query: Mapping[str, str] | None = None,
        files: Sequence[File] = (),
        headers: Mapping[str, str],
    ) -> RestResponse:
        body: Any = _multipart(json, files) if files else None
        try:
            async with self._open().request(
                method,
                f"{self._api_url}{path}",
                json=None if files else json,
                data=body,
                params=query,
                headers=headers,
            ) as response:
                content = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotSentError("Discord cannot be reached") from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise NoAnswerError(f"no answer came ({type(error).__name__})") from None
        if response.status >= 300:
            if response.status in INVALID and (wait := self._refusals.note()):
                self._pace.hold(wait / self.faster)
            raise _refusal(response, content)
        return RestResponse(_json(content), _date(response.headers.get("Date", "")))

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=200),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=CALL_SECONDS, sock_connect=CONNECT_SECONDS),
                headers={"User-Agent": AGENT},
            )
        return self._session


def _multipart(json: Any, files: Sequence[File]) -> aiohttp.FormData:
    """Return a body with files beside its JSON. Source: reference, "Uploading Files"."""
    attached = [_described(index, file) for index, file in enumerate(files)]
    # An answer to an interaction says of its message in "data" what another request says at the top.
    whole = json if isinstance(json, dict) else {}
    if "type" in whole and "data" in whole:
        whole = {**whole, "data": _attaching(whole["data"], attached)}
    else:
        whole = _attaching(whole, attached)
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", jsons.dumps(whole), content_type="application/json")
    for index, file in enumerate(files):
        form.add_field(
            f"files[{index}]",
            file.content,
            filename=file.name,
            content_type=file.media_type.partition(";")[0],
        )
    return form


def _attaching(message: Mapping[str, Any], attached: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a message with what is attached to it, beside what it says it keeps."""
    return {**message, "attachments": [*message.get("attachments", ()), *attached]}


def _described(index: int, file: File) -> dict[str, Any]:
    said = {"id": str(index), "filename": file.name}
    return {**said, "description": shorten(file.picture_of, DESCRIPTION)} if file.picture_of else said


def _refusal(response: aiohttp.ClientResponse, content: bytes) -> RefusedError:
    said = _json(content)
    told = said if isinstance(said, dict) else {}
    header = response.headers.get("Retry-After", "")
    # Without JSON it is not Discord that answers but what stands before it, and it means everything.
    named = told.get("retry_after") or header or ("" if told else SHUT_OUT)
    everything = bool(told.get("global")) or response.headers.get("X-RateLimit-Scope") == "global" or not told
    return RefusedError(
        response.status, _number(told.get("code"), int), _number(named, float), everything=everything
    )


def _number(value: object, kind: type[int | float]) -> Any:
    try:
        return kind(str(value))
    except ValueError:
        return kind(0)


def _json(content: bytes) -> Any:
    try:
        return jsons.loads(content) if content else None
    except ValueError:
        return None


def _date(said: str) -> datetime | None:
    try:
        return parsedate_to_datetime(said).astimezone(UTC)
    except ValueError:
        return None
