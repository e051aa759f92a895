"""What a group's admins can do; they see progress, never private words."""

from __future__ import annotations

from bot.commands.command import Audience, Command, Context, NoOptions
from bot.reply import Reply
from bot.views.coach import CARD


async def card(_: Context, __: NoOptions) -> Reply:
    """Post the card whose button begins everything, for the presser alone."""
    return Reply(public=CARD)


COMMANDS = (
    Command(
        path="coach card",
        summary="Post a card to pin: one button, by which anybody starts privately",
        handler=card,
        audience=Audience.PUBLIC,
        admin=True,
        examples=("/coach card",),
    ),
)
