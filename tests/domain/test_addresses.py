"""Links that members type, and searches that views offer."""

from __future__ import annotations

import pytest

from bot.domain.addresses import search, web_address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("acme.example/news", "https://acme.example/news"),
        ("https://acme.example:8443/news", "https://acme.example:8443/news"),
        ("http://Acme.example", "http://acme.example"),
    ],
)
def test_a_link_is_kept_as_it_can_be_pressed(typed: str, address: str) -> None:
    assert web_address(typed) == address


def test_a_search_holds_the_words_alone() -> None:
    assert search("Acme\x00\u202eGmbH news").endswith("q=Acme%20GmbH%20news")
