"""Looking back on a no: the offer a week later, its form, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.interviews import Interview
from bot.invocation import Invocation
from bot.text import Bold, text
from bot.views.blocks import Block, Bullets, Button, Emphasis, Message
from bot.views.forms import Field, Form, Input
from bot.views.layout import message, note, press, say

PATH = "reflection write"
MOST = 1000
"""Characters of one answer."""
QUESTIONS: Mapping[str, str] = {
    "well": "What went well?",
    "again": "What would you do again?",
    "differently": "What would you try differently?",
}
"""By the form's field."""


@dataclass(frozen=True, slots=True)
class ReflectionOffer:
    """A week after a no: three questions that may be left. Its buttons carry the reminder's key."""

    key: str
    company: str

    def present(self) -> Message:
        """Lay it out."""
        key = {"key": self.key}
        return message(
            "Encore: a quiet offer, for whenever you like",
            "Looking back, if you like",
            "A week has gone by. If you would like to keep something from that interview, "
            "here are three short questions:",
            Bullets(tuple(text(question) for question in QUESTIONS.values())),
            "Five minutes, for your eyes only. Answer one, or none: I ask this once.",
            note(f"This was {self.company}."),
            press("Look back", PATH, Emphasis.PRIMARY, **key),
            press("Not now", "reflection leave", **key),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflected:
    """What was written down, by the form's field; empty if every answer was left."""

    interview: Interview
    answers: Mapping[str, str]

    def present(self) -> Message:
        """Lay it out."""
        said = [(QUESTIONS[name], words) for name, words in self.answers.items() if words]
        if not said:
            return message(
                "Nothing was written",
                "Nothing written, and that is fine",
                "I will not ask again. The questions stay here if you ever want them.",
                again(self.interview, "Look back after all"),
            )
        blocks: list[Block] = []
        for question, words in said:
            blocks.append(say(Bold(question), " ", words))
        blocks.append(note(f"Kept with {self.interview.company}. Only you see it."))
        return message("What you wrote is kept", "That is kept", *blocks, again(self.interview, "Change it"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflectionLeft:
    """The offer was declined; it is not made again."""

    interview: Interview

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "Noted",
            "Left as it is",
            "That is a good answer too. I will not ask again.",
            again(self.interview, "Look back after all"),
        )


def again(interview: Interview, label: str) -> Button:
    """Return the button that opens the form."""
    return press(label, PATH, what=interview.id)


def reflection_form(interview: Interview, values: Mapping[str, str], errors: Mapping[str, str]) -> Form:
    """Return the three questions, with what was answered before. `values` are by field."""
    return Form(
        title="Looking back",
        submit=Invocation(PATH, {"what": interview.id, "sent": "yes"}),
        fields=tuple(
            Field(name=name, label=question, input=Input.LINES, limit=MOST)
            for name, question in QUESTIONS.items()
        ),
        intro=(text("Answer what you like and leave the rest. Only you see this."),),
        values={name: words for name, words in values.items() if words},
        errors=errors,
        submit_label="Keep it",
    )
