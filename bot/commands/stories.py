"""`/interview story`: six headlines, one for each proof."""

from __future__ import annotations

from bot.commands.command import Command

COMMANDS: tuple[Command, ...] = ()
