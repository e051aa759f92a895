"""A group's own pack, as its members meet it: begun, written, laid over ours, and asked for in a chat."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HIDDEN = [f"tip-trust-{number:03}" for number in range(2, 50)]

REPLACED = """
- id: tip-trust-001
  topic: trust
  stage: rehearse
  proofs: [trust]
  reviewed: 2026-11-23
  lead: T-3
  minutes: 5
  title: Our circle's word on trust
  body: Bring us your story on Tuesday. We listen, and say what we heard.
  why: Somebody else hears what you skip.
  do_now: Write Tuesday on the page.
"""
WRITTEN = {
    "status: draft": "status: live",
    "<The idea in a few words>": "Bring the notebook",
    "<One idea and what to do about it. Say you, in short sentences of your own>": "Take it along and show a page.",
    "<Why it helps. A figure needs its source's name and year>": "A page says more than a promise.",
    "<The one thing to do right after reading, beginning with a verb>": "Put it in your bag.",
}


def encore(*arguments: str | Path, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "adapters.cli", *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A pack in which a tip was begun."""
    folder = tmp_path / "circle"
    done = encore("content", "new", "tip", "--topic", "trust", "--pack", folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_tip_that_was_begun_is_told_of_as_unfinished(own: Path) -> None:
    done = encore("content", "check", own)

    assert done.returncode == 1
    assert (
        "tip-circle-trust-001 is unfinished; write title, body, why, do_now; then set status: live"
        in done.stdout
    )


def test_members_meet_what_a_group_added_and_replaced_and_not_what_it_hid(own: Path, tmp_path: Path) -> None:
    tips = own / "tips" / "trust.yaml"
    text = tips.read_text(encoding="utf-8") + REPLACED
    for blank, words in WRITTEN.items():
        assert blank in text
        text = text.replace(blank, words)
    tips.write_text(text, encoding="utf-8")
    ours = (Path(__file__).parents[2] / "content/packs/second-interview/tips/trust.yaml").read_text(
        encoding="utf-8"
    )
    hidden = ", ".join(name for name in HIDDEN if f"id: {name}" in ours)
    manifest = own / "pack.yaml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("hide: []", f"hide: [{hidden}]"), encoding="utf-8"
    )

    checked = encore("content", "check", own)
    chat = encore(
        "chat",
        "--plain",
        "--db",
        tmp_path / "encore.db",
        typed="/tip trust\n" * 3,
        ENCORE_CONTENT__PACKS=str(own),
        ENCORE_SECRETS__KEY_FILE=str(tmp_path / "key"),
    )

    assert checked.returncode == 0, checked.stdout
    assert chat.returncode == 0, chat.stderr
    assert "Bring the notebook" in chat.stdout
    assert "Our circle's word on trust" in chat.stdout
    assert "You have seen all 2 tips on trust" in chat.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("tip", "--topic", "trus"),
            '"trus" is no topic (--topic). Did you mean trust? Choose one of: decode-stage, ',
        ),
        (("tipp",), '"tipp" is no kind of item. Did you mean tip? Choose one of: tip, question, '),
        ((), "Say which kind of item. Choose one of: tip, question, "),
    ],
)
def test_a_word_that_is_not_known_is_answered_with_the_choices(arguments: tuple[str, ...], said: str) -> None:
    done = encore("content", "new", *arguments)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
