"""When something cannot be done: what happened, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from bot.invocation import Invocation
from bot.text import Code, text
from bot.views.blocks import Actions, Block, Button, Message, Paragraph


@dataclass(frozen=True, slots=True)
class Problem:
    """Something asked for that cannot be done as it stands."""

    message: str
    example: str | None = None
    buttons: tuple[Button, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [Paragraph(text(self.message))]
        if self.example:
            blocks.append(Paragraph(text("For example: ", Code(self.example))))
        if self.buttons:
            blocks.append(Actions(self.buttons))
        return Message("Encore could not do that yet", "Not quite", tuple(blocks))


@dataclass(frozen=True, slots=True)
class Noted:
    """Something small was done as asked."""

    title: str
    message: str

    def present(self) -> Message:
        """Lay it out."""
        home = Button("Where I stand", Invocation("prep"))
        return Message("Noted", self.title, (Paragraph(text(self.message)), Actions((home,))))


@dataclass(frozen=True, slots=True)
class Apology:
    """A fault of ours; `reference` finds it in the log."""

    reference: str

    def present(self) -> Message:
        """Lay it out."""
        return Message(
            "Encore ran into a fault",
            "That is our fault, not yours",
            (
                Paragraph(
                    text(
                        "Something went wrong on my side and nothing was changed. Please try once more. "
                        "If it happens again, give whoever runs Encore this reference: ",
                        Code(self.reference),
                        ".",
                    )
                ),
                Actions((Button("Back to my plan", Invocation("prep")),)),
            ),
        )
