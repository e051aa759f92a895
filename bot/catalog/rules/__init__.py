"""The rules that packs are held to, each a function from what is in force to the problems it finds.

`STRUCTURE` is what Encore needs in order to run. `EDITORIAL` is what a reader would mind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from bot.catalog.layers import Layers
from bot.catalog.problem import Problem
from bot.catalog.rules import (
    claims,
    minimums,
    plans,
    reading,
    register,
    sources,
    structure,
    unfinished,
    wording,
)

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
    unfinished.in_force,
)
EDITORIAL: tuple[Rule, ...] = (
    wording.no_banned_words,
    wording.no_promises,
    wording.no_unfounded_figures,
    wording.tasks_begin_with_a_verb,
    wording.follow_ups_go_further,
    reading.plain_enough,
    sources.statistics_have_sources,
    sources.evidence_is_the_best_grade,
    sources.percentages_are_the_sources,
    sources.addresses_are_unique,
    register.ids_stay,
    claims.claims_are_cited,
    claims.claims_lead_somewhere,
    claims.coaches_said_it,
    minimums.topics_have_enough,
    minimums.questions_are_varied,
    minimums.topics_ask_in_several_ways,
    minimums.every_moment_has_something,
    minimums.nothing_is_left_out,
)
