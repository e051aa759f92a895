"""What Slack knows of who speaks: name, zone, and whether they run the workspace."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache

from adapters.slack.client import SlackClient
from adapters.slack.trouble import TROUBLES

REMEMBERED = 5_000
FRESH_FOR = 3600.0
"""Seconds; whoever travels or is made an admin waits no longer than this."""
AGAIN_AFTER = 15.0
"""Seconds until a person of whom Slack told nothing is asked for again."""
PATIENCE = 0.7
"""Seconds. A command waits one for its answer; who speaks matters less than that we answer."""
Person = tuple[str, str]


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
        self._known: LRUCache[Person, tuple[float, Profile]] = LRUCache(REMEMBERED)
        """With the instant, in the event loop's seconds, until which it is good."""
        self._asking: dict[Person, asyncio.Task[None]] = {}

    async def profile(self, token: str, team: str, user: str) -> Profile:
        """Return what is known, asking Slack and waiting for its answer a moment only."""
        person = (team, user)
        now = asyncio.get_running_loop().time()
        good_until, profile = self._known.get(person, (0.0, Profile()))
        if now < good_until:
            return profile
        # Whoever asks next waits for the same answer, and one that comes late is there for the next time.
        asking = self._asking.get(person)
        if asking is None:
            asking = self._asking[person] = asyncio.create_task(self._ask(token, person, profile))
            asking.add_done_callback(lambda _: self._asking.pop(person, None))
        await asyncio.wait({asking}, timeout=PATIENCE)
        _, profile = self._known.get(person, (0.0, profile))
        return profile

    async def close(self) -> None:
        """Ask no more."""
        asking = list(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def _ask(self, token: str, person: Person, before: Profile) -> None:
        try:
            answer = await self._client.get("users.info", token, {"user": person[1]})
        except TROUBLES:
            self._keep(person, before, AGAIN_AFTER)
        else:
            self._keep(person, _profile(answer.get("user") or {}), FRESH_FOR)

    def _keep(self, person: Person, profile: Profile, seconds: float) -> None:
        self._known[person] = (asyncio.get_running_loop().time() + seconds, profile)


def _profile(user: dict[str, Any]) -> Profile:
    return Profile(
        name=str(user.get("real_name") or user.get("name") or ""),
        zone=user.get("tz") or None,
        admin=bool(user.get("is_admin") or user.get("is_owner")),
    )
