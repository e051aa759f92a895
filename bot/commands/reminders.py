"""What a member says of a reminder: done, later, skip; in the message that it came in."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Command, Context, Options
from bot.commands.plan import ALREADY, LEFT, TICKED, plan_reply, stands_against
from bot.domain.interviews import Interview
from bot.domain.leads import Lead, Trait
from bot.domain.progress import next_of
from bot.domain.reminders import Later, Mark, Reminder
from bot.errors import InputError, NotFound
from bot.reply import Reply, Show
from bot.services import reminders
from bot.services.combined import stand_together
from bot.services.planning import Overview, mark, overview
from bot.services.reminder_context import occasions
from bot.views.combined import Said
from bot.views.problems import Noted
from bot.views.reminders import ReminderHandled
from bot.views.times import count, day_and_time
from bot.views.view import View

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


async def _handled(context: Context, options: ReminderOptions, said: Mark) -> Reply:
    found = await _load(context, options.key)
    if isinstance(found, Reply):
        return found
    reminder, interview = found
    lead = Lead(reminder.lead)
    if _over(reminder, interview):
        return await plan_reply(context, interview, OVER)
    stands = await stands_against(context, interview, lead, said)
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
    return interview.settled or (moved and Lead(reminder.lead).has(Trait.TIED))


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
            lead=Lead(reminder.lead),
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
            lead=Lead(reminder.lead), interview=interview, words=words, undo=undo, next_words=next_words
        )
    return Reply(view=view, show=Show.UPDATE)


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
