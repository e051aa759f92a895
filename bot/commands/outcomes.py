"""Calling interviews off, what came of them, and from one round to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field as Opt

from bot.clock import new_id
from bot.commands import reflection
from bot.commands.command import Command, Context, hidden, unlisted
from bot.commands.fitting import named
from bot.commands.intake.questions import consider
from bot.commands.interviews import INTERVIEWS, WhatOptions, card, matching, which
from bot.domain import lifecycle
from bot.domain.case import Case
from bot.domain.drafts import InterviewDraft, Step
from bot.domain.interviews import Interview, Outcome
from bot.domain.outcomes import asks_ahead
from bot.reply import Choice, Reply, Show
from bot.views.outcomes import AskResult, Cancelled, FromLastTime, ResultNoted
from bot.views.problems import Noted
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


class LastOptions(WhatOptions):
    """Which interview: the new round (`what`), or the one before it (`last`)."""

    last: str | None = None


async def next_round(context: Context, options: WhatOptions) -> Reply:
    """Begin the next round with the same company; what was begun before is gone on with."""
    chosen = await which(context, options.what, "interview next", "Which one goes on?", open_only=False)
    added = await _following(context, chosen)
    if added is not None:
        return await card(context, added, lead_in=f"Round {added.round} is here already.")
    draft_id, draft = await _begun(context, chosen)
    reply = await consider(context, draft_id, draft)
    if reply.form is None:
        return reply
    # Nothing is wrong yet: the form is simply not filled in.
    return replace(reply, form=replace(reply.form, errors={}, title=f"Round {chosen.round + 1}"))


async def last_round(context: Context, options: LastOptions) -> Reply:
    """Show what the round before left."""
    if options.last:
        case = await context.case()
        before = case.interview(options.last)
        last = lifecycle.left_by(case, before)
        return Reply(view=FromLastTime(last=last, following=await _following(context, before)))
    chosen = await which(context, options.what, "round last", "Which one?")
    left = lifecycle.round_before(await context.case(), chosen)
    if left is None:
        return Reply(
            view=Noted(
                "No round before this one", "I know of no earlier round with them, so it begins afresh."
            )
        )
    return Reply(view=FromLastTime(last=left, following=chosen))


async def _following(context: Context, interview: Interview) -> Interview | None:
    """Return the round after an interview, if it was added and is not off."""
    everything = (await context.case()).interviews
    return next((each for each in everything if each.previous == interview.id and not each.cancelled), None)


async def _begun(context: Context, interview: Interview) -> tuple[str, InterviewDraft]:
    """Return the draft of the round after an interview, with its id; a new one where none was begun."""
    for draft in await context.unit.drafts.of(context.member.id, context.now):
        if isinstance(draft.content, InterviewDraft) and draft.content.previous == interview.id:
            return draft.id, draft.content
    return new_id(context.rng), InterviewDraft(
        company=interview.company,
        role=interview.role,
        round=str(interview.round + 1),
        previous=interview.id,
        step=Step.ASKED,
    )


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
    unlisted("interview next", "Add the next round", next_round, WhatOptions),
    unlisted("round last", "What the last round left to this one", last_round, LastOptions),
    *reflection.COMMANDS,
)
