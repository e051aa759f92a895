"""What an invitation changes of an interview that is known: its time, its details, or whether it takes place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.commands.command import Context
from bot.commands.intake.answer_parser import Reader
from bot.commands.intake.invitation_checks import changes_in, have_already, not_ahead_any_more, with_checks
from bot.commands.intake.kept import put
from bot.commands.intake.moving import MoveOptions, move
from bot.commands.intake.next_question import ahead_of
from bot.commands.interviews import card
from bot.domain import origins
from bot.domain.drafts import Asking, Details, InterviewDraft, MoveDraft, QuestionDraft, Source, UpdateDraft
from bot.domain.importing import changes, on_clocks, resembling
from bot.domain.interviews import Interview
from bot.domain.invitations import Candidate
from bot.invocation import Invocation
from bot.reply import Reply
from bot.text import shortened
from bot.views.confirming import Confirmation
from bot.views.importing import CalledOff, NewDetails
from bot.views.times import day_and_time

MOST_INTERVIEWS = 5


async def offer_update(
    context: Context, draft_id: str, draft: InterviewDraft, interview: Interview, *, newer: bool = True
) -> Reply:
    """Ask whether an interview should become what the invitation says now.

    `newer` is false where the event's version is the one that is known: then only another time counts.
    """
    before = origins.said_before(await context.case(), interview)
    changed = changes(interview, draft, before.said) if newer else Details()
    update = UpdateDraft(interview_id=interview.id, draft=draft, changed=changed)
    candidates = on_clocks(draft, interview.zone)
    same_day = not candidates and draft.origin is not None and draft.origin.day in {None, interview.day}
    same_time = interview.starts_at in {each.starts_at for each in candidates}
    if interview.cancelled or not (same_day or same_time):
        return await _offer_time(context, draft_id, update, interview, candidates)
    if not changed.said:
        return await have_already(context, draft_id, draft, interview)
    yes = Invocation("import renew", {"draft": draft_id})
    await put(context, draft_id, replace(update, asking=Asking(yes)))
    return Reply(
        view=NewDetails(
            draft_id=draft_id,
            interview=interview,
            changes=changes_in(interview, changed),
            reader_zone=context.member.preferences.zone or interview.zone,
            now=context.now,
            checks=draft.origin.checks if draft.origin else (),
        )
    )


async def take_over(context: Context, update: UpdateDraft) -> Interview:
    """Take over what an update changes beside the time, and note its version."""
    case = await context.case()
    interview = case.interview(update.interview_id)
    case = origins.renew(origins.remember(case, interview, update.draft.origin), interview, update.changed)
    await context.keep(case)
    return case.interview(interview.id)


async def called_off(context: Context, draft: InterviewDraft, known: origins.Known | None) -> Reply:
    """Ask before anything stops; where the event is not known, by company and time."""
    own, case, origin = context.zone, await context.case(), draft.origin
    assert origin is not None, "only an invitation calls off"
    starts = {each.starts_at for each in on_clocks(draft, own)}
    if known is not None:
        if known.interview.cancelled:
            return await card(context, known.interview, lead_in="This one is cancelled already.")
        found: tuple[Interview, ...] = (known.interview,)
        await context.keep(origins.heard(case, known, origin))
    else:
        found = resembling(case.interviews, draft.company, starts, context.now)
    yes = Invocation("interview cancel", {"what": found[0].id}) if len(found) == 1 else None
    # A typed yes means this question, and no older one.
    await put(context, "", QuestionDraft(Asking(yes)))
    return Reply(
        view=CalledOff(
            interviews=(found or case.ahead)[:MOST_INTERVIEWS],
            reader_zone=own,
            now=context.now,
            sure=len(found) == 1,
            said=draft.company or shortened(origin.title, 80),
            checks=(*origin.checks, *_doubts(context, draft, known, found, starts)),
        )
    )


def _doubts(
    context: Context,
    draft: InterviewDraft,
    known: origins.Known | None,
    found: tuple[Interview, ...],
    starts: set[datetime],
) -> list[str]:
    """Return what speaks against a cancellation."""
    doubts = []
    if known is not None and draft.origin and draft.origin.sequence < known.sequence:
        doubts.append("This cancellation is older than the invitation I have. They may have set it up again.")
    by_message = draft.origin is not None and draft.origin.source is Source.MESSAGE
    if by_message and len(found) == 1 and starts - {found[0].starts_at}:
        named = ", ".join(day_and_time(start, context.zone, context.now) for start in sorted(starts))
        doubts.append(f"The message names a time as well: {named}. If that is the new one, move it there.")
    return doubts


async def _offer_time(
    context: Context,
    draft_id: str,
    update: UpdateDraft,
    interview: Interview,
    candidates: tuple[Candidate, ...],
) -> Reply:
    """Ask whether an interview should move to the invitation's time; without one, the time is asked."""
    own = context.member.preferences.zone or interview.zone
    draft = update.draft
    if draft.origin and draft.origin.day and not candidates:
        return await move(context, MoveOptions(what=interview.id, when=draft.origin.day.isoformat()))
    ahead = ahead_of(candidates, Reader.of(context))
    if not ahead:
        return await card(context, interview, lead_in=not_ahead_any_more(context, draft, own))
    if interview.cancelled and draft.origin:
        origin = draft.origin.checking("It had been called off. A yes brings it back.")
        update = replace(update, draft=replace(draft, origin=origin))
    moving = MoveDraft(interview_id=interview.id, when=draft.when, readings=ahead, update=update)
    await put(context, draft_id, moving)
    confirmation = Confirmation(
        draft_id=draft_id,
        company=interview.company,
        candidates=ahead,
        reader_zone=own,
        now=context.now,
        typed=draft.when,
        moving=interview,
    )
    changed = changes_in(interview, update.changed)
    return Reply(view=with_checks(confirmation, update.draft, changed=changed))
