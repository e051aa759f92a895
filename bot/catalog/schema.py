"""The shape of a pack's files, and the frozen data that the rest of Encore gets from them.

YAML hands over words alone; each field here says what its words mean. Limits are in characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.catalog.fields import (
    Address,
    Askers,
    AskId,
    Claim,
    Day,
    LocalTime,
    PackId,
    PlanId,
    QuestionId,
    Region,
    RubricId,
    Slot,
    SourceId,
    StepId,
    StepOffset,
    TaskId,
    TemplateId,
    TipId,
    Version,
)
from bot.domain import content
from bot.domain.content import (
    Audience,
    Condition,
    Evidence,
    Lead,
    Modality,
    Proof,
    Purpose,
    QuestionKind,
    Stage,
    Status,
    Topic,
)
from bot.domain.members import Pace

Line: TypeAlias = Annotated[str, Field(max_length=90)]
Sentence: TypeAlias = Annotated[str, Field(max_length=120)]
Minutes: TypeAlias = Annotated[int, Field(ge=1, le=60)]


class Model(BaseModel):
    """A group of fields; `becomes` is the frozen class that stands for it everywhere else."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_min_length=1)
    becomes: ClassVar[type]

    def frozen(self) -> Any:
        """Return the same as an instance of `becomes`."""
        return self.becomes(**{name: _frozen(value) for name, value in self})


def _frozen(value: Any) -> Any:
    if isinstance(value, Model):
        return value.frozen()
    return tuple(map(_frozen, value)) if isinstance(value, tuple) else value


class CommonModel(Model):
    """What everything but plans and sources has."""

    status: Status = Status.LIVE
    topic: Topic
    stage: Stage
    proofs: tuple[Proof, ...] = ()
    audience: tuple[Audience, ...] = Field(default=(Audience.ANY,), min_length=1)
    region: Region = "any"
    seed: tuple[Claim, ...] = ()
    sources: tuple[SourceId, ...] = ()
    reviewed: Day


class TipModel(CommonModel):
    """One idea and one action."""

    becomes = content.Tip
    id: TipId
    title: str = Field(max_length=60)
    body: str = Field(max_length=300)
    why: str = Field(max_length=160)
    do_now: str = Field(max_length=140)
    minutes: Minutes
    lead: Lead
    evidence: Evidence = Evidence.NONE


class QuestionModel(CommonModel):
    """A practice question and what lies behind it."""

    becomes = content.Question
    id: QuestionId
    kind: QuestionKind
    difficulty: int = Field(ge=1, le=3)
    asker: Askers = Field(min_length=1)
    prompt: str = Field(max_length=200)
    really_asking: str = Field(max_length=160)
    strong: tuple[Line, ...] = Field(min_length=3, max_length=5)
    pitfalls: tuple[Line, ...] = Field(min_length=2, max_length=3)
    follow_ups: tuple[Sentence, ...] = Field(min_length=2, max_length=3)
    rubric: RubricId | None = None
    target_seconds: int = Field(ge=60, le=120)


class TaskModel(CommonModel):
    """Something to do."""

    becomes = content.Task
    id: TaskId
    text: str = Field(max_length=120)
    done_when: str = Field(max_length=100)
    minutes: Minutes
    lead: Lead
    depends_on: tuple[TaskId, ...] = ()
    modality: tuple[Modality, ...] = Field(default=(Modality.ANY,), min_length=1)
    once: bool = False


class DimensionModel(Model):
    """One row of a rubric: five anchors, and a next step from each of the lower four."""

    becomes = content.Dimension
    name: str = Field(max_length=40)
    observables: tuple[Line, ...] = Field(min_length=3, max_length=5)
    anchors: tuple[Line, ...] = Field(min_length=5, max_length=5)
    next_step: tuple[Sentence, ...] = Field(min_length=4, max_length=4)


class RubricModel(CommonModel):
    """How a practice answer is looked at."""

    becomes = content.Rubric
    id: RubricId
    title: str = Field(max_length=60)
    dimensions: tuple[DimensionModel, ...] = Field(min_length=3, max_length=5)


class AskModel(CommonModel):
    """A question for the member to ask."""

    becomes = content.Ask
    id: AskId
    text: str = Field(max_length=160)
    to: Askers = Field(min_length=1)
    listen_for: str = Field(max_length=120)
    avoid_if: str = Field(max_length=100)


class TemplateModel(CommonModel):
    """A message to send."""

    becomes = content.MessageTemplate
    id: TemplateId
    purpose: Purpose
    subject: str = Field(max_length=70)
    body: str = Field(max_length=700)
    slots: tuple[Slot, ...] = ()


class StepModel(Model):
    """One moment of a plan."""

    becomes = content.PlanStep
    id: StepId
    lead: Lead
    offset: StepOffset | None = None
    local_time: LocalTime = None
    text: str = Field(max_length=300)
    task: TaskId | None = None
    tip: TipId | None = None
    questions: tuple[QuestionId, ...] = Field(default=(), max_length=2)
    plan_prompt: str | None = Field(default=None, max_length=100)
    skip_if: tuple[Condition, ...] = ()
    quiet_ok: bool = False


class PlanModel(Model):
    """The steps for one pace."""

    becomes = content.PlanTemplate
    id: PlanId
    title: str = Field(max_length=60)
    summary: str = Field(max_length=200)
    pace: Pace
    steps: tuple[StepModel, ...] = Field(min_length=1)
    tasks: tuple[TaskId, ...] = ()


class SourceModel(Model):
    """What claims rest on."""

    becomes = content.Source
    id: SourceId
    status: Status = Status.LIVE
    title: str = Field(max_length=200)
    publisher: str = Field(max_length=120)
    year: int = Field(ge=1900, le=2100)
    url: Address
    grade: Evidence
    claim_supported: str = Field(max_length=300)
    limits: str = Field(max_length=300)
    reviewed: Day | None = None


class CreditModel(Model):
    """Whom a claim comes from."""

    becomes = content.Credit
    seed: Claim
    text: str = Field(max_length=300)


class PackModel(Model):
    """What a pack says of itself."""

    becomes = content.Pack
    id: PackId
    title: str = Field(max_length=60)
    version: Version
    language: Literal["en"]
    licence: str = Field(max_length=60)
    summary: str = Field(max_length=200)
    credits: tuple[CreditModel, ...] = ()
    hide: tuple[str, ...] = ()


KINDS: Mapping[str, type[Model]] = MappingProxyType(
    {
        "tips": TipModel,
        "questions": QuestionModel,
        "tasks": TaskModel,
        "plans": PlanModel,
        "rubrics": RubricModel,
        "asks": AskModel,
        "templates": TemplateModel,
        "sources": SourceModel,
    }
)
"""Each kind by the folder (for sources, the file) that holds it. A plan has a file of its own."""
