"""What Slack is sent is held whole, is taken by Slack's own models, and keeps within its limits."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack.limits import check
from bot.domain.members import Platform
from tests.golden.files import by_view, held, written
from tests.slack.golden import FOLDER, bodies
from tests.view_samples import unsampled, view_samples

BODIES = bodies()
VIEWS = by_view(BODIES)
HELD = held(FOLDER, VIEWS)
BLOCKED = {name: body for name, body in BODIES.items() if "blocks" in body}


def test_every_view_of_the_core_has_a_sample() -> None:
    assert unsampled(list(view_samples(Platform.SLACK).values())) == []


@pytest.mark.parametrize("view", VIEWS)
def test_what_slack_gets_of_a_view_is_what_its_file_holds(view: str) -> None:
    assert HELD.get(view, "").split("\n") == written(VIEWS[view]).split("\n")


def test_every_file_is_of_a_view_that_is_sent() -> None:
    assert HELD.keys() == VIEWS.keys()


@pytest.mark.parametrize("name", BODIES)
def test_a_body_keeps_within_slacks_limits(name: str) -> None:
    assert check(BODIES[name]) == []


@pytest.mark.parametrize("name", BLOCKED)
def test_slacks_own_models_know_every_part_of_a_body(name: str, caplog: pytest.LogCaptureFixture) -> None:
    body = BLOCKED[name]
    with caplog.at_level(logging.DEBUG):
        blocks = Block.parse_all(body["blocks"])
        for block, sent in zip(blocks, body["blocks"], strict=True):
            assert _plain(block.to_dict()) == sent
        if "type" in body:
            View(**body).validate_json()
    assert not caplog.records


@pytest.mark.parametrize("name", BODIES)
def test_a_body_can_be_written_as_utf_8(name: str) -> None:
    assert json.loads(json.dumps(BODIES[name], ensure_ascii=False).encode("utf-8")) == BODIES[name]


def _plain(found: Any) -> Any:
    if hasattr(found, "to_dict"):
        return _plain(found.to_dict())
    if isinstance(found, dict):
        return {name: _plain(part) for name, part in found.items()}
    return [_plain(part) for part in found] if isinstance(found, list) else found
