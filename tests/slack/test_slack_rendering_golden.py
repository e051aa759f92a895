"""What Slack is sent is held whole, is taken by Slack's own models, and keeps within its limits."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack.limits import check
from tests.golden.files import by_view, held, written
from tests.slack.golden import FOLDER, bodies

BODIES = bodies()
VIEWS = by_view(BODIES)
HELD = held(FOLDER, VIEWS)


@pytest.mark.parametrize("view", VIEWS)
def test_what_slack_gets_of_a_view_is_what_its_file_holds(view: str) -> None:
    assert HELD.get(view, "").split("\n") == written(VIEWS[view]).split("\n")


def test_every_file_is_of_a_view_that_is_sent() -> None:
    assert HELD.keys() == VIEWS.keys()


def test_every_body_keeps_within_slacks_limits_and_can_be_written_as_utf_8() -> None:
    assert {name: faults for name, body in BODIES.items() if (faults := check(body))} == {}
    for name, body in BODIES.items():
        assert json.loads(json.dumps(body, ensure_ascii=False).encode("utf-8")) == body, name


def test_slacks_own_models_know_every_part_of_a_body(caplog: pytest.LogCaptureFixture) -> None:
    for name, body in BODIES.items():
        with caplog.at_level(logging.DEBUG):
            sent = body.get("blocks", [])
            assert [_plain(block.to_dict()) for block in Block.parse_all(sent)] == sent, name
            if "type" in body:
                View(**body).validate_json()
        assert not caplog.records, name


def test_slacks_own_models_refuse_what_they_do_not_know(caplog: pytest.LogCaptureFixture) -> None:
    block = {"type": "header", "text": {"type": "plain_text", "text": "x", "emoji": False}, "colour": "red"}
    with caplog.at_level(logging.DEBUG):
        assert [_plain(one.to_dict()) for one in Block.parse_all([block])] != [block]
    assert caplog.records


def _plain(found: Any) -> Any:
    if hasattr(found, "to_dict"):
        return _plain(found.to_dict())
    if isinstance(found, dict):
        return {name: _plain(part) for name, part in found.items()}
    return [_plain(part) for part in found] if isinstance(found, list) else found
