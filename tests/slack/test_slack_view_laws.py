"""Every view, as members see it, at its longest and hostile, keeps the laws on Slack; and each law can fail."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import blocks, limits, modals, rich_text
from bot.domain.members import Platform
from bot.text import Text, plain
from tests import view_laws
from tests.slack import laws
from tests.slack.laws import LAWS, Law, Sent, asks_for_every_field
from tests.view_laws import TEXTS, broken, forms, untold

ACTIONS, ASKED = blocks._actions, modals.asked
SOME = ("plan.longest", "plan.hostile", "together-many.longest", "research-slot.hostile", "template.longest")
"""Views that are long, or hold much that was typed."""


@cache
def everything() -> dict[str, Sent]:
    return laws.sent()


def some() -> dict[str, Sent]:
    shown = view_laws.shown(Platform.SLACK)
    return laws.sent_alone({name: shown[name].message for name in SOME})


def as_it_is(words: str, *_: Any) -> str:
    return words


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_every_view_keeps_the_law(law: Law) -> None:
    assert broken(law, everything()) == {}


def test_every_modal_asks_for_every_field() -> None:
    assert broken(asks_for_every_field, forms()) == {}


@pytest.mark.parametrize(
    ("law", "place", "name", "wrong"),
    [
        (laws.within_limits, blocks, "weight", lambda _: 0),
        (laws.within_limits, limits, "MESSAGE_BLOCKS", 9),
        (laws.offers_what_the_view_offers, blocks, "_actions", lambda buttons, row, _: ACTIONS(buttons[1:], row, set())),
        (laws.offers_what_the_view_offers, blocks, "encode", lambda invocation: invocation.path),
        (laws.parses_nothing, rich_text, "harmless", as_it_is),
        (laws.parses_nothing, blocks, "notice", lambda words: f"<!channel> {words}"),
        (laws.parses_nothing, blocks, "plain_text", lambda words, *_, **__: {"type": "mrkdwn", "text": words}),
        (laws.tells_everything, rich_text, "cut", lambda words, most: words[:most]),
        (laws.tells_everything, rich_text, "SAID", ""),
        (laws.tells_everything, blocks, "fitted", lambda content, _: content[:1]),
        (laws.tells_everything, blocks, "MOST_ITEMS", 1),
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
    fits = rich_text.fitted(content, most)
    assert len(plain(fits)) <= most
    assert list(untold([plain(content)], plain(fits))) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("asked", lambda field, value: ASKED(field, value) if field.required else []),
        ("asked", lambda field, value: ASKED(field, value[:20])),
        ("paragraph", lambda _: []),
        ("VIEW_TITLE", 100),
    ],
)
def test_the_law_of_modals_finds_what_breaks_it(
    name: str, wrong: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modals, name, wrong)
    assert broken(asks_for_every_field, forms()) != {}
