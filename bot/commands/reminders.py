"""What a member says of a reminder: done, later, skip; in the message that it came in."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Context, Instead, Options, unlisted
from bot.commands.plan import ALREADY, LEFT, TICKED, plan_reply
from bot.domain.case import Case
from bot.domain.interviews import Interview
from bot.domain.leads import Lead, Trait
from bot.domain.overview import mark, overview, stands_against
from bot.domain.progress import next_of
from bot.domain.reminder_context import occasion_of
from bot.domain.reminders import Later, Mark, Reminder
from bot.domain.replanning import put_off
from bot.errors import InputError, NotFound
from bot.reply import Reply, Show
from bot.services.combined import stand_together
from bot.services.reminders import view_of
from bot.views.blocks import View
from bot.views.combined import Said
from bot.views.problems import Noted
from bot.views.reminders import ReminderHandled
from bot.views.times import count, day_and_time

OVER = "That was for a time that has changed. This is how it stands."


class ReminderOptions(Options):
    """A reminder, by its key; `beside` says that it came in one message with others, which are to stay there."""

    key: str
    beside: bool = False


class LaterOptions(ReminderOptions):
    """A reminder, and how long to put it off."""

    until: Later


async def reminder_done(context: Context, options: ReminderOptions) -> Reply:
    """Tick off the step that a reminder was about."""
    return await _handled(context, options, Mark.DONE)


async def reminder_skip(context: Context, options: ReminderOptions) -> Reply:
    """Leave out the step that a reminder was about."""
    return await _handled(context, options, Mark.SKIPPED)


async def reminder_later(context: Context, options: LaterOptions) -> Reply:
    """Put a reminder off; a second press moves it."""
    reminder, interview = await _load(context, options.key)
    try:
        case, child = put_off(await context.case(), reminder, options.until)
    except InputError as error:
        # An old button is nobody's mistake.
        return Reply(view=Noted("Nothing was put off", error.message))
    await context.keep(case)
    at = day_and_time(child.due_at, case.zone_of(interview), context.now)
    said = _said(reminder, interview, f"Put off. I will say it again {at}.", put_off=True)
    return await _in_place(context, options, reminder, said)


async def reminder_reopen(context: Context, options: ReminderOptions) -> Reply:
    """Undo what was said of the step that a reminder was about, in the message that it came in."""
    reminder, interview = await _load(context, options.key)
    if _over(reminder, interview):
        return await plan_reply(context, interview, OVER)
    lead = Lead(reminder.lead)
    case = mark(await context.case(), interview, lead, None)
    await context.keep(case)
    view = stand_together(case, context.catalog, reminder)
    if view is None:
        return await plan_reply(context, interview, "It is open again.", Show.UPDATE)
    return Reply(view=view, show=Show.UPDATE)


async def reminder_show(context: Context, options: ReminderOptions) -> Reply:
    """Show a reminder again."""
    reminder, interview = await _load(context, options.key)
    try:
        known = occasion_of(await context.case(), interview, reminder)
        view = view_of(context.catalog, context.member, interview, reminder, context.now, known)
    except LookupError:
        return Reply(view=Noted("No longer planned", "That step is not part of any plan now."))
    return Reply(view=replace(view, now=reminder.sent_at or context.now))


async def _load(context: Context, key: str) -> tuple[Reminder, Interview]:
    """Return a reminder and its interview, and raise Instead when they are gone."""
    try:
        return (await context.case()).reminder(key)
    except NotFound as gone:
        raise Instead(Reply(view=Noted("Gone", gone.message))) from None


async def _handled(context: Context, options: ReminderOptions, said: Mark) -> Reply:
    reminder, interview = await _load(context, options.key)
    lead = Lead(reminder.lead)
    if _over(reminder, interview):
        return await plan_reply(context, interview, OVER)
    case = await context.case()
    stands = stands_against(case, interview, lead, said)
    if stands is not None:
        words = ALREADY[stands]
    else:
        case = mark(case, interview, lead, said)
        await context.keep(case)
        words = TICKED if said is Mark.DONE else LEFT
    told = _said(reminder, interview, words, undo=True)
    return await _in_place(context, options, reminder, told, _next(case, interview))


def _over(reminder: Reminder, interview: Interview) -> bool:
    """Whether a reminder's step is none to be ticked off any more."""
    moved = reminder.starts_at != interview.starts_at
    return interview.settled or (moved and Lead(reminder.lead).has(Trait.TIED))


def _said(
    reminder: Reminder, interview: Interview, words: str, *, undo: bool = False, put_off: bool = False
) -> Said:
    lead = Lead(reminder.lead)
    return Said(key=reminder.key, interview=interview, lead=lead, words=words, undo=undo, put_off=put_off)


async def _in_place(
    context: Context, options: ReminderOptions, reminder: Reminder, said: Said, next_words: str = ""
) -> Reply:
    """Answer a press in the message that was pressed; what came in it beside stays there."""
    view: View | None = None
    if options.beside:
        case = await context.case()
        view = stand_together(case, context.catalog, reminder, words=said, next_words=next_words)
    if view is None:
        view = ReminderHandled(
            lead=said.lead,
            interview=said.interview,
            words=said.words,
            undo=said.undo,
            next_words=next_words,
        )
    return Reply(view=view, show=Show.UPDATE)


def _next(case: Case, interview: Interview) -> str:
    following = next_of(overview(case, interview).lines, case.now)
    if following is None:
        return ""
    minutes = f" ({count(following.minutes, 'minute')})" if following.minutes else ""
    ahead = following.due_at > case.now
    at = f", {day_and_time(following.due_at, case.zone_of(interview), case.now)}" if ahead else ""
    return f"Next{at}: {following.action}{minutes}"


COMMANDS = (
    unlisted("reminder done", "Done", reminder_done, ReminderOptions),
    unlisted("reminder skip", "Skip", reminder_skip, ReminderOptions),
    unlisted("reminder later", "Later", reminder_later, LaterOptions),
    unlisted("reminder reopen", "Undo", reminder_reopen, ReminderOptions),
    unlisted("reminder show", "Show it", reminder_show, ReminderOptions),
)
