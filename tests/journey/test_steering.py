"""Proofs without a story come up more often in practice, among what fits as well and is still unseen."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.catalog import shipped
from bot.domain.content import SIX_PROOFS, Lead, Proof, Question, Tip
from bot.domain.keeping import Story, worth_steering
from bot.domain.practice import LIKELIER, Situation, choose, fits
from bot.domain.sheets import Entry, Sheet
from bot.services.practice import Kind, draw
from tests.conftest import HeldClock, Person
from tests.fakes import a_question, a_tip

OURS = shipped()
DRAWS = 300
TOLD = Story(headline="I owned up first")


def drawn(items: list[Question], situation: Situation) -> list[Question]:
    fitting = fits(items, situation)
    found = [
        choose(items, (), random.Random(seed), member_id="ada", fitting=fitting) for seed in range(DRAWS)
    ]
    return [one.item for one in found if one]


def share(items: Iterable[Tip | Question], proof: Proof) -> float:
    shown = list(items)
    return sum(proof in item.proofs for item in shown) / len(shown)


async def tells(person: Person, proofs: Iterable[Proof]) -> None:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        for proof in proofs:
            values = {"headline": f"The day of {proof}"}
            now = person.clock.now()
            await unit.sheets.put(
                Entry(member_id=member.id, sheet=Sheet.STORIES, slot=proof, values=values, saved_at=now)
            )
        await unit.commit()


async def draws(person: Person, kind: Kind, *, steered: bool = True) -> list[Tip | Question]:
    """Draw many times from where the member stands now; nothing of it is kept."""
    items: list[Tip | Question] = [*(OURS.tips() if kind is Kind.TIP else OURS.questions())]
    found = []
    for seed in range(DRAWS):
        async with person.encore.store.unit() as unit:
            member = await unit.members.get(person.caller.member)
            assert member is not None
            chosen = await draw(
                unit, member, kind, items, rng=random.Random(seed), now=person.clock.now(), steered=steered
            )
            assert chosen is not None
            found.append(chosen.item)
    return found


def test_a_gap_is_as_much_likelier_as_anything_made_for_her() -> None:
    items = [a_question(number, proof) for proof in (Proof.TRUST, Proof.CULTURE) for number in (1, 2, 3)]
    plain = share(drawn(items, Situation()), Proof.TRUST)
    steered = share(drawn(items, Situation(gaps=frozenset({Proof.TRUST}))), Proof.TRUST)
    assert 0.35 < plain < 0.65
    assert steered > 0.62
    weights = fits(items, Situation(gaps=frozenset({Proof.TRUST}))).weights
    assert weights == [LIKELIER] * 3 + [1] * 3


def test_a_gap_never_goes_before_what_fits_the_days_left() -> None:
    gap = a_tip(1, lead=Lead.T_7, proofs=(Proof.TRUST,))
    here = a_tip(2, lead=Lead.MORNING, proofs=(Proof.CULTURE,))
    found = fits([gap, here], Situation(lead=Lead.MORNING, gaps=frozenset({Proof.TRUST})))
    assert found.distances[0] > found.distances[1] == 0


@given(st.sets(st.sampled_from(list(SIX_PROOFS))), st.sampled_from(Lead))
def test_gaps_change_no_distance(gaps: set[Proof], lead: Lead) -> None:
    items = [*OURS.tips()[:40], *OURS.questions()[:40]]
    plain, steered = (fits(items, Situation(lead=lead, gaps=frozenset(some))) for some in (set(), gaps))
    assert plain.distances == steered.distances


@given(st.integers(0, 2**16))
def test_with_gaps_every_round_still_shows_each_item_once(seed: int) -> None:
    items = [replace(a_question(1, proof), id=f"q-{number}") for number, proof in enumerate(SIX_PROOFS)]
    situation = Situation(gaps=frozenset({Proof.TRUST}))
    rng, seen = random.Random(seed), set[str]()
    for _ in items:
        chosen = choose(items, seen, rng, member_id="ada", fitting=fits(items, situation))
        assert chosen is not None
        assert not chosen.again
        seen.add(chosen.item.id)
    assert len(seen) == len(items)


def test_who_has_no_story_or_all_six_is_not_steered() -> None:
    assert worth_steering({}) == frozenset()
    assert worth_steering(dict.fromkeys(SIX_PROOFS, TOLD)) == frozenset()
    assert worth_steering({Proof.TRUST: TOLD}) == frozenset(SIX_PROOFS) - {Proof.TRUST}


@pytest.mark.parametrize("kind", [Kind.TIP, Kind.QUESTION])
async def test_what_has_no_story_comes_up_more_often_once_there_are_some(member: Person, kind: Kind) -> None:
    before = share(await draws(member, kind), Proof.EXCEEDING)
    await tells(member, [proof for proof in SIX_PROOFS if proof is not Proof.EXCEEDING])
    gap = share(await draws(member, kind), Proof.EXCEEDING)
    assert gap > 1.5 * before > 0
    assert share(await draws(member, kind, steered=False), Proof.EXCEEDING) < gap
    await tells(member, [Proof.EXCEEDING])
    assert share(await draws(member, kind), Proof.EXCEEDING) == before


@pytest.mark.parametrize("command", ["/question", "/tip"])
async def test_commands_without_an_argument_are_steered(
    member: Person, clock: HeldClock, command: str
) -> None:
    cleo = Person(member.encore, clock, "cleo")
    await cleo.live_in()
    await tells(member, [proof for proof in SIX_PROOFS if proof is not Proof.EXCEEDING])
    about = {}
    for person in (member, cleo):
        shown = []
        for _ in range(40):
            await person.type(command)
            shown += [q for q in OURS.questions() if q.prompt in person.says]
            shown += [tip for tip in OURS.tips() if tip.title == person.message.title]
        assert len(shown) >= 40
        about[person] = share(shown, Proof.EXCEEDING)
    assert about[member] > 1.5 * about[cleo]


async def test_a_question_asked_for_by_its_proof_stays_of_it_whatever_the_gaps(member: Person) -> None:
    await tells(member, [Proof.TRUST])
    for _ in range(5):
        await member.type("/question trust")
        [shown] = [question for question in OURS.questions() if question.prompt in member.says]
        assert Proof.TRUST in shown.proofs
