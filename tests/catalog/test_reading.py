"""How hard a text is to read: the measure on words counted by hand, and the rule at its edge."""

from __future__ import annotations

import pytest

from bot.catalog.rules.reading import grade, syllables
from tests.catalog.pack_copy import PackCopy

TIP = "tips/trust.yaml"
HARD = (
    "Demonstrating organisational accountability necessitates communicating unanticipated difficulties "
    "immediately to everybody involved in it."
)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("the", 1),
        ("I", 1),
        ("side", 1),
        ("walked", 1),
        ("wanted", 2),
        ("table", 2),
        ("times", 1),
        ("promise", 2),
        ("interview", 3),
        ("you're", 1),
        ("90", 1),
    ],
)
def test_syllables_are_those_that_are_said(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_grade_is_what_kincaid_and_flesch_made_it() -> None:
    """Six words, one sentence, six syllables: 0.39 * 6 + 11.8 * 1 - 15.59."""
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)


def test_shorter_sentences_are_easier() -> None:
    words = "You write the name and you say the year"

    assert grade(f"{words}. {words}.") < grade(f"{words} and {words}.")


def test_nothing_to_read_is_grade_nought() -> None:
    assert grade(" - ") == 0.0


def test_a_tip_beyond_grade_eight_is_a_problem(pack: PackCopy) -> None:
    pack.replace(TIP, "When you misspeak, stop, say so, and give the right figure. Nobody minds.", HARD)

    (problem,) = pack.problems()

    assert problem.startswith("tips/trust.yaml:28: body: reads at grade ")
    assert problem.endswith("; shorten the sentences, or take shorter words, down to 8")


def test_another_item_is_read_as_a_whole(pack: PackCopy) -> None:
    pack.replace("asks/manager.yaml", "text: ", f'text: "{HARD}" # ')

    (problem,) = pack.problems()

    assert ": text: reads at grade " in problem


def test_a_plan_is_read_step_by_step(pack: PackCopy) -> None:
    pack.replace("plans/light.yaml", "One hour to go.", HARD)

    (problem,) = pack.problems()

    assert ": steps.text: reads at grade " in problem


def test_a_few_words_are_not_judged(pack: PackCopy) -> None:
    pack.replace(
        TIP,
        "When you misspeak, stop, say so, and give the right figure. Nobody minds.",
        "Communicate unanticipated organisational difficulties immediately.",
    )

    assert pack.problems() == []
