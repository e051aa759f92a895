from __future__ import annotations

import pytest

from bot.domain.content import Proof, Topic
from bot.domain.topics import find, like, near, title_of


def test_every_topic_and_proof_has_a_title() -> None:
    assert all(title_of(word) for word in (*Topic, *Proof))
    assert len({title_of(topic) for topic in Topic}) == len(Topic)


@pytest.mark.parametrize("topic", Topic)
def test_a_topic_answers_to_its_value_and_its_title(topic: Topic) -> None:
    assert find(topic, Topic) is topic
    assert find(title_of(topic).upper(), Topic) is topic


@pytest.mark.parametrize("proof", Proof)
def test_a_proof_answers_to_its_value_and_its_title(proof: Proof) -> None:
    assert find(proof, Proof) is proof
    assert find(title_of(proof), Proof) is proof


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("nerves", Topic.NERVES_WELLBEING),
        ("  Trust. ", Topic.TRUST),
        ("thank-you", Topic.THANKS_FOLLOWUP),
        ("salary", Topic.PAY_OFFER),
        ("pay offer", Topic.PAY_OFFER),
        ("presentations", Topic.TASKS_PRESENTATIONS),
        ("reliab", Topic.RELIABILITY),
        ("90 days", Topic.FIRST_90_DAYS),
    ],
)
def test_topics_are_found_as_people_type_them(typed: str, topic: Topic) -> None:
    assert find(typed, Topic) is topic


@pytest.mark.parametrize("typed", ["", "  ", "??", "re", "purple monkey", "x" * 10_000, "\u202e"])
def test_what_names_nothing_is_not_guessed(typed: str) -> None:
    assert find(typed, Topic) is None


def test_two_that_fit_are_not_guessed_between() -> None:
    assert find("questions", Topic) is None


@pytest.mark.parametrize(("typed", "title"), [("trsut", "Trust"), ("hard question", "Tough questions")])
def test_near_ones_are_named(typed: str, title: str) -> None:
    assert title in near(typed, Topic)


def test_nothing_is_near_nonsense() -> None:
    assert near("xqzzt", Topic) == ()


def test_no_name_means_two_topics() -> None:
    for words in (list(Topic), list(Proof)):
        forms = [form.casefold() for word in words for form in word.facts.names]
        assert len(forms) == len(set(forms))


def test_suggestions_begin_as_typed_first() -> None:
    assert like("", Topic) == tuple(Topic)
    assert like("pa", Topic)[0] in {Topic.PANEL_MULTI, Topic.PAY_OFFER}
    assert Topic.COMPANY_RESEARCH in like("pa", Topic)
