"""Calling interviews off, and what came of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.adding import consider, new_draft
from bot.commands.command import Command, Context
from bot.commands.interviews import INTERVIEWS, WhatOptions, card, which
from bot.domain.interviews import Interview, Outcome
from bot.reply import Choice, Reply, Show
from bot.services import interviews as service
from bot.views.outcomes import AskResult, Cancelled, ResultNoted
from bot.views.times import count, wait_until

OUTCOME_WORDS = {
    Outcome.OFFER: ("offer", "an offer", "offered", "yes"),
    Outcome.NEXT: ("next", "next round", "another round", "third round", "final round"),
    Outcome.NO: ("no", "a no", "rejected", "rejection", "declined", "turned down"),
    Outcome.WAITING: ("waiting", "wait", "silence", "nothing yet", "no answer"),
}


class ResultOptions(WhatOptions):
    """Which interview, and what came of it."""

    outcome: Annotated[str | None, Opt(description="offer, next, no or waiting")] = None
    sure: Annotated[
        str | None, Opt(description="Though it is still ahead", json_schema_extra={"hidden": True})
    ] = None


async def cancel(context: Context, options: WhatOptions) -> Reply:
    """Call an interview off; one press undoes it."""
    chosen = await which(context, options.what, "interview cancel", "Which one is off?")
    if isinstance(chosen, Reply):
        return chosen
    if chosen.cancelled:
        return await card(context, chosen, lead_in="This one is cancelled already.")
    cancelled, planned = await service.cancel(
        context.unit, context.catalog, context.member, chosen, context.now
    )
    return Reply(view=Cancelled(interview=cancelled, stopped=planned.stopped), show=Show.NEW)


async def restore(context: Context, options: WhatOptions) -> Reply:
    """Undo a cancellation."""
    chosen = await which(
        context, options.what, "interview restore", "Which one is on again?", open_only=False
    )
    if isinstance(chosen, Reply):
        return chosen
    restored, planned = await service.restore(
        context.unit, context.catalog, context.member, chosen, context.now
    )
    ahead = count(len(planned.pending), "reminder")
    lead_in = (
        f"It is on again, with {ahead} ahead."
        if planned.pending
        else "It is on again. No reminders are due for it now."
    )
    return await card(context, restored, lead_in=lead_in)


async def result(context: Context, options: ResultOptions) -> Reply:
    """Note what came of an interview; reminders follow it."""
    name, word = options.what, options.outcome
    if name and word is None:
        name, word = _split_outcome(name)
    outcome = outcome_of(word) if word else None
    arguments = {"outcome": str(outcome)} if outcome else {}
    open_only = name is None
    chosen = await which(
        context, name, "interview result", "Which one?", open_only=open_only, arguments=arguments
    )
    if isinstance(chosen, Reply):
        return chosen
    if outcome is None:
        return Reply(view=AskResult(interview=chosen))
    if chosen.starts_at > context.now and chosen.outcome is None and not options.sure:
        return Reply(view=AskResult(interview=chosen, heard=outcome, ahead=_ahead(context, chosen)))
    settled, planned = await service.settle(
        context.unit, context.catalog, context.member, chosen, context.now, outcome
    )
    return Reply(
        view=ResultNoted(
            interview=settled, stopped=planned.stopped, remaining=len(planned.pending), now=context.now
        )
    )


def _ahead(context: Context, interview: Interview) -> str:
    return wait_until(interview.starts_at, context.now, context.member.preferences.zone or interview.zone)


async def next_round(context: Context, options: WhatOptions) -> Reply:
    """Begin the next round with the same company."""
    chosen = await which(context, options.what, "interview next", "Which one goes on?", open_only=False)
    if isinstance(chosen, Reply):
        return chosen
    values = {
        "company": chosen.company,
        "role": chosen.role,
        "round": str(chosen.round + 1),
        "details": "asked",
    }
    draft = new_draft(context, "interview add", {name: value for name, value in values.items() if value})
    await context.unit.drafts.put(draft)
    reply = await consider(context, draft)
    if reply.form is None:
        return reply
    # Nothing is wrong yet: the form is simply not filled in.
    return replace(reply, form=replace(reply.form, errors={}, title=f"Round {chosen.round + 1}"))


def outcome_of(words: str) -> Outcome | None:
    """Return the outcome that the words name, or None."""
    folded = words.casefold().strip(" .!")
    if folded in set(Outcome):
        return Outcome(folded)
    return next((outcome for outcome, names in OUTCOME_WORDS.items() if folded in names), None)


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
        examples=("/interview result Acme offer",),
    ),
    Command(
        path="interview restore",
        summary="Undo a cancellation",
        handler=restore,
        options=WhatOptions,
        listed=False,
    ),
    Command(
        path="interview next",
        summary="Add the next round",
        handler=next_round,
        options=WhatOptions,
        listed=False,
    ),
)
