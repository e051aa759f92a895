"""Drafts as they are kept and opened again."""

from __future__ import annotations

from bot.clock import new_id
from bot.commands.command import Context
from bot.domain.drafts import Content, Draft, InterviewDraft
from bot.errors import NotFound


async def put(context: Context, draft_id: str, content: Content) -> str:
    """Keep what was begun; without an id it gets one. Return the id."""
    draft_id = draft_id or new_id(context.rng)
    draft = Draft(id=draft_id, member_id=context.member.id, content=content, saved_at=context.now)
    await context.unit.drafts.put(draft)
    return draft_id


async def open_draft(context: Context, draft_id: str) -> Draft:
    """Return the member's draft. Raises NotFound when it is gone."""
    draft = await context.unit.drafts.get(context.member.id, draft_id, context.now)
    if draft is None:
        raise NotFound("That draft is gone; drafts are kept for 7 days.", example="/interview add")
    return draft


async def open_interview(context: Context, draft_id: str) -> InterviewDraft:
    """Return the interview that a draft would be; an empty one where it is about none. Raises NotFound when it is gone."""
    return (await open_draft(context, draft_id)).interview or InterviewDraft()
