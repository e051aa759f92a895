"""What there is to find out before an interview: the slots, how to fill each, and the tasks that are done with them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.vocabulary import Named, NamedVocabulary

PERSON = "person-"
"""Begins the slot of everyone whom the member will meet."""


PEOPLE = "people"
"""In place of a slot: everyone whom the member will meet."""


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


@dataclass(frozen=True, slots=True)
class SlotFacts(Named):
    """`guide` says how to fill it; the member's own question has none."""

    guide: Guide | None


class Slot(NamedVocabulary):
    """What there is to find out beside the people, in order; and the question that comes of it."""

    facts: SlotFacts

    INDUSTRY = SlotFacts(
        "industry",
        ("The industry", "trade", "sector", "market"),
        Guide(
            ask="What is the trade's biggest worry just now, and on whom in this department does it land?",
            terms="{company} industry trends",
            label="Search the web for their industry",
            task="task-company-004",
        ),
    )
    COMPETITORS = SlotFacts(
        "competitors",
        ("The competitors", "competitor", "rivals", "rival", "competition"),
        Guide(
            ask="Look at the nearest rival as a customer would: what does each of the two do better?",
            terms="{company} competitors",
            label="Search the web for their competitors",
            task="task-company-005",
        ),
    )
    PRODUCT = SlotFacts(
        "product",
        ("The newest product", "newest product", "products", "service", "services"),
        Guide(
            ask="What is the newest thing they sell, teach or run, and whose work has it changed?",
            terms="{company} new launch",
            label="Search the news for their newest",
            task="task-company-006",
            news=True,
        ),
    )
    PRESS = SlotFacts(
        "press",
        ("The press", "news", "headlines"),
        Guide(
            ask="What is the latest headline about them, and what will this role need because of it?",
            terms="{company}",
            label="Search the news for them",
            task="task-company-001",
            share=3,
            news=True,
        ),
    )
    SOCIAL = SlotFacts(
        "social",
        ("What they post", "social media", "posts", "feed"),
        Guide(
            ask="Of three months of their posts, which would you mention, and why does it matter to this team?",
            terms="{company} site:linkedin.com/company",
            label="Find their own feed",
            task="task-company-002",
        ),
    )
    INSIDER = SlotFacts(
        "insider",
        ("Someone inside to ask", "someone inside", "contact", "employee"),
        Guide(
            ask="Ask someone who works there, or used to, for fifteen minutes. Then note whom, and two questions.",
            terms="{company} {role} site:linkedin.com/in",
            label="Find people who work there",
            task="task-company-003",
        ),
    )
    NEEDS = SlotFacts(
        "needs",
        ("What the department needs", "department", "the department"),
        Guide(
            ask="Who hands this role its work, who waits for it, and what does the department get from it?",
            terms="{company} {role} job description",
            label="Find the advert",
            task="task-role-001",
            share=2,
        ),
    )
    BOTTOM_LINE = SlotFacts(
        "bottom-line",
        ("The bottom line", "money", "profit"),
        Guide(
            ask="What does this role save or earn them? One sentence, with a number if there is one.",
            terms="{company} annual report results",
            label="Find their figures",
            task="task-role-001",
            share=2,
        ),
    )
    QUESTION = SlotFacts("question", ("The question I'll ask", "my question", "the question"), None)


COMPANY = (Slot.INDUSTRY, Slot.COMPETITORS, Slot.PRODUCT, Slot.PRESS, Slot.SOCIAL)
ROLE = (Slot.INSIDER, Slot.NEEDS, Slot.BOTTOM_LINE)
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
