"""How an item is worded: what nobody should have to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from types import MappingProxyType
from typing import Any

from bot.catalog.document import Document, Loc
from bot.catalog.layers import Layers
from bot.catalog.packs import Content, Entry
from bot.catalog.problem import Problem
from bot.catalog.rules.likeness import ALIKE, likeness, trigrams
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
    r"\b(ace|aced|acing|nail|crush|(?:nail|crush)(?:ed|ing) (?:it|the|this|that|your)|a-game|(?:my|our|your|his|her|their) a game|rock[ -]?stars?"
    r"|be yourself|dream jobs?|sell(?:ing)? yourself|game[ -]?chang(?:ers?|ing))\b",
    re.IGNORECASE,
)
UNFOUNDED = re.compile(r"\b(?:7|seven)[ -]seconds?\b", re.IGNORECASE)
"""Figures that everybody repeats and nobody found."""
PROMISE = re.compile(
    r"\b(?:will|to) (?:get|win|land|earn|bring) you (?:the|a|an|this|that) (?:job|offer|role|post)\b"
    r"|\b(?:will|to) get you hired\b"
    r"|\bguarante(?:e|es|ed) (?:you )?(?:the|a|an|this|that) (?:job|offer|role|post)\b",
    re.IGNORECASE,
)

NO_VERB = re.compile(
    "a|all|an|and|another|any|as|at|because|before|after|behind|below|beside|between|beyond|both|but|by|during|each"
    "|either|every|five|for|four|from|half|her|his|how|if|in|into|its|many|more|most|my|near|never|next|no|not|on|once"
    "|one|or|our|over|per|same|several|six|some|ten|that|the|their|then|there|these|they|this|those|three|to|two"
    "|under|until|what|when|where|whether|which|while|who|whom|whose|why|with|within|without|you|your"
)
"""First words of a sentence that begins with something else than what to do."""
VERBS = frozenset(
    {"apply", "bring", "fly", "multiply", "rely", "reply", "ring", "sing", "string", "supply", "swing"}
)
"""Verbs that end like "thinking" and "calmly", which are none to begin with."""

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
    """Find worn-out words, also in what a pack says of itself."""
    own: Iterator[tuple[Document | Entry, Loc, str]] = (
        (folder.manifest, (name,), getattr(folder.pack, name))
        for folder in layers.folders
        if folder.pack
        for name in ("title", "summary")
    )
    for where, loc, text in (*own, *_each(layers)):
        if found := BANNED.search(" ".join(text.split())):
            yield where.problem(loc, f'"{found[0]}" is worn out; say what to do in plain words')


def no_promises(layers: Layers) -> Iterator[Problem]:
    """Find promises of a job."""
    for entry, loc, text in _each(layers):
        if found := PROMISE.search(" ".join(text.split())):
            yield entry.problem(loc, f'"{found[0]}" is a promise nobody can keep; say what it may help with')


def no_unfounded_figures(layers: Layers) -> Iterator[Problem]:
    """Find figures that are repeated everywhere and rest on nothing."""
    for entry, loc, text in _each(layers):
        if found := UNFOUNDED.search(" ".join(text.split())):
            yield entry.problem(loc, f'"{found[0]}" is a figure that nobody found; take it out')


def tasks_begin_with_a_verb(layers: Layers) -> Iterator[Problem]:
    """Find tasks whose first word cannot be something to do."""
    for entry, task in layers.of(Task):
        first = re.split(r"[\s,;:]", task.text, maxsplit=1)[0].casefold()
        if NO_VERB.fullmatch(first) or (first.endswith(("ing", "ly")) and first not in VERBS):
            text = f'begins with "{first}"; begin with what to do, like Write or Ask'
            yield entry.problem(("text",), text)


def follow_ups_go_further(layers: Layers) -> Iterator[Problem]:
    """Find follow-ups that ask the question again, or one another."""
    for entry, question in layers.of(Question):
        asked = [question.prompt, *question.follow_ups]
        for place, follow_up in enumerate(question.follow_ups):
            earlier = asked[: place + 1]
            if any(likeness(trigrams(follow_up), trigrams(words)) >= ALIKE for words in earlier):
                text = "asks what was asked already; ask for what comes next, or for a detail"
                yield entry.problem(("follow_ups", place), text)
