"""The shared scenarios on Slack, over HTTP and over Socket Mode, and that they come to the same as elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import HeldClock
from tests.scenarios.journey import JOURNEYS
from tests.scenarios.on_slack import SlackStage
from tests.scenarios.on_terminal import TerminalStage
from tests.scenarios.scenarios import SCENARIOS, Scenario, Trace


@pytest.mark.parametrize("transport", ["http", "socket"])
@pytest.mark.parametrize("scenario", [*SCENARIOS, *JOURNEYS], ids=lambda scenario: scenario.__name__)
async def test_a_member_lives_through(scenario: Scenario, transport: str, tmp_path: Path) -> None:
    here, there = Trace(), Trace()
    async with SlackStage(tmp_path / "slack", HeldClock(), socket=transport == "socket") as stage:
        await scenario(stage, here)
    async with TerminalStage(tmp_path / "terminal", HeldClock()) as stage:
        await scenario(stage, there)
    assert here.steps == there.steps
