"""What a member takes along: all of it, for programs and for people."""

from __future__ import annotations

import inspect
import json
from dataclasses import fields, replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot import ports
from bot.domain.content import Lead
from bot.domain.drafts import Draft, InterviewDraft
from bot.domain.interviews import Format, Interview
from bot.domain.interviews import Person as Interviewer
from bot.domain.invitations import Candidate
from bot.domain.members import Feed, Member, MemberRef, Preferences
from bot.domain.reminders import Reminder
from bot.domain.sheets import Entry, Sheet
from bot.ports import UnitOfWork
from bot.services.export import Everything, InterviewRecord, gather, to_json, to_text
from tests.cases import case_of, change, step, task
from tests.conftest import NEW_YORK, SUNDAY, Person
from tests.fakes import FakeCatalog, FakeStore, a_tip

PRIVATE = (
    "company",
    "role",
    "person",
    "title",
    "place",
    "notes",
    "typed",
    "company-typed",
    "research",
    "stories",
)
MARKS = {name: f"zqx {name} öäü \u202e <b>*_`" for name in PRIVATE}


def an_interview(member_id: str) -> Interview:
    return Interview(
        id="interview-01",
        member_id=member_id,
        company=MARKS["company"],
        role=MARKS["role"],
        day=date(2026, 12, 3),
        time=time(15),
        zone=NEW_YORK,
        format=Format.VIDEO,
        interviewers=(Interviewer(MARKS["person"], MARKS["title"]),),
        place=MARKS["place"],
        notes=f"{MARKS['notes']}\nand a second line",
        created_at=SUNDAY,
        planned_from=SUNDAY,
    )


def a_reminder(interview: Interview) -> Reminder:
    return Reminder(
        key="key-of-a-reminder-000001",
        member_id=interview.member_id,
        interview_id=interview.id,
        lead=Lead.T_3,
        starts_at=interview.starts_at,
        due_at=SUNDAY + timedelta(days=8),
        useful_until=interview.starts_at,
        includes=(Lead.T_5,),
        reason="a reason",
    )


async def fill(unit: UnitOfWork, member: Member) -> None:
    interview = an_interview(member.id)
    await unit.interviews.add(interview)
    await unit.owed.put([a_reminder(interview)])
    await change(unit, step(interview.id), member.id)
    begun = InterviewDraft(notes=MARKS["typed"], company=MARKS["company-typed"])
    await unit.drafts.put(Draft(id="draft-000001", member_id=member.id, content=begun, saved_at=SUNDAY))
    await change(unit, task(interview.id, "task-role-001"), member.id)
    for sheet, about in ((Sheet.RESEARCH, interview.id), (Sheet.STORIES, "")):
        values = {"notes": MARKS[sheet]}
        entry = Entry(
            member_id=member.id, interview_id=about, sheet=sheet, slot="x", values=values, saved_at=SUNDAY
        )
        await unit.sheets.put(entry)
    await unit.feeds.put(Feed(member_id=member.id, token="zqx-token", made_at=SUNDAY))
    await unit.practice.save(member.id, "tip-trust-001", SUNDAY)
    await unit.practice.see(member.id, "tip", "tip-trust-002", SUNDAY)
    await unit.practice.see(member.id, "question", "q-trust-001", SUNDAY)
    await unit.practice.see(member.id, "ask", "ask-peer-001", SUNDAY)
    await unit.inbox.add(member.id, "key-of-a-reminder-000001", SUNDAY)


async def exported(person: Person) -> tuple[dict[str, Any], str]:
    reply = await person.type("/encore export")
    machine, people = reply.files
    assert (machine.name, people.name) == ("encore-export.json", "encore-export.txt")
    return json.loads(machine.content), people.content.decode("utf-8")


@pytest.fixture
async def filled(member: Person) -> Person:
    async with member.encore.store.unit() as unit:
        known = await unit.members.get(member.caller.member)
        assert known is not None
        await fill(unit, known)
        await unit.commit()
    return member


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [found for inner in value.values() for found in strings(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in strings(inner)]
    return [value] if isinstance(value, str) else []


async def test_every_private_word_is_in_both_files(filled: Person) -> None:
    document, words = await exported(filled)
    held = "\n".join(strings(document))
    for mark in MARKS.values():
        assert mark in held
        assert mark in words
    assert "and a second line" in words


async def test_everything_that_was_put_in_comes_out(filled: Person) -> None:
    document, words = await exported(filled)
    [record] = document["interviews"]
    assert record["interview"]["day"] == "2026-12-03"
    assert record["interview"]["time"] == "15:00:00"
    assert record["interview"]["zone"] == NEW_YORK
    assert record["marks"] == {"T-7": "done"}
    assert record["reminders"][0]["due_at"] == "2026-11-30T15:00:00+00:00"
    assert document["drafts"][0]["content"]["notes"] == MARKS["typed"]
    assert [saved["item"] for saved in document["saved"]] == ["tip-trust-001"]
    assert document["seen_tips"] == ["tip-trust-002"]
    assert document["seen_questions"] == ["q-trust-001"]
    assert document["seen_asks"] == ["ask-peer-001"]
    assert document["inbox"][0]["key"] == "key-of-a-reminder-000001"
    assert document["member"]["preferences"]["zone"] == NEW_YORK
    for shown in ("q-trust-001", "tip-trust-002", "A week before: done", "Reminder, three days before"):
        assert shown in words


async def test_the_document_has_the_shape_that_is_promised(filled: Person) -> None:
    document, _ = await exported(filled)
    assert list(document) == [
        "format", "version", "exported_at", "member", "interviews", "written", "feed", "drafts",
        "saved", "seen_tips",
        "seen_questions", "seen_asks", "inbox",
    ]  # fmt: skip
    assert (document["format"], document["version"]) == ("encore-export", 2)
    [record] = document["interviews"]
    for kind, held in (
        (Member, document["member"]),
        (MemberRef, document["member"]["ref"]),
        (Preferences, document["member"]["preferences"]),
        (InterviewRecord, record),
        (Interview, record["interview"]),
        (Interviewer, record["interview"]["interviewers"][0]),
        (Reminder, record["reminders"][0]),
        (Entry, record["written"][0]),
        (Entry, document["written"][0]),
        (Feed, document["feed"]),
    ):
        assert set(held) == {field.name for field in fields(kind)}
    [draft] = document["drafts"]
    assert set(draft) == {"id", "member_id", "path", "content", "saved_at"}
    assert draft["path"] == "interview add"


async def test_no_repository_is_forgotten() -> None:
    """Whoever adds a repository has to say here what an export makes of it."""
    read, installation = {"feeds", "drafts", "practice", "inbox"}, {"notes", "installations"}
    given = {"members", "cases", "interviews", "owed", "sheets"}
    assert read | given | installation == set(inspect.get_annotations(ports.UnitOfWork))

    touched: set[str] = set()

    class Watched:
        def __init__(self, unit: object) -> None:
            self._unit = unit

        def __getattr__(self, name: str) -> object:
            touched.add(name)
            return getattr(self._unit, name)

    member = Member(id="m", ref=MemberRef("terminal", "local", "ada"), created_at=SUNDAY)  # type: ignore[arg-type]
    async with FakeStore().unit() as unit:
        await unit.members.add(member)
        await fill(unit, member)
        case = await case_of(unit, member.id)
        everything = await gather(Watched(unit), case)  # type: ignore[arg-type]
    assert touched == read
    assert all(getattr(everything, field.name) for field in fields(Everything))


def everything_of(company: str) -> Everything:
    interview = replace(an_interview("m"), company=company)
    return Everything(
        member=Member(id="m", ref=MemberRef("slack", "T1", "U1"), created_at=SUNDAY),  # type: ignore[arg-type]
        interviews=(InterviewRecord(interview=interview, marks={}, tasks={}, written=(), reminders=()),),
        written=(),
        feed=None,
        drafts=(),
        saved=(),
        seen_tips=(),
        seen_questions=(),
        seen_asks=(),
        inbox=(),
    )


def test_what_a_draft_says_that_is_no_text_is_in_the_file_for_people_too() -> None:
    shown = Candidate(date(2026, 11, 24), time(9), "America/New_York")
    begun = InterviewDraft(company="Umbrella", when="tomorrow at 9", readings=(shown,), unsure=True)
    draft = Draft(id="draft-000001", member_id="m", content=begun, saved_at=SUNDAY)
    everything = replace(everything_of("Globex"), drafts=(draft,))
    words = to_text(everything, FakeCatalog(), SUNDAY).decode()
    assert "2026-11-24" in words
    assert "09:00" in words
    assert "unsure: yes" in words


@pytest.mark.parametrize(
    "company", ["", "\x00\x1b[31m", "\ud800", "x" * 10_000, '"}\n{', "\u2028\u2029", "👩🏽‍🚀"]
)
def test_hostile_words_break_no_file(company: str) -> None:
    everything = everything_of(company)
    document = json.loads(to_json(everything, SUNDAY))
    assert document["interviews"][0]["interview"]["company"] == company
    assert to_text(everything, FakeCatalog(), SUNDAY).decode("utf-8")


async def test_kept_things_are_named_in_the_text_for_people() -> None:
    tip = a_tip()
    async with FakeStore().unit() as unit:
        member = Member(id="m", ref=MemberRef("terminal", "local", "ada"), created_at=SUNDAY)  # type: ignore[arg-type]
        await unit.practice.save("m", tip.id, SUNDAY)
        everything = await gather(unit, await unit.cases.load(member, SUNDAY, FakeCatalog()))
    assert tip.title in to_text(everything, FakeCatalog(tips=[tip]), SUNDAY).decode()


async def test_another_members_things_are_not_in_it(filled: Person) -> None:
    other = Person(filled.encore, filled.clock, "grace")
    document, words = await exported(other)
    assert "zqx" not in json.dumps(document)
    assert "zqx" not in words
    assert document["interviews"] == []


async def test_the_message_says_what_is_inside_and_names_no_company(filled: Person) -> None:
    await filled.type("/encore export")
    for words in (
        "encore-export.json",
        "encore-export.txt",
        "1 interview",
        "1 reminder",
        "1 draft",
        "1 kept item",
    ):
        assert words in filled.says
    assert "zqx" not in filled.says
