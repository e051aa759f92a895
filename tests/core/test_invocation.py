from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.invocation import MAX_ENCODED, Invocation, decode, encode

words = st.text(max_size=12)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), words, max_size=3))
def test_what_a_button_carries_comes_back_as_it_was(arguments: dict[str, str]) -> None:
    invocation = Invocation("reminder later", arguments)
    try:
        encoded = encode(invocation)
    except ValueError:
        return
    assert len(encoded) <= MAX_ENCODED
    assert decode(encoded) == invocation


def test_a_button_that_is_too_long_is_refused_rather_than_cut() -> None:
    with pytest.raises(ValueError, match="a button holds 100 characters"):
        encode(Invocation("interview move", {"when": "x" * 100}))


def test_a_step_after_the_interview_keeps_its_plus_sign() -> None:
    assert decode(encode(Invocation("plan done", {"lead": "+2h"}))).arguments == {"lead": "+2h"}


def test_the_longest_reminder_button_fits() -> None:
    assert len(encode(Invocation("reminder later", {"key": "a" * 24, "until": "tomorrow"}))) <= MAX_ENCODED
