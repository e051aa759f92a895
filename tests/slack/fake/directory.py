"""Who is who and where: `auth.*`, `users.*`, `conversations.*`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.slack.fake.state import Call, Channel, Json, Message, SlackError, State

if TYPE_CHECKING:
    from tests.slack.fake.people import User
    from tests.slack.fake.server import Identity

PAGE = 100
"""Messages of a page of history when no limit is asked for."""


class Directory:
    def __init__(self, state: State, identity: Identity) -> None:
        self._state = state
        self._identity = identity

    async def auth_test(self, call: Call) -> Json:
        own = self._identity
        return {
            "url": f"https://{call.team.lower()}.slack.com/",
            "team": self._state.teams[call.team],
            "user": own.bot_name,
            "team_id": call.team,
            "user_id": own.bot_user,
            "bot_id": own.bot,
            "is_enterprise_install": False,
            "_headers": {"x-oauth-scopes": ",".join(own.scopes)},
        }

    async def auth_revoke(self, call: Call) -> Json:
        self._state.tokens[call.token].revoked = True
        return {"revoked": True}

    async def users_info(self, call: Call) -> Json:
        return {"user": profile_of(self._person(call, str(call.body.get("user", ""))), self._state)}

    async def conversations_open(self, call: Call) -> Json:
        users = [name for name in str(call.body.get("users", "")).split(",") if name]
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > 1:
            raise SlackError("not_enough_users")
        if users[0] == self._identity.bot_user:
            raise SlackError("cannot_dm_bot")
        person = self._person(call, users[0])
        if person.deleted:
            raise SlackError("user_disabled")
        known = f"D{person.id[1:]}" in self._state.channels
        channel = self._state.direct_channel(person.id)
        return {"no_op": known, "already_open": known, "channel": {"id": channel.id}}

    async def conversations_history(self, call: Call) -> Json:
        """Return a page, newest first; metadata is left out unless asked for, as Slack does."""
        channel = channel_of(self._state, call)
        body = call.body
        inclusive = str(body.get("inclusive", "")).lower() in ("1", "true")
        oldest, latest = float(body.get("oldest") or 0), float(body.get("latest") or "inf")
        found = [
            m
            for m in reversed(channel.messages)
            if oldest < m.at < latest or (inclusive and m.at in (oldest, latest))
        ]
        start = int(str(body.get("cursor") or "0").removeprefix("page:"))
        limit = int(body.get("limit") or PAGE)
        if not 1 <= limit <= 999:
            raise SlackError("invalid_limit")
        metadata = str(body.get("include_all_metadata", "")).lower() in ("1", "true")
        more = start + limit < len(found)
        answer: Json = {
            "messages": [_told(m, metadata=metadata) for m in found[start : start + limit]],
            "has_more": more,
            "pin_count": 0,
        }
        if more:
            answer["response_metadata"] = {"next_cursor": f"page:{start + limit}"}
        return answer

    def _person(self, call: Call, identifier: str) -> User:
        person = self._state.users.get(identifier)
        if person is None or person.team != call.team:
            raise SlackError("user_not_found")
        return person


def channel_of(state: State, call: Call) -> Channel:
    """Return the channel that a call names; a person's id stands for the direct message with them."""
    named = str(call.body.get("channel", ""))
    if named in state.users and state.users[named].team == call.team:
        return state.direct_channel(named)
    channel = state.channels.get(named)
    if channel is None or channel.team != call.team:
        raise SlackError("channel_not_found")
    return channel


def profile_of(person: User, state: State) -> Json:
    """Return a user object ("User type" in Slack's reference)."""
    offset = state.now().astimezone(ZoneInfo(person.tz)).utcoffset()
    return {
        "id": person.id,
        "team_id": person.team,
        "name": person.name.lower(),
        "deleted": person.deleted,
        "real_name": person.name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": {"real_name": person.name, "display_name": person.name.lower(), "team": person.team},
        "is_admin": person.admin or person.owner,
        "is_owner": person.owner,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": int(state.now().timestamp()),
    }


def _told(message: Message, *, metadata: bool) -> Json:
    answer = told(message)
    if not metadata:
        answer.pop("metadata", None)
    return answer


def told(message: Message) -> Json:
    """Return a message as Slack tells it."""
    kept = {
        k: v for k, v in message.body.items() if k in ("text", "blocks", "metadata", "thread_ts", "files")
    }
    return {"type": "message", "user": message.user, "ts": message.ts, **message.body.get("_bot", {}), **kept}
