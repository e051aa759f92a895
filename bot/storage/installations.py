"""Installations and the states of those under way, in storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.installations import Installation
from bot.domain.members import Platform
from bot.storage.mapping import INSTALLATIONS
from bot.storage.session import Session, replacing
from bot.storage.tables import installations, members, oauth_states, owed
from bot.storage.vault import Vault, digest

OF = select(installations).where(installations.c.platform == bindparam("platform"))
ONE = OF.where(installations.c.workspace == bindparam("workspace"))
ONE_LOCKED = ONE.with_for_update()
REVISIONS = select(installations.c.workspace, installations.c.revision).where(
    installations.c.platform == bindparam("platform")
)
UNINSTALL = (
    update(installations)
    .where(
        installations.c.platform == bindparam("there"),
        installations.c.workspace == bindparam("which"),
        installations.c.installed_at <= bindparam("at"),
        installations.c.uninstalled_at.is_(None),
    )
    .values(
        token=None,
        refresh_token=None,
        expires_at=None,
        uninstalled_at=bindparam("at"),
        revision=installations.c.revision + 1,
    )
)
CONSUME = delete(oauth_states).where(
    oauth_states.c.digest == bindparam("digest"), oauth_states.c.expires_at > bindparam("now")
)
GONE = select(installations.c.platform, installations.c.workspace).where(
    installations.c.uninstalled_at <= bindparam("before")
)
THIS_GONE = ONE_LOCKED.where(installations.c.uninstalled_at <= bindparam("before"))
# Held in the order in which everybody holds several members, before what is theirs is touched.
THEIR_MEMBERS = (
    select(members.c.id)
    .where(members.c.platform == bindparam("platform"), members.c.workspace == bindparam("workspace"))
    .order_by(members.c.id)
    .with_for_update()
)
FORGET = delete(installations).where(
    installations.c.platform == bindparam("platform"), installations.c.workspace == bindparam("workspace")
)


TO_CHANNELS = delete(owed).where(
    owed.c.channel.is_not(None),
    owed.c.platform == bindparam("platform"),
    owed.c.group == bindparam("workspace"),
)


class SqlInstallations:
    """Implements `bot.ports.Installations`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def get(self, platform: Platform, workspace: str, *, lock: bool = False) -> Installation | None:
        """Return one, uninstalled or not. With `lock` nobody else reads it so until this unit ends."""
        statement = ONE_LOCKED if lock else ONE
        row = await self._session.row(statement, {"platform": str(platform), "workspace": workspace})
        return INSTALLATIONS.read(row, self._vault) if row else None

    async def of(self, platform: Platform) -> tuple[Installation, ...]:
        """Return all of a platform, uninstalled ones included."""
        rows = await self._session.rows(OF, {"platform": str(platform)})
        return tuple(INSTALLATIONS.read(row, self._vault) for row in rows)

    async def revisions(self, platform: Platform) -> Mapping[str, int]:
        """Return the revision of each workspace's row, to tell which were written since."""
        rows = await self._session.rows(REVISIONS, {"platform": str(platform)})
        return {row["workspace"]: row["revision"] for row in rows}

    async def put(self, installation: Installation) -> None:
        """Insert or replace, and count the revision."""
        counted = replacing(installations, self._session.dialect, revision=installations.c.revision + 1)
        await self._session.write(
            counted, INSTALLATIONS.values(replace(installation, revision=1), self._vault)
        )

    async def uninstall(self, platform: Platform, workspace: str, at: datetime) -> None:
        """Drop the tokens and note when; news of an installation older than the one there changes nothing."""
        await self._session.write(UNINSTALL, {"there": str(platform), "which": workspace, "at": at})

    async def issue_state(self, state: str, until: datetime) -> None:
        """Expect a state to come back before `until`; only its hash is kept."""
        await self._session.write(insert(oauth_states), {"digest": digest(state), "expires_at": until})

    async def consume_state(self, state: str, now: datetime) -> bool:
        """Return whether the state was expected, which it is once."""
        return await self._session.write(CONSUME, {"digest": digest(state), "now": now}) == 1


async def purge_uninstalled(engine: AsyncEngine, before: datetime, batch: int) -> int:
    """Delete the members of groups uninstalled at or before that instant, with all that is theirs; return how many.

    A group's own row goes last, with what is owed to its channels, in the same transaction as the last of its members.
    """
    async with engine.begin() as connection:
        gone = (await connection.execute(GONE, {"before": before})).all()
    deleted = 0
    for platform, workspace in gone:
        group = {"platform": platform, "workspace": workspace}
        while (some := await _purge_some(engine, group, before, batch)) == batch:
            deleted += some
        deleted += some
    return deleted


async def _purge_some(engine: AsyncEngine, group: Mapping[str, str], before: datetime, batch: int) -> int:
    async with engine.begin() as connection:
        # It may have been installed again since it was found, even between two batches.
        if (await connection.execute(THIS_GONE, {**group, "before": before})).first() is None:
            return 0
        ids = (await connection.execute(THEIR_MEMBERS.limit(batch), group)).scalars().all()
        if ids:
            await connection.execute(delete(members).where(members.c.id.in_(ids)))
        if len(ids) < batch:
            await connection.execute(TO_CHANNELS, group)
            await connection.execute(FORGET, group)
        return len(ids)
