"""Taking an interview out: a calendar file, and a private calendar address."""

from __future__ import annotations

from bot.commands.command import Command

COMMANDS: tuple[Command, ...] = ()
