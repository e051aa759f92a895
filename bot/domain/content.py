"""What a pack holds, as frozen data: tips, questions, tasks, plans and what they rest on.

The vocabularies are closed; each stands here once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from bot.domain.leads import Lead as Lead  # noqa: PLC0414 - part of the vocabulary
from bot.domain.leads import Offset
from bot.domain.members import Audience as Audience  # noqa: PLC0414 - part of the vocabulary
from bot.domain.members import Pace


class Topic(StrEnum):
    """What an item is about."""

    DECODE_STAGE = "decode-stage"
    INTERVIEWERS = "interviewers"
    COMPANY_RESEARCH = "company-research"
    ROLE_DEEP_DIVE = "role-deep-dive"
    FIRST_INTERVIEW_REVIEW = "first-interview-review"
    STORY_BANK = "story-bank"
    COMPETENCE_AUTONOMY = "competence-autonomy"
    CULTURE_FIT = "culture-fit"
    TRUST = "trust"
    RELIABILITY = "reliability"
    EXCEED_EXPECTATIONS = "exceed-expectations"
    COLLABORATION = "collaboration"
    MOTIVATION_EDGE = "motivation-edge"
    TOUGH_QUESTIONS = "tough-questions"
    FIRST_90_DAYS = "first-90-days"
    PANEL_MULTI = "panel-multi"
    TASKS_PRESENTATIONS = "tasks-presentations"
    QUESTIONS_TO_ASK = "questions-to-ask"
    LOGISTICS_ONSITE = "logistics-onsite"
    VIRTUAL = "virtual"
    DELIVERY = "delivery"
    NERVES_WELLBEING = "nerves-wellbeing"
    ACCESS = "access"
    FAIR_QUESTIONS = "fair-questions"
    PAY_OFFER = "pay-offer"
    REFERENCES = "references"
    THANKS_FOLLOWUP = "thanks-followup"
    OUTCOMES = "outcomes"
    DECISIONS = "decisions"
    PRACTISE_TOGETHER = "practise-together"


class Stage(StrEnum):
    """Which part of the journey an item belongs to."""

    DECODE = "decode"
    RESEARCH = "research"
    REHEARSE = "rehearse"
    ARRANGE = "arrange"
    DAY = "day"
    AFTER = "after"
    DECIDE = "decide"


class Proof(StrEnum):
    """The six proofs, and two competencies beside them."""

    COMPETENCE = "competence"
    CULTURE = "culture"
    TRUST = "trust"
    RELIABILITY = "reliability"
    EXCEEDING = "exceeding"
    COLLABORATION = "collaboration"
    MOTIVATION = "motivation"
    COMMUNICATION = "communication"


class Asker(StrEnum):
    """Who asks, or is asked."""

    MANAGER = "manager"
    PEER = "peer"
    EXECUTIVE = "executive"
    HR = "hr"
    PANEL = "panel"


class Modality(StrEnum):
    """Which format of interview an item fits."""

    ONSITE = "onsite"
    VIDEO = "video"
    PHONE = "phone"
    ANY = "any"


class Evidence(StrEnum):
    """How well something is known: A peer-reviewed or official, B a survey, C practitioners' convention."""

    A = "A"
    B = "B"
    C = "C"
    NONE = "none"


class Status(StrEnum):
    """Whether an item is shown; a retired one is still found by old buttons."""

    DRAFT = "draft"
    LIVE = "live"
    RETIRED = "retired"


class QuestionKind(StrEnum):
    """What sort of question it is."""

    BEHAVIOURAL = "behavioural"
    SITUATIONAL = "situational"
    MOTIVATION = "motivation"
    TECHNICAL = "technical"
    CURVEBALL = "curveball"


class Purpose(StrEnum):
    """What a message template is for."""

    AGENDA = "agenda"
    ADJUSTMENT = "adjustment"
    RESCHEDULE = "reschedule"
    THANKS = "thanks"
    FOLLOW_UP = "follow-up"
    REFEREE = "referee"
    PAY_RANGE = "pay-range"
    NEGOTIATE = "negotiate"
    MORE_TIME = "more-time"
    DECLINE = "decline"
    FEEDBACK = "feedback"


class Condition(StrEnum):
    """When a step is left out of a plan."""

    NOTICE_UNDER_7D = "notice-under-7d"
    NOTICE_UNDER_4D = "notice-under-4d"
    NOTICE_UNDER_36H = "notice-under-36h"
    NOTICE_OVER_36H = "notice-over-36h"
    FORMAT_ONSITE = "format-onsite"
    FORMAT_VIDEO = "format-video"
    FORMAT_PHONE = "format-phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What everything in a pack shares but plans and sources.

    `region` is "any", "eu", or a country by its two letters, with "-" and a part of it where law differs there.
    """

    id: str
    status: Status = Status.LIVE
    topic: Topic
    stage: Stage
    proofs: tuple[Proof, ...] = ()
    audience: tuple[Audience, ...] = (Audience.ANY,)
    region: str = "any"
    seed: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip(Item):
    """One idea and one action."""

    title: str
    body: str
    why: str
    do_now: str
    minutes: int
    lead: Lead
    evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Item):
    """A practice question and what lies behind it. `target_seconds` is the length of a good answer aloud."""

    kind: QuestionKind
    difficulty: int
    asker: tuple[Asker, ...]
    prompt: str
    really_asking: str
    strong: tuple[str, ...]
    pitfalls: tuple[str, ...]
    follow_ups: tuple[str, ...]
    rubric: str | None = None
    target_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Item):
    """Something to do, with minutes and a "done when". Done `once`, it serves every interview."""

    text: str
    done_when: str
    minutes: int
    lead: Lead
    depends_on: tuple[str, ...] = ()
    modality: tuple[Modality, ...] = (Modality.ANY,)
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One moment of a plan. `offset` is None for the step at booking; `local_time` None is the member's own."""

    id: str
    lead: Lead
    offset: Offset | None
    local_time: time | None = None
    text: str
    task: str | None = None
    tip: str | None = None
    questions: tuple[str, ...] = ()
    plan_prompt: str | None = None
    skip_if: tuple[Condition, ...] = ()
    quiet_ok: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTemplate:
    """The steps for one pace, in order. `tasks` fill the days beside them, the most important first."""

    id: str
    title: str
    summary: str
    pace: Pace
    steps: tuple[PlanStep, ...]
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One row of a rubric: what a listener can observe, what each score looks like, what to try next."""

    name: str
    observables: tuple[str, ...]
    anchors: tuple[str, ...]
    next_step: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric(Item):
    """How an answer is looked at; it measures the answer, not the person."""

    title: str
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Item):
    """A question for the member to ask."""

    text: str
    to: tuple[Asker, ...]
    listen_for: str
    avoid_if: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTemplate(Item):
    """A message to send, with slots to fill."""

    purpose: Purpose
    subject: str
    body: str
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a claim rests on, and what it does not show."""

    id: str
    status: Status = Status.LIVE
    title: str
    publisher: str
    year: int
    url: str
    grade: Evidence
    claim_supported: str
    limits: str
    reviewed: date | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a claim comes from; `seed` is the claim's number."""

    seed: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a pack says of itself. `hide` names items of earlier packs that this one takes away."""

    id: str
    title: str
    version: str
    language: str
    licence: str
    summary: str
    credits: tuple[Credit, ...] = ()
    hide: tuple[str, ...] = ()
