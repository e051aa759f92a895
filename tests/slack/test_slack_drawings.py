"""The drawings in the guide show what the payloads say; to draw them anew: .venv/bin/python docs/draw_slack.py."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from docs.draw_slack import (
    CAPTION,
    DRAWINGS,
    PAYLOADS,
    PICTURES,
    WIDTH,
    Words,
    broken,
    drawing,
    drawings,
    held,
    measure,
)

DRAWN = drawings()


def said_by(node: Any) -> list[str]:
    """Every word that a payload shows, the names of its parts left out."""
    if isinstance(node, list):
        return [words for part in node for words in said_by(part)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) and "type" in node else []
    return own + [words for part in node.values() for words in said_by(part)]


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_is_as_it_is_held(name: str) -> None:
    assert (DRAWINGS / name).read_text(encoding="utf-8") == DRAWN[name]


@pytest.mark.parametrize("name", PICTURES)
def test_a_drawing_shows_every_word_of_its_payload_and_says_that_it_is_one(name: str) -> None:
    payload = held(PAYLOADS, PICTURES[name][0])
    shown = squeezed(unescape(re.sub(r"<[^>]*>", "", DRAWN[f"{name}.svg"])))
    assert said_by(payload["blocks"])
    assert [words for words in said_by(payload) if squeezed(words) not in shown] == []
    assert squeezed(CAPTION) in shown


def test_a_long_text_is_broken_where_it_reaches_the_edge() -> None:
    lines = list(broken([Words("word " * 100), Words("bold", "bold")], WIDTH))
    assert len(lines) > 3
    assert all(sum(map(measure, line)) <= WIDTH + measure(Words(" ")) for line in lines)
    assert squeezed("".join(run.text for line in lines for run in line)) == "word" * 100 + "bold"


def test_what_somebody_typed_cannot_become_a_part_of_the_picture() -> None:
    text = {"type": "plain_text", "text": "<script>&</script>"}
    drawn = drawing({"blocks": [{"type": "header", "text": text}]})
    assert "<script>" not in drawn
    assert "&lt;script&gt;&amp;" in drawn


def test_a_block_that_no_drawing_is_known_for_is_an_error() -> None:
    with pytest.raises(ValueError, match="video"):
        drawing({"blocks": [{"type": "video"}]})
