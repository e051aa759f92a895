"""Drawing tips and questions, and keeping the good ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from bot.domain.brief import suited
from bot.domain.content import Ask, Question, Tip
from bot.domain.interviews import Interview
from bot.domain.keeping import stories_of, worth_steering
from bot.domain.members import Member
from bot.domain.practice import Chosen, Situation, choose, fits, situation_of
from bot.domain.sheets import Sheet
from bot.ports import Catalog, UnitOfWork

PAGE = 5
"""Saved items on one page: what a phone shows without scrolling far."""

OFFERED = 2
"""Questions of the library to start from."""

DrawnT = TypeVar("DrawnT", bound=Tip | Question | Ask)


class Kind(StrEnum):
    """What can be practised with."""

    TIP = "tip"
    QUESTION = "question"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """One page of what a member kept, newest first. `gone` counts ids that the content no longer knows."""

    items: tuple[Tip | Question | Ask, ...]
    page: int
    pages: int
    total: int
    gone: int


async def draw(
    unit: UnitOfWork,
    member: Member,
    kind: Kind,
    items: Sequence[DrawnT],
    *,
    rng: random.Random,
    now: datetime,
    last: str | None = None,
    steered: bool = False,
) -> Chosen[DrawnT] | None:
    """Return something not seen in this round and note that it was; None when there is nothing to draw from.

    What fits the days left, the interview and the member's settings comes first; `steered`, what is about a proof
    without a story comes more often among it.
    """
    seen = await unit.practice.seen(member.id, kind)
    situation = situation_of(await unit.interviews.of(member.id), member.preferences, now)
    if steered:
        told = stories_of(await unit.sheets.of(member.id, Sheet.STORIES))
        situation = replace(situation, gaps=worth_steering(told))
    fitting = fits(items, situation)
    chosen = choose(items, seen, rng, last=last, member_id=member.id, fitting=fitting)
    if chosen is None:
        return None
    if chosen.again:
        await unit.practice.forget(member.id, kind, [item.id for item in items])
    await unit.practice.see(member.id, kind, chosen.item.id, now)
    return chosen


def starts(catalog: Catalog, member: Member, interview: Interview) -> tuple[Ask, ...]:
    """Return questions of the library to start from, for whom the member meets."""
    preferences = member.preferences
    situation = Situation(format=interview.format, audience=preferences.audience, region=preferences.region)
    asks = catalog.asks()
    fitting = [a for a, distance in zip(asks, fits(asks, situation).distances, strict=True) if not distance]
    by_text = {" ".join(found.text.split()): found for found in fitting}
    chosen = (by_text.get(" ".join(words.split())) for words in suited(fitting, interview))
    return tuple(found for found in chosen if found)[:OFFERED]


async def is_saved(unit: UnitOfWork, member: Member, item: str) -> bool:
    """Return whether the member keeps an item."""
    return any(kept == item for kept, _ in await unit.practice.saved(member.id))


def item_of(catalog: Catalog, name: str) -> Tip | Question | Ask | None:
    """Return what can be kept by its id, if the collection still has it."""
    return catalog.tip(name) or catalog.question(name) or catalog.ask(name)


async def saved_page(unit: UnitOfWork, catalog: Catalog, member: Member, page: int) -> SavedPage:
    """Return one page of what is kept; a page beyond the last is the last."""
    kept = [item for item, _ in await unit.practice.saved(member.id)]
    found = [item for name in kept if (item := item_of(catalog, name)) is not None]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, page), pages)
    shown = tuple(found[(page - 1) * PAGE : page * PAGE])
    return SavedPage(items=shown, page=page, pages=pages, total=len(found), gone=len(kept) - len(found))
