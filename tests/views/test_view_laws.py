"""Every view, as members see it, at its longest and hostile, keeps the laws; and each law can fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.members import Platform
from bot.invocation import Invocation
from bot.text import Link, text
from bot.views.blocks import Actions, Block, Button, Divider, Message, Paragraph, Picture
from tests import view_laws
from tests.view_laws import LAWS, LONG, Shown, broken, shown, untold
from tests.view_samples import LONGEST, unsampled, view_samples

DONE = Button("Done", Invocation("tip"))
PLAIN = Message("Your plan", "Acme", (Paragraph(text("Rest.")), Actions((DONE,))))


def a_sample(*blocks: Block, name: str = "plan", notice: str = "Your plan") -> Shown:
    return Shown(name=name, message=Message(notice, "Acme", blocks), usual=PLAIN)


def some_buttons(*buttons: Button) -> Shown:
    return a_sample(Actions(buttons))


def said(words: str, name: str = "plan") -> Shown:
    return a_sample(Paragraph(text(words)), name=name)


@pytest.mark.parametrize("platform", Platform)
def test_every_view_has_a_sample(platform: Platform) -> None:
    assert unsampled(list(view_samples(platform).values())) == []


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("platform", Platform)
def test_every_view_keeps_the_law(platform: Platform, law: view_laws.Law) -> None:
    assert broken(law, shown(platform)) == {}


def test_every_platform_is_offered_the_same_buttons() -> None:
    first, *others = ({name: one.message.buttons for name, one in shown(each).items()} for each in Platform)
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("law", "sample"),
    [
        (view_laws.buttons_are_told_apart, some_buttons(DONE, replace(DONE, label="Finished"))),
        (view_laws.buttons_are_told_apart, some_buttons(DONE, replace(DONE, invocation=Invocation("prep")))),
        (view_laws.buttons_are_told_apart, some_buttons(Button("Long", Invocation("tip", {"topic": "x" * 100})))),
        (view_laws.buttons_are_told_apart, some_buttons(Button(" ", Invocation("tip")))),
        (view_laws.buttons_are_told_apart, some_buttons(Button("Odd", Invocation("tip?topic=pay")))),
        (view_laws.buttons_lead_somewhere, some_buttons(Button("Nowhere", Invocation("nowhere")))),
        (view_laws.buttons_lead_somewhere, some_buttons(Button("Odd", Invocation("tip", {"no such": "x"})))),
        (view_laws.notices_are_discreet, a_sample(notice="Acme: your plan")),
        (view_laws.notices_are_discreet, a_sample(notice="two\nlines")),
        (view_laws.notices_are_discreet, a_sample(notice=" ")),
        (view_laws.notices_are_discreet, a_sample(notice="words " * 20)),
        (view_laws.notices_are_discreet, a_sample(notice="Acme, Data analyst", name="reminder-late")),
        (view_laws.links_show_where_they_lead, a_sample(Paragraph(text(Link("a page", "javascript:alert(1)"))))),
        (view_laws.links_show_where_they_lead, a_sample(Paragraph(text(Link("our page", "https://x.example"))))),
        (view_laws.pictures_are_put_into_words, a_sample(Picture(("###",)), Divider())),
        (view_laws.pictures_are_put_into_words, a_sample(Picture(("###",)))),
        (view_laws.words_make_sense_without_signs, said("Done \U0001f389")),
        (view_laws.words_make_sense_without_signs, said("You meet  None.")),
        (view_laws.typed_words_are_cut_at_a_word, said(LONGEST.company[:30] + "…", "plan.longest")),
        (view_laws.typed_words_are_cut_at_a_word, said(LONGEST.company[:31] + " is", "plan.longest")),
    ],
)  # fmt: skip
def test_a_law_finds_what_breaks_it(law: view_laws.Law, sample: Shown) -> None:
    assert list(law(sample)) != []
    assert list(law(Shown(name=sample.name, message=PLAIN, usual=PLAIN))) == []


def test_each_text_that_can_be_typed_is_looked_for() -> None:
    assert {
        LONGEST.company[:-1],
        LONGEST.role[:-1],
        LONGEST.notes[:-1],
        LONGEST.place,
        LONGEST.typed[:-1],
    } <= {*LONG}


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Tell one story of a kept promise aloud.\nBen", True),
        ("tell\n Tell one  story of a kept\npromise aloud. Ben", True),
        ("Tell one story of a kept promise…\nBen", True),
        ("Tell one story of a kept prom…\nBen", False),
        ("Tell one story of a kept promise\nBen", False),
        ("Ben\nTell one story of a kept promise aloud.", False),
        ("Tell…\nBen", False),
        ("Ben", False),
    ],
)
def test_words_are_whole_or_shortened_at_a_word_and_in_order(written: str, right: bool) -> None:
    assert (list(untold(["Tell one story of a kept promise aloud.", "Ben"], written)) == []) == right
