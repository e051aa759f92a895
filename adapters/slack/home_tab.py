"""The Home tab: where a member stands, kept true after every change."""

from __future__ import annotations

import asyncio

from cachetools import LRUCache
from slack_sdk.errors import SlackApiError

from adapters.dialogue.underway import Underway, again
from adapters.slack.client import SlackClient
from adapters.slack.home import home_view
from adapters.slack.messenger import Tokens
from adapters.slack.people import People
from adapters.slack.trouble import error_of, log_trouble, seconds_asked_for
from bot.app import App, Changed
from bot.domain.members import Caller, MemberRef, Platform, Surface
from bot.views.blocks import present

REMEMBERED = 5_000
AT_ONCE = 10
"""Publications under way at the same time."""


class HomeTabs:
    """Publishes Home tabs, one at a time for each member; what changes meanwhile is published once more."""

    def __init__(self, app: App, client: SlackClient, people: People, tokens: Tokens) -> None:
        self._app = app
        self._client = client
        self._people = people
        self._tokens = tokens
        self._wanted: dict[MemberRef, bool] = {}
        """Those under way, and whether something has changed since they were read."""
        self._hashes: LRUCache[MemberRef, str] = LRUCache(REMEMBERED)
        self._room = asyncio.Semaphore(AT_ONCE)
        self._underway = Underway(log_trouble)
        self._stopped = False

    async def changed(self, changed: Changed) -> None:
        """Hear of a change; publishing follows by itself."""
        if changed.member.platform is Platform.SLACK:
            self.want(changed.member)

    def want(self, member: MemberRef) -> None:
        """Have a member's tab published soon."""
        if self._stopped:
            return
        if member in self._wanted:
            self._wanted[member] = True
            return
        self._wanted[member] = False
        self._underway.begin(self._run(member))

    async def stop(self, until: float) -> None:
        """Begin no more, and let what is under way finish until then (the event loop's seconds)."""
        self._stopped = True
        await self._underway.finish(until)

    async def _run(self, member: MemberRef) -> None:
        try:
            again = True
            while again:
                self._wanted[member] = False
                await self._try(member)
                again = self._wanted[member]
        finally:
            del self._wanted[member]

    async def _try(self, member: MemberRef) -> None:
        """Publish; a request to wait is heeded once, anything else waits for the next change."""
        try:
            await again(lambda: self._publish(member), seconds_asked_for)
        except Exception as error:  # noqa: BLE001 - a tab that is late is no reason to fail anything else
            log_trouble(error, "a Home tab")

    async def _publish(self, member: MemberRef) -> None:
        async with self._room:
            token = await self._tokens(member.workspace)
            known = self._hashes.get(member)
            try:
                await self._put(member, token, {"hash": known} if known else {})
            except SlackApiError as error:
                if error_of(error) != "hash_conflict":
                    raise
                # Another replica was quicker; what is true now is read once more and stands last.
                await self._put(member, token, {})

    async def _put(self, member: MemberRef, token: str, guard: dict[str, str]) -> None:
        profile = await self._people.profile(token, member.workspace, member.user)
        caller = Caller(
            member=member,
            group=member.workspace,
            display_name=profile.name,
            zone=profile.zone,
            surface=Surface.HOME,
            admin=profile.admin,
        )
        messages = [present(view) for view in await self._app.standing(caller)]
        body = {"user_id": member.user, "view": home_view(messages), **guard}
        published = await self._client.post("views.publish", token, body)
        self._hashes[member] = str((published.get("view") or {}).get("hash") or "")
