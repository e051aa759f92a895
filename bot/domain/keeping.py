"""Keeping what members write down: notes, questions and stories, and what stories still lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bot.domain.calendar import local
from bot.domain.case import Case
from bot.domain.content import SIX_PROOFS, Proof, Task
from bot.domain.interviews import Interview
from bot.domain.overview import tick_off
from bot.domain.research import Line, Noted, Research, finished, lay_out
from bot.domain.research_notes import Slot
from bot.domain.sheets import Entry, Sheet

HEADLINE = 80
PART = 200
"""Characters at most."""
DONE_BY_SIX = ("task-stories-001", "task-stories-006")
"""Tasks that are done when each of the six has a headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story. What is not known yet of it is empty."""

    headline: str
    setting: str = ""
    action: str = ""
    result: str = ""

    @property
    def missing(self) -> str:
        """What would help most next: the field's name, or nothing."""
        parts = {"result": self.result, "action": self.action, "setting": self.setting}
        return next((name for name, words in parts.items() if not words), "")


def stories_of(entries: Mapping[str, Entry]) -> dict[Proof, Story]:
    """Return the stories that have a headline, in the order of the six."""
    told = {proof: entries[proof].values for proof in SIX_PROOFS if proof in entries}
    return {
        proof: Story(
            headline=values["headline"],
            setting=values.get("setting", ""),
            action=values.get("action", ""),
            result=values.get("result", ""),
        )
        for proof, values in told.items()
        if values.get("headline")
    }


def gaps(stories: Mapping[Proof, Story]) -> tuple[Proof, ...]:
    """Return the proofs without a story, in order."""
    return tuple(proof for proof in SIX_PROOFS if proof not in stories)


def worth_steering(stories: Mapping[Proof, Story]) -> frozenset[Proof]:
    """Return the proofs to practise sooner: the gaps of who has begun; of who has none, nothing is known."""
    return frozenset(gaps(stories)) if stories else frozenset()


def problems(values: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with a story as typed, by field."""
    wrong = {}
    if not values.get("headline", "").strip():
        wrong["headline"] = "A few words are enough: what would you call it?"
    elif values["headline"].strip().isdecimal():
        wrong["headline"] = "That looks like a button. In a few words: what would you call it?"
    for name, most in (("headline", HEADLINE), ("setting", PART), ("action", PART), ("result", PART)):
        if len(values.get(name, "")) > most:
            wrong[name] = f"Please keep this under {most} characters."
    return wrong


def research(case: Case, interview: Interview) -> Research:
    """Return the sheet of an interview as it stands."""

    def minutes_of(task: str) -> int:
        found = case.library.task(task)
        return found.minutes if found else 0

    return lay_out(
        interview,
        case.sheet(Sheet.RESEARCH, interview.id),
        local(case.now, case.zone_of(interview)).date(),
        over=interview.settled or interview.starts_at <= case.now,
        minutes_of=minutes_of,
    )


def note(case: Case, sheet: Research, line: Line, found: Noted) -> tuple[Case, tuple[Task, ...]]:
    """Put a note into a line; return the tasks that it ticked off. One that is filled already ticks nothing again."""
    interview = sheet.interview
    values = {
        "notes": found.notes,
        "link": found.link,
        "date": found.since.isoformat(),
        "name": line.person,
    }
    case = case.with_sheet(Sheet.RESEARCH, interview.id, {line.slot: values})
    if line.entry is not None or sheet.over or line.guide is None:
        return case, ()
    return tick_off(case, interview, finished(research(case, interview), line.slot))


def ask(case: Case, interview: Interview, words: str) -> Case:
    """Keep the question that the member will ask."""
    return case.with_sheet(Sheet.RESEARCH, interview.id, {Slot.QUESTION: {"text": words}})


def empty(case: Case, interview: Interview, slot: str) -> Case:
    """Empty a slot; a second time does no harm. What was ticked off stays so."""
    return case.with_sheet(Sheet.RESEARCH, interview.id, {slot: {}})


def stories(case: Case) -> dict[Proof, Story]:
    """Return the member's stories; one that has no headline is none."""
    return stories_of(case.sheet(Sheet.STORIES))


def keep_story(case: Case, proof: Proof, story: Story) -> tuple[Case, tuple[Task, ...]]:
    """Keep a story; return the tasks that it ticked off."""
    return count_stories(case.with_sheet(Sheet.STORIES, "", {proof: asdict(story)}))


def remove_story(case: Case, proof: Proof) -> Case:
    """Remove a story; a second time does no harm. What was ticked off stays so."""
    return case.with_sheet(Sheet.STORIES, "", {proof: {}})


def count_stories(case: Case) -> tuple[Case, tuple[Task, ...]]:
    """Tick off, for the interviews ahead, what six headlines finish; return what was open until now."""
    if gaps(stories(case)):
        return case, ()
    found: dict[str, Task] = {}
    for interview in case.ahead:
        case, tasks = tick_off(case, interview, DONE_BY_SIX)
        found |= {task.id: task for task in tasks}
    return case, tuple(found.values())
