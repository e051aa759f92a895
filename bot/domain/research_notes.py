"""What there is to find out before an interview: the slots, how to fill each, and the tasks that are done with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.topics import Names

PERSON = "person-"
"""Begins the slot of everyone whom the member will meet."""


class Slot(StrEnum):
    """What there is to find out beside the people, in order; and the question that comes of it."""

    INDUSTRY = "industry"
    COMPETITORS = "competitors"
    PRODUCT = "product"
    PRESS = "press"
    SOCIAL = "social"
    INSIDER = "insider"
    NEEDS = "needs"
    BOTTOM_LINE = "bottom-line"
    QUESTION = "question"


PEOPLE = "people"
"""In place of a slot: everyone whom the member will meet."""
COMPANY = (Slot.INDUSTRY, Slot.COMPETITORS, Slot.PRODUCT, Slot.PRESS, Slot.SOCIAL)
ROLE = (Slot.INSIDER, Slot.NEEDS, Slot.BOTTOM_LINE)
NAMES: Mapping[Slot, Names] = MappingProxyType(
    {
        Slot.INDUSTRY: ("The industry", "industry", "trade", "sector", "market"),
        Slot.COMPETITORS: ("The competitors", "competitors", "competitor", "rivals", "rival", "competition"),
        Slot.PRODUCT: ("The newest product", "newest product", "product", "products", "service", "services"),
        Slot.PRESS: ("The press", "press", "news", "headlines"),
        Slot.SOCIAL: ("What they post", "social", "social media", "posts", "feed"),
        Slot.INSIDER: ("Someone inside to ask", "insider", "someone inside", "contact", "employee"),
        Slot.NEEDS: ("What the department needs", "needs", "department", "the department"),
        Slot.BOTTOM_LINE: ("The bottom line", "bottom line", "money", "profit"),
        Slot.QUESTION: ("The question I'll ask", "question", "my question", "the question"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How to fill a slot: what to look for, what to search for, and the task whose minutes it takes a `share` of.

    `terms` may name the {company}, the {role} and the person's {name}.
    """

    ask: str
    terms: str
    label: str
    task: str
    share: int = 1
    news: bool = False


EVERY_PERSON = Guide(
    ask="Their path, one thing they wrote or made at work, and a question that only they could answer.",
    terms='"{name}" {company}',
    label="Search the web for them",
    task="task-interviewers-001",
    share=3,
)
GUIDES: Mapping[Slot, Guide] = MappingProxyType(
    {
        Slot.INDUSTRY: Guide(
            ask="What is the trade's biggest worry just now, and on whom in this department does it land?",
            terms="{company} industry trends",
            label="Search the web for their industry",
            task="task-company-004",
        ),
        Slot.COMPETITORS: Guide(
            ask="Look at the nearest rival as a customer would: what does each of the two do better?",
            terms="{company} competitors",
            label="Search the web for their competitors",
            task="task-company-005",
        ),
        Slot.PRODUCT: Guide(
            ask="What is the newest thing they sell, teach or run, and whose work has it changed?",
            terms="{company} new launch",
            label="Search the news for their newest",
            task="task-company-006",
            news=True,
        ),
        Slot.PRESS: Guide(
            ask="What is the latest headline about them, and what will this role need because of it?",
            terms="{company}",
            label="Search the news for them",
            task="task-company-001",
            share=3,
            news=True,
        ),
        Slot.SOCIAL: Guide(
            ask="Of three months of their posts, which would you mention, and why does it matter to this team?",
            terms="{company} site:linkedin.com/company",
            label="Find their own feed",
            task="task-company-002",
        ),
        Slot.INSIDER: Guide(
            ask="Ask someone who works there, or used to, for fifteen minutes. Then note whom, and two questions.",
            terms="{company} {role} site:linkedin.com/in",
            label="Find people who work there",
            task="task-company-003",
        ),
        Slot.NEEDS: Guide(
            ask="Who hands this role its work, who waits for it, and what does the department get from it?",
            terms="{company} {role} job description",
            label="Find the advert",
            task="task-role-001",
            share=2,
        ),
        Slot.BOTTOM_LINE: Guide(
            ask="What does this role save or earn them? One sentence, with a number if there is one.",
            terms="{company} annual report results",
            label="Find their figures",
            task="task-role-001",
            share=2,
        ),
    }
)
FINISHES: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (frozenset({PEOPLE}), ("task-interviewers-001", "task-interviewers-003")),
    (frozenset({Slot.INDUSTRY}), ("task-company-004",)),
    (frozenset({Slot.COMPETITORS}), ("task-company-005",)),
    (frozenset({Slot.PRODUCT}), ("task-company-006",)),
    (frozenset({Slot.SOCIAL}), ("task-company-002",)),
    (frozenset({Slot.INSIDER}), ("task-company-003",)),
    (frozenset({Slot.PRODUCT, Slot.COMPETITORS, Slot.PRESS}), ("task-company-001",)),
    (frozenset({Slot.NEEDS, Slot.BOTTOM_LINE}), ("task-role-001",)),
)
"""Which slots together finish which tasks: those whose "done when" the guides ask for, and no others."""
