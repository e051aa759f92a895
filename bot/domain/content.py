"""What a pack holds, as frozen data: tips, questions, tasks, plans and what they rest on.

The vocabularies are closed; each stands here once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from bot.domain.interviews import Format
from bot.domain.leads import Lead as Lead  # noqa: PLC0414 - part of the vocabulary
from bot.domain.leads import Offset
from bot.domain.members import Audience as Audience  # noqa: PLC0414 - part of the vocabulary
from bot.domain.members import Pace
from bot.domain.vocabulary import Facts, Named, NamedVocabulary, Vocabulary


class Topic(NamedVocabulary):
    """What an item is about."""

    DECODE_STAGE = Named("decode-stage", ("What this round is for", "stage", "invitation"))
    INTERVIEWERS = Named("interviewers", ("Your interviewers", "people", "linkedin"))
    COMPANY_RESEARCH = Named(
        "company-research", ("Company research", "company", "research", "industry", "competitors")
    )
    ROLE_DEEP_DIVE = Named("role-deep-dive", ("The role in depth", "role", "the role", "job description"))
    FIRST_INTERVIEW_REVIEW = Named(
        "first-interview-review", ("Looking back at round one", "first interview", "round one", "review")
    )
    STORY_BANK = Named("story-bank", ("Your stories", "stories", "story", "star", "examples"))
    COMPETENCE_AUTONOMY = Named(
        "competence-autonomy", ("Doing the job on your own", "competence", "autonomy", "skills")
    )
    CULTURE_FIT = Named("culture-fit", ("Culture fit", "culture", "fit", "values"))
    TRUST = Named("trust", ("Trust", "honesty", "integrity"))
    RELIABILITY = Named("reliability", ("Reliability", "reliable", "deadlines", "dependable"))
    EXCEED_EXPECTATIONS = Named(
        "exceed-expectations", ("Exceeding expectations", "exceeding", "exceeds expectations")
    )
    COLLABORATION = Named("collaboration", ("Collaboration", "teamwork", "team", "conflict"))
    MOTIVATION_EDGE = Named("motivation-edge", ("Motivation", "why us", "why this job", "edge"))
    TOUGH_QUESTIONS = Named(
        "tough-questions", ("Tough questions", "tough", "hard questions", "weaknesses", "gaps")
    )
    FIRST_90_DAYS = Named("first-90-days", ("The first 90 days", "90 days", "starting"))
    PANEL_MULTI = Named(
        "panel-multi", ("Panels and long days", "panel", "panels", "several interviewers", "group")
    )
    TASKS_PRESENTATIONS = Named(
        "tasks-presentations", ("Tasks and presentations", "presentation", "task", "case", "test")
    )
    QUESTIONS_TO_ASK = Named("questions-to-ask", ("Questions to ask", "asking questions", "my questions"))
    LOGISTICS_ONSITE = Named(
        "logistics-onsite", ("Getting there", "logistics", "travel", "clothes", "onsite")
    )
    VIRTUAL = Named("virtual", ("Video and phone", "video", "phone", "zoom", "online", "remote", "camera"))
    DELIVERY = Named("delivery", ("How you come across", "voice", "speaking", "listening"))
    NERVES_WELLBEING = Named(
        "nerves-wellbeing", ("Nerves and wellbeing", "nerves", "nervous", "anxiety", "stress", "sleep")
    )
    ACCESS = Named("access", ("Adjustments and access", "adjustments", "accessibility", "disability"))
    FAIR_QUESTIONS = Named(
        "fair-questions", ("Fair and unfair questions", "unfair questions", "illegal questions")
    )
    PAY_OFFER = Named(
        "pay-offer", ("Pay and offers", "pay", "salary", "offer", "offers", "negotiation", "money")
    )
    REFERENCES = Named("references", ("References", "referees", "reference"))
    THANKS_FOLLOWUP = Named(
        "thanks-followup", ("Thanks and following up", "thanks", "thank you", "follow up", "note")
    )
    OUTCOMES = Named(
        "outcomes", ("Silence, a no, a third round", "outcome", "rejection", "silence", "waiting")
    )
    DECISIONS = Named("decisions", ("Choosing between offers", "decision", "choosing", "several offers"))
    PRACTISE_TOGETHER = Named(
        "practise-together", ("Practising together", "practice", "practise", "mock", "partner")
    )


class Stage(StrEnum):
    """Which part of the journey an item belongs to."""

    DECODE = "decode"
    RESEARCH = "research"
    REHEARSE = "rehearse"
    ARRANGE = "arrange"
    DAY = "day"
    AFTER = "after"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class ProofFacts(Named):
    """`question` is what a hiring manager asks behind every question; empty where it is none of the six.

    After Mary Lee Gannon; see the pack's credits.
    """

    question: str


class Proof(NamedVocabulary):
    """The six proofs, and two competencies beside them."""

    facts: ProofFacts

    COMPETENCE = ProofFacts(
        "competence",
        ("Doing the job", "competent", "autonomy", "can do the job"),
        "Can you do the job without much help?",
    )
    CULTURE = ProofFacts(
        "culture", ("Fitting the culture", "culture fit", "fit", "values"), "Will you fit how we work?"
    )
    TRUST = ProofFacts(
        "trust", ("Trust", "trusted", "trustworthy", "honesty", "integrity"), "Can I trust you?"
    )
    RELIABILITY = ProofFacts(
        "reliability",
        ("Reliability", "reliable", "relied on", "dependable", "deadlines"),
        "Can I rely on you?",
    )
    EXCEEDING = ProofFacts(
        "exceeding",
        ("Exceeding expectations", "exceed", "exceeds", "exceed expectations"),
        "Will you do more than I ask for?",
    )
    COLLABORATION = ProofFacts(
        "collaboration",
        ("Collaboration", "collaborate", "teamwork", "team"),
        "Will the others work better with you here?",
    )
    MOTIVATION = ProofFacts("motivation", ("Motivation", "motivated", "why us"), "")
    COMMUNICATION = ProofFacts("communication", ("Communication", "communicate", "speaking"), "")


SIX_PROOFS = tuple(proof for proof in Proof if proof.facts.question)


@dataclass(frozen=True, slots=True)
class AskerFacts(Named):
    """`role` is what one of them is called in the middle of a sentence."""

    role: str


class Asker(NamedVocabulary):
    """Who asks, or is asked."""

    facts: AskerFacts

    MANAGER = AskerFacts(
        "manager",
        ("The hiring manager", "boss", "supervisor", "team lead", "line manager", "lead"),
        "the hiring manager",
    )
    PEER = AskerFacts(
        "peer",
        ("A future colleague", "peers", "colleague", "colleagues", "coworker", "co-worker", "team"),
        "a future colleague",
    )
    EXECUTIVE = AskerFacts(
        "executive",
        ("Someone higher up", "director", "ceo", "founder", "leader", "higher up"),
        "an executive",
    )
    HR = AskerFacts(
        "hr", ("Someone from HR", "recruiter", "human resources", "people team", "talent"), "someone from HR"
    )
    PANEL = AskerFacts(
        "panel", ("A panel", "panels", "several", "several people", "group", "committee"), "a panel"
    )


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


class Moment(StrEnum):
    """When a message is sent."""

    BEFORE = "before"
    AFTER = "after"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class PurposeFacts(Named):
    """`moment` is when a message of it is sent, and `topic` what it is about where none is named."""

    moment: Moment
    topic: Topic


class Purpose(NamedVocabulary):
    """What a message template is for."""

    # In the order in which one comes to need them.
    facts: PurposeFacts

    AGENDA = PurposeFacts(
        "agenda",
        ("Ask what to expect", "format", "who will be there", "coordinator"),
        Moment.BEFORE,
        Topic.DECODE_STAGE,
    )
    ADJUSTMENT = PurposeFacts(
        "adjustment",
        ("Ask for an adjustment", "adjustments", "accommodation", "access"),
        Moment.BEFORE,
        Topic.ACCESS,
    )
    RESCHEDULE = PurposeFacts(
        "reschedule",
        ("Ask for another time", "move", "postpone", "another day"),
        Moment.BEFORE,
        Topic.LOGISTICS_ONSITE,
    )
    REFEREE = PurposeFacts(
        "referee", ("Ask a referee", "reference", "references", "referees"), Moment.BEFORE, Topic.REFERENCES
    )
    PAY_RANGE = PurposeFacts(
        "pay-range",
        ("Ask the pay range", "pay", "salary", "range", "salary range"),
        Moment.BEFORE,
        Topic.PAY_OFFER,
    )
    THANKS = PurposeFacts(
        "thanks",
        ("Say thank you", "thank you", "thank-you note", "note"),
        Moment.AFTER,
        Topic.THANKS_FOLLOWUP,
    )
    FOLLOW_UP = PurposeFacts(
        "follow-up",
        ("Ask how things stand", "followup", "chase", "silence", "news"),
        Moment.AFTER,
        Topic.THANKS_FOLLOWUP,
    )
    FEEDBACK = PurposeFacts(
        "feedback", ("Ask for feedback", "after a no", "rejection"), Moment.AFTER, Topic.OUTCOMES
    )
    NEGOTIATE = PurposeFacts(
        "negotiate",
        ("Ask for a better offer", "negotiation", "counter offer", "raise"),
        Moment.OFFER,
        Topic.PAY_OFFER,
    )
    MORE_TIME = PurposeFacts(
        "more-time", ("Ask for more time", "extension", "time to decide"), Moment.OFFER, Topic.DECISIONS
    )
    DECLINE = PurposeFacts(
        "decline", ("Say no, with thanks", "say no", "withdraw", "turn down"), Moment.OFFER, Topic.DECISIONS
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """How much time was left when an interview was planned, by the member's calendar and by the clock, and its format."""

    days: int
    left: timedelta
    format: Format


@dataclass(frozen=True, slots=True)
class ConditionFacts(Facts):
    """`holds` says of what notice a step is left out, and `of_format` whether that is for the format's sake.

    Days are as they are told: an interview "in 4 days" leaves four, whatever the hour.
    """

    holds: Callable[[Notice], bool]
    of_format: bool = False


class Condition(Vocabulary):
    """When a step is left out of a plan."""

    facts: ConditionFacts

    NOTICE_UNDER_7D = ConditionFacts("notice-under-7d", lambda notice: notice.days < 7)
    NOTICE_UNDER_4D = ConditionFacts("notice-under-4d", lambda notice: notice.days < 4)
    NOTICE_UNDER_36H = ConditionFacts("notice-under-36h", lambda notice: notice.left < timedelta(hours=36))
    NOTICE_OVER_36H = ConditionFacts("notice-over-36h", lambda notice: notice.left >= timedelta(hours=36))
    FORMAT_ONSITE = ConditionFacts("format-onsite", lambda notice: notice.format is Format.ONSITE, True)
    FORMAT_VIDEO = ConditionFacts("format-video", lambda notice: notice.format is Format.VIDEO, True)
    FORMAT_PHONE = ConditionFacts("format-phone", lambda notice: notice.format is Format.PHONE, True)


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
