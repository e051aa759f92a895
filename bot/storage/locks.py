"""Who waits for whom where several write at once: on PostgreSQL, since on SQLite units come one after another.

The rule: a unit that reads a member in order to act for them holds the member's row until it ends, and a unit that
writes reminders first holds the rows of the members whose they are, in the order of their ids. So what is done for
one member is done one thing after another, as on SQLite; and nobody who holds a reminder waits for a member, so that
no two units wait for each other. Only the engine's own units may come to hold several members one by one; it tries
again by itself. What is owed to a channel is nobody's to act on but the engine's, under a lease, and whoever plans it: should
two of those meet, the server ends one, and the engine's is tried again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import bindparam, func, select

from bot.domain.members import MemberRef
from bot.storage.session import Session
from bot.storage.tables import members, owed
from bot.storage.types import among

BY_ID = (
    select(members.c.id)
    .where(among(members.c.id, "ids"))
    .order_by(members.c.id)
    .with_for_update(key_share=True)
)
BY_KEY = (
    select(members.c.id)
    .where(members.c.id.in_(select(owed.c.member_id).where(among(owed.c.key, "keys"))))
    .order_by(members.c.id)
    .with_for_update(key_share=True)
)
IDENTITY = select(func.pg_advisory_xact_lock(bindparam("number")))


async def hold_members(session: Session, ids: Collection[str]) -> None:
    """Hold the rows of these members."""
    if session.shared and (others := set(ids) - session.held):
        await session.rows(BY_ID, {"ids": sorted(others)})
        session.held |= others


async def hold_owners(session: Session, keys: Collection[str]) -> None:
    """Hold the rows of the members whose reminders these are."""
    if session.shared and keys:
        await session.rows(BY_KEY, {"keys": list(keys)})


async def hold_identity(session: Session, ref: MemberRef) -> None:
    """Hold what has no row yet: of two first words at once, the second shall find the member that the first made."""
    if session.shared:
        words = "\0".join((str(ref.platform), ref.workspace, ref.user))
        digest = hashlib.blake2b(words.encode(), digest_size=8, person=b"member").digest()
        await session.rows(IDENTITY, {"number": int.from_bytes(digest, signed=True)})
