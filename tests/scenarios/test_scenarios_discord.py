"""The shared scenarios on Discord, and that they come to the same as elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import HeldClock
from tests.scenarios.journey import JOURNEYS
from tests.scenarios.on_discord import DiscordStage
from tests.scenarios.on_terminal import TerminalStage
from tests.scenarios.scenarios import SCENARIOS, Scenario, Trace


@pytest.mark.parametrize("scenario", [*SCENARIOS, *JOURNEYS], ids=lambda scenario: scenario.__name__)
async def test_a_member_lives_through(scenario: Scenario, tmp_path: Path) -> None:
    here, there = Trace(), Trace()
    async with DiscordStage(tmp_path / "discord", HeldClock()) as stage:
        await scenario(stage, here)
    async with TerminalStage(tmp_path / "terminal", HeldClock()) as stage:
        await scenario(stage, there)
    assert here.steps == there.steps
