"""Private calendar addresses in storage."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import bindparam, delete, select

from bot.domain.feeds import Feed
from bot.storage.session import Session, upserting
from bot.storage.tables import feeds
from bot.storage.vault import Vault

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
        return self._feed(await self._session.row(FOUND, {"digest": _digest(token)}))

    async def put(self, feed: Feed) -> None:
        """Insert or replace."""
        insert = upserting(feeds, self._session.dialect)
        new = insert.excluded
        changes = {name: new[name] for name in ("digest", "token", "detailed", "made_at")}
        upsert = insert.on_conflict_do_update(index_elements=[feeds.c.member_id], set_=changes)
        values = {
            "member_id": feed.member_id,
            "digest": _digest(feed.token),
            "token": self._vault.seal_json({"token": feed.token}),
            "detailed": feed.detailed,
            "made_at": feed.made_at,
        }
        await self._session.write(upsert, values)

    async def revoke(self, member_id: str) -> None:
        """Remove it."""
        await self._session.write(REVOKE, {"mine": member_id})

    def _feed(self, row: Any | None) -> Feed | None:
        if row is None:
            return None
        token = self._vault.open_json(row["token"])["token"]
        return Feed(member_id=row["member_id"], token=token, made_at=row["made_at"], detailed=row["detailed"])


def _digest(token: str) -> str:
    # A token has 128 random bits and more, so a plain hash of it cannot be turned back.
    return hashlib.sha256(token.encode()).hexdigest()
