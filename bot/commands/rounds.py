"""From one round to the next: adding it, and what the last one left."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import new_id
from bot.commands.command import Context, unlisted
from bot.commands.intake.questions import consider
from bot.commands.interviews import WhatOptions, card, which
from bot.domain import lifecycle
from bot.domain.drafts import InterviewDraft, Step
from bot.domain.interviews import Interview
from bot.reply import Reply
from bot.views.problems import Noted
from bot.views.rounds import FromLastTime


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
    unlisted("interview next", "Add the next round", next_round, WhatOptions),
    unlisted("round last", "What the last round left to this one", last_round, LastOptions),
)
