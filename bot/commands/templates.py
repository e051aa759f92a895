"""`/interview template`: a message to send, with what is known of the interview filled in."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options, hidden
from bot.commands.fitting import choosing
from bot.commands.interviews import ask_which, complete_interviews, matching, which
from bot.domain.content import MessageTemplate, Purpose
from bot.domain.interviews import Interview
from bot.domain.templates import moment_of, spoken_of
from bot.domain.topics import leading, like, title_of
from bot.errors import NotFound
from bot.reply import Choice, Reply, Show
from bot.text import said_back
from bot.views.templates import PATH, TemplateView, WhatToWrite

QUESTION = "Which interview is the message about?"


class TemplateOptions(Options):
    """What the message is for."""

    purpose: Annotated[
        str | None, Opt(description="What it is for: thanks, follow-up, reschedule, decline; empty to choose")
    ] = None
    what: Annotated[str | None, Opt(description="Which interview: a company is enough")] = None
    item: Annotated[str | None, hidden("The message itself")] = None
    person: Annotated[int, hidden("To which person", ge=0)] = 0
    choose: Annotated[bool, hidden("Ask which interview")] = False


async def template(context: Context, options: TemplateOptions) -> Reply:
    """Show a message to send, or ask which."""
    if options.item:
        item = context.catalog.template(options.item)
        if item is None:
            raise NotFound(
                "That message is no longer in the collection. There are others for you.", example=f"/{PATH}"
            )
        return await _message(context, item, options)
    typed = (options.purpose or "").strip()
    everything = await context.unit.interviews.of(context.member.id)
    purpose, rest = leading(typed, Purpose)
    name = options.what or (rest if matching(everything, rest) else None)
    items = context.catalog.templates(purpose) if purpose else ()
    if not items:
        company = options.what or (typed if typed and matching(everything, typed) else None)
        lead_in = (
            f"I have no message called “{said_back(typed)}”, but these I have."
            if typed and not company
            else ""
        )
        return await _choose(context, company, lead_in)
    return await _message(context, items[0], options.model_copy(update={"what": name}))


async def complete_purposes(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest what a message can be for."""
    return tuple(
        Choice(title_of(purpose), purpose)
        for purpose in like(typed, Purpose)
        if context.catalog.templates(purpose)
    )


async def _choose(context: Context, name: str | None, lead_in: str) -> Reply:
    everything = await context.unit.interviews.of(context.member.id)
    about = ([i for i in everything if i.id == name] or matching(everything, name)) if name else []
    return Reply(
        view=WhatToWrite(
            purposes=tuple(purpose for purpose in Purpose if context.catalog.templates(purpose)),
            moment=moment_of(about or everything, context.now),
            interview=about[0].id if len(about) == 1 else "",
            lead_in=lead_in,
        )
    )


async def _message(context: Context, item: MessageTemplate, options: TemplateOptions) -> Reply:
    found = await _about(context, item.purpose, options)
    others = [other for other in context.catalog.templates(item.purpose) if other.id != item.id]
    live = [i for i in await context.unit.interviews.of(context.member.id) if not i.cancelled]
    view = TemplateView(
        template=item,
        interview=found,
        person=options.person,
        version=others[0].id if others else "",
        several=len(live) > 1,
    )
    return Reply(view=view, show=Show.UPDATE if options.item else Show.NEW)


async def _about(context: Context, purpose: Purpose, options: TemplateOptions) -> Interview | None:
    """Return the interview that a message speaks of, None when there is none. Raises Instead to ask which."""
    chosen = {"purpose": str(purpose)}
    if options.what:
        return await which(context, options.what, PATH, QUESTION, open_only=False, arguments=chosen)
    everything = await context.unit.interviews.of(context.member.id)
    found = spoken_of(everything, purpose, context.now)
    if options.choose:
        found = tuple(i for i in everything if not i.cancelled)
    if len(found) < 2:
        return found[0] if found else None
    raise ask_which(context, found, PATH, QUESTION, chosen)


COMMANDS = (
    Command(
        path=PATH,
        summary="A message to send, filled in from your interview",
        handler=template,
        options=TemplateOptions,
        completers={"purpose": complete_purposes, "what": complete_interviews},
        fits=choosing(Purpose),
        examples=("/interview template", "/interview template thanks", "/interview template reschedule Acme"),
    ),
)
