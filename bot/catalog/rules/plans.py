"""What a plan must be like for the planner to place its steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.catalog.document import Loc
from bot.catalog.layers import Layers
from bot.catalog.packs import Entry
from bot.catalog.problem import Problem
from bot.domain.content import Lead, PlanStep, PlanTemplate
from bot.domain.leads import Offset


def _steps(layers: Layers) -> Iterator[tuple[Entry, Loc, PlanStep]]:
    for entry, plan in layers.of(PlanTemplate):
        yield from ((entry, ("steps", place), step) for place, step in enumerate(plan.steps))


def steps_have_their_own_ids(layers: Layers) -> Iterator[Problem]:
    """Find steps that share an id."""
    first: dict[str, tuple[Entry, Loc]] = {}
    for entry, loc, step in _steps(layers):
        other, place = first.setdefault(step.id, (entry, loc))
        if (other, place) != (entry, loc):
            text = f'"{step.id}" is taken by {other.place_of(place)}; give it the next free number'
            yield entry.problem((*loc, "id"), text)


def leads_stand_once(layers: Layers) -> Iterator[Problem]:
    """Find leads that stand twice in a plan without conditions that say when each is skipped."""
    for entry, plan in layers.of(PlanTemplate):
        count = Counter(step.lead for step in plan.steps)
        for place, step in enumerate(plan.steps):
            if count[step.lead] > 1 and not step.skip_if:
                text = f'"{step.lead}" stands {count[step.lead]} times; give each a skip_if, or keep one'
                yield entry.problem(("steps", place, "lead"), text)


def offsets_fit_their_leads(layers: Layers) -> Iterator[Problem]:
    """Find offsets at booking, none elsewhere, and those on the other side of the interview than their lead."""
    for entry, loc, step in _steps(layers):
        if step.lead is Lead.ANY:
            yield entry.problem((*loc, "lead"), '"any" is no moment; write the one at which the step comes')
        elif step.lead is Lead.BOOKING:
            if step.offset is not None:
                yield entry.problem((*loc, "offset"), "does not go with booking; take it out")
        elif step.offset is None:
            yield entry.problem((*loc, "offset"), 'is missing; add a line "offset: ...", like -P5D')
        elif fault := _wrong_side(step.lead, step.offset):
            yield entry.problem((*loc, "offset"), fault)


def _wrong_side(lead: Lead, offset: Offset) -> str | None:
    way = offset.days or offset.business_days or (offset.elapsed.total_seconds() if offset.elapsed else 0)
    if not lead.after:
        return f"lies after the interview and {lead} before it; write it with -" if way > 0 else None
    return f"does not lie after the interview, as {lead} does; write it with +" if way <= 0 else None


def times_of_day_fit(layers: Layers) -> Iterator[Problem]:
    """Find times of day that go with hours, which count from the start, or with booking, which is at once."""
    for entry, loc, step in _steps(layers):
        if step.local_time is None:
            continue
        if step.offset is None:
            yield entry.problem((*loc, "local_time"), "does not go with booking; take it out")
        elif step.offset.elapsed is not None:
            yield entry.problem((*loc, "local_time"), "does not go with an offset in hours; take it out")
