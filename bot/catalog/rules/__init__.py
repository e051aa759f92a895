"""The rules that packs are held to, each a function from what is in force to the problems it finds.

`STRUCTURE` is what Encore needs in order to run. `EDITORIAL` is what a reader would mind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from bot.catalog.layers import Layers
from bot.catalog.problem import Problem
from bot.catalog.rules import plans, sources, structure, wording

Rule: TypeAlias = Callable[[Layers], Iterator[Problem]]

STRUCTURE: tuple[Rule, ...] = (
    structure.references_resolve,
    structure.tasks_can_be_begun,
    structure.topic_is_the_file,
    structure.slots_are_used,
    structure.paces_stand_once,
    structure.enough_to_run,
    plans.steps_have_their_own_ids,
    plans.leads_stand_once,
    plans.offsets_fit_their_leads,
    plans.times_of_day_fit,
)
EDITORIAL: tuple[Rule, ...] = (
    wording.no_banned_words,
    wording.no_promises,
    sources.statistics_have_sources,
    sources.evidence_is_the_best_grade,
    sources.addresses_are_unique,
)
