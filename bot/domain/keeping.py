"""What a member writes down before an interview, research and stories, and what is ticked off with it."""

from __future__ import annotations

from dataclasses import asdict

from bot.domain.calendar import local
from bot.domain.case import Case
from bot.domain.completion import tick_off
from bot.domain.content import Proof, Task
from bot.domain.interviews import Interview
from bot.domain.research import Line, Noted, Research, finished, lay_out
from bot.domain.research_notes import Slot
from bot.domain.sheets import Sheet
from bot.domain.stories import DONE_BY_SIX, Story, gaps, stories_of


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
