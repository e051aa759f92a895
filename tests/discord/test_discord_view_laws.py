"""Every view, as members see it, at its longest and hostile, keeps the laws on Discord; and each law can fail."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import components, layout, markdown, messages, modals
from bot.domain.members import Platform
from bot.text import Text, plain, text
from tests import view_laws
from tests.discord import laws
from tests.discord.laws import LAWS, Law, Sent, asks_for_every_field
from tests.discord.reading import read
from tests.view_laws import TEXTS, broken, forms, untold

ROWS, FIT = components.rows, markdown.fit
SOME = (
    "plan.longest",
    "plan.hostile",
    "together-many.longest",
    "research-slot.hostile",
    "template.longest",
    "template.hostile",
)
"""Views that are long, or hold much that was typed."""


@cache
def everything() -> dict[str, Sent]:
    return laws.sent()


def some() -> dict[str, Sent]:
    shown = view_laws.shown(Platform.DISCORD)
    return laws.sent_alone({name: shown[name].message for name in SOME})


def as_it_is(words: str, *_: Any) -> str:
    return words


def all_of_it(found: Any, most: int) -> Any:
    return [(part, line) for part in found if (line := part.written(9000))]


def torn(content: Text, characters: int) -> Text:
    return text(plain(content)[:characters], "…")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_every_view_keeps_the_law(law: Law) -> None:
    assert broken(law, everything()) == {}


def test_every_modal_asks_for_every_field_or_leaves_it_for_later() -> None:
    assert broken(asks_for_every_field, forms()) == {}


@pytest.mark.parametrize(
    ("law", "place", "name", "wrong"),
    [
        (laws.within_limits, messages, "shortened", all_of_it),
        (laws.within_limits, components, "nobody", lambda: {"parse": ["everyone"]}),
        (laws.within_limits, components, "shorten", lambda words, _: words * 9),
        (laws.offers_what_the_view_offers, components, "rows", lambda buttons: ROWS(buttons[1:])),
        (laws.offers_what_the_view_offers, messages, "MOST_BUTTONS", 2),
        (laws.offers_what_the_view_offers, components, "encode", lambda invocation: invocation.path),
        (laws.makes_nothing_of_words, markdown, "escape", as_it_is),
        (laws.makes_nothing_of_words, layout, "in_a_fence", as_it_is),
        (laws.makes_nothing_of_words, components, "on_one_line", as_it_is),
        (laws.tells_everything, markdown, "_cut", torn),
        (laws.tells_everything, markdown, "CUT", ""),
        (laws.tells_everything, layout, "SHORTENED", "-#"),
        (laws.tells_everything, layout, "fit", lambda content, most: FIT(content[:1], most)),
        (laws.tells_everything, messages, "notice", lambda _: "Encore"),
    ],
)  # fmt: skip
def test_a_law_finds_what_breaks_it(
    law: Law, place: object, name: str, wrong: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken(law, some()) == {}
    monkeypatch.setattr(place, name, wrong)
    assert broken(law, some()) != {}


@given(TEXTS, st.integers(60, 200))
def test_any_text_is_shortened_at_a_word(content: Text, most: int) -> None:
    assert list(untold([plain(content)], read(markdown.fit(content, most))[0])) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("rows", lambda form: (form.fields[:1], ())),
        ("rows", lambda form: ((), form.fields)),
        ("writable", lambda words: words[:20]),
        ("MODAL_ROWS", 9),
    ],
)
def test_the_law_of_modals_finds_what_breaks_it(
    name: str, wrong: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modals, name, wrong)
    assert broken(asks_for_every_field, forms()) != {}
