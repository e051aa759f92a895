"""A short soak: what is owed arrives once, whoever is killed meanwhile. `make soak` runs the long one."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

import pytest

from tests.database import FILLED, POSTGRESQL, SQLITE, Postgres
from tests.soak.soaking import Outcome, Plan, soak

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
SEVERAL = Plan(count=500, replicas=3, over=8.0, lease=6.0, killed_every=(2.0, 5.0), restart=1.0, away=2.0)
ALONE = replace(SEVERAL, count=300, replicas=1, killed_every=(1.5, 3.0))


@pytest.fixture(scope="module")
def outcomes(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What came of both, which live through it at the same time."""
    folder = tmp_path_factory.mktemp("soak")
    name = postgres.new(FILLED)

    async def both() -> list[Outcome]:
        return await asyncio.gather(
            soak(SEVERAL, postgres.url(name), folder / "log", stop=postgres.stop, start=postgres.start),
            soak(ALONE, f"sqlite:///{folder / 'encore.db'}", folder / "log of sqlite"),
        )

    try:
        return dict(zip((POSTGRESQL, SQLITE), asyncio.run(both()), strict=True))
    finally:
        postgres.drop(name)


def told(outcome: Outcome) -> str:
    return "\n".join(f"{name}: {value}" for name, value in outcome.told())


def test_three_replicas_on_postgresql_lose_nothing_and_say_nothing_twice(
    outcomes: dict[str, Outcome],
) -> None:
    outcome = outcomes[POSTGRESQL]
    assert outcome.kept, told(outcome)
    assert outcome.kills
    assert outcome.restarts == 1


def test_one_process_on_sqlite_loses_nothing_and_says_nothing_twice(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[SQLITE]
    assert outcome.kept, told(outcome)
    assert outcome.kills
