"""What must hold for Encore to run: names that lead somewhere, and enough of each thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from bot.catalog.document import Loc
from bot.catalog.fields import SLOT
from bot.catalog.layers import Layers
from bot.catalog.packs import Entry
from bot.catalog.problem import Problem
from bot.catalog.vocabulary import SLOTS, nearest
from bot.domain.content import (
    SIX_PROOFS,
    Item,
    MessageTemplate,
    PlanStep,
    PlanTemplate,
    Question,
    Status,
    Task,
    Tip,
)
from bot.domain.members import Pace

QUESTIONS_A_PROOF = 4
"""Fewer than these and a member meets the same question again on the second day."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def references(entry: Entry) -> Iterator[tuple[Loc, str]]:
    """Yield each id that an item names, with the field that names it."""
    item = entry.item
    if isinstance(item, Item):
        yield from ((("sources", place), name) for place, name in enumerate(item.sources))
    if isinstance(item, Question) and item.rubric:
        yield ("rubric",), item.rubric
    if isinstance(item, Task):
        yield from ((("depends_on", place), name) for place, name in enumerate(item.depends_on))
    if isinstance(item, PlanTemplate):
        for place, step in enumerate(item.steps):
            yield from ((("steps", place, *loc), name) for loc, name in _named_by(step))
        yield from ((("tasks", place), name) for place, name in enumerate(item.tasks))


def _named_by(step: PlanStep) -> Iterator[tuple[Loc, str]]:
    if step.task:
        yield ("task",), step.task
    if step.tip:
        yield ("tip",), step.tip
    yield from ((("questions", place), name) for place, name in enumerate(step.questions))


def references_resolve(layers: Layers) -> Iterator[Problem]:
    """Find ids that lead nowhere. One that a later pack hides is no fault: the item does without it.

    Nothing is told while there are items whose ids could not be read: the id may be one of theirs.
    """
    if not layers.complete:
        return
    for entry in layers.entries.values():
        for loc, name in references(entry):
            if name in layers.entries or name in layers.hidden or name in layers.broken:
                continue
            guess = nearest(name, (other for other in layers.entries if _prefix(other) == _prefix(name)))
            advice = f"did you mean {guess}?" if guess else "add it, or take the name out"
            yield entry.problem(loc, f'"{name}" is in no pack; {advice}')


def named_but_not_live(layers: Layers) -> Iterator[Problem]:
    """Find live items that name a hidden, retired or unfinished one: worth a warning, since they do without."""
    for entry in layers.entries.values():
        if isinstance(entry.item, Item) and entry.item.status is not Status.LIVE:
            continue
        for loc, name in references(entry):
            if name in layers.hidden:
                yield entry.problem(loc, f'"{name}" is hidden by {layers.hidden[name]}; name another')
            elif name in layers.entries:
                other = layers.entries[name].item
                if not isinstance(other, PlanTemplate) and other.status is not Status.LIVE:
                    yield entry.problem(loc, f'"{name}" is {other.status}, not live; name another')


def tasks_can_be_begun(layers: Layers) -> Iterator[Problem]:
    """Find tasks that wait for themselves, straight away or by way of others."""
    waits = {task.id: task.depends_on for _, task in layers.of(Task)}
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        first = next(name for name in circle if name in layers.entries)
        text = f"makes a circle ({' waits for '.join(circle)}); take one out"
        yield layers.entries[first].problem(("depends_on",), text)


def topic_is_the_file(layers: Layers) -> Iterator[Problem]:
    """Find tips, questions and tasks that stand in the file of another topic."""
    for entry in layers.entries.values():
        item = entry.item
        if isinstance(item, Tip | Question | Task) and item.topic != entry.document.path.stem:
            name = entry.document.path.name
            text = f'is "{item.topic}" in the file {name}; move the item to {item.topic}.yaml'
            yield entry.problem(("topic",), text)


def slots_are_used(layers: Layers) -> Iterator[Problem]:
    """Find slots of a template that its subject and body do not have in braces, and the reverse."""
    for entry, template in layers.of(MessageTemplate):
        used = {
            name: part
            for part, text in (("subject", template.subject), ("body", template.body))
            for name in PLACEHOLDER.findall(text)
        }
        for name, part in used.items():
            if not re.fullmatch(SLOT, name):
                yield entry.problem(
                    (part,), f"{{{name}}} is no slot; write small letters and _, like {{my_name}}"
                )
            elif name not in template.slots:
                yield entry.problem((part,), f"{{{name}}} is not among the slots; add {name} to slots")
        for place, name in enumerate(template.slots):
            if name not in used:
                yield entry.problem(
                    ("slots", place), f'"{name}" is not in the text; use {{{name}}} or take it out'
                )


def slots_look_right(layers: Layers) -> Iterator[Problem]:
    """Find slots that look like a slip for one that may be filled in for the member: worth a warning."""
    for entry, template in layers.of(MessageTemplate):
        for place, name in enumerate(template.slots):
            guess = nearest(name, SLOTS, at_least=0.8)
            if guess and guess != name:
                yield entry.problem(
                    ("slots", place), f'"{name}" is a blank to fill in; did you mean {guess}?'
                )


def enough_to_run(layers: Layers) -> Iterator[Problem]:
    """Find paces without a plan, and proofs with fewer than four live questions.

    Told only when everything could be read, since a broken item is missed already.
    """
    if not layers.folders or layers.broken or layers.problems:
        return
    manifest = layers.folders[-1].manifest
    paces = {plan.pace for _, plan in layers.of(PlanTemplate)}
    for pace in (pace for pace in Pace if pace not in paces):
        yield Problem(str(manifest.path), 1, "plans", f"there is none of pace {pace}; add plans/{pace}.yaml")
    live = [question for _, question in layers.of(Question) if question.status is Status.LIVE]
    for proof in SIX_PROOFS:
        count = sum(proof in question.proofs for question in live)
        if count < QUESTIONS_A_PROOF:
            text = f"there are {count} of proof {proof}; write at least {QUESTIONS_A_PROOF}"
            yield Problem(str(manifest.path), 1, "questions", text)


def paces_stand_once(layers: Layers) -> Iterator[Problem]:
    """Find second plans for a pace in one pack. In a later pack, it takes the place of the first."""
    for folder in layers.folders:
        first: dict[Pace, Entry] = {}
        for entry in folder.entries.values():
            if isinstance(entry.item, PlanTemplate):
                other = first.setdefault(entry.item.pace, entry)
                if other is not entry:
                    text = f'"{entry.item.pace}" is the pace of {other.document.path} already; keep one plan'
                    yield entry.problem(("pace",), text)


def _prefix(identifier: str) -> str:
    return identifier.partition("-")[0]
