"""What a bot asks for with its token: who it is, its commands, its channels and their messages."""

from __future__ import annotations

from tests.discord.fake import payloads, posting
from tests.discord.fake.commands import Registry
from tests.discord.fake.errors import Refusal
from tests.discord.fake.routing import Asked, Handler
from tests.discord.fake.state import Channel, Json, Message

NONCE_REMEMBERED = 300.0
"""Seconds for which an enforced nonce makes no second message; Discord says "the past few minutes"."""
HISTORY, HISTORY_DEFAULT = 100, 50
"""Most messages of one page of a channel's history, and how many come unasked."""


async def me(_: Asked) -> Json:
    """GET /users/@me."""
    return payloads.bot()


async def application(_: Asked) -> Json:
    """GET /oauth2/applications/@me and /applications/@me."""
    return payloads.application()


async def gateway(asked: Asked) -> Json:
    """GET /gateway/bot: the address, how many shards, and how many may identify in 5 s."""
    limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
    return {"url": asked.fake.gateway_url, "shards": asked.fake.shards, "session_start_limit": limit}


async def user(asked: Asked) -> Json:
    """GET /users/{user}."""
    found = asked.fake.person(asked.names["user"])
    if found is None:
        raise Refusal(10013)
    return payloads.user(found)


# Commands


async def get_commands(asked: Asked) -> list[Json]:
    """GET the commands of a scope."""
    return _registry(asked).commands


async def put_commands(asked: Asked) -> list[Json]:
    """PUT the commands of a scope in the place of all others."""
    return _registry(asked).overwrite(asked.body)


def _registry(asked: Asked) -> Registry:
    if asked.number("application") != payloads.APPLICATION:
        raise Refusal(50001)
    if "guild" not in asked.names:
        return asked.fake.registry
    return asked.fake.guild_registries.setdefault(asked.number("guild"), Registry(asked.fake.clock))


# Channels


async def open_dm(asked: Asked) -> Json:
    """POST /users/@me/channels: the same channel every time for the same person."""
    fake, person = asked.fake, asked.fake.person(asked.body.get("recipient_id"))
    if person is None:
        raise Refusal(10013)
    known = any(place.type == 1 and place.people == (person,) for place in fake.channels.values())
    if not known and fake.dm_budget is not None:
        if fake.dm_budget <= 0:
            raise Refusal(40003)
        fake.dm_budget -= 1
    return payloads.channel(fake.dm_channel(person))


async def get_channel(asked: Asked) -> Json:
    """GET /channels/{channel}."""
    return payloads.channel(_channel(asked))


async def typing(asked: Asked) -> None:
    """POST /channels/{channel}/typing."""
    _channel(asked)


async def send(asked: Asked) -> Json:
    """POST /channels/{channel}/messages."""
    fake, place = asked.fake, _channel(asked)
    if place.type == 1 and not place.people[0].accepts_dms:
        raise Refusal(50007)
    nonce = asked.body.get("nonce")
    earlier = _earlier(asked, place, nonce) if nonce and asked.body.get("enforce_nonce") else None
    sent = earlier or await posting.post(fake, place, asked.body, asked.call.files)
    return payloads.message(sent, fake.base_url)


def _earlier(asked: Asked, place: Channel, nonce: str) -> Message | None:
    now = asked.fake.clock.now()
    for sent in reversed(place.history):
        if sent.by_bot and sent.nonce == nonce and sent.sent_at is not None:
            if (now - sent.sent_at).total_seconds() > NONCE_REMEMBERED:
                return None
            if sent.deleted:  # a retry is meant to be safe, so what was deleted since is not made anew
                raise Refusal(10008)
            return sent
    return None


async def history(asked: Asked) -> list[Json]:
    """GET /channels/{channel}/messages with `after`, `before` or `around`: newest first.

    With `after` those are the oldest ones that came later, which are still listed newest first.
    """
    query, messages = asked.call.query, _channel(asked).messages
    limit = int(query.get("limit", HISTORY_DEFAULT))
    if not 1 <= limit <= HISTORY:
        raise Refusal(50035, f"limit {limit}, 1 to {HISTORY}")
    if "after" in query:
        page = [one for one in messages if one.id > int(query["after"])][:limit]
    elif "before" in query:
        page = [one for one in messages if one.id < int(query["before"])][-limit:]
    else:
        page = messages[-limit:]
    return [_read_again(asked, one) for one in reversed(page)]


async def get_message(asked: Asked) -> Json:
    """GET one message."""
    return _read_again(asked, _message(asked))


def _read_again(asked: Asked, sent: Message) -> Json:
    """Return a message as it is read later: Discord tells its nonce once, when it takes it."""
    shown = payloads.message(sent, asked.fake.base_url)
    shown.pop("nonce", None)
    return shown


async def edit(asked: Asked) -> Json:
    """PATCH one message of its own."""
    changed = await posting.edit(asked.fake, _own(asked), asked.body, asked.call.files)
    return payloads.message(changed, asked.fake.base_url)


async def delete(asked: Asked) -> None:
    """DELETE one message of its own."""
    await posting.remove(asked.fake, _own(asked))


def _channel(asked: Asked) -> Channel:
    place = asked.fake.channels.get(asked.number("channel"))
    if place is None:
        raise Refusal(10003)
    if place.type == 3 or (place.guild is not None and not place.guild.installed):
        raise Refusal(50001)
    return place


def _message(asked: Asked) -> Message:
    """Return a message; an ephemeral one can't be reached here."""
    found = next((one for one in _channel(asked).messages if one.id == asked.number("message")), None)
    if found is None:
        raise Refusal(10008)
    return found


def _own(asked: Asked) -> Message:
    found = _message(asked)
    if not found.by_bot:
        raise Refusal(50005)
    return found


ROUTES: dict[str, Handler] = {
    "GET /users/@me": me,
    "GET /oauth2/applications/@me": application,
    "GET /applications/@me": application,
    "GET /gateway/bot": gateway,
    "GET /users/{user}": user,
    "GET /applications/{application}/commands": get_commands,
    "PUT /applications/{application}/commands": put_commands,
    "GET /applications/{application}/guilds/{guild}/commands": get_commands,
    "PUT /applications/{application}/guilds/{guild}/commands": put_commands,
    "POST /users/@me/channels": open_dm,
    "GET /channels/{channel}": get_channel,
    "POST /channels/{channel}/typing": typing,
    "POST /channels/{channel}/messages": send,
    "GET /channels/{channel}/messages": history,
    "GET /channels/{channel}/messages/{message}": get_message,
    "PATCH /channels/{channel}/messages/{message}": edit,
    "DELETE /channels/{channel}/messages/{message}": delete,
}
