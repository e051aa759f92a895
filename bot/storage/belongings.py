"""What hangs on members: what they wrote, keep and were shown, their calendar's address and their inbox."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.domain.members import Feed
from bot.domain.sheets import Entry, Sheet, Slot
from bot.ports import InboxLine
from bot.storage.mapping import ENTRIES, FEEDS
from bot.storage.session import Session, replacing, upserting
from bot.storage.tables import facts, feeds, inbox, saved, seen, sheets
from bot.storage.types import among
from bot.storage.vault import Vault, digest

ALL = (
    select(sheets)
    .where(sheets.c.member_id == bindparam("member_id"))
    .order_by(sheets.c.saved_at, sheets.c.sheet, sheets.c.interview_id, sheets.c.slot)
)
OF_SHEET = ALL.where(sheets.c.sheet == bindparam("sheet"))
ONE_SHEET = OF_SHEET.where(sheets.c.interview_id == bindparam("interview_id"))
MANY = select(sheets).where(among(sheets.c.member_id, "members"))
DELETE = delete(sheets).where(
    sheets.c.member_id == bindparam("mine"),
    sheets.c.sheet == bindparam("which"),
    sheets.c.interview_id == bindparam("of_interview"),
    sheets.c.slot == bindparam("place"),
)


class SqlSheets:
    """Implements `bot.ports.Sheets`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of(self, member_id: str, sheet: Sheet, interview_id: str = "") -> Mapping[str, Entry]:
        """Return the entries of one sheet by slot."""
        asked = {"member_id": member_id, "sheet": str(sheet), "interview_id": interview_id}
        return {
            row["slot"]: ENTRIES.read(row, self._vault) for row in await self._session.rows(ONE_SHEET, asked)
        }

    async def every(self, member_id: str, sheet: Sheet | None = None) -> tuple[Entry, ...]:
        """Return a member's entries, oldest first."""
        if sheet is None:
            rows = await self._session.rows(ALL, {"member_id": member_id})
        else:
            rows = await self._session.rows(OF_SHEET, {"member_id": member_id, "sheet": str(sheet)})
        return tuple(ENTRIES.read(row, self._vault) for row in rows)

    async def of_many(self, member_ids: Collection[str]) -> tuple[Entry, ...]:
        """Return every entry of several members."""
        rows = await self._session.rows(MANY, {"members": list(member_ids)})
        return tuple(ENTRIES.read(row, self._vault) for row in rows)

    async def put(self, *entries: Entry) -> None:
        """Insert or replace what stands in slots."""
        upsert = replacing(sheets, self._session.dialect)
        await self._session.write(upsert, [ENTRIES.values(entry, self._vault) for entry in entries])

    async def delete(self, member_id: str, *slots: Slot) -> None:
        """Empty slots."""
        which = [
            {"mine": member_id, "which": str(sheet), "of_interview": interview_id, "place": slot}
            for sheet, interview_id, slot in slots
        ]
        await self._session.write(DELETE, which)


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


SEEN = select(seen.c.item).where(seen.c.member_id == bindparam("member_id"), seen.c.kind == bindparam("kind"))
FORGET = delete(seen).where(
    seen.c.member_id == bindparam("mine"),
    seen.c.kind == bindparam("sort"),
    seen.c.item.in_(bindparam("items", expanding=True)),
)
SAVED = (
    select(saved.c.item, saved.c.at)
    .where(saved.c.member_id == bindparam("member_id"))
    .order_by(saved.c.at.desc(), saved.c.item)
)
UNSAVE = delete(saved).where(saved.c.member_id == bindparam("mine"), saved.c.item == bindparam("which"))


class SqlPractice:
    """Implements `bot.ports.Practice`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def seen(self, member_id: str, kind: str) -> frozenset[str]:
        """Return the ids already shown in this round."""
        rows = await self._session.rows(SEEN, {"member_id": member_id, "kind": kind})
        return frozenset(row["item"] for row in rows)

    async def see(self, member_id: str, kind: str, item: str, at: datetime) -> None:
        """Note that an item was shown."""
        insert = upserting(seen, self._session.dialect).on_conflict_do_nothing()
        await self._session.write(insert, {"member_id": member_id, "kind": kind, "item": item, "at": at})

    async def forget(self, member_id: str, kind: str, items: Collection[str]) -> None:
        """Begin a new round for these items."""
        await self._session.write(FORGET, {"mine": member_id, "sort": kind, "items": list(items)})

    async def saved(self, member_id: str) -> tuple[tuple[str, datetime], ...]:
        """Return saved item ids with when they were saved, newest first."""
        rows = await self._session.rows(SAVED, {"member_id": member_id})
        return tuple((row["item"], row["at"]) for row in rows)

    async def save(self, member_id: str, item: str, at: datetime) -> None:
        """Keep an item; keeping it twice does no harm."""
        insert = upserting(saved, self._session.dialect).on_conflict_do_nothing()
        await self._session.write(insert, {"member_id": member_id, "item": item, "at": at})

    async def unsave(self, member_id: str, item: str) -> None:
        """Let an item go."""
        await self._session.write(UNSAVE, {"mine": member_id, "which": item})


WAITING = (
    select(inbox.c.key, inbox.c.showing)
    .where(inbox.c.member_id == bindparam("member_id"), inbox.c.shown_at.is_(None))
    .order_by(inbox.c.at, inbox.c.key)
)
MARK = update(inbox).where(
    inbox.c.member_id == bindparam("mine"), inbox.c.key.in_(bindparam("keys", expanding=True))
)
# Held until the unit ends, for whoever writes what depends on what it was.
FACT = select(facts.c.value).where(facts.c.name == bindparam("name")).with_for_update(key_share=True)


class SqlInbox:
    """Implements `bot.ports.Inbox`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, member_id: str, key: str, at: datetime) -> None:
        """Put a reminder into the inbox; a second time does nothing."""
        insert = upserting(inbox, self._session.dialect).on_conflict_do_nothing()
        values = {"member_id": member_id, "key": key, "at": at, "showing": False, "shown_at": None}
        await self._session.write(insert, values)

    async def waiting(self, member_id: str) -> tuple[InboxLine, ...]:
        """Return what was not confirmed as shown, oldest first."""
        rows = await self._session.rows(WAITING, {"member_id": member_id})
        return tuple(InboxLine(row["key"], row["showing"]) for row in rows)

    async def showing(self, member_id: str, keys: Collection[str]) -> None:
        """Note that these are about to be printed."""
        await self._session.write(MARK, {"mine": member_id, "keys": list(keys), "showing": True})

    async def shown(self, member_id: str, keys: Collection[str], at: datetime) -> None:
        """Note that these have been printed."""
        await self._session.write(MARK, {"mine": member_id, "keys": list(keys), "shown_at": at})


class SqlNotes:
    """Implements `bot.ports.Notes`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, name: str) -> str | None:
        """Return a fact."""
        row = await self._session.row(FACT, {"name": name})
        return row["value"] if row else None

    async def set(self, name: str, value: str) -> None:
        """Write a fact."""
        upsert = replacing(facts, self._session.dialect)
        await self._session.write(upsert, {"name": name, "value": value})
