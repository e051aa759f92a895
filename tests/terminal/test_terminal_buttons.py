from __future__ import annotations

import pytest

from adapters.terminal.buttons import Numbers, number_in
from bot.invocation import Invocation
from bot.views.blocks import Actions, Button, Emphasis, Message


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


def test_a_number_of_a_message_that_scrolled_away_says_so() -> None:
    numbers = Numbers()
    numbers.take(message("a", "b", "c"))
    numbers.begin()
    numbers.take(message("d"))
    assert numbers.explain(3) == (
        "Button [3] belonged to an older message, which has scrolled away. Now the only button is [1]; "
        "/prep shows where you stand."
    )
    assert numbers.explain(4) == "There is no button [4]: the only button is [1]."


def test_what_was_asked_for_begins_at_1_and_the_next_one_counts_on() -> None:
    numbers = Numbers()
    numbers.take(message("a", "b"))
    with numbers.asked_for():
        assert numbers.behind(2) == Invocation("b")
        assert numbers.take(message("first"), unasked=True) == 1
        assert numbers.take(message("second"), unasked=True) == 2
    numbers.pressed()
    assert numbers.behind(2) == Invocation("second")


def test_what_arrives_after_that_changes_no_number() -> None:
    numbers = Numbers()
    numbers.take(message("a", "b"))
    with numbers.asked_for():
        pass
    assert numbers.take(message("later"), unasked=True) == 3
    assert numbers.behind(1) == Invocation("a")


def labelled(*labels: str) -> Message:
    buttons = tuple(Button(label, Invocation("tip", {"topic": label})) for label in labels)
    return Message("n", "T", (Actions(buttons),))


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Springfield, Illinois, United States", "Springfield, Illinois, United States"),
        ("springfield, illinois", "Springfield, Illinois, United States"),
        ("Illinois", "Springfield, Illinois, United States"),
        (" another city ", "Another city"),
        ("United States", None),
        ("Springfield", None),
        ("Springfield, I", None),
        ("Chicago", None),
        ("", None),
    ],
)
def test_the_words_of_one_button_alone_press_it(typed: str, label: str | None) -> None:
    numbers = Numbers()
    places = ("Springfield, Illinois, United States", "Springfield, Ohio, United States", "Another city")
    numbers.take(labelled(*places))
    pressed = numbers.labelled(typed)
    assert (pressed and pressed.arguments["topic"]) == label


def test_what_cannot_be_undone_is_never_pressed_by_its_words() -> None:
    numbers = Numbers()
    erase = Button("Yes, delete everything", Invocation("encore erase"), Emphasis.DANGER)
    numbers.take(Message("n", "T", (Actions((erase,)),)))
    assert numbers.labelled("yes") is None
    assert numbers.labelled("Yes, delete everything") is None
