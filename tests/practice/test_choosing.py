from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.practice import choose


@dataclass(frozen=True, slots=True)
class Item:
    id: str


def items(count: int) -> list[Item]:
    return [Item(f"tip-{number}") for number in range(count)]


def rounds(count: int, draws: int, seed: int, member_id: str, *, pressed: bool = False) -> list[str]:
    """Draw as the service does: what was seen is remembered, a new round forgets it."""
    rng, seen, drawn = random.Random(seed), set[str](), list[str]()
    for _ in range(draws):
        last = drawn[-1] if pressed and drawn else None
        chosen = choose(items(count), seen, rng, last=last, member_id=member_id)
        assert chosen is not None
        if chosen.again:
            seen.clear()
        seen.add(chosen.item.id)
        drawn.append(chosen.item.id)
    return drawn


counts = st.integers(1, 12)
seeds = st.integers(0, 2**32)
members = st.text(max_size=12)


@given(counts, seeds, members, st.booleans())
def test_every_round_shows_each_item_once(count: int, seed: int, member_id: str, pressed: bool) -> None:
    drawn = rounds(count, 4 * count, seed, member_id, pressed=pressed)
    for start in range(0, len(drawn), count):
        assert len(set(drawn[start : start + count])) == count


@given(st.integers(2, 12), seeds, members, st.booleans())
def test_a_round_never_begins_with_what_ended_the_last(
    count: int, seed: int, member_id: str, pressed: bool
) -> None:
    drawn = rounds(count, 4 * count, seed, member_id, pressed=pressed)
    assert all(one != other for one, other in pairwise(drawn))


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9), min_size=1), seeds)
def test_what_is_seen_comes_again_only_when_all_that_fit_are_seen(
    seen: set[int], fitting: set[int], seed: int
) -> None:
    names = {f"tip-{number}" for number in seen}
    chosen = choose([Item(f"tip-{number}") for number in sorted(fitting)], names, random.Random(seed))
    assert chosen is not None
    assert chosen.again == (fitting <= seen)
    assert chosen.again == (chosen.item.id in names)


def test_a_new_round_does_not_begin_with_the_one_on_the_screen() -> None:
    everything = items(3)
    seen = {item.id for item in everything}
    for seed in range(50):
        for last in seen:
            chosen = choose(everything, seen, random.Random(seed), last=last)
            assert chosen is not None
            assert chosen.item.id != last


def test_the_only_item_comes_again() -> None:
    chosen = choose(items(1), {"tip-0"}, random.Random(1), last="tip-0")
    assert chosen is not None
    assert chosen.again
    assert chosen.item.id == "tip-0"


def test_nothing_fits_nothing() -> None:
    assert choose([], set(), random.Random(1)) is None


def test_every_item_can_come_first() -> None:
    first = {rounds(6, 1, seed, str(seed))[0] for seed in range(200)}
    assert first == {item.id for item in items(6)}
