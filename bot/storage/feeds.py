"""Private calendar addresses in storage."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, select

from bot.domain.feeds import Feed
from bot.storage.rows import FEEDS
from bot.storage.session import Session, replacing
from bot.storage.tables import feeds
from bot.storage.vault import Vault, digest

MINE = select(feeds).where(feeds.c.member_id == bindparam("member_id"))
FOUND = select(feeds).where(feeds.c.digest == bindparam("digest"))
REVOKE = delete(feeds).where(feeds.c.member_id == bindparam("mine"))


class SqlFeeds:
    """Implements `bot.ports.Feeds`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of(self, member_id: str) -> Feed | None:
        """Return the member's."""
        return self._feed(await self._session.row(MINE, {"member_id": member_id}))

    async def by_token(self, token: str) -> Feed | None:
        """Return the one of that token."""
        return self._feed(await self._session.row(FOUND, {"digest": digest(token)}))

    async def put(self, feed: Feed) -> None:
        """Insert or replace."""
        values = FEEDS.values(feed, self._vault) | {"digest": digest(feed.token)}
        await self._session.write(replacing(feeds, self._session.dialect), values)

    async def revoke(self, member_id: str) -> None:
        """Remove it."""
        await self._session.write(REVOKE, {"mine": member_id})

    def _feed(self, row: Any | None) -> Feed | None:
        return FEEDS.read(row, self._vault) if row else None
