"""The tables of what there is: right about the packs, and fresh in the page that shows them."""

from __future__ import annotations

import pytest

from adapters.pages import BEGIN, CONTENT, END, checkout, filled, pages
from bot.catalog.layers import read_layers
from bot.catalog.tables import render_tables
from bot.errors import EncoreError
from tests.catalog.pack_copy import PACKS


@pytest.fixture(scope="module")
def tables() -> list[str]:
    return render_tables(read_layers([PACKS / "small"])).splitlines()


def test_topics_show_their_live_items_and_the_least_that_is_asked_for(tables: list[str]) -> None:
    assert "| topic | tips | questions | tasks | asks | templates | rubrics |" in tables
    assert "| trust | 1 (7) | 4 (16) | 2 (2) | 0 | 0 | 0 |" in tables
    assert "| questions-to-ask | 0 (8) | 0 (4) | 0 (3) | 1 | 0 | 0 |" in tables


def test_proofs_show_how_hard_their_questions_are(tables: list[str]) -> None:
    (row,) = (line for line in tables if line.startswith("| reliability |") and "(" not in line)

    numbers = [int(cell) for cell in row.split("|")[2:-1]]
    assert sum(numbers[:3]) == numbers[3] == 4


def test_claims_show_what_rests_on_them_and_who_is_credited(tables: list[str]) -> None:
    assert "| S12 | 1 | tip-trust-001 |" in tables
    assert "| S9 | 0 | a credit of the pack (A small pack) |" in tables
    assert "| S47 | 0 |  |" in tables


def test_the_page_is_fresh() -> None:
    """When it is stale, run `encore docs`."""
    page = checkout() / CONTENT

    assert page.read_text(encoding="utf-8") == pages(checkout())[CONTENT]


def test_what_is_written_by_hand_stays() -> None:
    page = f"# By hand\n\n{BEGIN}old\n{END}\nAfter.\n"

    once = filled(page, "new\n")

    assert once == f"# By hand\n\n{BEGIN}\nnew\n\n{END}\nAfter.\n"
    assert filled(once, "new\n") == once


@pytest.mark.parametrize("page", ["", f"{END}{BEGIN}", f"{BEGIN}{BEGIN}{END}", BEGIN])
def test_a_page_without_the_place_for_the_tables_is_refused(page: str) -> None:
    with pytest.raises(EncoreError, match=r"docs/content\.md needs these two lines"):
        filled(page, "new")
