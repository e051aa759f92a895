"""`/encore pause`, and going on again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, NoOptions, Options
from bot.commands.line import plain_keyboard
from bot.domain import replanning
from bot.domain.calendar import instant_of, local
from bot.domain.dates import Reading, When, read
from bot.domain.members import INDEFINITELY
from bot.errors import InputError
from bot.invocation import Invocation
from bot.reply import Reply
from bot.views.settings import Paused, ResumedView, WhichOne
from bot.views.times import clock, short_day

MOST_DAYS = 90
EXAMPLE = "/encore pause 3 days"
OFF = frozenset({"off", "stop", "end", "over", "resume", "no"})
OPEN_ENDED = frozenset({"", "on", "forever", "indefinitely", "until further notice"})
LENGTH = re.compile(r"(?:for )?(\d{1,4}|an?)\s*(days?|d|weeks?|w)?", re.ASCII)


class PauseOptions(Options):
    """How long."""

    days: Annotated[
        str | None,
        Opt(description="How long: 3, 2 weeks, until Friday; empty until you resume; off to resume"),
    ] = None


async def pause(context: Context, options: PauseOptions) -> Reply:
    """Hold reminders back for a while, or go on again."""
    words = " ".join(plain_keyboard(options.days or "").casefold().split())
    if words in OFF:
        return await resume(context, NoOptions())
    ends = (INDEFINITELY,) if words in OPEN_ENDED else read_end(words, context.now, context.zone)
    if len(ends) > 1:
        return Reply(view=_which(ends, context.zone))
    until = ends[0]
    case = await context.case()
    meanwhile = [row for row in replanning.pending(case) if case.now < row.due_at < until]
    case = replanning.prefer(case, replace(case.preferences, paused_until=until))
    await context.keep(case)
    owed = replanning.pending(case)
    return Reply(
        view=Paused(
            until=until,
            now=context.now,
            zone=context.zone,
            stopped=len(meanwhile),
            next_due=owed[0].due_at if owed else None,
        )
    )


async def resume(context: Context, _: NoOptions) -> Reply:
    """Go on after a pause, and say what went by."""
    if not context.member.preferences.paused(context.now):
        owed = replanning.pending(await context.case())
        return Reply(view=_resumed(context, was_paused=False, owed_at=owed[0].due_at if owed else None))
    resumed = replanning.resume(await context.case())
    await context.keep(resumed.case)
    owed = replanning.pending(resumed.case)
    return Reply(
        view=_resumed(
            context,
            was_paused=True,
            carried=resumed.carried,
            let_go=resumed.let_go,
            owed_at=owed[0].due_at if owed else None,
        )
    )


def read_end(words: str, now: datetime, zone: str) -> tuple[datetime, ...]:
    """Return the instants at which a pause may end: one, or two when the words can be read in two ways.

    A number counts days from now on the member's own clock; a day alone means its beginning.
    Raises InputError with what to write instead.
    """
    here = local(now, zone)
    length = LENGTH.fullmatch(words)
    if length:
        number = int(length[1]) if length[1].isdecimal() else 1
        days = number * (7 if (length[2] or "").startswith("w") else 1)
        if not 1 <= days <= MOST_DAYS:
            raise _too_long()
        return (instant_of(here.date() + timedelta(days=days), here.time(), zone),)
    result = read(words.removeprefix("until ").removeprefix("till "), here)
    if not isinstance(result, Reading):
        raise InputError(
            "I can't tell when the pause should end. A number of days or a day is best.", example=EXAMPLE
        )
    ends = tuple(end for end in (_instant(when, zone) for when in result.readings) if end > now)
    if not ends:
        raise InputError("That has passed already, so nothing is paused.", example=EXAMPLE)
    near = tuple(end for end in ends if end <= now + timedelta(days=MOST_DAYS))
    if not near:
        raise _too_long()
    return near


def _instant(when: When, zone: str) -> datetime:
    at = when.time or time(0)
    if when.offset is not None:
        return instant_of(when.day, at, "UTC") - when.offset
    return instant_of(when.day, at, when.zone or zone)


def _which(ends: tuple[datetime, ...], zone: str) -> WhichOne:
    choices = []
    for there in (local(end, zone) for end in ends):
        at = f", {clock(there)}" if there.time() != time(0) else ""
        press = Invocation("encore pause", {"days": f"{there:%Y-%m-%d %H:%M}"})
        choices.append((f"Until {short_day(there.date())}{at}", press))
    return WhichOne("That end can be read in two ways. Which one is it?", tuple(choices))


def _resumed(
    context: Context,
    *,
    was_paused: bool,
    owed_at: datetime | None,
    carried: tuple[str, ...] = (),
    let_go: tuple[str, ...] = (),
) -> ResumedView:
    return ResumedView(
        now=context.now,
        zone=context.zone,
        was_paused=was_paused,
        carried=carried,
        let_go=let_go,
        next_due=owed_at,
    )


def _too_long() -> InputError:
    return InputError(
        f"A pause lasts from 1 to {MOST_DAYS} days, or until you resume it yourself.", example="/encore pause"
    )


COMMANDS = (
    Command(
        path="encore pause",
        summary="Hold reminders back for a while; off to go on",
        handler=pause,
        options=PauseOptions,
        examples=("/encore pause", EXAMPLE, "/encore pause until Friday", "/encore pause off"),
    ),
    Command(path="encore resume", summary="Go on with reminders", handler=resume),
)
