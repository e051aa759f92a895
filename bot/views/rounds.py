"""What one round leaves to the next."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.interviews import Interview
from bot.domain.outcomes import LastTime
from bot.text import Bold, text
from bot.views.blocks import Block, Bullets, Emphasis, Message
from bot.views.layout import message, note, press, quote, say


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
            buttons.append(press("See the plan", "interview plan", Emphasis.PRIMARY, **arguments))
        else:
            arguments = {"what": self.last.interview_id}
            buttons.append(press("Add the next round", "interview next", Emphasis.PRIMARY, **arguments))
        if self.last.missed:
            buttons.append(press("A question to practise", "question"))
        label = "What I wrote down" if self.last.written else "Write it down"
        buttons.append(press(label, "interview debrief", what=self.last.interview_id))
        return message(
            "From last time", f"From round {self.last.round} with {self.last.company}", *blocks, *buttons
        )


def from_last_time(last: LastTime) -> tuple[Block, ...]:
    """Return what a plan for the next round starts from, most urgent first."""
    blocks: list[Block] = []
    if last.promised:
        blocks += [
            say(Bold("Promised. "), "If it was yours, bring it or say when it comes:"),
            quote(last.promised),
        ]
    if last.missed:
        blocks += [
            say(
                Bold("You missed, or wished you had said. "),
                "Say it aloud once, two minutes, before anything else:",
            ),
            quote(last.missed),
        ]
    if last.people:
        blocks += [
            say(Bold("You met. "), "They may be there again, or have told the others about you:"),
            Bullets(tuple(text(str(person)) for person in last.people)),
        ]
    if last.asked:
        blocks += [
            say(Bold("They asked. "), "What they ask twice is what matters to them:"),
            quote(last.asked),
        ]
    if not last.written:
        words = "Nothing is written down from that round yet. Three short questions, while you remember?"
        blocks.append(note(words))
    return tuple(blocks)
