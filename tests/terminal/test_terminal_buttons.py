from __future__ import annotations

import pytest

from adapters.terminal.buttons import Numbers, number_in
from bot.invocation import Invocation
from bot.views.blocks import Actions, Button, Message


def message(*paths: str) -> Message:
    return Message("n", "T", (Actions(tuple(Button(path, Invocation(path)) for path in paths)),))


@pytest.mark.parametrize(
    ("typed", "number"), [("1", 1), (" 12 ", 12), ("[3]", 3), ("[ 3 ]", 3), ("2.", 2), ("0", 0)]
)
def test_a_number_alone_is_a_press(typed: str, number: int) -> None:
    assert number_in(typed) == number


@pytest.mark.parametrize("typed", ["", "1 2", "3pm", "99999", "one", "-1", "1/2", "٣", "²"])
def test_anything_else_is_a_line(typed: str) -> None:
    assert number_in(typed) is None


def test_numbers_press_the_last_message_with_buttons() -> None:
    numbers = Numbers()
    assert numbers.take(message("a", "b")) == 1
    numbers.take(Message("n", "no buttons", ()))
    assert numbers.behind(2) == Invocation("b")
    numbers.begin()
    numbers.take(message("c"))
    assert (numbers.behind(1), numbers.behind(2), numbers.behind(0)) == (Invocation("c"), None, None)


def test_a_message_that_arrives_never_changes_what_a_number_means() -> None:
    numbers = Numbers()
    numbers.take(message("a", "b"))
    assert numbers.take(message("reminder"), unasked=True) == 3
    assert [numbers.behind(n) for n in (1, 2, 3)] == [Invocation(p) for p in ("a", "b", "reminder")]


def test_a_press_leaves_the_other_reminders_pressable() -> None:
    numbers = Numbers()
    numbers.take(message("first"), unasked=True)
    numbers.take(message("second"), unasked=True)
    numbers.pressed()
    assert numbers.take(message("undo")) == 3
    assert numbers.behind(2) == Invocation("second")


def test_a_press_on_an_answer_begins_anew() -> None:
    numbers = Numbers()
    numbers.take(message("another", "save"))
    numbers.pressed()
    assert numbers.take(message("another", "save")) == 1


def test_a_number_with_nothing_behind_it_is_explained() -> None:
    numbers = Numbers()
    assert numbers.explain(1) == "There is no button to press just now. /prep shows where you stand."
    numbers.take(message("a"))
    assert numbers.explain(2) == "There is no button [2]: the only button is [1]."
    numbers.take(message("b"))
    assert numbers.explain(9) == "There is no button [9]: the buttons are [1] to [2]."
