"""The buttons of the first private message."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Context, NoOptions, Options, unlisted
from bot.domain.greeting import greet_again
from bot.domain.members import Greeting
from bot.reply import Reply, Show
from bot.views.greeting import GreetingSeen, GreetingSent, Unreachable
from bot.views.problems import Noted


class GreetingOptions(Options):
    """Which first message."""

    key: str = ""


async def seen(context: Context, _: GreetingOptions) -> Reply:
    """Note that private messages reach the member."""
    await context.unit.members.save(replace(context.member, greeting=Greeting.SEEN))
    return Reply(view=GreetingSeen(), show=Show.UPDATE)


async def again(context: Context, _: NoOptions) -> Reply:
    """Send one more first message."""
    case = await context.case()
    if not case.interviews:
        return Reply(view=Noted(title="Nothing to remind you of yet", message="Add an interview first."))
    await context.keep(greet_again(case))
    return Reply(view=GreetingSent())


async def refused(context: Context, _: NoOptions) -> Reply:
    """Say that private messages are refused, and what opens them; asked by an adapter the moment it learns so."""
    # It is the adapter that speaks here and not the member: nothing has been mended yet.
    context.member = replace(context.member, reachable=False, greeting=Greeting.DOUBTED)
    await context.unit.members.save(context.member)
    return Reply(view=Unreachable(context.member.ref.platform))


COMMANDS = (
    unlisted("greeting seen", "I see it", seen, GreetingOptions),
    unlisted("greeting again", "Send it again", again),
    unlisted("greeting refused", "My messages are refused", refused),
)
