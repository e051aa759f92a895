"""The three questions after an interview: the form, what was noted, and what the reminder says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.debrief import Debrief, debrief_of
from bot.domain.interviews import Interview
from bot.invocation import Invocation
from bot.text import Bold, one_line, shortened, text
from bot.views.blocks import Bullets, Button, Emphasis, Message
from bot.views.forms import Field, Form, Input
from bot.views.layout import Content, message, note, press, quote, say
from bot.views.reminder_context import Particulars, Setting
from bot.views.times import day_and_time, long_day, wait_until

PATH = "interview debrief"
UNTIL = "following until"
THANKS = "interview thanks"
MOST = 1000
"""Characters of one answer."""
PEEK = 100
"""Characters of an answer in a reminder; all of it is a press away."""
QUESTIONS: Mapping[str, str] = {
    "asked": "What did they ask?",
    "missed": "What did you miss or wish you had said?",
    "promised": "What did you or they promise?",
}
HEADINGS: Mapping[str, str] = {
    "asked": "They asked",
    "missed": "You missed, or wished you had said",
    "promised": "Promised",
}
"""By slot of the debrief's sheet, as are the questions."""
ANSWER_BY = Field(
    name="answer_by",
    label="By when did they say they would answer?",
    hint="Friday, or 4 December; empty if they did not say",
    limit=80,
)
FIELDS = (
    *(
        Field(name=slot, label=question, input=Input.LINES, limit=MOST)
        for slot, question in QUESTIONS.items()
    ),
    ANSWER_BY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefNoted:
    """What was noted. `asks_at` (aware) is when the member is asked whether they have heard, if ever.

    `lead_in` says what just happened, if anything.
    """

    interview: Interview
    debrief: Debrief
    reader_zone: str
    now: datetime
    asks_at: datetime | None = None
    lead_in: str = ""

    def present(self) -> Message:
        """Lay it out."""
        if not self.debrief.written:
            return self._empty()
        blocks: list[Content] = [self.lead_in]
        for slot, words in self.debrief.words.items():
            blocks += [say(Bold(HEADINGS[slot])), quote(words)]
        if self.debrief.answer_by:
            blocks.append(say(Bold("They answer by "), long_day(self.debrief.answer_by), "."))
        if not self.interview.settled and self.asks_at:
            asked = day_and_time(self.asks_at, self.reader_zone, self.now)
            blocks.append(say(f"I ask you whether you have heard: {asked}."))
        blocks += [note("Only you see this.")]
        return message("Your notes are kept", f"After {self.interview.company}", *blocks, *self._buttons())

    def _empty(self) -> Message:
        return message(
            "Nothing is noted",
            f"After {self.interview.company}",
            "Nothing is noted any more. The three questions stay here if you want them.",
            _answer(self.interview, "Answer three questions", Emphasis.PRIMARY),
        )

    def _buttons(self) -> list[Button]:
        what = {"what": self.interview.id}
        buttons = [
            press("Thank-you notes", THANKS, Emphasis.PRIMARY, **what),
            press("Change it", PATH, **what, change="yes"),
        ]
        if self.debrief.answer_by is None and not self.interview.settled:
            buttons.append(press("They named a day", UNTIL, **what))
        return buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class StillAhead:
    """Something that is for afterwards was asked for before the interview. `words` say what it is."""

    interview: Interview
    reader_zone: str
    now: datetime
    words: str

    def present(self) -> Message:
        """Lay it out."""
        what = {"what": self.interview.id}
        ahead = wait_until(self.interview.starts_at, self.now, self.reader_zone)
        return message(
            "That is for afterwards",
            f"{self.interview.company} is still ahead",
            f"It is {ahead}. {self.words}",
            press("See the plan", "interview plan", Emphasis.PRIMARY, **what),
            press("It has moved", "interview move", **what),
        )


def debrief_form(interview: Interview, values: Mapping[str, str], errors: Mapping[str, str]) -> Form:
    """Return the three questions and the day, with what was answered before. `values` are by field."""
    return Form(
        title="Three short questions",
        submit=Invocation(PATH, {"what": interview.id, "sent": "yes"}),
        fields=FIELDS,
        intro=(text("A word for each is enough, and any of them can stay empty. Only you see this."),),
        values={name: words for name, words in values.items() if words},
        errors=errors,
        submit_label="Keep it",
    )


def in_reminder(setting: Setting) -> Particulars:
    """Return what the reminder of two hours after says of it: what is noted already, or the way to the questions."""
    noted = debrief_of(setting.interview, setting.occasion.debrief)
    if not noted.written:
        return Particulars(buttons=(_answer(setting.interview, "Answer three questions"),))
    lines = [
        text(Bold(HEADINGS[slot]), ": ", shortened(one_line(words), PEEK))
        for slot, words in noted.words.items()
    ]
    if noted.answer_by:
        lines.append(text(Bold("They answer by"), f": {long_day(noted.answer_by)}"))
    return Particulars(
        (say("You have noted:"), Bullets(tuple(lines))),
        (_answer(setting.interview, "See what you noted"),),
    )


def _answer(interview: Interview, label: str, emphasis: Emphasis = Emphasis.PLAIN) -> Button:
    return press(label, PATH, emphasis, what=interview.id)
