"""Who speaks on Discord, and from where."""

from __future__ import annotations

from enum import Enum
from typing import Any

import discord

from bot.domain.members import Caller, MemberRef, Platform, Surface

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
"""Flags of a message. Source: resources/message, "Message Flags"."""

Asked = discord.Interaction[Any]


class Pressed(Enum):
    """What may become of the message whose button was pressed."""

    THEIRS_PLAIN = "plain content, for the presser alone"
    THEIRS_RICH = "Components V2, for the presser alone"
    EVERYBODYS = "others see it too: it is never changed by a press"
    NOTHING = "no message was pressed"


def caller_of(asked: Asked) -> Caller:
    """Return who used a command, pressed a button or sent a form.

    A server is their group only where Encore was added to it: what they do through their own installation is
    none of that server's business. Discord tells no time zone.
    """
    server = asked.guild_id if asked.is_guild_integration() else None
    group = "" if server is None else str(server)
    at_home = in_own_dm(asked)
    return Caller(
        member=MemberRef(Platform.DISCORD, "", str(asked.user.id)),
        group=group,
        display_name=asked.user.display_name,
        locale=str(asked.locale),
        surface=Surface.DIRECT if at_home else Surface.CHANNEL,
        channel=str(asked.channel_id) if at_home and asked.channel_id else "",
        admin=bool(group) and (asked.permissions.manage_guild or asked.permissions.administrator),
    )


def author_of(message: discord.Message) -> Caller:
    """Return who wrote a direct message to the bot."""
    return Caller(
        member=MemberRef(Platform.DISCORD, "", str(message.author.id)),
        display_name=message.author.display_name,
        surface=Surface.DIRECT,
        channel=str(message.channel.id),
    )


def in_own_dm(asked: Asked) -> bool:
    """Whether this is the bot's own direct channel with the caller, where nobody else looks on.

    A direct channel between the caller and others is not (context 2 in interactions/receiving-and-responding).
    """
    return asked.guild_id is None and asked.context.dm_channel


def pressed_of(asked: Asked) -> Pressed:
    """Return what the press may do with its message."""
    message = asked.message
    if message is None:
        return Pressed.NOTHING
    flags = message.flags.value
    if not (flags & EPHEMERAL or in_own_dm(asked)):
        return Pressed.EVERYBODYS
    return Pressed.THEIRS_RICH if flags & COMPONENTS_V2 else Pressed.THEIRS_PLAIN
