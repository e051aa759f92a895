"""What can be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.text import Bold, Code, text
from bot.views.blocks import Block, Bullets, Emphasis, Message
from bot.views.layout import message, note, press, say


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """Commands that belong together; each is a path and what it does."""

    title: str
    commands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Help:
    """All commands, and that plain words do as well."""

    groups: tuple[HelpGroup, ...]

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [
            say(
                "Tell me about an interview in your own words and I plan the days until then: ",
                Code("/prep add Acme, data analyst, next Thu 3pm"),
            )
        ]
        for group in self.groups:
            blocks.append(say(Bold(group.title)))
            blocks.append(
                Bullets(
                    tuple(text(Code(f"/{path}"), f": {_lower(summary)}") for path, summary in group.commands)
                )
            )
        blocks.append(note("More about one of them: ", Code("/encore help add")))
        return message(
            "What Encore can do",
            "What you can ask me",
            *blocks,
            press("Where I stand", "prep", Emphasis.PRIMARY),
            press("Add an interview", "interview add"),
            press("A tip", "tip"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandHelp:
    """One command: what it does, what it takes (name, description) and how it is typed."""

    path: str
    summary: str
    options: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()
    runnable: bool = True

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [say(f"{self.summary}.")]
        if self.options:
            blocks.append(say(Bold("It takes")))
            blocks.append(
                Bullets(
                    tuple(
                        text(Bold(name), f": {_lower(words)}" if words else "")
                        for name, words in self.options
                    )
                )
            )
        if self.examples:
            blocks.append(say(Bold("For example")))
            blocks.append(Bullets(tuple(text(Code(example)) for example in self.examples)))
        buttons = [press("All commands", "encore help")]
        if self.runnable:
            buttons.insert(0, press("Try it", self.path, Emphasis.PRIMARY))
        return message("What Encore can do", f"/{self.path}", *blocks, *buttons)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
