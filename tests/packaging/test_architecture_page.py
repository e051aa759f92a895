"""What docs/architecture.md and the decisions point at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs/architecture.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs/decisions").glob("*.md")]  # fmt: skip
CODE = re.compile(r"`((?:bot|adapters|content|tests|docs|benchmarks)/[\w/.-]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_on_a_page_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [name for name in CODE.findall(text) if "NAME" not in name]
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [link for link in LINK.findall(text) if not (page.parent / link).exists()] == []


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    pages = {page.name for page in (ROOT / "docs/decisions").glob("0*.md")}
    assert pages == set(re.findall(r"\((0\d+-[\w-]+\.md)\)", listed))
