"""`/interview brief`: the one page for the last hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from bot.commands.command import Command, Context, hidden, unlisted
from bot.commands.interviews import INTERVIEWS, PressedInterview, WhatOptions, matching, which
from bot.domain.interviews import Interview
from bot.reply import File, Reply
from bot.services.brief import draw_up
from bot.views.brief import FILE, PAGE, PATH, BriefPage, BriefView

QUESTION = "Which interview is the page for?"
UNDER_WAY = timedelta(hours=2)
"""An interview that began so lately may still be on."""


class BriefOptions(WhatOptions):
    """Which interview."""

    choose: Annotated[bool, hidden("Ask which")] = False


async def brief(context: Context, options: BriefOptions) -> Reply:
    """Show the page of an interview: of the next one, unless another is named."""
    chosen = await _meant(context, options)
    drawn = await draw_up(context.unit, context.catalog, await context.case(), chosen)
    return Reply(view=BriefView(brief=drawn, now=context.now, several=len(await _open(context)) > 1))


async def page(context: Context, options: PressedInterview) -> Reply:
    """Return the page as a file to print."""
    chosen = await which(context, options.what, PAGE, QUESTION, open_only=False)
    drawn = await draw_up(context.unit, context.catalog, await context.case(), chosen)
    content = await context.documents.pages.brief(drawn)
    return Reply(view=BriefPage(interview=chosen), files=(File(FILE, "application/pdf", content),))


async def _meant(context: Context, options: BriefOptions) -> Interview:
    """Return the interview that is named; without a name the next one, since an hour before nobody likes a question."""
    live = await _open(context)
    if options.what:
        found = matching(tuple(live), options.what)
        if len(found) == 1:
            return found[0]
    elif not options.choose:
        ahead = [i for i in live if i.starts_at > context.now - UNDER_WAY]
        if ahead:
            return min(ahead, key=lambda i: i.starts_at)
    return await which(context, options.what, PATH, QUESTION)


async def _open(context: Context) -> list[Interview]:
    return [i for i in (await context.case()).interviews if not i.settled]


COMMANDS = (
    Command(
        path=PATH,
        summary="One page for the last hour",
        handler=brief,
        options=BriefOptions,
        completers=INTERVIEWS,
        examples=("/interview brief", "/interview brief Acme"),
    ),
    unlisted(PAGE, "The page to print", page, PressedInterview),
)
