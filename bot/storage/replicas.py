"""Which processes deliver from this database, and what platforms asked all of them to wait for.

Times are seconds of the server's own clock, so that replicas need not agree on theirs.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Double, bindparam, cast, delete, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ports import Beat
from bot.storage.session import upserting
from bot.storage.tables import holds, replicas

NOW = cast(func.extract("epoch", func.clock_timestamp()), Double)
LATER = NOW + bindparam("lasts", type_=Double)


async def beat(engine: AsyncEngine, replica: str, lasts: float, asked: Mapping[str, float]) -> Beat:
    """Renew a replica's place for `lasts` seconds, tell what it was asked to wait for, and hear of the others."""
    name = engine.dialect.name
    place = upserting(replicas, name).values(id=bindparam("replica"), until=LATER)
    hold = upserting(holds, name).values(name=bindparam("which"), until=LATER)
    longest = func.greatest(holds.c.until, hold.excluded.until)
    async with engine.begin() as connection:
        await connection.execute(
            place.on_conflict_do_update(index_elements=[replicas.c.id], set_={"until": place.excluded.until}),
            {"replica": replica, "lasts": lasts},
        )
        if asked:
            await connection.execute(
                hold.on_conflict_do_update(index_elements=[holds.c.name], set_={"until": longest}),
                [{"which": which, "lasts": seconds} for which, seconds in sorted(asked.items())],
            )
        for table in (replicas, holds):
            await connection.execute(delete(table).where(table.c.until <= NOW))
        number = await connection.scalar(select(func.count()).select_from(replicas))
        waits = (await connection.execute(select(holds.c.name, holds.c.until - NOW))).all()
    return Beat(number or 1, dict(waits))


async def leave(engine: AsyncEngine, replica: str) -> None:
    """Give a replica's place up."""
    async with engine.begin() as connection:
        await connection.execute(delete(replicas).where(replicas.c.id == replica))
