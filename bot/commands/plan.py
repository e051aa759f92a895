"""Looking at a plan, and saying of a step or a reminder: done, later, skip."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Command, Context, Options
from bot.commands.interviews import INTERVIEWS, WhatOptions, which
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.progress import next_of
from bot.domain.reminders import Later, Mark, Reminder
from bot.errors import InputError, NotFound
from bot.reply import File, Reply, Show
from bot.services import interviews as service
from bot.services import reminders
from bot.services.days import days_of
from bot.services.occasions import occasions
from bot.services.planning import Overview, mark, overview, tick, untick
from bot.services.together import stand_together
from bot.views.countdown import in_words
from bot.views.plans import LEADS, Beside, PlanView
from bot.views.problems import Noted
from bot.views.reminders import ReminderHandled
from bot.views.times import count, day_and_time
from bot.views.together import Said
from bot.views.view import View

TICKED = "Ticked off. Well done."
OVER = "That was for a time that has changed. This is how it stands."
LEFT = "Left out. The rest of the plan stands."
ALREADY = {
    Mark.DONE: "It is ticked off already, so it stays that way. Undo opens it again.",
    Mark.SKIPPED: "It is left out already. Undo opens it again.",
}


class StepOptions(Options):
    """A step of an interview's plan."""

    interview: str
    lead: Lead


class TaskOptions(Options):
    """A task of an interview's preparation."""

    interview: str
    task: str


class ReminderOptions(Options):
    """A reminder, by its key; `beside` says that it came in one message with others, which are to stay there."""

    key: str
    beside: bool = False


class LaterOptions(ReminderOptions):
    """A reminder, and how long to put it off."""

    until: Later


async def show_plan(context: Context, options: WhatOptions) -> Reply:
    """Show the steps by day."""
    chosen = await which(context, options.what, "interview plan", "Which plan?")
    if isinstance(chosen, Reply):
        return chosen
    reply = await plan_reply(context, chosen)
    assert isinstance(reply.view, PlanView)
    days = reply.view.countdown
    if days is None or context.caller.member.platform.draws:
        return reply
    picture = await context.documents.pictures.countdown(days)
    return replace(reply, files=(File("countdown.png", "image/png", picture, in_words(days)),))


async def plan_reply(
    context: Context,
    interview: Interview,
    lead_in: str = "",
    show: Show = Show.NEW,
    view: Overview | None = None,
    *,
    just_done: str = "",
) -> Reply:
    """Return an interview's plan as it stands."""
    if view is None:
        view = await overview(context.unit, context.catalog, context.member, interview, context.now)
    days = await days_of(context.unit, context.catalog, context.member, interview, view, context.now)
    return Reply(
        view=PlanView(
            interview=interview,
            lines=view.lines,
            reader_zone=context.member.preferences.zone or interview.zone,
            now=context.now,
            left_out=tuple((LEADS[lead].lower(), why) for lead, why in days.left_out),
            lead_in=lead_in,
            paused=context.member.preferences.paused(context.now),
            beside=tuple(
                Beside(
                    day=day, task=job.task.id, words=job.task.text, minutes=job.task.minutes, lead=job.lead
                )
                for day, jobs in days.packed.days.items()
                for job in jobs
            ),
            no_room=tuple(job.task.text for job in days.packed.left_out),
            also_done=tuple(task.text for task in days.also_done),
            minutes_a_day=context.member.preferences.minutes_a_day,
            just_done=just_done,
            countdown=days.countdown,
            last=await service.round_before(context.unit, interview),
        ),
        show=show,
    )


async def done(context: Context, options: StepOptions) -> Reply:
    """Tick a step off; its reminder, if still to come, is not sent."""
    return await _marked(context, options, Mark.DONE, TICKED)


async def skip(context: Context, options: StepOptions) -> Reply:
    """Leave a step out."""
    return await _marked(context, options, Mark.SKIPPED, LEFT)


async def reopen(context: Context, options: StepOptions) -> Reply:
    """Undo a tick or a skip."""
    return await _marked(context, options, None, "It is open again.")


async def tick_task(context: Context, options: TaskOptions) -> Reply:
    """Tick a task off that lies beside the steps; one press opens it again."""
    interview = await _of_task(context, options)
    await tick(context.unit, context.catalog, context.member, interview, [options.task], context.now)
    return await plan_reply(context, interview, TICKED, Show.UPDATE, just_done=options.task)


async def untick_task(context: Context, options: TaskOptions) -> Reply:
    """Open a task again."""
    interview = await _of_task(context, options)
    await untick(context.unit, context.catalog, context.member, interview, [options.task], context.now)
    return await plan_reply(context, interview, "It is open again.", Show.UPDATE)


async def reminder_done(context: Context, options: ReminderOptions) -> Reply:
    """Tick off the step that a reminder was about."""
    return await _handled(context, options, Mark.DONE)


async def reminder_skip(context: Context, options: ReminderOptions) -> Reply:
    """Leave out the step that a reminder was about."""
    return await _handled(context, options, Mark.SKIPPED)


async def reminder_later(context: Context, options: LaterOptions) -> Reply:
    """Put a reminder off; a second press moves it."""
    found = await _load(context, options.key)
    if isinstance(found, Reply):
        return found
    reminder, interview = found
    try:
        child = await reminders.later(
            context.unit, context.member, reminder, interview, options.until, context.now
        )
    except InputError as error:
        # An old button is nobody's mistake.
        return Reply(view=Noted("Nothing was put off", error.message))
    zone = context.member.preferences.zone or interview.zone
    words = f"Put off. I will say it again {day_and_time(child.due_at, zone, context.now)}."
    return await _in_place(context, options, reminder, interview, words, put_off=True)


async def reminder_reopen(context: Context, options: ReminderOptions) -> Reply:
    """Undo what was said of the step that a reminder was about, in the message that it came in."""
    found = await _load(context, options.key)
    if isinstance(found, Reply):
        return found
    reminder, interview = found
    if _over(reminder, interview):
        return await plan_reply(context, interview, OVER)
    lead = Lead(reminder.lead)
    await mark(context.unit, context.catalog, context.member, interview, context.now, lead=lead, said=None)
    view = await stand_together(context.unit, context.catalog, context.member, reminder, context.now)
    if view is None:
        return await plan_reply(context, interview, "It is open again.", Show.UPDATE)
    return Reply(view=view, show=Show.UPDATE)


async def reminder_show(context: Context, options: ReminderOptions) -> Reply:
    """Show a reminder again."""
    found = await _load(context, options.key)
    if isinstance(found, Reply):
        return found
    reminder, interview = found
    try:
        known = await occasions(context.unit, [(context.member, interview, reminder)])
        view = reminders.view_of(
            context.catalog, context.member, interview, reminder, context.now, known[reminder.key]
        )
    except LookupError:
        return Reply(view=Noted("No longer planned", "That step is not part of any plan now."))
    return Reply(view=replace(view, now=reminder.sent_at or context.now))


async def _load(context: Context, key: str) -> tuple[Reminder, Interview] | Reply:
    """Return a reminder and its interview, or the answer when they are gone."""
    try:
        return await reminders.load(context.unit, context.member, key)
    except NotFound as gone:
        return Reply(view=Noted("Gone", gone.message))


async def _marked(context: Context, options: StepOptions, said: Mark | None, lead_in: str) -> Reply:
    interview = await service.load(context.unit, context.member, options.interview)
    stands = await _stands(context, interview, options.lead, said)
    if stands is not None:
        return await plan_reply(context, interview, ALREADY[stands], Show.UPDATE)
    view = await mark(
        context.unit,
        context.catalog,
        context.member,
        interview,
        context.now,
        lead=options.lead,
        said=said,
    )
    return await plan_reply(context, interview, lead_in, Show.UPDATE, view)


async def _of_task(context: Context, options: TaskOptions) -> Interview:
    """Return the interview of a task. Raises NotFound when either is gone."""
    if context.catalog.task(options.task) is None:
        raise NotFound("That task is no longer in the collection.", example="/interview plan")
    return await service.load(context.unit, context.member, options.interview)


async def _handled(context: Context, options: ReminderOptions, said: Mark) -> Reply:
    found = await _load(context, options.key)
    if isinstance(found, Reply):
        return found
    reminder, interview = found
    lead = Lead(reminder.lead)
    if _over(reminder, interview):
        return await plan_reply(context, interview, OVER)
    stands = await _stands(context, interview, lead, said)
    if stands is not None:
        view = await overview(context.unit, context.catalog, context.member, interview, context.now)
        words = ALREADY[stands]
    else:
        view = await mark(
            context.unit, context.catalog, context.member, interview, context.now, lead=lead, said=said
        )
        words = TICKED if said is Mark.DONE else LEFT
    then = _next(context, interview, view)
    return await _in_place(context, options, reminder, interview, words, undo=True, next_words=then)


def _over(reminder: Reminder, interview: Interview) -> bool:
    """Whether a reminder's step is none to be ticked off any more."""
    moved = reminder.starts_at != interview.starts_at
    return interview.settled or (moved and Lead(reminder.lead) in service.TIED_TO_THE_DAY)


async def _in_place(
    context: Context,
    options: ReminderOptions,
    reminder: Reminder,
    interview: Interview,
    words: str,
    *,
    undo: bool = False,
    put_off: bool = False,
    next_words: str = "",
) -> Reply:
    """Answer a press in the message that was pressed; what came in it beside stays there."""
    view: View | None = None
    if options.beside:
        said = Said(
            key=reminder.key,
            interview=interview,
            lead=reminder.lead,
            words=words,
            undo=undo,
            put_off=put_off,
        )
        view = await stand_together(
            context.unit,
            context.catalog,
            context.member,
            reminder,
            context.now,
            words=said,
            next_words=next_words,
        )
    if view is None:
        view = ReminderHandled(
            lead=reminder.lead, interview=interview, words=words, undo=undo, next_words=next_words
        )
    return Reply(view=view, show=Show.UPDATE)


async def _stands(context: Context, interview: Interview, lead: Lead, said: Mark | None) -> Mark | None:
    """Return what was said of a step before and holds against `said`: a skip never takes back a tick."""
    before = (await context.unit.marks.of(interview.id)).get(lead) if said else None
    return before if before is said or before is Mark.DONE else None


def _next(context: Context, interview: Interview, view: Overview) -> str:
    following = next_of(view.lines, context.now)
    if following is None:
        return ""
    zone = context.member.preferences.zone or interview.zone
    minutes = f" ({count(following.minutes, 'minute')})" if following.minutes else ""
    ahead = following.due_at > context.now
    at = f", {day_and_time(following.due_at, zone, context.now)}" if ahead else ""
    return f"Next{at}: {following.action}{minutes}"


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
    Command(
        path="plan reopen", summary="Open a step again", handler=reopen, options=StepOptions, listed=False
    ),
    Command(
        path="plan tick", summary="Tick a task off", handler=tick_task, options=TaskOptions, listed=False
    ),
    Command(
        path="plan untick",
        summary="Open a task again",
        handler=untick_task,
        options=TaskOptions,
        listed=False,
    ),
    Command(
        path="reminder done", summary="Done", handler=reminder_done, options=ReminderOptions, listed=False
    ),
    Command(
        path="reminder skip", summary="Skip", handler=reminder_skip, options=ReminderOptions, listed=False
    ),
    Command(
        path="reminder later", summary="Later", handler=reminder_later, options=LaterOptions, listed=False
    ),
    Command(
        path="reminder reopen",
        summary="Undo",
        handler=reminder_reopen,
        options=ReminderOptions,
        listed=False,
    ),
    Command(
        path="reminder show", summary="Show it", handler=reminder_show, options=ReminderOptions, listed=False
    ),
)
