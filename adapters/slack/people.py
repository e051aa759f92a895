"""What Slack knows of who speaks: name, zone, and whether they run the workspace."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.client import SlackClient
from bot.errors import DeliveryError

REMEMBERED = 5_000
FRESH_FOR = 3600.0
"""Seconds; whoever travels or is made an admin waits no longer than this."""
PATIENCE = 1.0
"""Seconds. Slack waits three for the whole answer; who speaks matters less than that we answer."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as Slack describes them. `zone` is IANA, set by their device."""

    name: str = ""
    zone: str | None = None
    admin: bool = False


class People:
    """Asks `users.info` once an hour for each person; in doubt a person is nobody in particular."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client
        self._known: OrderedDict[tuple[str, str], tuple[float, Profile]] = OrderedDict()

    async def profile(self, token: str, team: str, user: str) -> Profile:
        """Return what is known, asking Slack within a second."""
        now = asyncio.get_running_loop().time()
        known = self._known.get((team, user))
        if known is not None and now - known[0] < FRESH_FOR:
            return known[1]
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._client.get("users.info", token, {"user": user})
        except (SlackApiError, aiohttp.ClientError, DeliveryError, TimeoutError, OSError):
            return known[1] if known else Profile()
        profile = _profile(answer.get("user") or {})
        self._known[(team, user)] = (now, profile)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return profile


def _profile(user: dict[str, Any]) -> Profile:
    return Profile(
        name=str(user.get("real_name") or user.get("name") or ""),
        zone=user.get("tz") or None,
        admin=bool(user.get("is_admin") or user.get("is_owner")),
    )
