"""The claims that the starter pack grew from: each is rested on, and nobody is said to have said more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.catalog.layers import Layers
from bot.catalog.problem import Problem
from bot.catalog.rules.starter import Starter, starters
from bot.catalog.rules.wording import texts
from bot.catalog.vocabulary import CLAIMS
from bot.domain.content import Item, Question, Rubric, Task, Tip

CREDITS = ("S9", "S47")
"""Claims about who said something: the pack's credits name them."""
PROOFS = tuple(f"S{number}" for number in range(10, 16))
"""What a hiring manager wants to say yes to."""
RESEARCH = tuple(f"S{number}" for number in (29, 30, 31, *range(38, 44)))
"""What to find out beforehand: to be read in a tip and done in a task."""
PROOF_TIPS, PROOF_QUESTIONS = 7, 14

COACHES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Gannon": frozenset({*(f"S{number}" for number in range(9, 17)), "S18"}),
        "Jackson": frozenset({*(f"S{number}" for number in range(23, 47)), "S47"}),
    }
)
"""What each coach did say. Nothing else is put in their mouths."""


def claims_are_cited(layers: Layers) -> Iterator[Problem]:
    """Find claims that no live item of the starter pack has for seed, and credits that it does not give."""
    for pack in starters(layers):
        cited = {seed for item in pack.live(Item) for seed in item.seed}
        missing = [claim for claim in CLAIMS if claim not in CREDITS and claim not in cited]
        if missing:
            yield pack.lacks(
                "seed", f"no live item rests on {', '.join(missing)}; name it in the seed of one"
            )
        given = {credit.seed for credit in pack.folder.pack.credits} if pack.folder.pack else set()
        for claim in CREDITS:
            if claim not in given:
                yield pack.lacks(
                    "credits", f'{claim} is not credited; add "- seed: {claim}" and whom it is from'
                )


def claims_lead_somewhere(layers: Layers) -> Iterator[Problem]:
    """Find proofs without enough tips and questions or without a rubric, and research without a tip or task."""
    for pack in starters(layers):
        for claim in PROOFS:
            yield from pack.at_least(PROOF_TIPS, _count(pack, Tip, claim), "tips", f"with seed {claim}")
            yield from pack.at_least(
                PROOF_QUESTIONS, _count(pack, Question, claim), "questions", f"with seed {claim}"
            )
            yield from pack.at_least(1, _count(pack, Rubric, claim), "rubrics", f"with seed {claim}")
        for claim in RESEARCH:
            yield from pack.at_least(1, _count(pack, Tip, claim), "tips", f"with seed {claim}")
            yield from pack.at_least(1, _count(pack, Task, claim), "tasks", f"with seed {claim}")


def _count(pack: Starter, kind: type[Item], claim: str) -> int:
    return sum(claim in item.seed for item in pack.live(kind))


def coaches_said_it(layers: Layers) -> Iterator[Problem]:
    """Find items that name a coach and rest on none of the claims that are theirs."""
    for entry in layers.entries.values():
        for loc, text in texts(entry.item):
            for coach, claims in COACHES.items():
                if re.search(rf"\b{coach}\b", text) and not claims & set(getattr(entry.item, "seed", ())):
                    advice = "take the name out, or name the claim in seed"
                    yield entry.problem(
                        loc, f"{coach} is named, and no claim of theirs is its seed; {advice}"
                    )
