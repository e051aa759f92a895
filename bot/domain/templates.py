"""Messages to send: which interview each speaks of, filling in what is known, and letters of thanks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from bot.domain.content import MessageTemplate, Moment, Purpose
from bot.domain.debrief import Debrief, items_of
from bot.domain.interviews import Interview, Outcome, Person
from bot.domain.sheets import Entry
from bot.text import one_line, shortened

SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
NUMBERED = re.compile(r"person_(\d)")
BLANKS: Mapping[str, str] = MappingProxyType(
    {
        "name": "name",
        "my_name": "your name",
        "interviewer": "interviewer's name",
        "coordinator": "coordinator's name",
        "referee": "referee's name",
    }
)
"""What a blank says where that is not the slot's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A message with what is known in its places. `blanks` are what is still to write, in order, each once."""

    subject: str
    body: str
    blanks: tuple[str, ...]


def moment_of(interviews: Sequence[Interview], now: datetime) -> Moment:
    """Return what a member is most likely to write just now."""
    live = [i for i in interviews if not i.cancelled]
    if any(i.outcome is Outcome.OFFER for i in live):
        return Moment.OFFER
    waiting = [i for i in live if not i.settled]
    if waiting and all(i.starts_at <= now for i in waiting):
        return Moment.AFTER
    return Moment.BEFORE


def spoken_of(interviews: Sequence[Interview], purpose: Purpose, now: datetime) -> tuple[Interview, ...]:
    """Return the interviews that a message of this purpose can be about, the nearest first; none if there are none.

    A thank-you goes to who was met, and a request to who is still to be met: what fits worse is left out unless
    nothing fits.
    """
    live = sorted((i for i in interviews if not i.cancelled), key=lambda i: abs(i.starts_at - now))
    unsettled = [i for i in live if not i.settled]
    fitting: tuple[list[Interview], ...]
    match purpose:
        case Purpose.FEEDBACK:
            fitting = ([i for i in live if i.outcome is Outcome.NO], [i for i in live if i.starts_at <= now])
        case Purpose.NEGOTIATE | Purpose.MORE_TIME:
            fitting = (
                [i for i in live if i.outcome is Outcome.OFFER],
                [i for i in live if i.starts_at <= now],
            )
        case Purpose.DECLINE:
            fitting = ([i for i in live if i.outcome is Outcome.OFFER], unsettled)
        case Purpose.THANKS:
            fitting = ([i for i in live if i.starts_at <= now],)
        case Purpose.FOLLOW_UP:
            fitting = ([i for i in unsettled if i.starts_at <= now],)
        case _:
            fitting = ([i for i in unsettled if i.starts_at > now],)
    return tuple(next((found for found in (*fitting, unsettled, live) if found), []))


def fill(template: MessageTemplate, interview: Interview | None, person: int = 0) -> Filled:
    """Return a message with what is known of an interview; `person` is the place of the one it is addressed to.

    What is not known stays as a blank in square brackets.
    """
    known = _known(template, interview, person) if interview else {}
    missing: dict[str, None] = {}

    def put(words: str) -> str:
        # One pass: what a member typed is never read as a slot.
        return SLOT.sub(lambda found: known.get(found[1]) or blank(found[1]), words)

    def blank(slot: str) -> str:
        words = f"[{BLANKS.get(slot, slot.replace('_', ' '))}]"
        missing[words] = None
        return words

    subject = put(template.subject)
    return Filled(subject=subject[:1].upper() + subject[1:], body=put(template.body), blanks=tuple(missing))


def _known(template: MessageTemplate, interview: Interview, person: int) -> dict[str, str]:
    people = interview.interviewers
    day = f"{interview.day:%A} {interview.day.day} {interview.day:%B}"
    known = {"company": interview.company, "role": interview.role, "day": day, "date": day}
    if {"day", "date"} & set(template.slots):
        # Beside its day a time is the interview's; alone it is some other.
        known["time"] = f"{interview.time:%H:%M}"
    if people:
        known["interviewer"] = people[min(person, len(people) - 1)].name
    if by := interview.answer_by:
        known["promised_day"] = f"{by:%A} {by.day} {by:%B}"
    for slot in template.slots:
        found = NUMBERED.fullmatch(slot)
        if found and 1 <= int(found[1]) <= len(people):
            known[slot] = str(people[int(found[1]) - 1])
    return {slot: _on_one_line(words) for slot, words in known.items()}


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


NOBODY = Person("")
"""Stands for whoever was met, as long as no name is known."""
ADDRESSED = "interviewer"
"""The slot of a letter that is written to one of them; one without it is for somebody to pass on."""
SUGGESTED: Mapping[str, tuple[str, str]] = {
    "what_we_discussed": ("asked", "you spoke of"),
    "useful_thought": ("missed", "you wished you had said"),
}
"""For a blank of a letter: which answers of the debrief may help to fill it, and how they are introduced."""
LONGEST = 120
"""Characters of a suggestion."""
BRACKETS = str.maketrans("[]", "()")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone to thank. `number` is the place among the interviewers, `sent` when the note went (aware), if it did."""

    number: int
    person: Person
    sent: datetime | None = None


def slot_of(number: int) -> str:
    """Return the slot of the thanks' sheet for a place among the interviewers."""
    return f"person-{number}"


def recipients(interview: Interview, entries: Mapping[str, Entry]) -> tuple[Recipient, ...]:
    """Return whom to thank; `entries` are those of the interview's sheet, by slot.

    What was noted belongs to a name: one whose place has changed since keeps it, and who took the place does not.
    """
    people = interview.interviewers or (NOBODY,)
    left = {slot: entry.values for slot, entry in entries.items() if entry.values.get("sent")}
    sent: dict[int, str] = {}
    for number, person in enumerate(people):
        if left.get(slot_of(number), {}).get("name") == person.name:
            sent[number] = left.pop(slot_of(number))["sent"]
    for number, person in enumerate(people):
        moved = next((slot for slot, values in left.items() if values.get("name") == person.name), None)
        if number not in sent and moved is not None:
            sent[number] = left.pop(moved)["sent"]
    return tuple(
        Recipient(number, person, datetime.fromisoformat(sent[number]) if number in sent else None)
        for number, person in enumerate(people)
    )


def following(everyone: Sequence[Recipient], after: int) -> Recipient | None:
    """Return who is next to be thanked behind the place `after`, from the front again at the end; None when all are."""
    order = sorted(everyone, key=lambda one: (one.number <= after, one.number))
    return next((one for one in order if one.sent is None and one.number != after), None)


def letter_for(number: int, templates: Sequence[MessageTemplate]) -> MessageTemplate | None:
    """Return the letter for a place among the interviewers: each of those that there are in its turn."""
    letters = [template for template in templates if ADDRESSED in template.slots] or list(templates)
    return letters[number % len(letters)] if letters else None


def to_pass_on(templates: Sequence[MessageTemplate]) -> MessageTemplate | None:
    """Return the letter for people whose address is not known, if there is one."""
    return next((template for template in templates if ADDRESSED not in template.slots), None)


def draft(template: MessageTemplate, interview: Interview, number: int, debrief: Debrief) -> Filled:
    """Return the letter to the person at a place among the interviewers.

    Blanks carry a line that the member noted, where there is one, for them to shape: each line in one letter alone.
    """
    filled = fill(template, interview, number)
    for slot, (answer, words) in SUGGESTED.items():
        items = items_of(getattr(debrief, answer))
        if slot in template.slots and number < len(items):
            item = shortened(one_line(items[number]).translate(BRACKETS), LONGEST)
            filled = _with(filled, f"[{BLANKS.get(slot, slot.replace('_', ' '))}]", f"[{words}: {item}]")
    return filled


def _with(filled: Filled, blank: str, suggestion: str) -> Filled:
    return replace(
        filled,
        body=filled.body.replace(blank, suggestion),
        blanks=tuple(suggestion if each == blank else each for each in filled.blanks),
    )
