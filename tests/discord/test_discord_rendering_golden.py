"""Whole bodies as they are sent, held in files and within every limit."""

from __future__ import annotations

import pytest

from adapters.discord.limits import check
from tests.discord.golden import FOLDER, bodies, kind_of
from tests.golden.files import by_view, held, written

BODIES = bodies()
VIEWS = by_view(BODIES)
HELD = held(FOLDER, VIEWS)


@pytest.mark.parametrize("view", VIEWS)
def test_what_discord_gets_of_a_view_is_what_its_file_holds(view):
    assert HELD.get(view, "").split("\n") == written(VIEWS[view]).split("\n")


def test_what_discord_gets_is_within_its_limits():
    assert {name: faults for name, body in BODIES.items() if (faults := check(kind_of(name), body))} == {}


def test_every_file_is_of_a_view_that_is_sent():
    assert HELD.keys() == VIEWS.keys()
