"""Every card of a pack shows whole wherever it is shown; one that would not is told at its field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.cards import Card, cards, cards_fit, faults
from bot.catalog.layers import Layers, read_layers
from bot.catalog.location import builtin_packs
from bot.catalog.packs import Entry
from bot.catalog.report import check
from bot.domain.content import PlanTemplate, Question, Status, Tip
from bot.text import plain, text
from bot.views.blocks import Bullets, Message, Paragraph
from tests.catalog.pack_copy import PACKS, TODAY


@pytest.fixture(scope="module")
def layers() -> Layers:
    return read_layers([PACKS / "small"])


def entry_of(layers: Layers, identifier: str, **fields: object) -> Entry:
    entry = layers.entries[identifier]
    return replace(entry, item=replace(entry.item, **fields))


def said(layers: Layers, entry: Entry) -> list[str]:
    changed = replace(layers, entries={**layers.entries, entry.id: entry})
    return [str(problem).replace(f"{PACKS}/", "") for problem in cards_fit(changed)]


def test_every_card_of_the_starter_pack_shows_whole() -> None:
    assert [str(problem) for problem in cards_fit(read_layers([builtin_packs()]))] == []


def test_the_small_packs_cards_show_whole(layers: Layers) -> None:
    assert list(cards_fit(layers)) == []


@pytest.mark.parametrize(
    ("identifier", "field", "words", "start"),
    [
        (
            "tip-trust-001",
            "body",
            "Write it down. " * 300,
            "small/tips/trust.yaml:14: body: makes a card of 4",
        ),
        (
            "q-trust-001",
            "really_asking",
            "Will I hear? " * 200,
            "small/questions/trust.yaml:11: prompt: makes a card ",
        ),
        (
            "ask-manager-001",
            "listen_for",
            "A result. " * 200,
            "small/asks/manager.yaml:6: text: makes a card of ",
        ),
        (
            "template-thanks-001",
            "body",
            "Thank you. " * 200,
            "small/templates/thanks.yaml:7: body: makes a card of ",
        ),
    ],
)
def test_too_much_to_read_is_told_where_the_item_is_shortened(
    layers: Layers, identifier: str, field: str, words: str, start: str
) -> None:
    problems = said(layers, entry_of(layers, identifier, **{field: words}))

    assert any(problem.startswith(start) for problem in problems)


def test_a_reminder_is_read_step_by_step(layers: Layers) -> None:
    plan = layers.entries["plan-light"].item
    assert isinstance(plan, PlanTemplate)
    steps = (replace(plan.steps[0], text="Take a breath. " * 200), *plan.steps[1:])

    problems = said(layers, entry_of(layers, "plan-light", steps=steps))

    assert problems
    assert all(problem.startswith("small/plans/light.yaml:") for problem in problems)
    assert any("does not show whole on Discord (words are left out)" in problem for problem in problems)
    assert not any("on Slack" in problem for problem in problems)


def test_words_that_a_platform_would_leave_out_are_told() -> None:
    long = Card(("body",), Message("A tip", "A title " * 30, (Paragraph(()),)))

    assert "does not show whole on Slack (words are left out); shorten it" in list(faults(long))


def test_more_than_slack_takes_is_told() -> None:
    long = Card(
        ("body",), Message("A tip", "Long", (Bullets(tuple(text(f"Line {place}") for place in range(70))),))
    )

    assert "does not show whole on Slack (words are left out); shorten it" in list(faults(long))


def test_an_ellipsis_of_the_authors_own_is_no_cut(layers: Layers) -> None:
    assert said(layers, entry_of(layers, "tip-trust-001", body="Say it, wait… and go on.")) == []


def test_what_is_not_live_is_not_judged(layers: Layers) -> None:
    too_long = entry_of(layers, "tip-trust-001", body="Write it down. " * 300, status=Status.DRAFT)

    assert said(layers, too_long) == []


def test_a_tip_is_judged_with_its_reasons_and_a_question_with_what_is_behind_it(layers: Layers) -> None:
    tip, question = layers.entries["tip-trust-001"].item, layers.entries["q-trust-001"].item
    assert isinstance(tip, Tip)
    assert isinstance(question, Question)

    assert any(tip.why in words_of(card) for card in cards(tip, layers))
    assert any(question.follow_ups[-1] in words_of(card) for card in cards(question, layers))


def words_of(card: Card) -> str:
    texts = [block.text for block in card.message.blocks if isinstance(block, Paragraph)]
    items = [item for block in card.message.blocks if isinstance(block, Bullets) for item in block.items]
    return "\n".join(map(plain, [*texts, *items]))


def test_the_check_holds_what_it_is_handed_besides_its_own_rules() -> None:
    def nothing_is_right(layers: Layers):
        yield layers.entries["tip-trust-001"].problem(("title",), "is not right")

    report = check([PACKS / "small"], today=TODAY, rules=(nothing_is_right,))

    assert [problem.text for problem in report.problems] == ["is not right"]
