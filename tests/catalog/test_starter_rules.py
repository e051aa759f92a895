"""What the pack that comes with Encore promises to hold: each promise kept, and told when it is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from bot.catalog.layers import Layers, read_layers
from bot.catalog.location import builtin_packs
from bot.catalog.packs import Content, Entry
from bot.catalog.rules import EDITORIAL, Rule, claims, minimums
from bot.domain.content import (
    Ask,
    Asker,
    Audience,
    Item,
    Lead,
    MessageTemplate,
    PlanTemplate,
    Proof,
    Purpose,
    Question,
    QuestionKind,
    Rubric,
    Stage,
    Status,
    Task,
    Tip,
    Topic,
)
from bot.domain.members import Pace
from tests.catalog.pack_copy import PACKS

Among = Callable[[Content], bool]


@pytest.fixture(scope="module")
def layers() -> Layers:
    return read_layers([builtin_packs()])


def with_at_most(layers: Layers, most: int, among: Among) -> Layers:
    """Return the layers without all but the first `most` of some items."""
    met = count(1)
    kept = {
        name: entry for name, entry in layers.entries.items() if not among(entry.item) or next(met) <= most
    }
    return with_entries(layers, kept)


def with_entries(layers: Layers, entries: dict[str, Entry]) -> Layers:
    folders = tuple(replace(folder, entries=entries) for folder in layers.folders)
    return replace(layers, folders=folders, entries=entries)


def changed(layers: Layers, among: Among, **fields: object) -> Layers:
    entries = {
        name: replace(entry, item=replace(entry.item, **fields)) if among(entry.item) else entry
        for name, entry in layers.entries.items()
    }
    return with_entries(layers, entries)


def said(rule: Rule, layers: Layers) -> list[str]:
    return [f"{Path(found.path).name}: {found.field}: {found.text}" for found in rule(layers)]


def seeded(kind: type[Item], claim: str) -> Among:
    return lambda item: isinstance(item, kind) and claim in item.seed


TOO_FEW = [
    pytest.param(
        minimums.topics_have_enough,
        6,
        lambda item: isinstance(item, Tip) and item.topic is Topic.TRUST,
        "pack.yaml: tips: there are 6 on trust; write 1 more, for at least 7",
        id="tips of a topic",
    ),
    pytest.param(
        minimums.topics_have_enough,
        1,
        lambda item: isinstance(item, Task) and item.topic is Topic.ACCESS,
        "pack.yaml: tasks: there is 1 on access; write 2 more, for at least 3",
        id="tasks of a topic",
    ),
    pytest.param(
        minimums.questions_are_varied,
        1,
        lambda item: isinstance(item, Question) and Proof.CULTURE in item.proofs and item.difficulty == 3,
        "pack.yaml: questions: there is 1 for culture of difficulty 3; write 1 more, for at least 2",
        id="questions for a proof and difficulty",
    ),
    pytest.param(
        minimums.questions_are_varied,
        14,
        lambda item: isinstance(item, Question) and Asker.HR in item.asker,
        "pack.yaml: questions: there are 14 that asker hr would ask; write 1 more, for at least 15",
        id="questions of an asker",
    ),
    pytest.param(
        minimums.questions_are_varied,
        9,
        lambda item: isinstance(item, Question) and Audience.RETURNER in item.audience,
        "pack.yaml: questions: there are 9 for audience returner; write 1 more, for at least 10",
        id="questions for an audience",
    ),
    pytest.param(
        minimums.every_moment_has_something,
        0,
        lambda item: isinstance(item, Task) and item.stage is Stage.DAY and item.minutes <= 5,
        "pack.yaml: tasks: there are 0 of stage day and 5 minutes or less; write 1 more, for at least 1",
        id="short tasks of a stage",
    ),
    pytest.param(
        minimums.every_moment_has_something,
        5,
        lambda item: isinstance(item, Tip) and item.lead is Lead.T_1H,
        "pack.yaml: tips: there are 5 with lead T-1h; write 1 more, for at least 6",
        id="tips of a lead",
    ),
    pytest.param(
        minimums.nothing_is_left_out,
        79,
        lambda item: isinstance(item, Ask),
        "pack.yaml: asks: there are 79 in all; write 1 more, for at least 80",
        id="questions to ask",
    ),
    pytest.param(
        minimums.nothing_is_left_out,
        0,
        lambda item: isinstance(item, Ask) and Asker.PANEL in item.to,
        "pack.yaml: asks: there are 0 to panel; write 1 more, for at least 1",
        id="questions to ask one sort of interviewer",
    ),
    pytest.param(
        minimums.nothing_is_left_out,
        1,
        lambda item: isinstance(item, MessageTemplate) and item.purpose is Purpose.THANKS,
        "pack.yaml: templates: there is 1 for purpose thanks; write 1 more, for at least 2",
        id="thanks",
    ),
    pytest.param(
        minimums.nothing_is_left_out,
        0,
        lambda item: isinstance(item, Rubric) and Proof.MOTIVATION in item.proofs,
        "pack.yaml: rubrics: there are 0 for motivation; write 1 more, for at least 1",
        id="rubrics",
    ),
    pytest.param(
        minimums.nothing_is_left_out,
        0,
        lambda item: isinstance(item, PlanTemplate) and item.pace is Pace.LIGHT,
        "pack.yaml: plans: there are 0 of pace light; write 1 more, for at least 1",
        id="plans",
    ),
    pytest.param(
        claims.claims_are_cited,
        0,
        lambda item: isinstance(item, Item) and bool({"S44", "S34"} & set(item.seed)),
        "pack.yaml: seed: no live item rests on S34, S44; name it in the seed of one",
        id="claims",
    ),
    pytest.param(
        claims.claims_lead_somewhere,
        6,
        seeded(Tip, "S12"),
        "pack.yaml: tips: there are 6 with seed S12; write 1 more, for at least 7",
        id="tips for one of the six proofs",
    ),
    pytest.param(
        claims.claims_lead_somewhere,
        13,
        seeded(Question, "S15"),
        "pack.yaml: questions: there are 13 with seed S15; write 1 more, for at least 14",
        id="questions for one of the six proofs",
    ),
    pytest.param(
        claims.claims_lead_somewhere,
        0,
        seeded(Rubric, "S10"),
        "pack.yaml: rubrics: there are 0 with seed S10; write 1 more, for at least 1",
        id="a rubric for one of the six proofs",
    ),
    pytest.param(
        claims.claims_lead_somewhere,
        0,
        seeded(Task, "S42"),
        "pack.yaml: tasks: there are 0 with seed S42; write 1 more, for at least 1",
        id="a task of research",
    ),
]


@pytest.mark.parametrize(("rule", "most", "among", "text"), TOO_FEW)
def test_too_few_are_told_with_how_many_to_write(
    layers: Layers, rule: Rule, most: int, among: Among, text: str
) -> None:
    assert said(rule, layers) == []
    assert text in said(rule, with_at_most(layers, most, among))


def test_what_is_retired_does_not_count(layers: Layers) -> None:
    def on_trust(item: Content) -> bool:
        return isinstance(item, Tip) and item.topic is Topic.TRUST

    assert "pack.yaml: tips: there are 0 on trust; write 7 more, for at least 7" in said(
        minimums.topics_have_enough, changed(layers, on_trust, status=Status.RETIRED)
    )


def test_a_quarter_of_the_questions_is_situational(layers: Layers) -> None:
    def situational(item: Content) -> bool:
        return isinstance(item, Question) and item.kind is QuestionKind.SITUATIONAL

    (text,) = said(minimums.questions_are_varied, with_at_most(layers, 50, situational))

    assert text.startswith("pack.yaml: questions: 50 of ")
    assert text.endswith(" are situational; make it a quarter or more")


def test_no_topic_is_more_than_seven_tenths_behavioural(layers: Layers) -> None:
    def on_trust(item: Content) -> bool:
        return isinstance(item, Question) and item.topic is Topic.TRUST

    all_behavioural = changed(layers, on_trust, kind=QuestionKind.BEHAVIOURAL)
    number = sum(map(on_trust, (entry.item for entry in layers.entries.values())))

    assert said(minimums.topics_ask_in_several_ways, layers) == []
    assert said(minimums.topics_ask_in_several_ways, all_behavioural) == [
        f"pack.yaml: questions: {number} of {number} on trust are behavioural; at most 70% may be"
    ]


def test_the_two_coaches_are_credited(layers: Layers) -> None:
    (folder,) = layers.folders
    assert folder.pack is not None
    without = replace(folder, pack=replace(folder.pack, credits=folder.pack.credits[:1]))

    assert said(claims.claims_are_cited, replace(layers, folders=(without,))) == [
        'pack.yaml: credits: S47 is not credited; add "- seed: S47" and whom it is from'
    ]


@pytest.mark.parametrize(
    ("seed", "faults"),
    [
        (("S18",), 0),
        (("S12", "S40"), 0),
        ((), 1),
        (("S33",), 1),
    ],
)
def test_a_coach_is_named_only_for_what_she_said(layers: Layers, seed: tuple[str, ...], faults: int) -> None:
    named = changed(layers, lambda item: item.id == "tip-trust-001", why="Gannon asks the same.", seed=seed)

    found = said(claims.coaches_said_it, named)

    assert said(claims.coaches_said_it, layers) == []
    advice = "take the name out, or name the claim in seed"
    fault = f"trust.yaml: why: Gannon is named, and no claim of theirs is its seed; {advice}"
    assert found == [fault] * faults


def test_another_pack_promises_nothing() -> None:
    small = read_layers([PACKS / "small"])

    assert [rule for rule in EDITORIAL if list(rule(small))] == []


def test_every_file_shows_its_editor_the_schema_of_its_kind() -> None:
    starter = builtin_packs() / "second-interview"
    files = sorted(starter.rglob("*.yaml"))
    begins = {file: file.read_text(encoding="utf-8").partition("\n")[0] for file in files}

    wrong = [
        str(file.relative_to(starter))
        for file, first in begins.items()
        if not first.startswith("# yaml-language-server: $schema=")
        or (file.parent / first.partition("=")[2]).resolve()
        != builtin_packs().parent / "schema" / f"{_kind(file, starter)}.json"
    ]

    assert files
    assert wrong == []


def _kind(file: Path, starter: Path) -> str:
    return file.stem if file.parent == starter else file.parent.name
