"""Looking at a plan, and saying of a step or a reminder: done, later, skip."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Command, Context, Options
from bot.commands.interviews import INTERVIEWS, WhatOptions, which
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.progress import next_of
from bot.domain.reminders import Later, Mark
from bot.errors import NotFound
from bot.reply import Reply, Show
from bot.services import interviews as service
from bot.services import reminders
from bot.services.planning import overview, replan
from bot.views.plans import LEADS, PlanView
from bot.views.reminders import ReminderHandled
from bot.views.times import count, day_and_time


class StepOptions(Options):
    """A step of an interview's plan."""

    interview: str
    lead: Lead


class ReminderOptions(Options):
    """A reminder, by its key."""

    key: str


class LaterOptions(ReminderOptions):
    """A reminder, and how long to put it off."""

    until: Later


async def show_plan(context: Context, options: WhatOptions) -> Reply:
    """Show the steps by day."""
    chosen = await which(context, options.what, "interview plan", "Which plan?")
    return chosen if isinstance(chosen, Reply) else await plan_reply(context, chosen)


async def plan_reply(context: Context, interview: Interview, lead_in: str = "", show: Show = Show.NEW) -> Reply:
    """Return an interview's plan as it stands."""
    view = await overview(context.unit, context.catalog, context.member, interview, context.now)
    return Reply(
        view=PlanView(
            interview=interview,
            lines=view.lines,
            reader_zone=context.member.preferences.zone or interview.zone,
            now=context.now,
            left_out=tuple((LEADS[lead].lower(), why) for lead, why in view.left_out),
            lead_in=lead_in,
            paused=context.member.preferences.paused(context.now),
        ),
        show=show,
    )


async def done(context: Context, options: StepOptions) -> Reply:
    """Tick a step off; its reminder, if still to come, is not sent."""
    interview = await _mark(context, options, Mark.DONE)
    return await plan_reply(context, interview, "Ticked off. Well done.", Show.UPDATE)


async def skip(context: Context, options: StepOptions) -> Reply:
    """Leave a step out."""
    interview = await _mark(context, options, Mark.SKIPPED)
    return await plan_reply(context, interview, "Left out. The rest of the plan stands.", Show.UPDATE)


async def reopen(context: Context, options: StepOptions) -> Reply:
    """Undo a tick or a skip."""
    interview = await service.load(context.unit, context.member, options.interview)
    await context.unit.marks.clear(interview.id, [options.lead])
    await replan(context.unit, context.catalog, context.member, interview, context.now)
    return await plan_reply(context, interview, "It is open again.", Show.UPDATE)


async def reminder_done(context: Context, options: ReminderOptions) -> Reply:
    """Tick off the step that a reminder was about."""
    return await _handled(context, options.key, Mark.DONE)


async def reminder_skip(context: Context, options: ReminderOptions) -> Reply:
    """Leave out the step that a reminder was about."""
    return await _handled(context, options.key, Mark.SKIPPED)


async def reminder_later(context: Context, options: LaterOptions) -> Reply:
    """Put a reminder off; a second press moves it."""
    reminder, interview = await reminders.load(context.unit, context.member, options.key)
    child = await reminders.later(
        context.unit, context.member, reminder, interview, options.until, context.now
    )
    zone = context.member.preferences.zone or interview.zone
    return Reply(
        view=ReminderHandled(
            lead=reminder.lead,
            interview=interview,
            words=f"Put off. I will say it again {day_and_time(child.due_at, zone, context.now)}.",
        ),
        show=Show.UPDATE,
    )


async def reminder_show(context: Context, options: ReminderOptions) -> Reply:
    """Show a reminder again."""
    reminder, interview = await reminders.load(context.unit, context.member, options.key)
    try:
        view = reminders.view_of(context.catalog, context.member, interview, reminder, context.now)
    except LookupError:
        raise NotFound("That step is not part of any plan now.", example="/interview plan") from None
    return Reply(view=replace(view, now=reminder.sent_at or context.now))


async def _mark(context: Context, options: StepOptions, mark: Mark) -> Interview:
    interview = await service.load(context.unit, context.member, options.interview)
    await context.unit.marks.set(interview.id, options.lead, mark, context.now)
    await replan(context.unit, context.catalog, context.member, interview, context.now)
    return interview


async def _handled(context: Context, key: str, mark: Mark) -> Reply:
    reminder, interview = await reminders.load(context.unit, context.member, key)
    lead = Lead(reminder.lead)
    await _mark(context, StepOptions(interview=interview.id, lead=lead), mark)
    view = await overview(context.unit, context.catalog, context.member, interview, context.now)
    following = next_of(view.lines, context.now)
    words = "Ticked off. Well done." if mark is Mark.DONE else "Left out. The rest of the plan stands."
    then = ""
    if following is not None:
        zone = context.member.preferences.zone or interview.zone
        minutes = f" ({count(following.minutes, 'minute')})" if following.minutes else ""
        ahead = following.due_at > context.now
        at = f", {day_and_time(following.due_at, zone, context.now)}" if ahead else ""
        then = f"Next{at}: {following.action}{minutes}"
    return Reply(
        view=ReminderHandled(lead=lead, interview=interview, words=words, undo=True, next_words=then),
        show=Show.UPDATE,
    )


COMMANDS = (
    Command(
        path="interview plan",
        summary="The plan day by day: what is done, what comes next",
        handler=show_plan,
        options=WhatOptions,
        completers=INTERVIEWS,
        examples=("/interview plan", "/interview plan Acme"),
    ),
    Command(path="plan done", summary="Tick a step off", handler=done, options=StepOptions, listed=False),
    Command(path="plan skip", summary="Leave a step out", handler=skip, options=StepOptions, listed=False),
    Command(path="plan reopen", summary="Open a step again", handler=reopen, options=StepOptions, listed=False),
    Command(path="reminder done", summary="Done", handler=reminder_done, options=ReminderOptions, listed=False),
    Command(path="reminder skip", summary="Skip", handler=reminder_skip, options=ReminderOptions, listed=False),
    Command(path="reminder later", summary="Later", handler=reminder_later, options=LaterOptions, listed=False),
    Command(path="reminder show", summary="Show it", handler=reminder_show, options=ReminderOptions, listed=False),
)
