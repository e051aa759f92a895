"""How an item is worded: what nobody should have to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from types import MappingProxyType
from typing import Any

from bot.catalog.document import Loc
from bot.catalog.layers import Layers
from bot.catalog.packs import Content, Entry
from bot.catalog.problem import Problem
from bot.domain.content import (
    Ask,
    Dimension,
    MessageTemplate,
    PlanStep,
    PlanTemplate,
    Question,
    Rubric,
    Task,
    Tip,
)

BANNED = re.compile(
    r"\b(ace|nail|crush|a-game|rock[ -]?star|be yourself|dream job|sell yourself|game[ -]?changer)\b",
    re.IGNORECASE,
)
PROMISE = re.compile(
    r"\b(?:will|to) (?:get|win|land|earn|bring) you (?:the|a|this|that) (?:job|offer|role|post)\b"
    r"|\bguaranteed? (?:you )?(?:the|a|this|that) (?:job|offer|role|post)\b",
    re.IGNORECASE,
)

WORDS: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        Tip: ("title", "body", "why", "do_now"),
        Question: ("prompt", "really_asking", "strong", "pitfalls", "follow_ups"),
        Task: ("text", "done_when"),
        Ask: ("text", "listen_for", "avoid_if"),
        MessageTemplate: ("subject", "body"),
        Rubric: ("title", "dimensions"),
        Dimension: ("name", "observables", "anchors", "next_step"),
        PlanTemplate: ("title", "summary", "steps"),
        PlanStep: ("text", "plan_prompt"),
    }
)
"""The fields that a person reads, in their order. A source's words are other people's."""


def texts(item: Content) -> Iterator[tuple[Loc, str]]:
    """Yield every text of an item that a person reads, with its place in the item."""
    yield from _texts(item, ())


def _texts(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from _texts(part, (*loc, place))
    elif is_dataclass(value):
        for name in WORDS.get(type(value), ()):
            yield from _texts(getattr(value, name), (*loc, name))


def _each(layers: Layers) -> Iterator[tuple[Entry, Loc, str]]:
    for entry in layers.entries.values():
        for loc, text in texts(entry.item):
            yield entry, loc, text


def no_banned_words(layers: Layers) -> Iterator[Problem]:
    """Find worn-out words."""
    for entry, loc, text in _each(layers):
        if found := BANNED.search(" ".join(text.split())):
            yield entry.problem(loc, f'"{found[0]}" is worn out; say what to do in plain words')


def no_promises(layers: Layers) -> Iterator[Problem]:
    """Find promises of a job."""
    for entry, loc, text in _each(layers):
        if found := PROMISE.search(" ".join(text.split())):
            yield entry.problem(loc, f'"{found[0]}" is a promise nobody can keep; say what it may help with')
