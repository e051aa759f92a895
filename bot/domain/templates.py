"""Messages to send: what each is for, which interview it speaks of, and filling in what is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.domain.content import MessageTemplate, Moment, Purpose
from bot.domain.interviews import Interview, Outcome

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
