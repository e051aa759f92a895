"""After the interview: what they asked, what was missed, what was promised."""

from __future__ import annotations

from bot.commands.command import Command

COMMANDS: tuple[Command, ...] = ()
