"""Thank-you notes and follow-ups: a draft at a time, what has gone, and what the reminders say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import local
from bot.domain.content import Purpose
from bot.domain.debrief import Debrief
from bot.domain.interviews import Interview
from bot.domain.templates import Filled, Recipient, following, recipients
from bot.invocation import Invocation
from bot.text import Bold, one_line, shortened, text
from bot.views.blocks import Block, Button, Check, Checklist, Copyable, Emphasis, Message, Progress
from bot.views.debrief import ANSWER_BY, THANKS, UNTIL
from bot.views.forms import Field, Form
from bot.views.layout import Content, actions, message, note, press, quote, say
from bot.views.reminder_context import Particulars, Setting
from bot.views.times import count, day_and_time, long_day, short_day

SENT = "thanks sent"
NOT_SENT = "thanks unsent"
TEMPLATE = "interview template"
LABEL = 30
NOTICE = "Thank-you notes"
WHOM = "whoever you met"
UNTIL_FIELD = Field(
    name=ANSWER_BY.name,
    label="By when will they answer?",
    hint="Friday, 4 December, in a week",
    limit=ANSWER_BY.limit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksDraft:
    """One note to start from. `everyone` are those to thank; `number` is the place of the one it is for.

    `passing_on` is the id of a letter for those whose address is not known. `just` is whom something was noted of
    by the press that led here, and `lead_in` what.
    """

    interview: Interview
    everyone: tuple[Recipient, ...]
    number: int
    filled: Filled
    debrief: Debrief
    reader_zone: str
    passing_on: str = ""
    lead_in: str = ""
    just: int | None = None

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Content] = [self.lead_in]
        if len(self.everyone) > 1:
            blocks.append(_progress(self.everyone))
        if self._one.sent:
            blocks.append(say(f"You sent this one on {_day(self._one.sent, self.reader_zone)}."))
        if not self._one.person.name:
            blocks.append(say("I don't know yet whom you met, so the name is a blank."))
        blocks += [
            say(Bold("Subject")),
            Copyable(self.filled.subject),
            say(Bold("Message")),
            Copyable(self.filled.body),
            *self._below(),
        ]
        return message(NOTICE, f"Thank {_name(self._one, LABEL)}", *blocks, *self._buttons())

    @property
    def _one(self) -> Recipient:
        return self.everyone[self.number]

    def _below(self) -> list[Block]:
        blocks: list[Block] = []
        if self.filled.blanks:
            words = "Put your own words where the [square brackets] are; what stands in them is only a hint."
            blocks.append(note(words))
        if self.debrief.promised:
            blocks.append(note("You noted a promise. If it was to them, let it go along:"))
            blocks.append(quote(self.debrief.promised))
        blocks.append(note("You send it yourself; nothing leaves from here."))
        return blocks

    def _buttons(self) -> list[Button]:
        buttons = [self._done()]
        after = following(self.everyone, self.number)
        if after is not None:
            label = f"Next: {_name(after, LABEL)}"
            buttons.append(Button(label, to_draft(self.interview, after.number)))
        if self.just is not None and self.just != self.number:
            buttons.append(Button("Not sent after all", self._to(NOT_SENT, self.just)))
        what = {"what": self.interview.id}
        if not self._one.person.name:
            buttons.append(press("Add people", "interview edit", **what))
        elif self.passing_on:
            arguments = {**what, "item": self.passing_on}
            buttons.append(press("I have no address", TEMPLATE, **arguments))
        if not self.debrief.words:
            buttons.append(press("First note what they said", "interview debrief", **what, change="yes"))
        return buttons

    def _done(self) -> Button:
        if self._one.sent:
            return Button("Not sent after all", self._to(NOT_SENT, self.number))
        return Button("Sent", self._to(SENT, self.number), Emphasis.PRIMARY)

    def _to(self, path: str, number: int) -> Invocation:
        return Invocation(path, {"what": self.interview.id, "person": str(number)})


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksDone:
    """Every note has gone. `just` is the last one marked, if that was by the press that led here.

    `asks_at` (aware) is when the member is asked whether they have heard, if ever.
    """

    interview: Interview
    everyone: tuple[Recipient, ...]
    reader_zone: str
    now: datetime
    asks_at: datetime | None = None
    just: int | None = None

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = []
        if self.just is not None:
            words = "That was kind, and it is done."
            blocks.append(say(f"{words} Now it is their turn; do something nice with the day."))
        blocks.append(Checklist(tuple((Check.DONE, text(self._line(one))) for one in self.everyone)))
        if self.asks_at and not self.interview.settled:
            asked = day_and_time(self.asks_at, self.reader_zone, self.now)
            blocks.append(note(f"I ask you whether you have heard: {asked}."))
        buttons = [
            Button(f"{one.number + 1}. {_name(one, LABEL)}", to_draft(self.interview, one.number))
            for one in self.everyone
        ]
        if self.just is not None:
            arguments = {"what": self.interview.id, "person": str(self.just)}
            buttons.insert(0, press("Not sent after all", NOT_SENT, **arguments))
        blocks.append(actions(*buttons))
        title = {1: "The thank-you note is sent", 2: "Both thank-you notes are sent"}.get(
            len(self.everyone), f"All {len(self.everyone)} thank-you notes are sent"
        )
        return message(NOTICE, title, *blocks)

    def _line(self, one: Recipient) -> str:
        name = _name(one)
        return f"{name}: {_day(one.sent, self.reader_zone)}" if one.sent else name


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerExpected:
    """The day by which they would answer is noted, or taken back.

    `asks_at` (aware) is when the member is asked whether they have heard, if ever. `before` is what undoes it where
    it was `changed`.
    """

    interview: Interview
    reader_zone: str
    now: datetime
    asks_at: datetime | None = None
    before: str = ""
    changed: bool = True

    def present(self) -> Message:
        """Lay it out."""
        day = self.interview.answer_by
        words = "They named no day, then."
        if day is not None:
            words = f"They answer by {long_day(day)}. Until then there is nothing you need to do about it."
        blocks: list[Block] = [say(words)]
        if self.asks_at and not self.interview.settled:
            asked = day_and_time(self.asks_at, self.reader_zone, self.now)
            blocks.append(say(f"I ask you whether you have heard: {asked}."))
        blocks.append(actions(*self._buttons()))
        title = f"Waiting on {self.interview.company}"
        return message("The day is noted", title, *blocks)

    def _buttons(self) -> list[Button]:
        what = {"what": self.interview.id}
        buttons = [press("Another day" if self.interview.answer_by else "They named a day", UNTIL, **what)]
        if self.changed:
            undo = {**what, "sent": "yes", "undo": "yes", ANSWER_BY.name: self.before}
            buttons.append(press("Undo", UNTIL, **undo))
        return [*buttons, press("I have heard back", "interview result", **what)]


def until_form(interview_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> Form:
    """Return the question by when they will answer."""
    return Form(
        title="By when?",
        submit=Invocation(UNTIL, {"what": interview_id, "sent": "yes"}),
        fields=(UNTIL_FIELD,),
        values=values,
        errors=errors,
        submit_label="Note it",
    )


def to_draft(interview: Interview, number: int | None = None) -> Invocation:
    """Return what leads to the note for the person at a place, or to the first that has not gone."""
    person = {} if number is None else {"person": str(number)}
    return Invocation(THANKS, {"what": interview.id, **person})


def in_reminder(setting: Setting) -> Particulars:
    """Return what the reminder of the next morning says of the notes."""
    interview = setting.interview
    everyone = recipients(interview, setting.occasion.thanks)
    gone = [one for one in everyone if one.sent]
    if len(gone) == len(everyone):
        words = "Your thank-you notes are sent already. Nothing is left to do here."
        return Particulars((say(words),), (Button("See them", to_draft(interview)),))
    if not interview.interviewers:
        words = "I don't know whom you met; one draft with a blank for the name is ready."
        return Particulars((say(words),), (Button("Write the first one", to_draft(interview)),))
    left = [one for one in everyone if one.sent is None]
    names = ", ".join(_name(one, LABEL) for one in left)
    words = f"A draft is ready for each of them: {names}."
    if len(everyone) == 1:
        words = f"A draft is ready for {names}."
    elif gone:
        words = f"{len(gone)} of {count(len(everyone), 'note')} sent. Still to thank: {names}."
    label = "Write the next one" if gone else "Write the first one"
    return Particulars((say(words),), (Button(label, to_draft(interview)),))


def follow_up_in_reminder(setting: Setting) -> Particulars:
    """Return what the first reminder without an answer says."""
    return _news(setting, "A follow-up to send")


def last_note_in_reminder(setting: Setting) -> Particulars:
    """Return what the last one says: it may be let go."""
    return _news(setting, "A last note to send", "I have let it go")


def _news(setting: Setting, label: str, let_go: str = "") -> Particulars:
    interview = setting.interview
    what = {"what": interview.id}
    blocks: list[Block] = []
    if interview.answer_by:
        blocks.append(say(f"They said they would answer by {long_day(interview.answer_by)}."))
    buttons = [
        press(label, TEMPLATE, **what, purpose=Purpose.FOLLOW_UP),
        press("They named a later day", UNTIL, **what),
    ]
    if let_go:
        buttons.append(press(let_go, "interview result", **what, outcome="waiting"))
    return Particulars(tuple(blocks), tuple(buttons))


def _progress(everyone: Sequence[Recipient]) -> Progress:
    return Progress(sum(one.sent is not None for one in everyone), len(everyone), "sent")


def _name(one: Recipient, most: int | None = None) -> str:
    name = one_line(one.person.name) or WHOM
    return shortened(name, most) if most else name


def _day(moment: datetime, zone: str) -> str:
    return short_day(local(moment, zone).date())
