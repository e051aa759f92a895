"""Everything that Encore holds of one member, for a program and for a person.

The JSON document is stable: `format` is "encore-export" and `version` grows when a key changes its meaning or
goes; new keys may come. Keys are the names used throughout Encore. Instants are ISO 8601 in UTC, days and
times of day are as the member said them, and a pause that only the member ends lasts until the year 9999.

- `member`: identity, settings (`preferences`), when Encore first heard of them.
- `interviews`: each with `interview` (all that was typed), `marks` by step, `tasks` (ticks of single tasks),
  `written` (research, the debrief and thank-you notes, by sheet and slot) and `reminders`, whatever their status.
- `written`: what is of no one interview, the stories.
- `feed`: the private calendar address, if there is one.
- `drafts`: what was begun and is still kept: `path` is the command that goes on with it, `content` how far it came.
  In version 1 that was `values`, by names of the time.
- `saved`: kept items with when; `seen_tips`, `seen_questions` and `seen_asks`: what was shown in the present round.
- `inbox`: reminders that lie in a terminal's inbox and have not been shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from cattrs import Converter

from bot.domain.calendar import city_of, local
from bot.domain.case import Case
from bot.domain.content import Lead
from bot.domain.drafts import Draft
from bot.domain.interviews import Interview
from bot.domain.leads import label_of
from bot.domain.members import Feed, Member
from bot.domain.reminders import Mark, Reminder
from bot.domain.settings import Setting
from bot.domain.sheets import Entry
from bot.domain.topics import title_of
from bot.ports import Catalog, InboxLine, UnitOfWork
from bot.services.practice import Kind, item_of
from bot.views.practice import heading
from bot.views.times import clock, long_day

FORMAT = "encore-export"
VERSION = 2

HEADINGS: Mapping[str, str] = MappingProxyType({"place": "Where"})
"""What people are told for a field of an interview that is not told by its own name."""
TOLD_APART = frozenset({
    "id", "member_id", "company", "role", "day", "time", "zone", "format", "interviewers", "round", "cancelled",
    "outcome", "outcome_at", "answer_by", "previous", "revision", "created_at", "planned_from",
})  # fmt: skip
"""Fields that have a line of their own, or say nothing to people; every other is told without one."""


@dataclass(frozen=True, slots=True)
class InterviewRecord:
    """An interview with everything that hangs on it."""

    interview: Interview
    marks: Mapping[Lead, Mark]
    tasks: Mapping[str, Mark]
    written: tuple[Entry, ...]
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True, slots=True)
class SavedRecord:
    """A kept tip or question."""

    item: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """All that is held of one member; a new kind of data gets a field here, and with it a place in the export."""

    member: Member
    interviews: tuple[InterviewRecord, ...]
    written: tuple[Entry, ...]
    feed: Feed | None
    drafts: tuple[Draft, ...]
    saved: tuple[SavedRecord, ...]
    seen_tips: tuple[str, ...]
    seen_questions: tuple[str, ...]
    seen_asks: tuple[str, ...]
    inbox: tuple[InboxLine, ...]


async def gather(unit: UnitOfWork, case: Case) -> Everything:
    """Read all that is held of a member."""
    member, now = case.member, case.now
    written = tuple(case.entries.values())
    interviews = [
        InterviewRecord(
            interview=interview,
            marks=case.marks_of(interview),
            tasks=case.ticks_of(interview),
            written=tuple(entry for entry in written if entry.interview_id == interview.id),
            reminders=case.rows(interview),
        )
        for interview in case.interviews
    ]
    known = {interview.id for interview in case.interviews}
    return Everything(
        member=member,
        interviews=tuple(interviews),
        written=tuple(entry for entry in written if entry.interview_id not in known),
        feed=await unit.feeds.of(member.id),
        drafts=await unit.drafts.of(member.id, now),
        saved=tuple(SavedRecord(item, at) for item, at in await unit.practice.saved(member.id)),
        seen_tips=tuple(sorted(await unit.practice.seen(member.id, Kind.TIP))),
        seen_questions=tuple(sorted(await unit.practice.seen(member.id, Kind.QUESTION))),
        seen_asks=tuple(sorted(await unit.practice.seen(member.id, Kind.ASK))),
        inbox=await unit.inbox.waiting(member.id),
    )


def to_json(everything: Everything, now: datetime) -> bytes:
    """Return the document for programs, in UTF-8."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "exported_at": now}
    document |= Converter().unstructure(everything)
    for told, draft in zip(document["drafts"], everything.drafts, strict=True):
        told["path"] = draft.path
    whole = json.dumps(document, ensure_ascii=False, indent=2, default=_iso)
    # A lone surrogate has no UTF-8; the escape that takes its place is also JSON's own.
    return whole.encode("utf-8", "backslashreplace")


def to_text(everything: Everything, catalog: Catalog, now: datetime) -> bytes:
    """Return the same for people, as plain text in UTF-8."""
    return "\n".join(_lines(everything, catalog, now)).encode("utf-8", "backslashreplace")


def _iso(value: date | time) -> str:
    return value.isoformat()


def _lines(everything: Everything, catalog: Catalog, now: datetime) -> Iterator[str]:
    member = everything.member
    zone = member.preferences.zone or "UTC"
    yield "EVERYTHING ENCORE HOLDS OF YOU"
    yield f"As of {_moment(now, zone)}. Times are {city_of(zone)} time."
    yield from _heading("Settings")
    yield f"You are {member.ref.user} on {member.ref.platform}, here since {_moment(member.created_at, zone)}."
    for setting in Setting:
        yield f"- {setting.facts.label}: {setting.facts.words(member.preferences)}"
    for record in everything.interviews:
        yield from _interview(record, catalog, zone)
    yield from _beside(everything, zone)
    if everything.drafts:
        yield from _heading("Drafts")
    for draft in everything.drafts:
        yield f"- begun {_moment(draft.saved_at, zone)} ({draft.path})"
        for name, words in _words_in(Converter().unstructure(draft.content)):
            yield from _said(name, words)
    yield from _heading("Kept and seen")
    for saved in everything.saved:
        yield f"- kept {_moment(saved.at, zone)}: {_title(catalog, saved.item)}"
    for noun, seen in (
        ("Tips", everything.seen_tips),
        ("Questions", everything.seen_questions),
        ("Questions to ask", everything.seen_asks),
    ):
        yield f"- {noun} seen in this round: {', '.join(seen) or 'none'}"
    for line in everything.inbox:
        yield f"- a reminder waits in your inbox: {line.key}"
    yield ""


def _beside(everything: Everything, zone: str) -> Iterator[str]:
    if everything.written:
        yield from _heading("Your stories")
        yield from _written(everything.written)
    if everything.feed:
        made = _moment(everything.feed.made_at, zone)
        yield from _heading("Your calendar address")
        yield f"- made {made}; who knows its ending can read it: {everything.feed.token}"


def _interview(record: InterviewRecord, catalog: Catalog, zone: str) -> Iterator[str]:
    interview = record.interview
    yield from _heading(f"Interview: {interview.company}")
    yield f"- When: {long_day(interview.day)}, {clock(interview.time)}, {interview.zone}"
    yield from _said("Role", interview.role)
    yield f"- Round: {interview.round}; {title_of(interview.format).lower()}"
    for person in interview.interviewers:
        yield from _said("With", str(person))
    for field in fields(interview):
        if field.name not in TOLD_APART:
            name = HEADINGS.get(field.name, field.name.replace("_", " ").capitalize())
            yield from _said(name, str(getattr(interview, field.name) or ""))
    if interview.cancelled:
        yield "- Cancelled"
    if interview.outcome:
        yield f"- Result: {title_of(interview.outcome)}"
    for lead, mark in record.marks.items():
        yield f"- {label_of(lead)}: {mark}"
    if interview.answer_by:
        yield f"- They said they would answer by {long_day(interview.answer_by)}"
    for name, said in record.tasks.items():
        task = catalog.task(name)
        yield f"- {task.text if task else name}: {said}"
    yield from _written(record.written)
    for reminder in record.reminders:
        yield f"- Reminder, {label_of(reminder.lead).lower()}, {_moment(reminder.due_at, zone)}: {reminder.status}"


def _written(entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries:
        for name, value in entry.values.items():
            yield from _said(" ".join(filter(None, (str(entry.sheet), entry.slot, name))), value)


def _words_in(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the words inside a value of whatever shape, each by the name of the field that it stands in."""
    if isinstance(value, Mapping):
        for inner, one in value.items():
            yield from _words_in(one, inner)
    elif isinstance(value, str):
        yield name, value
    elif isinstance(value, date | time):
        yield name, value.isoformat()
    elif isinstance(value, Iterable):
        for one in value:
            yield from _words_in(one, name)
    elif value:
        yield name, "yes" if value is True else str(value)


def _said(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"- {name}: " + "\n  ".join(value.splitlines())


def _heading(words: str) -> Iterator[str]:
    yield ""
    yield words
    yield "-" * min(60, len(words))


def _title(catalog: Catalog, name: str) -> str:
    item = item_of(catalog, name)
    return heading(item) if item else name


def _moment(moment: datetime, zone: str) -> str:
    return f"{local(moment, zone):%Y-%m-%d %H:%M}"
