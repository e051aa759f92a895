"""Thank-you notes: to whom, which have gone, and a draft for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.content import MessageTemplate
from bot.domain.debrief import Debrief, items_of
from bot.domain.interviews import Interview, Person
from bot.domain.sheets import Entry
from bot.domain.templates import BLANKS, Filled, fill
from bot.text import one_line, shortened

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
