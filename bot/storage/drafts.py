"""Drafts in storage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import bindparam, delete, select

from bot.domain.drafts import Content, Draft
from bot.fault_log import log_fault
from bot.storage.mapping import CONVERTER
from bot.storage.old_drafts import of_old
from bot.storage.session import Session, replacing
from bot.storage.tables import drafts
from bot.storage.vault import Vault

MINE = select(drafts).where(
    drafts.c.member_id == bindparam("member_id"), drafts.c.expires_at > bindparam("now")
)
ALL = MINE.order_by(drafts.c.saved_at.desc(), drafts.c.id)
ONE = MINE.where(drafts.c.id == bindparam("id"))
KINDS = {kind.__name__.removesuffix("Draft").lower(): kind for kind in get_args(Content)}
NAMES = {kind: name for name, kind in KINDS.items()}
"""What a draft's content is called where it is stored: these words stay as they are."""
VERSION = 2
"""Of the form in which contents are stored. The first had no number, and no kinds."""
DELETE = delete(drafts).where(drafts.c.member_id == bindparam("mine"), drafts.c.id == bindparam("which"))


class SqlDrafts:
    """Implements `bot.ports.Drafts`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def get(self, member_id: str, draft_id: str, now: datetime) -> Draft | None:
        """Return the member's draft."""
        row = await self._session.row(ONE, {"member_id": member_id, "id": draft_id, "now": now})
        return next(self._readable([row] if row else []), None)

    async def of(self, member_id: str, now: datetime) -> tuple[Draft, ...]:
        """Return the member's drafts, newest first."""
        rows = await self._session.rows(ALL, {"member_id": member_id, "now": now})
        return tuple(self._readable(rows))

    async def put(self, draft: Draft) -> None:
        """Insert or replace by id; another member's row of that id stays as it is."""
        mine = drafts.c.member_id == draft.member_id
        upsert = replacing(drafts, self._session.dialect, where=mine)
        said = CONVERTER.unstructure(draft.content) | {"version": VERSION, "kind": NAMES[type(draft.content)]}
        values = {
            "id": draft.id,
            "member_id": draft.member_id,
            "path": draft.path,
            "values": self._vault.seal_json(said),
            "saved_at": draft.saved_at,
            "expires_at": draft.expires_at,
        }
        await self._session.write(upsert, values)

    async def delete(self, member_id: str, draft_id: str) -> None:
        """Remove one."""
        await self._session.write(DELETE, {"mine": member_id, "which": draft_id})

    def _readable(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Draft]:
        """Yield the drafts, without those that another release has written in a form of its own."""
        for row in rows:
            said = self._vault.open_json(row["values"])
            try:
                content = _content(said) if "version" in said else of_old(row["path"], said)
            except (AttributeError, LookupError, TypeError, ValueError) as error:
                log_fault(error, "opening a draft")
                continue
            yield Draft(id=row["id"], member_id=row["member_id"], content=content, saved_at=row["saved_at"])


def _content(said: Mapping[str, Any]) -> Content:
    content: Content = CONVERTER.structure(said, KINDS[said["kind"]])
    return content
