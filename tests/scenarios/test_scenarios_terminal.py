"""The shared scenarios at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import HeldClock
from tests.scenarios.journey import JOURNEYS
from tests.scenarios.on_terminal import TerminalStage
from tests.scenarios.scenarios import SCENARIOS, Scenario, Trace


@pytest.mark.parametrize("scenario", [*SCENARIOS, *JOURNEYS], ids=lambda scenario: scenario.__name__)
async def test_a_member_lives_through(scenario: Scenario, tmp_path: Path, clock: HeldClock) -> None:
    async with TerminalStage(tmp_path, clock) as stage:
        trace = Trace()
        await scenario(stage, trace)
        assert trace.steps
