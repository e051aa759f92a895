"""A typed line, decoded the same way on every platform."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands.command import Command
from bot.invocation import Invocation

MOST_CHARACTERS = 2000
"""Of a line in free words; more is nobody's interview in one line."""
GROUPS = frozenset({"interview", "encore", "coach"})
"""First words of two-word paths."""
PLAIN = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ",
    }
)  # fmt: skip
"""What phone keyboards put in place of the plain character."""


def plain_keyboard(typed: str) -> str:
    """Return what was typed with quotes, dashes and spaces made plain."""
    return typed.translate(PLAIN).strip()


def read_line(line: str, commands: Mapping[str, Command]) -> Invocation:
    """Return what a line asks for.

    `/interview add Acme…` is the longest path that fits, with the rest as its first option. Everything is
    also reachable behind `/encore`, and `/help` means `/encore help`, which also answers for a command that there
    is not. A line without a slash is read as if `/prep` stood before it.
    """
    typed = plain_keyboard(line)
    if not typed.startswith("/"):
        return Invocation("prep", {"what": typed} if typed else {})
    words = typed[1:].split()
    if words in ([], ["encore"], ["interview"]):
        return Invocation("prep")
    # Help names the nearest ones. With its slash it is nobody's path: what only buttons lead to cannot be typed.
    path = " ".join(words[: 2 if words[0].lower() in GROUPS else 1])
    return typed_command(typed, commands) or Invocation("encore help", {"about": f"/{path}"})


def typed_command(line: str, commands: Mapping[str, Command]) -> Invocation | None:
    """Return what a line that begins with a slash and a command's path asks for; None for any other line."""
    typed = plain_keyboard(line)
    if not typed.startswith("/"):
        return None
    words = typed[1:].split()
    offers = [words, words[1:]] if words[:1] == ["encore"] else [words]
    # People type /help and /add wherever they are; the group in front goes without saying.
    offers += [["interview", *words], ["encore", *words]]
    for offered in offers:
        for length in range(min(2, len(offered)), 0, -1):
            command = commands.get(" ".join(offered[:length]).lower())
            if command is not None and command.listed:
                return _behind(command, _rest(typed, offered[length:]))
    return None


def _rest(typed: str, words: list[str]) -> str:
    """Return the text behind the command as it was typed, inner spaces and line breaks included."""
    if not words:
        return ""
    remaining = typed
    for _ in range(len(typed[1:].split()) - len(words)):
        remaining = remaining.lstrip()
        remaining = remaining[len(remaining.split(maxsplit=1)[0]) :]
    return remaining.strip()


def _behind(command: Command, rest: str) -> Invocation:
    option = command.text_option
    return Invocation(command.path, {option: rest} if rest and option else {})
