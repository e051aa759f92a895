"""Calling interviews off, and what came of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Opt

from bot.commands import reflection, rounds
from bot.commands.command import Command, Context, hidden, unlisted
from bot.commands.fitting import named
from bot.commands.interviews import INTERVIEWS, WhatOptions, card, matching, which
from bot.domain import lifecycle
from bot.domain.case import Case
from bot.domain.interviews import Interview, Outcome
from bot.domain.outcomes import asks_ahead
from bot.reply import Choice, Reply, Show
from bot.views.outcomes import AskResult, Cancelled, ResultNoted
from bot.views.times import count, wait_until


class ResultOptions(WhatOptions):
    """Which interview, and what came of it."""

    outcome: Annotated[str | None, Opt(description="offer, next, no or waiting")] = None
    sure: Annotated[str | None, hidden("Though it is still ahead")] = None


async def cancel(context: Context, options: WhatOptions) -> Reply:
    """Call an interview off; one press undoes it."""
    chosen = await which(context, options.what, "interview cancel", "Which one is off?")
    if chosen.cancelled:
        return await card(context, chosen, lead_in="This one is cancelled already.")
    before = await context.case()
    after = lifecycle.cancel(before, chosen)
    await context.keep(after)
    stopped = lifecycle.stopped(before, after, chosen)
    return Reply(view=Cancelled(interview=after.interview(chosen.id), stopped=stopped), show=Show.NEW)


async def restore(context: Context, options: WhatOptions) -> Reply:
    """Undo a cancellation, or take back what came of it."""
    chosen = await which(
        context, options.what, "interview restore", "Which one is on again?", open_only=False
    )
    case = lifecycle.restore(await context.case(), chosen)
    await context.keep(case)
    restored = case.interview(chosen.id)
    if restored.settled:
        return await card(context, restored, lead_in="It is no longer cancelled; what came of it stands.")
    state = "It is on again" if chosen.cancelled else "Taken back: no result is noted"
    pending = case.pending(restored)
    ahead = count(len(pending), "reminder")
    lead_in = f"{state}, with {ahead} ahead." if pending else f"{state}. No reminders are due for it now."
    return await card(context, restored, lead_in=lead_in)


async def result(context: Context, options: ResultOptions) -> Reply:
    """Note what came of an interview; reminders follow it."""
    name, word = options.what, options.outcome
    if name and word is None:
        name, word = _split_outcome(name)
    outcome = outcome_of(word) if word else None
    before = await context.case()
    everything = before.interviews
    # Of several rounds with one company the one without an answer is meant.
    named = [each for each in matching(everything, name) if not each.settled] if name else []
    name = named[0].id if len(named) == 1 else name
    arguments = {"outcome": str(outcome)} if outcome else {}
    chosen = await which(
        context,
        name,
        "interview result",
        "Which one?",
        # Where every answer came, an older one is being changed.
        open_only=name is None and not all(each.settled for each in everything),
        arguments=arguments,
    )
    if outcome is None:
        return Reply(view=AskResult(interview=chosen))
    undecided = chosen.outcome is None and not chosen.cancelled
    if chosen.starts_at > context.now and undecided and not options.sure:
        return Reply(view=AskResult(interview=chosen, heard=outcome, ahead=_ahead(context, chosen)))
    after = lifecycle.settle(before, chosen, outcome)
    await context.keep(after)
    return Reply(view=_noted(after, after.interview(chosen.id), lifecycle.stopped(before, after, chosen)))


def _noted(case: Case, interview: Interview, stopped: int) -> ResultNoted:
    pending = case.pending(interview)
    return ResultNoted(
        interview=interview,
        stopped=stopped,
        remaining=len(pending),
        now=case.now,
        asks=asks_ahead(pending),
        others=lifecycle.others_going_on(case, interview),
        paused=case.preferences.paused(case.now),
        written=lifecycle.left_by(case, interview).written,
        reader_zone=case.preferences.zone,
    )


def _ahead(context: Context, interview: Interview) -> str:
    return wait_until(interview.starts_at, context.now, context.member.preferences.zone or interview.zone)


def outcome_of(words: str) -> Outcome | None:
    """Return the outcome that the words name, or None."""
    return Outcome.called(words.strip(" .!"))


def _tells(context: Context, rest: str, interviews: tuple[Interview, ...]) -> bool:
    """Whether words are an outcome, or an interview and perhaps an outcome behind it."""
    words = rest.split()
    names = (rest, " ".join(words[:-1]), " ".join(words[:-2]))
    return outcome_of(rest) is not None or any(named(context, name, interviews) for name in names)


async def complete_outcomes(_: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest the four outcomes."""
    return tuple(Choice(o.value, o.value) for o in Outcome if o.value.startswith(typed.casefold()))


def _split_outcome(line: str) -> tuple[str | None, str | None]:
    words = line.replace(",", " ").split()
    for length in (2, 1):
        tail = " ".join(words[-length:])
        if len(words) >= length and outcome_of(tail) is not None:
            return " ".join(words[:-length]) or None, tail
    return line, None


COMMANDS = (
    Command(
        path="interview cancel",
        summary="An interview is off: all its reminders stop",
        handler=cancel,
        options=WhatOptions,
        completers=INTERVIEWS,
        examples=("/interview cancel Acme",),
    ),
    Command(
        path="interview result",
        summary="What came of it: offer, next, no or waiting",
        handler=result,
        options=ResultOptions,
        completers={**INTERVIEWS, "outcome": complete_outcomes},
        fits=_tells,
        examples=("/interview result Acme offer",),
    ),
    unlisted("interview restore", "Undo a cancellation or a result", restore, WhatOptions),
    *rounds.COMMANDS,
    *reflection.COMMANDS,
)
