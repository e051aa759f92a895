"""What lies behind the buttons under something that can be kept: it is shown again, kept and let go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.commands.command import Command, Context, Options, unlisted
from bot.domain.content import Ask, Question, Tip
from bot.reply import Reply, Show
from bot.services.practice import Kind
from bot.views.blocks import View

ItemT = TypeVar("ItemT", bound=Tip | Question | Ask)


class PressedItem(Options):
    """A button under something that can be kept: which one."""

    item: str


PressedT = TypeVar("PressedT", bound=PressedItem)
Find = Callable[[Context, str], ItemT]
"""Returns what has that id. Raises NotFound, safe to show, when the collection has it no more."""
Card = Callable[[Context, ItemT, PressedT], Awaitable[View]]
"""Returns it as it stands now, as it was asked for."""


def keeping(
    kind: Kind, noun: str, pressed: type[PressedT], find: Find[ItemT], card: Card[ItemT, PressedT]
) -> tuple[Command, ...]:
    """Return the commands behind a kind's buttons."""

    async def show(context: Context, options: PressedT) -> Reply:
        item = find(context, options.item)
        await context.unit.practice.see(context.member.id, kind, item.id, context.now)
        return Reply(view=await card(context, item, options))

    async def keep(context: Context, options: PressedT) -> Reply:
        item = find(context, options.item)
        await context.unit.practice.save(context.member.id, item.id, context.now)
        return Reply(view=await card(context, item, options), show=Show.UPDATE)

    async def drop(context: Context, options: PressedT) -> Reply:
        item = find(context, options.item)
        await context.unit.practice.unsave(context.member.id, item.id)
        return Reply(view=await card(context, item, options), show=Show.UPDATE)

    return (
        unlisted(f"{kind} show", f"Show a {noun}", show, pressed),
        unlisted(f"{kind} save", f"Keep a {noun}", keep, pressed),
        unlisted(f"{kind} drop", f"Let a kept {noun} go", drop, pressed),
    )
