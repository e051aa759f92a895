"""`/encore help`, made from the commands themselves."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options
from bot.commands.line import plain_keyboard
from bot.commands.reference import OptionReference, grouped, options_of
from bot.errors import InputError
from bot.reply import Choice, Reply
from bot.text import said_back
from bot.views.help import CommandHelp, Help, HelpGroup

LONGEST = 40
"""Characters of something typed that are compared."""
NEAR = 3
HELP = "encore help"


class HelpOptions(Options):
    """What to explain."""

    about: Annotated[str | None, Opt(description="A command, such as add or settings; empty for all")] = None


async def help_(context: Context, options: HelpOptions) -> Reply:
    """Explain what can be asked for, or one command."""
    listed = {
        path: command
        for path, command in context.commands.items()
        if command.listed and (context.caller.admin or not command.admin)
    }
    if not options.about:
        groups = (
            HelpGroup(title, tuple((command.path, command.summary) for command in commands))
            for title, commands in grouped(listed.values()).items()
        )
        return Reply(view=Help(tuple(groups)))
    command = _named(options.about, listed)
    references = options_of(command)
    return Reply(
        view=CommandHelp(
            path=command.path,
            summary=command.summary,
            options=tuple((option.name, _described(option)) for option in references),
            examples=command.examples,
            runnable=command.path != HELP and not any(option.required for option in references),
        )
    )


async def complete_commands(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest commands."""
    folded = typed.removeprefix("/").casefold()
    return tuple(
        Choice(f"/{path}", path)
        for path, command in context.commands.items()
        if command.listed and folded in path
    )


def _named(typed: str, listed: dict[str, Command]) -> Command:
    """Return the command that is meant, by its path or its last word. Raises InputError naming near ones."""
    words = " ".join(plain_keyboard(typed).casefold().removeprefix("/").split())
    last = {path.rpartition(" ")[2]: path for path in listed}
    for name in (words, words.removeprefix("encore "), words.removeprefix("prep ")):
        path = name if name in listed else last.get(name)
        if path is not None:
            return listed[path]
    near = get_close_matches(words[:LONGEST], [*listed, *last], n=NEAR, cutoff=0.5)
    named = dict.fromkeys(f"/{last.get(name, name)}" for name in near)
    hint = f"Did you mean {' or '.join(named)}?" if named else "The list of all is one line away."
    raise InputError(f"There is no command “{said_back(typed)}”. {hint}", example="/encore help")


def _described(option: OptionReference) -> str:
    choices = f" ({', '.join(option.choices)})" if option.choices else ""
    return f"{option.description}{choices}"


COMMANDS = (
    Command(
        path=HELP,
        summary="What you can ask me",
        handler=help_,
        options=HelpOptions,
        completers={"about": complete_commands},
        examples=("/encore help", "/encore help add"),
    ),
)
