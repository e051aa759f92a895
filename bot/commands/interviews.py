"""Listing and showing interviews, and finding the one that is meant."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Instead, Options
from bot.domain.calendar import local
from bot.domain.interviews import Interview
from bot.domain.overview import overview
from bot.errors import NotFound
from bot.reply import Choice, Reply
from bot.text import said_back
from bot.views.interviews import InterviewCard, InterviewList, WhichInterview
from bot.views.times import short_day

NOTHING_MORE: Mapping[str, str] = MappingProxyType({})


class WhatOptions(Options):
    """Which interview."""

    what: Annotated[str | None, Opt(description="Which interview: a company is enough")] = None


class PressedInterview(Options):
    """Which interview, from a button."""

    what: str


async def which(
    context: Context,
    name: str | None,
    path: str,
    question: str,
    *,
    open_only: bool = True,
    arguments: Mapping[str, str] = NOTHING_MORE,
) -> Interview:
    """Return the interview that a name means. Raises Instead with a question when several do, NotFound when none does."""
    everything = (await context.case()).interviews
    for interview in everything:
        if interview.id == name:
            return interview
    chosen = [i for i in everything if not (open_only and i.settled)]
    if name:
        chosen = matching(everything, name)
    if not chosen:
        raise _nothing(name)
    # Those ahead first, the nearest first: the past must not use up the places.
    chosen.sort(key=lambda i: (i.starts_at <= context.now, abs(i.starts_at - context.now)))
    if len(chosen) == 1:
        return chosen[0]
    raise ask_which(context, tuple(chosen), path, question, arguments)


def ask_which(
    context: Context,
    interviews: tuple[Interview, ...],
    path: str,
    question: str,
    arguments: Mapping[str, str] = NOTHING_MORE,
) -> Instead:
    """Return what asks which of several interviews is meant; a press on one goes on at `path` with `arguments`."""
    view = WhichInterview(
        question=question,
        path=path,
        interviews=interviews,
        now=context.now,
        reader_zone=context.member.preferences.zone,
        arguments=tuple(arguments.items()),
    )
    return Instead(Reply(view=view))


def matching(interviews: tuple[Interview, ...], name: str) -> list[Interview]:
    """Return the interviews that a typed name means: the same company, else one that contains it."""
    folded = name.casefold().strip()
    exact = [i for i in interviews if i.company.casefold() == folded]
    return exact or [i for i in interviews if folded and folded in f"{i.company} {i.role}".casefold()]


async def show_list(context: Context, _: Options) -> Reply:
    """Show all interviews, those ahead first."""
    everything = await context.unit.interviews.of(context.member.id)
    ahead = tuple(i for i in everything if i.starts_at > context.now and not i.settled)
    behind = tuple(reversed([i for i in everything if i not in ahead]))
    zone = context.member.preferences.zone
    return Reply(view=InterviewList(ahead=ahead, behind=behind, reader_zone=zone, now=context.now))


async def show(context: Context, options: WhatOptions) -> Reply:
    """Show one interview."""
    chosen = await which(context, options.what, "interview show", "Which interview?", open_only=False)
    return await card(context, chosen)


async def card(context: Context, interview: Interview, lead_in: str = "") -> Reply:
    """Return one interview with everything that is known of it."""
    view = overview(await context.case(), interview)
    return Reply(
        view=InterviewCard(
            interview=interview,
            reader_zone=context.member.preferences.zone or interview.zone,
            now=context.now,
            done=view.done,
            total=len(view.lines),
            lead_in=lead_in,
        )
    )


async def complete_interviews(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest the member's own interviews, nearest first."""
    everything = await context.unit.interviews.of(context.member.id)
    zone = context.member.preferences.zone
    folded = typed.casefold()
    return tuple(
        Choice(f"{i.company}, {short_day(local(i.starts_at, zone or i.zone).date())}", i.company)
        for i in sorted(everything, key=lambda i: (i.starts_at < context.now, i.starts_at))
        if folded in i.company.casefold() and not i.cancelled
    )


def _nothing(name: str | None) -> NotFound:
    if name:
        return NotFound(f"I find no interview called “{said_back(name)}”.", example="/interview list")
    return NotFound(
        "There is no interview yet. Tell me about one first.",
        example="/prep add Acme, data analyst, next Thu 3pm",
    )


INTERVIEWS = {"what": complete_interviews}


COMMANDS = (
    Command(path="interview list", summary="All your interviews", handler=show_list),
    Command(
        path="interview show",
        summary="One interview, with everything you noted",
        handler=show,
        options=WhatOptions,
        completers=INTERVIEWS,
        examples=("/interview show Acme",),
    ),
)
