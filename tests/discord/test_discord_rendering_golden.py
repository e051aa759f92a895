"""Whole bodies as they are sent, held in files and within every limit."""

from __future__ import annotations

import os

import pytest

from adapters.discord.limits import check
from tests.discord.golden import FOLDER, bodies, held, kind_of, write

BODIES = bodies()
if os.environ.get("ENCORE_WRITE_GOLDEN"):
    write(BODIES)


@pytest.mark.parametrize("name", BODIES)
def test_what_discord_gets_is_what_the_file_holds(name):
    assert held(name) == BODIES[name]


@pytest.mark.parametrize("name", BODIES)
def test_what_discord_gets_is_within_its_limits(name):
    assert check(kind_of(name), BODIES[name]) == []


def test_every_file_is_of_a_body_that_is_sent():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(BODIES)
