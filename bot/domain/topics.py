"""What topics and proofs are called, and reading them from what people type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from bot.domain.content import Proof, Topic

Names: TypeAlias = tuple[str, ...]
"""The title first, then other words for the same."""

TOPICS: Mapping[Topic, Names] = MappingProxyType(
    {
        Topic.DECODE_STAGE: ("What this round is for", "stage", "invitation"),
        Topic.INTERVIEWERS: ("Your interviewers", "interviewers", "people", "linkedin"),
        Topic.COMPANY_RESEARCH: ("Company research", "company", "research", "industry", "competitors"),
        Topic.ROLE_DEEP_DIVE: ("The role in depth", "role", "the role", "job description"),
        Topic.FIRST_INTERVIEW_REVIEW: ("Looking back at round one", "first interview", "round one", "review"),
        Topic.STORY_BANK: ("Your stories", "stories", "story", "star", "examples"),
        Topic.COMPETENCE_AUTONOMY: ("Doing the job on your own", "competence", "autonomy", "skills"),
        Topic.CULTURE_FIT: ("Culture fit", "culture", "fit", "values"),
        Topic.TRUST: ("Trust", "honesty", "integrity"),
        Topic.RELIABILITY: ("Reliability", "reliable", "deadlines", "dependable"),
        Topic.EXCEED_EXPECTATIONS: ("Exceeding expectations", "exceeding", "exceeds expectations"),
        Topic.COLLABORATION: ("Collaboration", "teamwork", "team", "conflict"),
        Topic.MOTIVATION_EDGE: ("Motivation", "why us", "why this job", "edge"),
        Topic.TOUGH_QUESTIONS: ("Tough questions", "tough", "hard questions", "weaknesses", "gaps"),
        Topic.FIRST_90_DAYS: ("The first 90 days", "first 90 days", "90 days", "starting"),
        Topic.PANEL_MULTI: ("Panels and long days", "panel", "panels", "several interviewers", "group"),
        Topic.TASKS_PRESENTATIONS: ("Tasks and presentations", "presentation", "task", "case", "test"),
        Topic.QUESTIONS_TO_ASK: ("Questions to ask", "asking questions", "my questions"),
        Topic.LOGISTICS_ONSITE: ("Getting there", "logistics", "travel", "clothes", "onsite"),
        Topic.VIRTUAL: ("Video and phone", "video", "phone", "zoom", "online", "remote", "camera"),
        Topic.DELIVERY: ("How you come across", "delivery", "voice", "speaking", "listening"),
        Topic.NERVES_WELLBEING: ("Nerves and wellbeing", "nerves", "nervous", "anxiety", "stress", "sleep"),
        Topic.ACCESS: ("Adjustments and access", "adjustments", "accessibility", "disability"),
        Topic.FAIR_QUESTIONS: ("Fair and unfair questions", "unfair questions", "illegal questions"),
        Topic.PAY_OFFER: ("Pay and offers", "pay", "salary", "offer", "offers", "negotiation", "money"),
        Topic.REFERENCES: ("References", "referees", "reference"),
        Topic.THANKS_FOLLOWUP: ("Thanks and following up", "thanks", "thank you", "follow up", "note"),
        Topic.OUTCOMES: ("Silence, a no, a third round", "outcome", "rejection", "silence", "waiting"),
        Topic.DECISIONS: ("Choosing between offers", "decision", "choosing", "several offers"),
        Topic.PRACTISE_TOGETHER: ("Practising together", "practice", "practise", "mock", "partner"),
    }
)

PROOFS: Mapping[Proof, Names] = MappingProxyType(
    {
        Proof.COMPETENCE: ("Doing the job", "competence", "competent", "autonomy", "can do the job"),
        Proof.CULTURE: ("Fitting the culture", "culture", "culture fit", "fit", "values"),
        Proof.TRUST: ("Trust", "trusted", "trustworthy", "honesty", "integrity"),
        Proof.RELIABILITY: ("Reliability", "reliable", "relied on", "dependable", "deadlines"),
        Proof.EXCEEDING: ("Exceeding expectations", "exceed", "exceeds", "exceed expectations"),
        Proof.COLLABORATION: ("Collaboration", "collaborate", "teamwork", "team"),
        Proof.MOTIVATION: ("Motivation", "motivated", "why us"),
        Proof.COMMUNICATION: ("Communication", "communicate", "speaking"),
    }
)

LEAST_LETTERS = 3
"""Fewer letters than this are no beginning of a word to guess from."""
NEAR = 4
JOINING = frozenset({"for", "to", "at", "with", "from", "about", "of", "in"})
CLOSE = 0.6

NameT = TypeVar("NameT", bound=StrEnum)


def title_of(subject: Topic | Proof) -> str:
    """Return what a topic or proof is called in a heading."""
    return TOPICS[subject][0] if isinstance(subject, Topic) else PROOFS[subject][0]


def find(words: str, names: Mapping[NameT, Names]) -> NameT | None:
    """Return what the words name: whole, else by its beginning or by words of it; None unless just one fits."""
    typed = _fold(words)
    if not typed:
        return None
    known = {subject: _folded(subject, names) for subject in names}
    exact = [subject for subject, forms in known.items() if typed in forms]
    if exact:
        return exact[0]
    if len(typed) < LEAST_LETTERS:
        return None
    found = [
        subject
        for subject, forms in known.items()
        if any(form.startswith(typed) or set(typed.split()) <= set(form.split()) for form in forms)
    ]
    return found[0] if len(found) == 1 else None


def leading(words: str, names: Mapping[NameT, Names]) -> tuple[NameT | None, str]:
    """Return what the first words name, and the words behind them; None and all of them when they name nothing.

    A small word that joins the two, as in "thanks to Acme", belongs to neither.
    """
    typed = words.split()
    for length in range(len(typed), 0, -1):
        found = find(" ".join(typed[:length]), names)
        if found is not None:
            rest = typed[length:]
            return found, " ".join(rest[1:] if rest and rest[0].casefold() in JOINING else rest)
    return None, words


def near(words: str, names: Mapping[NameT, Names]) -> tuple[str, ...]:
    """Return at most four titles that look like the words, the likest first; none when nothing does."""
    typed = _fold(words)[:60]
    titles = {form: names[subject][0] for subject in names for form in _folded(subject, names)}
    forms: list[str] = get_close_matches(typed, titles, n=2 * NEAR, cutoff=CLOSE)
    forms += [form for form in titles if not _long_words(typed).isdisjoint(_long_words(form))]
    return tuple(dict.fromkeys(titles[form] for form in forms))[:NEAR]


def like(typed: str, names: Mapping[NameT, Names]) -> tuple[NameT, ...]:
    """Return the subjects to suggest while `typed` is being typed, those that begin so first."""
    folded = _fold(typed)
    ranked = [
        (not any(form.startswith(folded) for form in _folded(subject, names)), subject)
        for subject in names
        if any(folded in form for form in _folded(subject, names))
    ]
    return tuple(subject for _, subject in sorted(ranked, key=lambda pair: pair[0]))


def _folded(subject: NameT, names: Mapping[NameT, Names]) -> tuple[str, ...]:
    return (_fold(subject), *(_fold(name) for name in names[subject]))


def _fold(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _long_words(words: str) -> set[str]:
    return {word for word in words.split() if len(word) > LEAST_LETTERS}
