"""Enough of everything in the starter pack, so that nobody meets an empty shelf or the same question twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bot.catalog.layers import Layers
from bot.catalog.problem import Problem
from bot.catalog.rules.starter import starters
from bot.domain.content import (
    Ask,
    Asker,
    Audience,
    Condition,
    Lead,
    MessageTemplate,
    PlanTemplate,
    Proof,
    Purpose,
    Question,
    QuestionKind,
    Rubric,
    Stage,
    Task,
    Tip,
    Topic,
)
from bot.domain.members import Pace


class Least(NamedTuple):
    """How many live tips, questions and tasks a topic has at the least."""

    tips: int
    questions: int
    tasks: int


LEAST: Mapping[Topic, Least] = MappingProxyType(
    {
        Topic.DECODE_STAGE: Least(8, 4, 3),
        Topic.INTERVIEWERS: Least(9, 4, 4),
        Topic.COMPANY_RESEARCH: Least(14, 10, 6),
        Topic.ROLE_DEEP_DIVE: Least(8, 10, 4),
        Topic.FIRST_INTERVIEW_REVIEW: Least(7, 6, 3),
        Topic.STORY_BANK: Least(10, 8, 5),
        Topic.COMPETENCE_AUTONOMY: Least(8, 16, 3),
        Topic.CULTURE_FIT: Least(8, 16, 3),
        Topic.TRUST: Least(7, 16, 2),
        Topic.RELIABILITY: Least(7, 14, 2),
        Topic.EXCEED_EXPECTATIONS: Least(7, 14, 2),
        Topic.COLLABORATION: Least(8, 18, 2),
        Topic.MOTIVATION_EDGE: Least(7, 14, 2),
        Topic.TOUGH_QUESTIONS: Least(8, 16, 2),
        Topic.FIRST_90_DAYS: Least(6, 8, 3),
        Topic.PANEL_MULTI: Least(7, 6, 3),
        Topic.TASKS_PRESENTATIONS: Least(9, 10, 5),
        Topic.QUESTIONS_TO_ASK: Least(8, 4, 3),
        Topic.LOGISTICS_ONSITE: Least(8, 2, 6),
        Topic.VIRTUAL: Least(8, 3, 6),
        Topic.DELIVERY: Least(9, 6, 4),
        Topic.NERVES_WELLBEING: Least(9, 3, 4),
        Topic.ACCESS: Least(6, 3, 3),
        Topic.FAIR_QUESTIONS: Least(6, 8, 2),
        Topic.PAY_OFFER: Least(10, 10, 4),
        Topic.REFERENCES: Least(5, 3, 4),
        Topic.THANKS_FOLLOWUP: Least(8, 2, 5),
        Topic.OUTCOMES: Least(8, 4, 4),
        Topic.DECISIONS: Least(6, 4, 3),
        Topic.PRACTISE_TOGETHER: Least(6, 4, 3),
    }
)
KINDS: Mapping[str, type[Tip | Question | Task]] = MappingProxyType(
    {"tips": Tip, "questions": Question, "tasks": Task}
)
DIFFICULTIES = (1, 2, 3)
A_PROOF_AND_DIFFICULTY = 2
AN_ASKER = 15
AN_AUDIENCE = 10
MOST_BEHAVIOURAL = 0.7
LEAST_SITUATIONAL = 0.25
A_LEAD = 6
SHORT = 5
"""Minutes that anybody finds."""
ASKS = 80
THANKS = 2


def topics_have_enough(layers: Layers) -> Iterator[Problem]:
    """Find topics with too few tips, questions or tasks."""
    for pack in starters(layers):
        for topic, least in LEAST.items():
            for number, what in zip(least, least._fields, strict=True):
                count = sum(item.topic is topic for item in pack.live(KINDS[what]))
                yield from pack.at_least(number, count, what, f"on {topic}")


def questions_are_varied(layers: Layers) -> Iterator[Problem]:
    """Find proofs, difficulties, askers and audiences with too few questions, and too many of one kind."""
    for pack in starters(layers):
        questions = pack.live(Question)
        for proof in Proof:
            for difficulty in DIFFICULTIES:
                count = sum(one.difficulty == difficulty and proof in one.proofs for one in questions)
                of = f"for {proof} of difficulty {difficulty}"
                yield from pack.at_least(A_PROOF_AND_DIFFICULTY, count, "questions", of)
        for asker in Asker:
            count = sum(asker in one.asker for one in questions)
            yield from pack.at_least(AN_ASKER, count, "questions", f"that asker {asker} would ask")
        for audience in Audience:
            if audience is not Audience.ANY:
                count = sum(audience in one.audience for one in questions)
                yield from pack.at_least(AN_AUDIENCE, count, "questions", f"for audience {audience}")
        situational = sum(one.kind is QuestionKind.SITUATIONAL for one in questions)
        if situational < LEAST_SITUATIONAL * len(questions):
            text = f"{situational} of {len(questions)} are situational; make it a quarter or more"
            yield pack.lacks("questions", text)


def topics_ask_in_several_ways(layers: Layers) -> Iterator[Problem]:
    """Find topics in which more than seven questions in ten are behavioural."""
    for pack in starters(layers):
        for topic in Topic:
            kinds = [one.kind for one in pack.live(Question) if one.topic is topic]
            behavioural = kinds.count(QuestionKind.BEHAVIOURAL)
            if behavioural > MOST_BEHAVIOURAL * len(kinds):
                text = f"{behavioural} of {len(kinds)} on {topic} are behavioural; at most {MOST_BEHAVIOURAL:.0%} may be"
                yield pack.lacks("questions", text)


def every_moment_has_something(layers: Layers) -> Iterator[Problem]:
    """Find stages without a short task, and leads with too few tips."""
    for pack in starters(layers):
        for stage in Stage:
            count = sum(task.stage is stage and task.minutes <= SHORT for task in pack.live(Task))
            yield from pack.at_least(1, count, "tasks", f"of stage {stage} and {SHORT} minutes or less")
        for lead in Lead:
            count = sum(tip.lead is lead for tip in pack.live(Tip))
            yield from pack.at_least(A_LEAD, count, "tips", f"with lead {lead}")


def nothing_is_left_out(layers: Layers) -> Iterator[Problem]:
    """Find what nobody would find here: somebody to ask, a message, a rubric, a plan for short notice."""
    for pack in starters(layers):
        asks = pack.live(Ask)
        yield from pack.at_least(ASKS, len(asks), "asks", "in all")
        for asker in Asker:
            yield from pack.at_least(1, sum(asker in ask.to for ask in asks), "asks", f"to {asker}")
        purposes = [template.purpose for template in pack.live(MessageTemplate)]
        for purpose in Purpose:
            least = THANKS if purpose is Purpose.THANKS else 1
            yield from pack.at_least(least, purposes.count(purpose), "templates", f"for purpose {purpose}")
        for proof in Proof:
            count = sum(proof in rubric.proofs for rubric in pack.live(Rubric))
            yield from pack.at_least(1, count, "rubrics", f"for {proof}")
        for pace in Pace:
            plans = [plan for plan in pack.live(PlanTemplate) if plan.pace is pace]
            yield from pack.at_least(1, len(plans), "plans", f"of pace {pace}")
            yield from pack.at_least(
                1, sum(map(_for_short_notice, plans)), "plans", f"of pace {pace} for short notice"
            )


def _for_short_notice(plan: PlanTemplate) -> bool:
    """Whether a plan begins with a step of its own when there are less than 36 hours left."""
    return any(step.lead is Lead.BOOKING and Condition.NOTICE_OVER_36H in step.skip_if for step in plan.steps)
