"""Every setting is told of: in the file to copy and on the page that explains them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.config import Settings

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"ENCORE_[A-Z]+(?:__[A-Z_]*[A-Z])+")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
PAGES = {
    ".env.example": EXAMPLE,
    "docs/configuration.md": (ROOT / "docs/configuration.md").read_text(encoding="utf-8"),
}


def variables() -> dict[str, object]:
    """Every variable with its default, from the model."""
    found: dict[str, object] = {}
    for section, field in Settings.model_fields.items():
        assert isinstance(field.annotation, type)
        assert issubclass(field.annotation, BaseModel)
        for name, part in field.annotation.model_fields.items():
            found[f"ENCORE_{section}__{name}".upper()] = part.default
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_every_variable_and_no_other(page: str) -> None:
    assert set(NAME.findall(PAGES[page])) == variables().keys()


def test_the_example_sets_nothing_and_offers_each_variable_once() -> None:
    lines = EXAMPLE.splitlines()
    assert all(line.startswith("#") or not line for line in lines)
    offered = [line[1:].partition("=")[0] for line in lines if re.match(r"#ENCORE_\w+=", line)]
    assert sorted(offered) == sorted(variables())


def test_the_defaults_that_the_example_shows_are_the_real_ones() -> None:
    shown = dict(re.findall(r"^#(ENCORE_\w+)=(.*)$", EXAMPLE, re.MULTILINE))
    for name, default in variables().items():
        if isinstance(default, str | int) and default != "":
            assert shown[name] == (str(default).lower() if isinstance(default, bool) else str(default))
