"""What an invitation adds to the question whether a time is right: its checks, and what it may be an update of."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Context
from bot.commands.intake.kept import put
from bot.commands.interviews import card
from bot.domain import origins
from bot.domain.calendar import city_of
from bot.domain.drafts import Asking, Details, InterviewDraft, Source
from bot.domain.importing import changes, known_details, on_clocks, resembling
from bot.domain.interviews import Interview
from bot.domain.invitations import Candidate, ZoneSource
from bot.invocation import Invocation
from bot.reply import Reply
from bot.text import Text, text
from bot.views.blocks import View
from bot.views.confirming import Confirmation
from bot.views.importing import Change, Invited, SameOne
from bot.views.times import clock, day_and_time, long_day, moment_of

MOST_RESEMBLING = 4
SHOWN_NOTES = 400
"""Characters of the notes in a question; all of them are in the form behind "Add details"."""


def with_checks(
    confirmation: Confirmation, draft: InterviewDraft, *, changed: tuple[Change, ...] = ()
) -> View:
    """Return the question about a time with what the invitation leaves open."""
    origin = draft.origin
    if origin is None:
        return confirmation
    unsaid = origin.asks_zone and not draft.clock_told
    moving = confirmation.moving is not None
    checks = origin.checks
    first = confirmation.candidates[0]
    if not moving or first.zone != confirmation.reader_zone:
        checks = checks_about(draft, first)
    if len(draft.notes) > SHOWN_NOTES and not moving:
        rest = f" … ({len(draft.notes)} characters in all; Add details shows them)"
        confirmation = replace(confirmation, notes=draft.notes[:SHOWN_NOTES].rsplit(maxsplit=1)[0] + rest)
    return Invited(
        confirmation=replace(confirmation, typed="") if origin.choice else confirmation,
        checks=checks,
        changes=changed,
        clock_asked=unsaid and not moving,
        another=moving,
        from_message=origin.source is Source.MESSAGE and not moving,
    )


def checks_about(draft: InterviewDraft, first: Candidate) -> tuple[str, ...]:
    """Return what an invitation leaves to be checked; `first` is the likeliest reading of its time."""
    origin = draft.origin
    if origin is None:
        return ()
    if not origin.asks_zone or draft.clock_told:
        return origin.checks
    return (*origin.checks, _about_clock(first, origin.moments[0].source))


def heard(draft: InterviewDraft) -> tuple[Text, ...]:
    """Return what stands above a form that asks for what an invitation does not say."""
    origin = draft.origin
    if origin is None:
        return ()
    about = ""
    if origin.moments:
        first = origin.moments[0]
        at = f", {clock(first.time)}" if first.time and len(origin.moments) == 1 else ""
        where = f" in {city_of(first.zone)}" if at and first.zone else ""
        days = dict.fromkeys(long_day(moment.day) for moment in origin.moments)
        about = f"{' or '.join(days)}{at}{where}"
    elif origin.day:
        about = long_day(origin.day)
    title = f"“{origin.title}”" if origin.title else ""
    what = ", ".join(part for part in (title, about) if part)
    lines = [text(f"From the invitation: {what}.")] if what else []
    if origin.days:
        days_named = ", ".join(day.isoformat() for day in origin.days)
        lines.append(text(f"It names several days and no time: {days_named}."))
    elif not draft.when:
        lines.append(text("I found no date in it that I am sure of."))
    if not origin.moments:
        # With a time they stand beside it, in the question whether it is right.
        lines += map(text, origin.checks)
    return tuple(lines)


async def already_known(
    context: Context, draft_id: str, draft: InterviewDraft, candidates: tuple[Candidate, ...]
) -> Reply | None:
    """Return the question whether an invitation is about an interview that is known, or None when it is new."""
    if draft.origin is None or draft.another:
        return None
    case = await context.case()
    starts = {candidate.starts_at for candidate in candidates}
    found = resembling(case.interviews, draft.company, starts, context.now)[:MOST_RESEMBLING]
    if not found:
        return None
    [first, *others] = found
    if len(candidates) == 1 and first.company.casefold() == draft.company.casefold():
        before = origins.said_before(case, first)
        if first.starts_at in starts and not changes(first, draft, before.said).said:
            return await have_already(context, draft_id, draft, first)
    yes = None if others else Invocation("import same", {"draft": draft_id, "what": first.id})
    await put(context, draft_id, replace(draft, readings=(), asking=Asking(yes)))
    return Reply(
        view=SameOne(
            draft_id=draft_id,
            company=draft.company,
            said=_said(context, candidates),
            interviews=found,
            reader_zone=context.zone,
            now=context.now,
        )
    )


async def have_already(context: Context, draft_id: str, draft: InterviewDraft, interview: Interview) -> Reply:
    """Let go of an invitation that says nothing new; its event is noted, so that a later version is known."""
    await context.keep(origins.remember(await context.case(), interview, draft.origin))
    await context.unit.drafts.delete(context.member.id, draft_id)
    return await card(context, interview, lead_in="I have this one already, and nothing in it is new.")


def changes_in(interview: Interview, changed: Details) -> tuple[Change, ...]:
    """Return the details that change, each with what it was."""
    before = known_details(interview)
    return tuple(Change(name, getattr(before, name), words) for name, words in changed.said.items())


def not_ahead_any_more(context: Context, draft: InterviewDraft, own: str) -> str:
    """Return why the time of an invitation is of no use: it has passed, or it is too far off to be meant."""
    candidates, day = on_clocks(draft, own), draft.origin and draft.origin.day
    if candidates and candidates[0].starts_at > context.now:
        return f"That is for {long_day(candidates[0].day)}, more than a year away. Is the year right?"
    when = day_and_time(candidates[0].starts_at, own, context.now) if candidates else ""
    said = when or (long_day(day) if day else "")
    return f"That invitation is for a time that has passed ({said})."


def _about_clock(first: Candidate, source: ZoneSource) -> str:
    city = city_of(first.zone)
    if source is ZoneSource.INSTANT:
        return f"Its moment is certain, and no city is named for it. In {city} that is {clock(first.time)}."
    return f"It does not say which city's clock {clock(first.time)} is on. I took {city}."


def _said(context: Context, candidates: tuple[Candidate, ...]) -> Text:
    own = context.zone
    moments = [moment_of(c.day, c.time, c.zone, c.starts_at, own, context.now) for c in candidates]
    return text(moments[0], *(text(" or ", moment) for moment in moments[1:]))
