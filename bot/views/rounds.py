"""What one round leaves to the next."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.interviews import Interview
from bot.domain.outcomes import LastTime
from bot.invocation import Invocation
from bot.text import Bold, text
from bot.views.blocks import Actions, Block, Bullets, Button, Emphasis, Message, Note, Paragraph, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class FromLastTime:
    """What the round before leaves to the next: who was met, what was promised, what went short.

    `following` is the next round, if it is there yet.
    """

    last: LastTime
    following: Interview | None = None

    def present(self) -> Message:
        """Lay it out."""
        blocks = [*from_last_time(self.last)]
        buttons = []
        if self.following is not None:
            arguments = {"what": self.following.id}
            buttons.append(Button("See the plan", Invocation("interview plan", arguments), Emphasis.PRIMARY))
        else:
            arguments = {"what": self.last.interview_id}
            buttons.append(
                Button("Add the next round", Invocation("interview next", arguments), Emphasis.PRIMARY)
            )
        if self.last.missed:
            buttons.append(Button("A question to practise", Invocation("question")))
        label = "What I wrote down" if self.last.written else "Write it down"
        buttons.append(Button(label, Invocation("interview debrief", {"what": self.last.interview_id})))
        blocks.append(Actions(tuple(buttons)))
        return Message(
            "From last time", f"From round {self.last.round} with {self.last.company}", tuple(blocks)
        )


def from_last_time(last: LastTime) -> tuple[Block, ...]:
    """Return what a plan for the next round starts from, most urgent first."""
    blocks: list[Block] = []
    if last.promised:
        blocks += [
            Paragraph(text(Bold("Promised. "), "If it was yours, bring it or say when it comes:")),
            Quote(text(last.promised)),
        ]
    if last.missed:
        blocks += [
            Paragraph(
                text(
                    Bold("You missed, or wished you had said. "),
                    "Say it aloud once, two minutes, before anything else:",
                )
            ),
            Quote(text(last.missed)),
        ]
    if last.people:
        blocks += [
            Paragraph(text(Bold("You met. "), "They may be there again, or have told the others about you:")),
            Bullets(tuple(text(str(person)) for person in last.people)),
        ]
    if last.asked:
        blocks += [
            Paragraph(text(Bold("They asked. "), "What they ask twice is what matters to them:")),
            Quote(text(last.asked)),
        ]
    if not last.written:
        words = "Nothing is written down from that round yet. Three short questions, while you remember?"
        blocks.append(Note(text(words)))
    return tuple(blocks)
