"""Looking at a plan, and saying of a step or a task in it: done, skip."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Command, Context, Options, unlisted
from bot.commands.interviews import INTERVIEWS, WhatOptions, which
from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.interviews import Interview
from bot.domain.lifecycle import round_before
from bot.domain.overview import days_of, mark, overview, stands_against, tick, untick
from bot.domain.reminders import Mark
from bot.errors import NotFound
from bot.reply import File, Reply, Show
from bot.views.countdown import in_words
from bot.views.plans import Beside, PlanView

TICKED = "Ticked off. Well done."
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


async def show_plan(context: Context, options: WhatOptions) -> Reply:
    """Show the steps by day."""
    chosen = await which(context, options.what, "interview plan", "Which plan?")
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
    *,
    just_done: str = "",
) -> Reply:
    """Return an interview's plan as it stands."""
    case = await context.case()
    view = overview(case, interview)
    days = days_of(case, interview, view)
    return Reply(
        view=PlanView(
            interview=interview,
            lines=view.lines,
            reader_zone=case.zone_of(interview),
            now=case.now,
            left_out=tuple((lead.facts.label.lower(), why) for lead, why in days.left_out),
            lead_in=lead_in,
            paused=case.preferences.paused(case.now),
            beside=tuple(
                Beside(
                    day=day, task=job.task.id, words=job.task.text, minutes=job.task.minutes, lead=job.lead
                )
                for day, jobs in days.packed.days.items()
                for job in jobs
            ),
            no_room=tuple(job.task.text for job in days.packed.left_out),
            also_done=tuple(task.text for task in days.also_done),
            minutes_a_day=case.preferences.minutes_a_day,
            just_done=just_done,
            countdown=days.countdown,
            last=round_before(case, interview),
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
    case, interview = await _of_task(context, options)
    await context.keep(tick(case, interview, [options.task]))
    return await plan_reply(context, interview, TICKED, Show.UPDATE, just_done=options.task)


async def untick_task(context: Context, options: TaskOptions) -> Reply:
    """Open a task again."""
    case, interview = await _of_task(context, options)
    await context.keep(untick(case, interview, [options.task]))
    return await plan_reply(context, interview, "It is open again.", Show.UPDATE)


async def _marked(context: Context, options: StepOptions, said: Mark | None, lead_in: str) -> Reply:
    case = await context.case()
    interview = case.interview(options.interview)
    stands = stands_against(case, interview, options.lead, said)
    if stands is not None:
        return await plan_reply(context, interview, ALREADY[stands], Show.UPDATE)
    await context.keep(mark(case, interview, options.lead, said))
    return await plan_reply(context, interview, lead_in, Show.UPDATE)


async def _of_task(context: Context, options: TaskOptions) -> tuple[Case, Interview]:
    """Return the interview of a task, and the case. Raises NotFound when either is gone."""
    if context.catalog.task(options.task) is None:
        raise NotFound("That task is no longer in the collection.", example="/interview plan")
    case = await context.case()
    return case, case.interview(options.interview)


COMMANDS = (
    Command(
        path="interview plan",
        summary="The plan day by day: what is done, what comes next",
        handler=show_plan,
        options=WhatOptions,
        completers=INTERVIEWS,
        examples=("/interview plan", "/interview plan Acme"),
    ),
    unlisted("plan done", "Tick a step off", done, StepOptions),
    unlisted("plan skip", "Leave a step out", skip, StepOptions),
    unlisted("plan reopen", "Open a step again", reopen, StepOptions),
    unlisted("plan tick", "Tick a task off", tick_task, TaskOptions),
    unlisted("plan untick", "Open a task again", untick_task, TaskOptions),
)
