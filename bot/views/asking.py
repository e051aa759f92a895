"""Questions for the member to ask, and whom to ask them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.asking import askers_of
from bot.domain.content import Ask, Asker
from bot.domain.interviews import Interview, Person
from bot.domain.topics import title_of
from bot.invocation import Invocation
from bot.text import Bold, Text, text
from bot.views.blocks import Block, Bullets, Button, Emphasis, Message
from bot.views.layout import Content, message, note, press, quote, say
from bot.views.practice import SAVED_LABEL

PATH = "interview ask"
ANYBODY = "any"
"""Stands for "I don't know yet" where a sort of interviewer is named."""
MOST_PEOPLE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WhomToAsk:
    """The sorts of interviewer to choose from, `askers` in the order to offer them.

    `lead_in` says what just happened, if anything.
    """

    askers: tuple[Asker, ...]
    interview: Interview | None = None
    lead_in: str = ""

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Content] = [self.lead_in]
        blocks.append(say("Near the end they will ask: any questions for us? Two or three are plenty."))
        if self.interview and self.interview.interviewers:
            blocks.append(say(Bold(f"Whom you meet at {self.interview.company}")))
            people = self.interview.interviewers[:MOST_PEOPLE]
            blocks.append(Bullets(tuple(_person(person) for person in people)))
        blocks.append(say("Whom would you like to ask?"))
        return message("Questions to ask them", "Questions to ask them", *blocks, *self._buttons())

    def _buttons(self) -> list[Button]:
        met = {asker for _, asker in askers_of(self.interview.interviewers)} if self.interview else set()
        what = {"what": self.interview.id} if self.interview else {}
        return [
            *(
                press(
                    title_of(asker),
                    PATH,
                    Emphasis.PRIMARY if asker in met else Emphasis.PLAIN,
                    to=asker,
                    **what,
                )
                for asker in self.askers
            ),
            press("I don't know yet", PATH, to=ANYBODY, **what),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskView:
    """One question to ask. `to` is whom it was asked for, None for anybody; `people` are those of that sort.

    `again` counts what fits when a new round begins with it.
    """

    ask: Ask
    to: Asker | None = None
    interview: str = ""
    people: tuple[Person, ...] = ()
    saved: bool = False
    again: int = 0

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = []
        if self.again:
            blocks.append(note(_round(self.again)))
        if self.people:
            blocks.append(say(f"For {_names(self.people)}:"))
        blocks += [
            quote(self.ask.text),
            say(Bold("Listen for: "), self.ask.listen_for),
            say(Bold("Leave it out if "), _lower(self.ask.avoid_if)),
        ]
        return message("A question to ask them", self._title(), *blocks, *self._buttons())

    def _title(self) -> str:
        named = (self.to,) if self.to else self.ask.to
        return f"To ask {' or '.join(_lower(title_of(asker)) for asker in named)}"

    def _buttons(self) -> list[Button]:
        scope = {"to": str(self.to or ANYBODY), **({"what": self.interview} if self.interview else {})}
        kept = Invocation("ask drop" if self.saved else "ask save", {"item": self.ask.id, **scope})
        return [
            press("Another", PATH, Emphasis.PRIMARY, **scope, last=self.ask.id),
            Button(SAVED_LABEL if self.saved else "Save", kept),
            Button(
                "Ask someone else",
                Invocation(PATH, {name: value for name, value in scope.items() if name == "what"}),
            ),
        ]


def _person(person: Person) -> Text:
    told = askers_of((person,))
    what = _lower(title_of(told[0][1])) if told else "no title yet"
    return text(Bold(str(person)), f": {what}")


def _names(people: Sequence[Person]) -> str:
    return " or ".join(person.name for person in people[:MOST_PEOPLE])


def _round(number: int) -> str:
    if number == 1:
        return "This is the only one for now, so here it is again."
    return f"You have seen all {number} of these. They begin again here."


def _lower(words: str) -> str:
    """Return words for the middle of a sentence; "HR" stays as it is."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
