"""What can be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.invocation import Invocation
from bot.text import Bold, Code, text
from bot.views.blocks import Actions, Block, Bullets, Button, Emphasis, Message, Note, Paragraph


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
            Paragraph(
                text(
                    "Tell me about an interview in your own words and I plan the days until then: ",
                    Code("/prep add Acme, data analyst, next Thu 3pm"),
                )
            )
        ]
        for group in self.groups:
            blocks.append(Paragraph(text(Bold(group.title))))
            blocks.append(
                Bullets(
                    tuple(text(Code(f"/{path}"), f": {_lower(summary)}") for path, summary in group.commands)
                )
            )
        blocks.append(Note(text("More about one of them: ", Code("/encore help add"))))
        blocks.append(
            Actions(
                (
                    Button("Where I stand", Invocation("prep"), Emphasis.PRIMARY),
                    Button("Add an interview", Invocation("interview add")),
                    Button("A tip", Invocation("tip")),
                )
            )
        )
        return Message("What Encore can do", "What you can ask me", tuple(blocks))


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
        blocks: list[Block] = [Paragraph(text(f"{self.summary}."))]
        if self.options:
            blocks.append(Paragraph(text(Bold("It takes"))))
            blocks.append(
                Bullets(
                    tuple(
                        text(Bold(name), f": {_lower(words)}" if words else "")
                        for name, words in self.options
                    )
                )
            )
        if self.examples:
            blocks.append(Paragraph(text(Bold("For example"))))
            blocks.append(Bullets(tuple(text(Code(example)) for example in self.examples)))
        buttons = [Button("All commands", Invocation("encore help"))]
        if self.runnable:
            buttons.insert(0, Button("Try it", Invocation(self.path), Emphasis.PRIMARY))
        blocks.append(Actions(tuple(buttons)))
        return Message("What Encore can do", f"/{self.path}", tuple(blocks))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
