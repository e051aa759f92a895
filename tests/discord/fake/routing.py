"""How a request is read, recorded, met by trouble, and answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from tests.discord.fake.errors import Refusal
from tests.discord.fake.state import Call, Upload
from tests.discord.fake.trouble import Kind, Rule, refused

if TYPE_CHECKING:
    from tests.discord.fake.people import User
    from tests.discord.fake.server import FakeDiscord

PREFIX = "/api/v10"
BY_TOKEN = ("/interactions/", "/webhooks/")
"""Paths that carry their own token in the place of the bot's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request on its way to its handler: the call, and what the route calls the parts of its path."""

    fake: FakeDiscord
    call: Call
    names: Mapping[str, str]

    @property
    def body(self) -> Any:
        """What was sent."""
        return self.call.body

    def number(self, name: str) -> int:
        """Return an id of the path. Raises Refusal if it is none."""
        try:
            return int(self.names[name])
        except ValueError:
            raise Refusal(50035, f"{name} is {self.names[name]!r}, no snowflake") from None


Handler = Callable[[Asked], Awaitable[Any]]
"""Returns what is sent as JSON, None for 204. Raises Refusal."""
Serving = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(fake: FakeDiscord, routes: Mapping[str, Handler]) -> web.Application:
    """Return REST under `/api/v10`, the gateway at `/` and files under `/attachments`."""
    app = web.Application(client_max_size=30 * 1024 * 1024)
    for route, handler in routes.items():
        method, _, path = route.partition(" ")
        app.router.add_route(method, PREFIX + path, _served(fake, path, handler))
    app.router.add_get("/", fake.gateway.serve)
    app.router.add_get("/attachments/{id}/{name}", _files(fake))
    app.router.add_route("*", "/{path:.*}", _served(fake, "", _unknown))
    return app


def _served(fake: FakeDiscord, route: str, handler: Handler) -> Serving:
    async def serve(request: web.Request) -> web.StreamResponse:
        call = await _record(fake, request, route)
        shape = f"{call.method} {call.path}"
        rule = fake.trouble.meet(shape, _concerned(fake, call))
        if rule is not None and rule.kind is Kind.SLOW:
            await asyncio.sleep(rule.seconds)
        response = _instead(fake, shape, rule) if rule else None
        if response is None:
            headers, limited = fake.trouble.take(shape)
            if limited is not None:
                response = _json(limited, status=429)
            else:
                response = await _answer(Asked(fake, call, dict(request.match_info)), handler)
            response.headers.update(headers)
        response.headers["Date"] = format_datetime(fake.clock.now(), usegmt=True)
        if rule is not None and rule.kind in (Kind.LOSE_REQUEST, Kind.LOSE_REPLY):
            assert request.transport is not None
            request.transport.abort()
        else:
            call.status = response.status
        return response

    return serve


async def _record(fake: FakeDiscord, request: web.Request, route: str) -> Call:
    body, files = await _read(request)
    path = request.path.removeprefix(PREFIX)
    call = Call(
        method=request.method,
        path=path,
        route=route or path,
        query=dict(request.query),
        body=body,
        files=files,
        headers=dict(request.headers),
        at=fake.clock.now(),
    )
    fake.calls.append(call)
    return call


async def _read(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return (json.loads(text) if text else None), ()
    body, files = None, []
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(content)
        else:
            media_type = part.headers.get("Content-Type", "application/octet-stream")
            files.append(Upload(part.filename or "", content, media_type))
    return body, _described(body, files)


def _described(body: Any, files: list[Upload]) -> tuple[Upload, ...]:
    """Return files with what is said of them in the JSON beside ("Uploading Files")."""
    said = (body or {}).get("attachments") or ((body or {}).get("data") or {}).get("attachments") or []
    described = {str(one.get("id")): one.get("description") or "" for one in said}
    return tuple(replace(file, description=described.get(str(index), "")) for index, file in enumerate(files))


def _concerned(fake: FakeDiscord, call: Call) -> User | None:
    """Return whom a request is about: the other one of a DM, or who began the interaction."""
    if call.path == "/users/@me/channels":
        return fake.person((call.body or {}).get("recipient_id"))
    match call.path.split("/")[1:]:
        case ["channels", identifier, *_]:
            place = fake.channels.get(int(identifier)) if identifier.isdigit() else None
            return place.people[0] if place and place.people else None
        case ["interactions" | "webhooks", _, token, *_]:
            return next((one.user for one in fake.interactions if one.token == token), None)
    return None


def _instead(fake: FakeDiscord, shape: str, rule: Rule) -> web.Response | None:
    """Return the answer that a rule gives in the place of the handler's."""
    match rule.kind:
        case Kind.REFUSE:
            return _refusal(Refusal(rule.code, status=rule.status))
        case Kind.RATE_LIMIT:
            headers, body = refused(rule.seconds, rule.scope, fake.clock, shape)
            return _json(body, status=429, headers=headers)
        case Kind.BAN:
            return web.Response(text="<html>banned</html>", status=429, content_type="text/html")
        case Kind.FAIL:
            return _json({"message": f"{rule.status}: fault", "code": 0}, status=rule.status)
        case Kind.LOSE_REQUEST:
            return web.Response(status=500)
        case _:
            return None


async def _answer(asked: Asked, handler: Handler) -> web.Response:
    fake, call = asked.fake, asked.call
    if not call.path.startswith(BY_TOKEN) and call.headers.get("Authorization") != f"Bot {fake.token}":
        return _refusal(Refusal(40001))
    try:
        result = await handler(asked)
    except Refusal as refusal:
        fake.violations += [f"{call.method} {call.route}: {fault}" for fault in refusal.faults]
        return _refusal(refusal)
    return web.Response(status=204) if result is None else _json(result)


def _json(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return JSON of exactly the type "application/json", which discord.py compares with."""
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers=headers, content_type="application/json"
    )


def _refusal(refusal: Refusal) -> web.Response:
    return _json(refusal.body, status=refusal.status)


async def _unknown(asked: Asked) -> Any:
    raise Refusal(0, f"nothing is served at {asked.call.method} {asked.call.path}")


def _files(fake: FakeDiscord) -> Serving:
    async def serve(request: web.Request) -> web.StreamResponse:
        call = await _record(fake, request, "/attachments/{id}/{name}")
        rule = fake.trouble.meet(f"{call.method} {call.path}", None)
        if rule is not None and rule.kind is Kind.SLOW:
            await asyncio.sleep(rule.seconds)
        elif rule is not None and rule.kind is Kind.FAIL:
            return web.Response(status=rule.status)
        found = fake.uploads.get(int(request.match_info["id"]))
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found.content, headers={"Content-Type": found.media_type})

    return serve
