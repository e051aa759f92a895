"""Whether the words behind a verb make sense with it: a company may be called Move, or Ask."""

from __future__ import annotations

from collections.abc import Iterable

from bot.commands.command import Command, Context, Fits
from bot.commands.interviews import complete_interviews, matching
from bot.domain.interviews import Interview
from bot.domain.topics import WordT, leading


def fitting(context: Context, command: Command, rest: str, interviews: tuple[Interview, ...]) -> bool:
    """Return whether a verb with these words behind it asks for a command."""
    if not rest:
        return True
    if command.text_option is None:
        return False
    if command.fits is not None:
        return command.fits(context, rest, interviews)
    return not is_on_one_interview(command) or named(context, rest, interviews)


def is_on_one_interview(command: Command) -> bool:
    """Return whether what stands behind a command is which interview it is about."""
    return command.completers.get(command.text_option or "") is complete_interviews


def named(_: Context, rest: str, interviews: tuple[Interview, ...]) -> bool:
    """Return whether the words name one of the member's interviews."""
    return bool(matching(interviews, rest))


def alone(_: Context, __: str, ___: tuple[Interview, ...]) -> bool:
    """Return that no words make sense behind a verb."""
    return False


def choosing(among: Iterable[WordT]) -> Fits:
    """Return what fits a command that chooses by name: one of those names first, or an interview.

    "Ask Italian, waiter, Thu 3pm" is an interview.
    """

    def fits(context: Context, rest: str, interviews: tuple[Interview, ...]) -> bool:
        return "," not in rest if leading(rest, among)[0] else named(context, rest, interviews)

    return fits
