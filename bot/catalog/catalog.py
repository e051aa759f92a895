"""The content in force, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from bot.catalog.layers import Layers, read_layers
from bot.catalog.location import builtin_packs
from bot.catalog.packs import Content
from bot.catalog.problem import lines_of
from bot.catalog.rules import STRUCTURE
from bot.domain.calendar import weekends
from bot.domain.content import (
    Ask,
    Asker,
    Item,
    MessageTemplate,
    Pack,
    PlanTemplate,
    Proof,
    Purpose,
    Question,
    Rubric,
    Source,
    Status,
    Task,
    Tip,
    Topic,
)
from bot.domain.members import Pace
from bot.errors import ContentError

ContentT = TypeVar("ContentT", bound=Content)
ItemT = TypeVar("ItemT", bound=Item)


class Catalog:
    """Our packs with the group's laid over them. Nothing in it changes after it is made.

    Drafts are not in it. A retired item is found by its id, since a button may be old, and offered nowhere.
    """

    __slots__ = ("_asks", "_items", "_plans", "_questions", "_templates", "_tips", "packs")

    def __init__(self, items: Mapping[str, Content], packs: tuple[Pack, ...] = ()) -> None:
        self.packs = packs
        self._items = MappingProxyType({name: item for name, item in items.items() if not _is_draft(item)})
        self._plans = {plan.pace: plan for plan in self.of(PlanTemplate)}
        self._tips = {topic: _about(topic, self.live(Tip)) for topic in (None, *Topic)}
        self._questions = {proof: _proving(proof, self.live(Question)) for proof in (None, *Proof)}
        self._asks = {to: _asked_of(to, self.live(Ask)) for to in (None, *Asker)}
        self._templates = self.live(MessageTemplate)

    def of(self, kind: type[ContentT]) -> tuple[ContentT, ...]:
        """Return everything of a kind, retired items included, in the order of packs and files."""
        return tuple(item for item in self._items.values() if isinstance(item, kind))

    def live(self, kind: type[ItemT]) -> tuple[ItemT, ...]:
        """Return the live items of a kind."""
        items = (item for item in self._items.values() if isinstance(item, kind))
        return tuple(item for item in items if item.status is Status.LIVE)

    def topics(self) -> tuple[Topic, ...]:
        """Return the topics that have live tips, in their usual order."""
        return tuple(topic for topic in Topic if self._tips[topic])

    def tips(self, topic: Topic | None = None) -> Sequence[Tip]:
        """Return the live tips, of one topic if named."""
        return self._tips[topic]

    def questions(self, proof: Proof | None = None) -> Sequence[Question]:
        """Return the live questions, of one proof or competency if named."""
        return self._questions[proof]

    def asks(self, to: Asker | None = None) -> Sequence[Ask]:
        """Return the live questions for the member to ask, for one sort of interviewer if named."""
        return self._asks[to]

    def templates(self, purpose: Purpose | None = None) -> Sequence[MessageTemplate]:
        """Return the live message templates, of one purpose if named."""
        return tuple(item for item in self._templates if purpose is None or item.purpose is purpose)

    def plan(self, pace: Pace) -> PlanTemplate:
        """Return the plan for a pace; a loaded catalog has one for each."""
        return self._plans[pace]

    def days_off(self, region: str, zone: str, first: date, last: date) -> frozenset[date]:
        """Return the weekends: packs know of no holidays."""
        _ = region, zone
        return weekends(first, last)

    def find(self, identifier: str) -> Content | None:
        """Return whatever has that id, retired items included."""
        return self._items.get(identifier)

    def tip(self, identifier: str) -> Tip | None:
        """Return one tip, retired ones included."""
        return self._one(Tip, identifier)

    def question(self, identifier: str) -> Question | None:
        """Return one question, retired ones included."""
        return self._one(Question, identifier)

    def ask(self, identifier: str) -> Ask | None:
        """Return one question for the member to ask, retired ones included."""
        return self._one(Ask, identifier)

    def template(self, identifier: str) -> MessageTemplate | None:
        """Return one message template, retired ones included."""
        return self._one(MessageTemplate, identifier)

    def task(self, identifier: str) -> Task | None:
        """Return one task, retired ones included."""
        return self._one(Task, identifier)

    def rubric(self, identifier: str) -> Rubric | None:
        """Return one rubric, retired ones included."""
        return self._one(Rubric, identifier)

    def source(self, identifier: str) -> Source | None:
        """Return one source."""
        return self._one(Source, identifier)

    def _one(self, kind: type[ContentT], identifier: str) -> ContentT | None:
        item = self._items.get(identifier)
        return item if isinstance(item, kind) else None


def load(directories: Sequence[Path]) -> Catalog:
    """Read the packs of `directories` in order and lay them over one another.

    A directory is a pack or holds packs. Raises ContentError with one problem a line when anything in them
    cannot be used. What only a reader would mind does not stop a start: `check` tells it.
    """
    layers = read_layers(directories)
    problems = [*layers.problems, *chain.from_iterable(rule(layers) for rule in STRUCTURE)]
    if problems:
        raise ContentError("\n".join(lines_of(problems)))
    return catalog_of(layers)


@cache
def shipped() -> Catalog:
    """Return our own packs, which are read once: only a release changes them. Raises ContentError as `load` does."""
    return load([builtin_packs()])


def catalog_of(layers: Layers) -> Catalog:
    """Return the catalog of packs already laid down."""
    return Catalog({name: entry.item for name, entry in layers.entries.items()}, layers.packs)


def _is_draft(item: Content) -> bool:
    return not isinstance(item, PlanTemplate) and item.status is Status.DRAFT


def _about(topic: Topic | None, tips: Sequence[Tip]) -> tuple[Tip, ...]:
    return tuple(tip for tip in tips if topic is None or tip.topic is topic)


def _asked_of(to: Asker | None, asks: Sequence[Ask]) -> tuple[Ask, ...]:
    return tuple(ask for ask in asks if to is None or to in ask.to)


def _proving(proof: Proof | None, questions: Sequence[Question]) -> tuple[Question, ...]:
    return tuple(question for question in questions if proof is None or proof in question.proofs)
