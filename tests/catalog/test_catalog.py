"""What a loaded catalog answers, and what packs laid over one another come to."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.catalog.catalog import Catalog, load
from bot.domain.content import (
    Ask,
    Asker,
    Audience,
    Condition,
    Evidence,
    Lead,
    MessageTemplate,
    Modality,
    Offset,
    Proof,
    Purpose,
    Status,
    Topic,
)
from bot.domain.members import Pace
from bot.errors import ContentError
from tests.catalog.pack_copy import PACKS, PackCopy

SMALL = PACKS / "small"
GROUP = PACKS / "group"


@pytest.fixture(scope="module")
def small() -> Catalog:
    return load([SMALL])


@pytest.fixture(scope="module")
def both() -> Catalog:
    return load([SMALL, GROUP])


def test_a_tip_is_read_with_every_field(small: Catalog) -> None:
    tip = small.tip("tip-trust-001")

    assert tip is not None
    assert (tip.topic, tip.proofs, tip.seed) == (Topic.TRUST, (Proof.TRUST,), ("S12",))
    assert tip.body == (
        "Name the list, the calendar or the notebook that you use. Then tell of one time when it caught something "
        "that you had forgotten."
    )
    assert (tip.lead, tip.minutes, tip.evidence) == (Lead.T_3, 10, Evidence.B)
    assert tip.reviewed == date(2026, 11, 1)
    assert (tip.status, tip.region, tip.audience) == (Status.LIVE, "any", (Audience.ANY,))
    with pytest.raises(FrozenInstanceError):
        tip.title = "Another"  # type: ignore[misc]


def test_a_question_may_have_one_asker_without_brackets(small: Catalog) -> None:
    question = small.question("q-trust-003")

    assert question is not None
    assert question.asker == (Asker.EXECUTIVE,)
    assert question.rubric is None


def test_a_task_names_what_it_waits_for_and_where_it_fits(small: Catalog) -> None:
    task = small.task("task-trust-002")

    assert task is not None
    assert task.depends_on == ("task-trust-001",)
    assert task.modality == (Modality.ONSITE, Modality.VIDEO)


def test_a_plan_has_its_steps_with_offsets_of_each_kind(small: Catalog) -> None:
    plan = small.plan(Pace.LIGHT)

    assert [step.offset for step in plan.steps] == [
        None,
        None,
        Offset(days=-1),
        Offset(elapsed=timedelta(hours=-1)),
        Offset(business_days=5),
    ]
    assert plan.steps[0].skip_if == (Condition.NOTICE_UNDER_36H,)
    assert [step.local_time for step in plan.steps if step.local_time] == [time(18, 0)]
    assert [step.quiet_ok for step in plan.steps] == [False, False, False, True, False]


def test_everything_else_is_found_by_its_kind(small: Catalog) -> None:
    (ask,) = small.live(Ask)
    (template,) = small.live(MessageTemplate)
    rubric = small.rubric("rubric-story-001")

    assert ask.to == (Asker.MANAGER,)
    assert template.purpose is Purpose.THANKS
    assert template.body.splitlines()[0] == "Dear {name},"
    assert rubric is not None
    assert [dimension.name for dimension in rubric.dimensions] == ["Setting", "Action", "Result"]
    assert small.packs[0].credits[0].seed == "S9"
    assert small.topics() == (Topic.TRUST,)


def test_questions_are_drawn_by_proof_and_in_all(small: Catalog) -> None:
    assert len(small.questions()) == 4
    assert small.questions(Proof.TRUST) == small.questions()
    assert small.questions(Proof.MOTIVATION) == ()


def test_a_retired_item_is_found_by_its_id_and_offered_nowhere(small: Catalog) -> None:
    assert [tip.id for tip in small.tips()] == ["tip-trust-001"]
    assert [tip.id for tip in small.tips(Topic.TRUST)] == ["tip-trust-001"]
    assert small.tip("tip-trust-002") is not None


def test_a_draft_is_not_in_the_catalog(pack: PackCopy) -> None:
    pack.replace("tips/trust.yaml", "status: retired", "status: draft")

    assert load([pack.folder]).find("tip-trust-002") is None


def test_an_id_is_found_only_as_what_it_is(small: Catalog) -> None:
    assert small.tip("q-trust-001") is None
    assert small.question("q-trust-099") is None
    assert small.find("plan-light") is small.plan(Pace.LIGHT)
    assert small.source("source-survey-2014") is not None


def test_a_later_pack_adds_replaces_and_hides(both: Catalog) -> None:
    replaced = both.tip("tip-trust-001")

    assert replaced is not None
    assert replaced.title == "Bring your notebook"
    assert [tip.id for tip in both.tips(Topic.TRUST)] == ["tip-trust-001", "tip-trust-101"]
    assert both.tip("tip-trust-002") is None
    assert both.source("source-custom-2020") is None
    assert [pack.id for pack in both.packs] == ["small", "group"]


def test_packs_are_laid_down_in_the_order_given() -> None:
    """The group's pack alone hides what is not there yet."""
    with pytest.raises(ContentError, match='"tip-trust-002" is in no earlier pack'):
        load([GROUP, SMALL])


def test_a_folder_of_packs_is_read_by_name(pack: PackCopy, tmp_path: Path) -> None:
    pack.folder.rename(tmp_path / "a-small")
    later = PackCopy(tmp_path / "b-small")
    later.replace("tips/trust.yaml", "title: Say how you keep track", "title: Say how")

    (found,) = load([tmp_path]).tips()
    assert found.title == "Say how"


def test_a_folder_named_twice_is_read_once() -> None:
    assert len(load([SMALL, GROUP, GROUP.parent / "small" / ".." / "group"]).packs) == 2


def test_a_later_plan_takes_the_place_of_the_one_with_its_pace(pack: PackCopy, tmp_path: Path) -> None:
    later = tmp_path / "later"
    (later / "plans").mkdir(parents=True)
    (later / "pack.yaml").write_text((GROUP / "pack.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    text = (SMALL / "plans" / "light.yaml").read_text(encoding="utf-8").replace("-light", "-ours")
    (later / "plans" / "ours.yaml").write_text(text, encoding="utf-8")

    assert load([pack.folder, later]).plan(Pace.LIGHT).id == "plan-ours"


def test_a_plan_does_without_a_tip_that_a_later_pack_hides(pack: PackCopy, tmp_path: Path) -> None:
    later = tmp_path / "later"
    later.mkdir()
    text = (GROUP / "pack.yaml").read_text(encoding="utf-8").replace("tip-trust-002", "tip-trust-001")
    (later / "pack.yaml").write_text(text, encoding="utf-8")

    assert load([pack.folder, later]).tip("tip-trust-001") is None
    assert (
        'plans/light.yaml:11: steps.tip: "tip-trust-001" is hidden by group; name another'
        in pack.warnings(later)
    )


def test_a_missing_folder_an_empty_one_and_one_without_a_manifest_are_each_told(tmp_path: Path) -> None:
    empty, bare = tmp_path / "empty", tmp_path / "bare"
    empty.mkdir()
    (bare / "pack" / "tips").mkdir(parents=True)

    with pytest.raises(ContentError) as raised:
        load([tmp_path / "nowhere", empty, bare])

    assert str(raised.value).splitlines() == [
        f"{bare}/pack:1: has no pack.yaml; write one, or move it away",
        f"{empty}:1: holds no pack; a pack is a folder with a pack.yaml",
        f"{tmp_path}/nowhere:1: is not a folder; correct its name or make it",
    ]


def test_nothing_to_read_is_told() -> None:
    with pytest.raises(ContentError, match="no packs"):
        load([])
