"""What twenty interviews cost next to one: their plans, packed into the days they share, with all that is stored.

Run with `python -m benchmarks.several`. A round works out every plan of a member anew on SQLite, as after a change
of her settings: the steps, the rows owed, and what lies beside the steps; then it is rolled back. The twenty lie in
one week, where they share every day, or a week apart, where each has its own.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.member import NOW, StoppedClock, database_in
from benchmarks.table import Row, interleaved_awaits
from bot.config import load_settings
from bot.domain.interviews import Interview
from bot.domain.members import Member, MemberRef, Platform, Preferences
from bot.domain.replanning import replan
from bot.encore import Encore, open_encore
from bot.ports import UnitOfWork

MANY = 20
LIMIT = 25.0
ROUNDS = 40
ZONE = "America/New_York"
APART = {"in one week": timedelta(hours=8), "a week apart": timedelta(days=7)}


async def a_member(encore: Encore, name: str, count: int, apart: timedelta) -> Member:
    """Store a member with `count` interviews, the first in nine days."""
    member = Member(
        id=name,
        ref=MemberRef(Platform.TERMINAL, "local", name),
        preferences=Preferences(zone=ZONE),
        created_at=NOW,
    )
    async with encore.store.unit() as unit:
        await unit.members.add(member)
        for number in range(count):
            at = NOW + timedelta(days=9) + number * apart
            interview = Interview(
                id=f"{name}{number}",
                member_id=name,
                company=f"Example {number}",
                day=at.date(),
                time=at.time(),
                zone=ZONE,
                created_at=NOW,
                planned_from=NOW,
            )
            await unit.interviews.add(interview)
        await plan_all(unit, encore, member)
        await unit.commit()
    return member


async def plan_all(unit: UnitOfWork, encore: Encore, member: Member) -> None:
    """Work out every plan of a member anew."""
    case = await unit.cases.load(member, NOW, encore.catalog)
    await unit.cases.save(case, replan(case, *case.interviews))


async def measure() -> list[Row]:
    """Plan for one and for twenty, in turn."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            database={"url": f"sqlite:///{database_in(Path(folder)).as_posix()}"},
            secrets={"key_file": Path(folder) / "key"},
        )
        async with open_encore(settings, clock=StoppedClock(), rng=random.Random(1)) as encore:

            async def plan_for(member: Member) -> None:
                async with encore.store.unit() as unit:
                    await plan_all(unit, encore, member)

            for place, (how, apart) in enumerate(APART.items()):
                one = await a_member(encore, f"one{place}", 1, apart)
                many = await a_member(encore, f"many{place}", MANY, apart)
                ours, single = await interleaved_awaits(
                    lambda many=many: plan_for(many),  # type: ignore[misc]
                    lambda one=one: plan_for(one),  # type: ignore[misc]
                    ROUNDS,
                )
                detail = f"{ours * 1e3:.1f} ms, {single * 1e3:.2f} ms"
                found.append(Row(f"plans of {MANY} interviews, {how} / of one", ours / single, LIMIT, detail))
    return found


def run() -> list[Row]:
    """Return the rows."""
    return asyncio.run(measure())


if __name__ == "__main__":
    for row in run():
        print(row)
