"""The moments around an interview at which something helps, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, Flag, auto

from bot.domain.vocabulary import Facts, Vocabulary

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START, EVER = timedelta(0), timedelta.max


@dataclass(frozen=True, slots=True)
class Offset:
    """Where a step lies: days and business days from the interview's day, or time elapsed from its start."""

    days: int = 0
    business_days: int = 0
    elapsed: timedelta | None = None

    def __str__(self) -> str:
        hours = self.elapsed // HOUR if self.elapsed else 0
        number, form = (hours, "PT{}H") if hours else (self.business_days, "P{}BD")
        if not number:
            number, form = self.days, "P{}D"
        return ("-" if number < 0 else "+" if number else "") + form.format(abs(number))

    @property
    def after(self) -> bool:
        """Whether it lies behind the interview's day, or behind its start."""
        return self.days > 0 or self.business_days > 0 or (self.elapsed or START) > START


class Trait(Flag):
    """What holds of some moments."""

    EARLY = auto()
    """It serves as well an hour sooner. Any other is tied to its minute."""
    TIED = auto()
    """It must be done again for a new day; research that is done stays done."""
    UNTIL_START = auto()
    """It helps until the very start, even when another step comes in between."""
    ASKS = auto()
    """It asks whether an answer came."""


EARLY, TIED, UNTIL_START, ASKS = Trait


class Beside(Enum):
    """What the message of a moment says beside its step."""

    NOTHING = auto()
    LOGISTICS = auto()
    BRIEF = auto()
    DEBRIEF = auto()
    THANK_YOU = auto()
    FOLLOW_UP = auto()
    LAST_NOTE = auto()


@dataclass(frozen=True, slots=True)
class Moment(Facts):
    """What is known of a moment.

    `label` is what a step of it is called wherever it is shown alone, `offset` where it lies unless a plan says
    otherwise (None: at once, or nowhere), and `until` how long after the start a member is nearest to it (None:
    before the start, or nowhere).
    """

    label: str
    offset: Offset | None
    until: timedelta | None
    traits: Trait
    beside: Beside


class Lead(Vocabulary):
    """When something helps most, in order."""

    facts: Moment

    BOOKING = Moment("booking", "Now", None, None, UNTIL_START, Beside.NOTHING)
    T_7 = Moment("T-7", "A week before", Offset(-7), None, EARLY, Beside.NOTHING)
    T_5 = Moment("T-5", "Five days before", Offset(-5), None, EARLY, Beside.NOTHING)
    T_3 = Moment("T-3", "Three days before", Offset(-3), None, EARLY, Beside.NOTHING)
    T_2 = Moment("T-2", "Two days before", Offset(-2), None, EARLY, Beside.NOTHING)
    T_1 = Moment("T-1", "The evening before", Offset(-1), None, EARLY | TIED, Beside.NOTHING)
    MORNING = Moment("morning", "That morning", Offset(), None, EARLY | TIED | UNTIL_START, Beside.LOGISTICS)
    T_1H = Moment("T-1h", "One hour before", Offset(elapsed=-HOUR), None, TIED | UNTIL_START, Beside.BRIEF)
    AFTER_2H = Moment("+2h", "Two hours after", Offset(elapsed=2 * HOUR), 12 * HOUR, TIED, Beside.DEBRIEF)
    AFTER_20H = Moment("+20h", "The next morning", Offset(1), 3 * DAY, EARLY | TIED, Beside.THANK_YOU)
    AFTER_5BD = Moment("+5bd", "A week after", Offset(0, 5), 10 * DAY, EARLY | TIED | ASKS, Beside.FOLLOW_UP)
    AFTER_10BD = Moment(
        "+10bd", "Two weeks after", Offset(0, 10), EVER, EARLY | TIED | ASKS, Beside.LAST_NOTE
    )
    ANY = Moment("any", "Any time", None, None, Trait(0), Beside.NOTHING)

    def has(self, trait: Trait) -> bool:
        """Whether something holds of it."""
        return trait in self.facts.traits

    @property
    def after(self) -> bool:
        """Whether it follows the interview."""
        return self.facts.offset is not None and self.facts.offset.after

    @property
    def days_before(self) -> int | None:
        """How many days before the interview's own it lies; None for booking, any time, and what follows."""
        return None if self.facts.offset is None or self.after else -self.facts.offset.days

    @classmethod
    def of(cls, trait: Trait) -> frozenset[Lead]:
        """Return the moments of which something holds."""
        return frozenset(lead for lead in cls if lead.has(trait))


ORDER = {lead: position for position, lead in enumerate(Lead)}
WHOLE_DAYS = frozenset(lead for lead in Lead if lead.days_before) - Lead.of(Trait.TIED)
"""Moments whose task is worth doing on another day where they have none of their own."""


def label_of(code: str) -> str:
    """Return what a step is called, of a lead as it is stored; what is no lead is called by itself."""
    return Lead(code).facts.label if code in ORDER else code
