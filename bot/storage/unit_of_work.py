"""One transaction and its repositories."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.owed import Owed
from bot.ports import (
    Cases,
    Drafts,
    Feeds,
    Inbox,
    Installations,
    Interviews,
    Members,
    Notes,
    OwedRows,
    Practice,
    Sheets,
)
from bot.storage.belongings import SqlFeeds, SqlInbox, SqlNotes, SqlPractice, SqlSheets
from bot.storage.cases import SqlCases, SqlInterviews
from bot.storage.drafts import SqlDrafts
from bot.storage.installations import SqlInstallations
from bot.storage.members import SqlMembers
from bot.storage.owed import SqlOwedRows
from bot.storage.session import Session, unbroken
from bot.storage.signals import announce
from bot.storage.vault import Vault


class SqlUnitOfWork:
    """Implements `bot.ports.UnitOfWork`: enter once, commit or be rolled back."""

    members: Members
    interviews: Interviews
    owed: OwedRows
    cases: Cases
    sheets: Sheets
    feeds: Feeds
    drafts: Drafts
    practice: Practice
    inbox: Inbox
    installations: Installations
    notes: Notes

    def __init__(
        self, engine: AsyncEngine, vault: Vault, kinds: Mapping[str, type[Owed]], store_id: str
    ) -> None:
        self._connection: AsyncConnection = engine.connect()
        self._vault = vault
        self._kinds = kinds
        self._store_id = store_id

    @property
    def changed(self) -> bool:
        """Whether anything was written since it was opened."""
        return self._session.changed

    async def commit(self) -> None:
        """Make it last; those who watch hear of what is owed anew."""
        if self._session.owed:
            await announce(self._session, self._store_id)
            self._session.owed = False
        await unbroken(self._connection.commit())

    async def __aenter__(self) -> Self:
        """Begin."""
        try:
            await unbroken(self._started())
        except asyncio.CancelledError:
            # Nobody leaves what was not entered.
            await unbroken(self._connection.close())
            raise
        self._session = session = Session(self._connection)
        self.members = members = SqlMembers(session, self._vault)
        self.interviews = interviews = SqlInterviews(session, self._vault)
        self.owed = owed = SqlOwedRows(session, self._vault, self._kinds)
        self.sheets = sheets = SqlSheets(session, self._vault)
        self.cases = SqlCases(session, members, interviews, owed, sheets)
        self.feeds = SqlFeeds(session, self._vault)
        self.drafts = SqlDrafts(session, self._vault)
        self.practice = SqlPractice(session)
        self.inbox = SqlInbox(session)
        self.installations = SqlInstallations(session, self._vault)
        self.notes = SqlNotes(session)
        return self

    async def _started(self) -> None:
        await self._connection.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed and give the connection back."""
        await unbroken(self._connection.close())
