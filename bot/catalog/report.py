"""Checking packs for their authors: everything that can be judged by a machine, and a count of what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from bot.catalog.layers import Layers, read_layers
from bot.catalog.problem import Problem, lines_of
from bot.catalog.rules import EDITORIAL, STRUCTURE, Rule
from bot.catalog.rules.likeness import THE_SAME, alike
from bot.catalog.rules.sources import reviewed_in_time
from bot.catalog.rules.structure import named_but_not_live, slots_look_right
from bot.catalog.rules.unfinished import drafts, finished, written
from bot.domain.content import (
    Ask,
    Item,
    MessageTemplate,
    PlanTemplate,
    Question,
    Rubric,
    Source,
    Status,
    Task,
    Tip,
    Topic,
)


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How many live items a topic has."""

    topic: Topic
    tips: int
    questions: int
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found. Problems stop a release; warnings ask for a look."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    topics: tuple[TopicCount, ...]
    others: tuple[tuple[str, int], ...]

    @property
    def passed(self) -> bool:
        """Whether there is nothing that must be mended."""
        return not self.problems


def check(directories: Sequence[Path], *, today: date, rules: Sequence[Rule] = ()) -> Report:
    """Check the packs of `directories` as they lie over one another, as `load` would read them.

    `rules` are held to besides those of the catalog: what cards look like is for those to judge who draw them.
    Everything that `load` refuses is a problem here too. Raises nothing for what a pack says.
    """
    layers = read_layers(directories)
    done = finished(layers)
    pairs = list(alike(done))
    problems = chain(
        layers.problems,
        *(rule(layers) for rule in (*STRUCTURE, drafts)),
        *(rule(done) for rule in (*EDITORIAL, *rules)),
        reviewed_in_time(done, today),
        (pair.problem() for pair in pairs if pair.measure >= THE_SAME),
    )
    warnings = chain(
        named_but_not_live(layers),
        slots_look_right(layers),
        written(layers),
        (pair.problem() for pair in pairs if pair.measure < THE_SAME),
    )
    return Report(
        problems=tuple(sorted(set(problems))),
        warnings=tuple(sorted(set(warnings))),
        topics=tuple(_count(layers, topic) for topic in Topic),
        others=tuple(
            (name, sum(1 for _ in layers.of(kind)))
            for name, kind in (
                ("plans", PlanTemplate),
                ("asks", Ask),
                ("templates", MessageTemplate),
                ("rubrics", Rubric),
                ("sources", Source),
            )
        ),
    )


def _count(layers: Layers, topic: Topic) -> TopicCount:
    live = [
        type(entry.item)
        for entry in layers.entries.values()
        if isinstance(entry.item, Item) and entry.item.topic is topic and entry.item.status is Status.LIVE
    ]
    return TopicCount(topic, live.count(Tip), live.count(Question), live.count(Task))


def render_report(report: Report) -> str:
    """Return the report as plain lines: problems, warnings, counts, and the outcome last."""
    lines = lines_of(report.problems)
    if report.warnings:
        lines += ["", "Worth a look:", *lines_of(report.warnings)]
    lines += ["", *_table(report), "", _outcome(report)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _table(report: Report) -> list[str]:
    rows = [(count.topic.value, count.tips, count.questions, count.tasks) for count in report.topics]
    totals = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    rows.append(("in all", totals[0], totals[1], totals[2]))
    wide = max(len(row[0]) for row in rows)
    lines = [f"{'topic':<{wide}}  tips  questions  tasks"]
    lines += [
        f"{name:<{wide}}  {tips:>4}  {questions:>9}  {tasks:>5}" for name, tips, questions, tasks in rows
    ]
    return [*lines, ", ".join(f"{name} {count}" for name, count in report.others)]


def _outcome(report: Report) -> str:
    problems, warnings = len(report.problems), len(report.warnings)
    found = "No problems" if not problems else "1 problem" if problems == 1 else f"{problems} problems"
    looks = "" if not warnings else ", 1 warning" if warnings == 1 else f", {warnings} warnings"
    return f"{found}{looks}."
