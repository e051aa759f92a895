"""A golden file is read by people, loses nothing, and is of a view as members see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden.files import by_view, held, written

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Read the \u200btip", "emoji": False}}
BODY = {"text": "One step", "blocks": [{"type": "actions", "elements": [BUTTON, BUTTON]}], "parse": None}


def test_a_view_has_its_bodies_by_kind_and_not_its_variants() -> None:
    bodies = {"tip.message": 1, "tip.longest.message": 2, "tip.in-place.callback": 3, "tip.hostile.modal": 4}
    assert by_view(bodies) == {"tip": {"message": 1, "in-place.callback": 3}}


def test_an_element_of_a_list_is_a_line_and_nothing_is_lost() -> None:
    text = written({"message": BODY})
    assert text.split("\n")[:6] == [
        "{",
        '  "message": {',
        '    "text": "One step",',
        '    "blocks": [{"type": "actions", "elements": [',
        f"      {json.dumps(BUTTON)},",
        f"      {json.dumps(BUTTON)}",
    ]
    assert json.loads(text) == {"message": BODY}


def test_files_are_written_when_asked_alone_and_hold_no_other_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone.json").write_text("{}", encoding="utf-8")
    monkeypatch.delenv("ENCORE_WRITE_GOLDEN", raising=False)
    assert held(tmp_path, {"tip": {"message": BODY}}) == {"gone": "{}"}
    monkeypatch.setenv("ENCORE_WRITE_GOLDEN", "1")
    assert held(tmp_path, {"tip": {"message": BODY}}) == {"tip": written({"message": BODY})}
