"""Bringing an invitation in: a calendar file, or the pasted text of an e-mail."""

from __future__ import annotations

from bot.commands.command import Command

COMMANDS: tuple[Command, ...] = ()
