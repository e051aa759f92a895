"""The one page for the last hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.brief import Brief, facts, headlines, length_for, own_question
from bot.domain.interviews import Interview
from bot.invocation import Invocation
from bot.text import Bold, Code, Link, Text, plain, shortened, text
from bot.views.blocks import Block, Bullets, Button, Emphasis, Fields, Message
from bot.views.layout import message, note, press, say
from bot.views.logistics import place_label, whereabouts
from bot.views.reminder_context import NONE, Particulars, Setting
from bot.views.times import when

PATH = "interview brief"
PAGE = "brief page"
FILE = "encore-brief.pdf"
SCREEN = 860
"""Characters that a phone shows without much scrolling."""
REMINDED = 520
"""Characters beside the words of the reminder of the hour before."""
COMPANY = 40
PEOPLE = 80
PERSON = 40
PLACE = 72
PROMISE = 66
"""Characters of each at most; an address is as long as it is."""
HEADINGS = ("Your headlines", "To ask", "To know")
MARK = 3
"""Characters that a line of a list takes beside its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefView:
    """The page in a chat. `now` is aware; `several` says that it could be about another interview too."""

    brief: Brief
    now: datetime
    several: bool = False

    def present(self) -> Message:
        """Lay it out."""
        brief, interview = self.brief, self.brief.interview
        pairs = [
            *_people(interview),
            ("When", text(when(interview, brief.reader_zone, self.now))),
            *_place(interview),
            *_promise(brief),
        ]
        notes = self._notes()
        company = shortened(interview.company, COMPANY)
        taken = len(company) + _characters(pairs) + sum(len(plain(note)) for note in notes)
        blocks: list[Block] = [Fields(tuple(pairs)), *_lists(brief, SCREEN - taken)]
        blocks += [note(words) for words in notes]
        return message("Your one page", f"One page: {company}", *blocks, *self._buttons())

    @property
    def _ahead(self) -> bool:
        return self.brief.interview.starts_at > self.now and not self.brief.interview.settled

    def _notes(self) -> list[Text]:
        notes = []
        if self.brief.interview.cancelled:
            notes.append(text("This interview is cancelled."))
        if self._ahead and self.brief.calm:
            notes.append(text(self.brief.calm))
        if (missing := self._missing()) is not None:
            notes.append(missing[0])
        return notes

    def _missing(self) -> tuple[Text, Button] | None:
        """Return the one thing that would make the page better, with the way to it."""
        interview = self.brief.interview
        what = {"what": interview.id}
        if not self._ahead:
            return None
        if not self.brief.headlines:
            words = text("Your headlines are missing: ", Code("/interview story"))
            return words, press("Write a headline", "interview story")
        if not interview.place:
            words = text("I don't know yet where it is.")
            return words, press("Add place or link", "interview edit", **what)
        if not self.brief.facts:
            words = text("What did you find out about them? ", Code("/interview research"))
            return words, press("Add a fact", "interview research", **what)
        return None

    def _buttons(self) -> list[Button]:
        missing = self._missing()
        buttons = [missing[1]] if missing else []
        buttons.append(press("A page to print", PAGE, Emphasis.PRIMARY, what=self.brief.interview.id))
        if self.several:
            buttons.append(press("Another interview", PATH, choose="yes"))
        return buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPage:
    """The page as a file comes with this."""

    interview: Interview

    def present(self) -> Message:
        """Lay it out."""
        back = Invocation(PATH, {"what": self.interview.id})
        return message(
            "Your page is ready",
            "A page to print",
            "Here it is, on one sheet.",
            note("It names the company and the people, so mind whose printer it is."),
            Button("Back to the page", back),
        )


def in_reminder(setting: Setting) -> Particulars:
    """Return what the reminder of the hour before says of it: what the member wrote, and the way to all of it."""
    occasion, interview = setting.occasion, setting.interview
    brief = Brief(
        interview=interview,
        reader_zone=setting.reader_zone,
        headlines=headlines(occasion.stories),
        questions=own_question(occasion.research),
        facts=facts(occasion.research),
    )
    pairs = [*_people(interview), *_place(interview)]
    blocks: list[Block] = [Fields(tuple(pairs))] if pairs else []
    blocks += _lists(brief, REMINDED - _characters(pairs))
    if not blocks:
        return NONE
    return Particulars(tuple(blocks), (press("Your one page", PATH, what=interview.id),))


def _people(interview: Interview) -> list[tuple[str, Text]]:
    """Return whom the member meets: as many as fit, and how many more."""
    people = [shortened(str(person), PERSON) for person in interview.interviewers]
    if not people:
        return []
    shown = people[:1]
    for person in people[1:]:
        if len("; ".join([*shown, person])) > PEOPLE:
            break
        shown.append(person)
    more = len(people) - len(shown)
    return [("Who", text("; ".join(shown), f"; and {more} more" if more else ""))]


def _place(interview: Interview) -> list[tuple[str, Text]]:
    if not interview.place:
        return []
    place = whereabouts(interview.place)
    if len(plain(place)) > PLACE:
        # An address is never cut, or it would lead nowhere; the words around it are on the interview's card.
        links = tuple(span for span in place if isinstance(span, Link))
        place = links[:1] or text(shortened(interview.place, PLACE))
    return [(place_label(interview), place)]


def _promise(brief: Brief) -> list[tuple[str, Text]]:
    return [("You promised", text(shortened(brief.promised, PROMISE)))] if brief.promised else []


def _lists(brief: Brief, room: int) -> list[Block]:
    """Return headlines, questions and facts in about `room` characters, headings included."""
    lists = (brief.headlines, brief.questions, brief.facts)
    items = [item for listed in lists for item in listed]
    most = length_for(items, room - sum(map(len, HEADINGS)) - MARK * len(items))
    blocks: list[Block] = []
    for heading, listed in zip(HEADINGS, lists, strict=True):
        if listed:
            blocks.append(say(Bold(heading)))
            blocks.append(Bullets(tuple(text(shortened(item, most)) for item in listed)))
    return blocks


def _characters(pairs: Sequence[tuple[str, Text]]) -> int:
    return sum(len(label) + len(plain(words)) + 2 for label, words in pairs)
