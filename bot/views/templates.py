"""Messages to send: which there are, and one of them with what is known filled in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.content import MessageTemplate, Moment, Purpose, Topic
from bot.domain.interviews import Interview
from bot.domain.templates import fill
from bot.domain.topics import title_of
from bot.text import Bold, Code, shortened
from bot.views.blocks import Block, Button, Copyable, Emphasis, Message
from bot.views.layout import Content, actions, message, note, press, say
from bot.views.times import long_day

PATH = "interview template"
HEADINGS = {
    Moment.BEFORE: "Before the interview",
    Moment.AFTER: "After it",
    Moment.OFFER: "When there is an offer",
}
GENERAL = frozenset({Topic.PAY_OFFER, Topic.ACCESS})
"""What the law has a say in, differently from country to country."""
MOST_PEOPLE = 8
LABEL = 30
EXAMPLE = "/prep add Acme, data analyst, next Thu 3pm"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatToWrite:
    """The purposes to choose from, those of the moment first. `lead_in` says what just happened, if anything."""

    purposes: tuple[Purpose, ...]
    moment: Moment = Moment.BEFORE
    interview: str = ""
    lead_in: str = ""

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Content] = [self.lead_in]
        blocks.append(
            say(
                "I fill in what I know of your interview and leave the rest as blanks. You send it yourself; "
                "nothing leaves from here."
            )
        )
        for moment in sorted(Moment, key=lambda one: one is not self.moment):
            buttons = [self._button(purpose) for purpose in self.purposes if purpose.facts.moment is moment]
            if buttons:
                blocks += [say(Bold(HEADINGS[moment])), actions(*buttons)]
        return message("Messages to start from", "Messages to start from", *blocks)

    def _button(self, purpose: Purpose) -> Button:
        what = {"what": self.interview} if self.interview else {}
        emphasis = Emphasis.PRIMARY if purpose.facts.moment is self.moment else Emphasis.PLAIN
        return press(title_of(purpose), PATH, emphasis, purpose=purpose, **what)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateView:
    """A message with what is known filled in.

    `person` is the place of the interviewer that it is addressed to; `version` is another message of the same
    purpose, `several` whether it could be about another interview.
    """

    template: MessageTemplate
    interview: Interview | None = None
    person: int = 0
    version: str = ""
    several: bool = False

    def present(self) -> Message:
        """Lay it out."""
        filled = fill(self.template, self.interview, self.person)
        blocks: list[Block] = [
            self._about(),
            say(Bold("Subject")),
            Copyable(filled.subject),
            say(Bold("Message")),
            Copyable(filled.body),
        ]
        if filled.blanks:
            one = len(filled.blanks) == 1
            what, verb = ("The blank", "is") if one else (f"The {len(filled.blanks)} blanks", "are")
            blocks.append(note(f"{what} in [square brackets] {verb} yours to fill in."))
        if self.interview:
            blocks.append(note("Names stand as you gave them to me. Read it through before it goes."))
        if self.template.topic in GENERAL:
            checked = f"{self.template.reviewed:%B %Y}"
            blocks.append(note(f"General information, checked in {checked}; rules differ by country."))
        return message("A message to start from", title_of(self.template.purpose), *blocks, *self._buttons())

    def _about(self) -> Block:
        if self.interview is None:
            return note("Tell me of your interview and I fill in more: ", Code(EXAMPLE))
        role = f", {self.interview.role}" if self.interview.role else ""
        return say("About ", Bold(self.interview.company), f"{role}, {long_day(self.interview.day)}.")

    def _buttons(self) -> list[Button]:
        buttons = [*self._others()]
        what = {"what": self.interview.id} if self.interview else {}
        if self.version:
            buttons.append(press("Another version", PATH, item=self.version, **what))
        if self.several:
            chosen = {"purpose": str(self.template.purpose), "choose": "yes"}
            buttons.append(press("For another interview", PATH, **chosen))
        return [*buttons, press("Other messages", PATH, **what)]

    def _others(self) -> list[Button]:
        """Return a button for each other person whom the message can be addressed to."""
        if self.interview is None or "interviewer" not in self.template.slots:
            return []
        return [
            press(
                f"To {shortened(person.name, LABEL)}",
                PATH,
                Emphasis.PRIMARY,
                item=self.template.id,
                what=self.interview.id,
                person=str(number),
            )
            for number, person in enumerate(self.interview.interviewers[:MOST_PEOPLE])
            if number != self.person
        ]
