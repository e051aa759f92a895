"""The drawings in the guide show what the payloads say; to draw them anew: .venv/bin/python -m docs.draw_discord."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from docs.draw_discord import CAPTION, DRAWINGS, HERE, PAYLOADS, PICTURES, drawing, drawings, runs_of
from docs.draw_slack import Words, held

DRAWN = drawings()
SHOWN = ("content", "label", "title", "description", "placeholder")


def said_by(node: Any) -> list[str]:
    """Every word that a payload shows, the names of its parts left out."""
    if isinstance(node, list):
        return [words for part in node for words in said_by(part)]
    if not isinstance(node, dict):
        return []
    own = [node[name] for name in SHOWN if isinstance(node.get(name), str)]
    return own + [words for part in node.values() for words in said_by(part)]


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def read(line: str) -> str:
    """A line of Markdown as it is read, without the signs that make it what it is."""
    return "".join(run.text for run in runs_of(re.sub(r"^(### |-# |> |- )", "", line)))


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_is_as_it_is_held(name: str) -> None:
    assert (DRAWINGS / name).read_text(encoding="utf-8") == DRAWN[name]


def test_every_drawing_is_in_the_guide_and_no_other() -> None:
    guide = (HERE / "discord.md").read_text(encoding="utf-8")
    assert {path.name for path in DRAWINGS.glob("*.svg")} == set(DRAWN)
    assert set(re.findall(r"drawings/discord/(\w+\.svg)", guide)) == set(DRAWN)


@pytest.mark.parametrize("name", PICTURES)
def test_a_drawing_shows_every_word_of_its_payload_and_says_that_it_is_one(name: str) -> None:
    payload = held(PAYLOADS, PICTURES[name][0])
    shown = squeezed(unescape(re.sub(r"<[^>]*>", "", DRAWN[f"{name}.svg"])))
    lines = [line for words in said_by(payload) for line in words.split("\n")]
    assert lines
    assert [line for line in lines if squeezed(read(line)) not in shown] == []
    assert squeezed(CAPTION) in shown


def test_markdown_is_drawn_as_it_is_read() -> None:
    assert runs_of(r"a **b \* c** `d` \*e") == [
        Words("a "),
        Words("b * c", "bold"),
        Words(" "),
        Words("d", "code"),
        Words(" "),
        Words("*"),
        Words("e"),
    ]
    assert read("at (<t:1795723200:f>)") == "at (26 November 2026 21:00)"
    assert read("see [the page](<https://x.example>)") == "see the page"


def test_what_somebody_typed_cannot_become_a_part_of_the_picture() -> None:
    drawn = drawing({"content": "<script>&</script>"})
    assert "<script>" not in drawn
    assert "&lt;script&gt;&amp;" in drawn


def test_a_component_that_no_drawing_is_known_for_is_an_error() -> None:
    with pytest.raises(ValueError, match="12"):
        drawing({"components": [{"type": 12}]})
