"""What may come next on a line: commands, then the values of what stands behind one."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.terminal.console import Suggest, Suggestion
from bot.app import App
from bot.commands.command import Command
from bot.domain.members import Caller
from bot.invocation import Invocation
from bot.views.forms import Field

WORDS = {
    "clock": "What time Encore thinks it is; clock +3d moves on",
    "quit": "Leave; everything is kept",
}


def of_commands(app: App, caller: Caller) -> Suggest:
    """Return what completes a line at the main prompt."""

    async def suggest(typed: str) -> Sequence[Suggestion]:
        listed = [command for command in app.commands.values() if command.listed]
        if not typed.startswith("/"):
            own = [Suggestion(w, len(typed), w, why) for w, why in WORDS.items() if w.startswith(typed)]
            return [*own, *await _values(app, caller, Invocation("prep"), typed)]
        begun = [command for command in listed if command.path.startswith(typed[1:].lower())]
        found = [Suggestion(f"/{c.path}", len(typed), f"/{c.path}", c.summary) for c in begun]
        behind = _longest([c for c in listed if typed[1:].lower().startswith(f"{c.path} ")])
        if behind is not None:
            rest = typed[len(behind.path) + 2 :].lstrip()
            found += await _values(app, caller, Invocation(behind.path), rest)
        return found

    return suggest


def of_field(app: App, caller: Caller, submit: Invocation, item: Field) -> Suggest | None:
    """Return what completes an answer to `item` of the form that ends in `submit`."""
    command = app.commands.get(submit.path)
    if command is None or item.name not in command.completers:
        return None

    async def suggest(typed: str) -> Sequence[Suggestion]:
        choices = await app.complete(caller, submit.path, item.name, typed)
        return [Suggestion(choice.value, len(typed), choice.label) for choice in choices]

    return suggest


def _longest(commands: Sequence[Command]) -> Command | None:
    return max(commands, key=lambda command: len(command.path), default=None)


async def _values(app: App, caller: Caller, invocation: Invocation, typed: str) -> list[Suggestion]:
    option = app.commands[invocation.path].text_option if invocation.path in app.commands else None
    if option is None:
        return []
    choices = await app.complete(caller, invocation.path, option, typed)
    return [Suggestion(choice.value, len(typed), choice.label) for choice in choices]
