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


@pytest.mark.parametrize("name", BODIES)
def test_what_discord_gets_is_within_its_limits(name):
    assert check(kind_of(name), BODIES[name]) == []


def test_every_file_is_of_a_view_that_is_sent():
    assert HELD.keys() == VIEWS.keys()
