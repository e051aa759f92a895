"""Every view, as members see it, at its longest and hostile, keeps the laws in a terminal; and each law can fail."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from adapters.terminal import render
from adapters.terminal.ink import Line
from tests.terminal import laws
from tests.terminal.laws import LAWS, Law, Printed, printed
from tests.view_laws import broken

BUTTONS, INKED = render.buttons, render.inked
SOME = ("plan.longest", "plan.hostile", "interview.hostile")
"""Views that are long, or hold much that was typed."""


@cache
def everything() -> dict[str, Printed]:
    return printed()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_every_view_keeps_the_law(law: Law) -> None:
    assert broken(law, everything()) == {}


def unbroken(content: Line, _: int, first: Line = (), rest: Line = ()) -> Any:
    return iter([(*first, *content, *rest)])


@pytest.mark.parametrize(
    ("law", "name", "wrong"),
    [
        (laws.keeps_to_its_lines, "wrap", unbroken),
        (laws.keeps_to_its_lines, "harmless", lambda words: words),
        (laws.offers_what_the_view_offers, "buttons", lambda pressed, *more: BUTTONS(pressed[1:], *more)),
        (laws.offers_what_the_view_offers, "buttons", lambda pressed, *_: BUTTONS(pressed, 60, 7)),
        (laws.tells_everything, "inked", lambda content, *ink: INKED(content[:1], *ink)),
        (laws.tells_everything, "title", lambda *_: []),
    ],
)
def test_a_law_finds_what_breaks_it(
    law: Law, name: str, wrong: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert broken(law, printed(SOME)) == {}
    monkeypatch.setattr(render, name, wrong)
    assert broken(law, printed(SOME)) != {}
