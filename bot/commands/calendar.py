"""Taking an interview out: a calendar file, and a private calendar address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options, unlisted
from bot.commands.interviews import INTERVIEWS, WhatOptions, matching, which
from bot.domain.agenda import in_file
from bot.domain.interviews import Interview
from bot.domain.members import Feed
from bot.reply import File, Reply, Show
from bot.services.calendar import make_feed, tell
from bot.views.calendar import (
    CALENDAR,
    FEED,
    FILE,
    PATH,
    CalendarFile,
    CancelledFile,
    FeedAddress,
    FeedRemoved,
    NoFeeds,
    NothingAhead,
)

QUESTION = "Which interview is the file for?"
MEDIA_TYPE = "text/calendar"
FEED_WORDS = frozenset({"feed", "address", "private address", "subscribe", "subscription"})
"""What may be typed instead of pressing the button, by whoever has no interview of that name."""
DETAILS = re.compile(r"(?:^|[\s,;]+)(?:with )?details(?:\s*[:=]?\s*(yes|no))?$", re.IGNORECASE)
MOST_OFFERED = 3
EARLIER = "That button is from before the last change. This is how your address stands now."
TOLD = {
    True: "From now on it names the company, the role and the place.",
    False: "From now on it keeps them to itself. Your app drops them when it looks again.",
}


class CalendarOptions(WhatOptions):
    """Which interview, and how much the file says."""

    details: Annotated[
        bool, Opt(description="Whether it names the company, the role and the place; if not, it is discreet")
    ] = False


class FeedAction(StrEnum):
    """What is to become of an address."""

    SHOW = "show"
    NEW = "new"
    REMOVE = "remove"
    DETAILED = "detailed"
    DISCREET = "discreet"


class FeedOptions(Options):
    """What to do, and with which address, by the second of its last change: an old button is about an old one."""

    do: FeedAction = FeedAction.SHOW
    made: str = ""


async def calendar(context: Context, options: CalendarOptions) -> Reply:
    """Hand over a file of one interview, or of all that lie ahead."""
    everything = (await context.case()).interviews
    name, detailed = _typed(options, everything)
    if not name:
        live = [each for each in everything if not each.settled]
        return await _file(context, live, detailed=detailed)
    if name.casefold() in FEED_WORDS and not matching(everything, name):
        return await feed(context, FeedOptions())
    arguments = {"details": "yes"} if detailed else {}
    chosen = await which(context, name, PATH, QUESTION, open_only=False, arguments=arguments)
    return await _file(context, [chosen], what=chosen.id, detailed=detailed)


async def feed(context: Context, options: FeedOptions) -> Reply:
    """Show the private address, made when it is first asked for; change, replace or remove it."""
    if not context.public_url:
        return Reply(view=NoFeeds())
    unit, member = context.unit, context.member
    found = await unit.feeds.of(member.id)
    if found is None:
        if options.do not in {FeedAction.SHOW, FeedAction.NEW}:
            return Reply(view=FeedRemoved(), show=Show.UPDATE)
        made = await make_feed(unit, member, context.rng, context.now)
        return _address(context, made, "", options)
    if options.do is FeedAction.SHOW:
        return _address(context, found, "", options)
    if options.made != _made(found):
        return _address(context, found, EARLIER, options)
    if options.do is FeedAction.REMOVE:
        await unit.feeds.revoke(member.id)
        return Reply(view=FeedRemoved(), show=Show.UPDATE)
    if options.do is FeedAction.NEW:
        made = await make_feed(unit, member, context.rng, context.now)
        return _address(context, made, "Here is a new address. The one before it has stopped.", options)
    detailed = options.do is FeedAction.DETAILED
    told = await tell(unit, found, context.now, detailed=detailed)
    return _address(context, told, TOLD[detailed], options)


def _typed(options: CalendarOptions, interviews: tuple[Interview, ...]) -> tuple[str, bool]:
    """Return the name in what was typed, and whether details are asked for: behind the name they may be, too."""
    name = (options.what or "").strip()
    said = DETAILS.search(name)
    if said is None or matching(interviews, name):
        return name, options.details
    return name[: said.start()], (said[1] or "yes").lower() == "yes"


async def _file(
    context: Context, interviews: Sequence[Interview], *, what: str = "", detailed: bool
) -> Reply:
    held = in_file(await context.case(), interviews, detailed=detailed)
    if not held:
        return Reply(view=await _nothing(context, over=bool(what)))
    content = await context.documents.calendars.write(held, name=CALENDAR)
    files = (File(FILE, MEDIA_TYPE, content),)
    if any(entry.cancelled for entry in held):
        return Reply(view=CancelledFile(company=interviews[0].company), files=files)
    ahead = sum(each.starts_at > context.now for each in interviews)
    view = CalendarFile(
        what=what,
        interviews=ahead,
        steps=len(held) - ahead,
        detailed=detailed,
        served=bool(context.public_url),
    )
    return Reply(view=view, files=files)


async def _nothing(context: Context, *, over: bool) -> NothingAhead:
    everything = (await context.case()).interviews
    off = [each for each in everything if each.cancelled and each.starts_at > context.now]
    return NothingAhead(over=over, cancelled=() if over else tuple(off[:MOST_OFFERED]))


def _address(context: Context, found: Feed, lead_in: str, options: FeedOptions) -> Reply:
    view = FeedAddress(
        address=f"{context.public_url.rstrip('/')}/calendar/{found.token}.ics",
        made=_made(found),
        detailed=found.detailed,
        lead_in=lead_in,
    )
    return Reply(view=view, show=Show.NEW if options.do is FeedAction.SHOW else Show.UPDATE)


def _made(found: Feed) -> str:
    return str(int(found.made_at.timestamp()))


COMMANDS = (
    Command(
        path=PATH,
        summary="Your interview and its plan for your own calendar",
        handler=calendar,
        options=CalendarOptions,
        completers=INTERVIEWS,
        examples=("/interview calendar", "/interview calendar Acme", "/interview calendar feed"),
    ),
    unlisted(FEED, "A private calendar address", feed, FeedOptions),
)
