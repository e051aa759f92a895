"""No field of what is stored is ever lost: not in a table, an export or a move, nor when nobody wrote a line for it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import insert

from bot import ports
from bot.domain.drafts import Content, Draft, InterviewDraft
from bot.domain.installations import Installation
from bot.domain.interviews import Format, Interview, Outcome, Person
from bot.domain.members import Audience, Feed, Greeting, Member, MemberRef, Pace, Platform, Preferences
from bot.domain.owed import Owed
from bot.domain.reminders import Reminder
from bot.domain.sheets import Entry, Sheet
from bot.ports import Store, UnitOfWork
from bot.services.export import Everything, InterviewRecord, gather, to_json, to_text
from bot.storage.mapping import INTERVIEWS, MEMBERS, Mapper
from bot.storage.moving import move
from bot.storage.store import SqlStore
from bot.storage.tables import drafts, feeds, installations, interviews, members, sheets
from bot.storage.vault import Vault
from tests.database import POSTGRESQL, ROWS, SQLITE, Database, new_database
from tests.fakes import FakeCatalog
from tests.persistence.samples import NOW, a_member, an_interview, writing
from tests.prepared import KEY

VAULT = Vault([KEY])
IDS = {"member_id": "id-ada", "interview_id": "in-first", "zone": "Asia/Kolkata", "lead": "T-7"}
"""What must name something that there is."""


def unlike(kind: Any, name: str, usual: Any) -> Any:
    """Return a value of a field's type that is not what the field is by default."""
    origin, inner = get_origin(kind), [one for one in get_args(kind) if one is not type(None)]
    if name in IDS:
        return IDS[name]
    if origin is tuple:
        return (unlike(inner[0], name, None), unlike(inner[0], f"2-{name}", None))
    if origin is Mapping:
        return {unlike(inner[0], name, None): unlike(inner[1], f"said-{name}", None)}
    if inner:
        inner = [InterviewDraft] if kind == Content else inner
        return unlike(inner[0], name, usual)
    if is_dataclass(kind):
        return every_field_set(kind)  # type: ignore[arg-type]
    if issubclass(kind, StrEnum):
        return next(one for one in reversed(kind) if one != usual)
    if kind is int:
        return (usual or 0) + 1
    plain = {
        str: f"a-{name}"[:12],
        bool: not usual,
        datetime: datetime(2031, 2, 3, 4, 5, 6, 7, UTC),
        date: date(2032, 3, 4),
        time: time(3, 7, 9),
    }
    return plain[kind]


def every_field_set(kind: type[Any], **known: Any) -> Any:
    """Return a value in which every field differs from its default."""
    hints = get_type_hints(kind)
    made = {}
    for field in fields(kind):
        usual = field.default if field.default_factory is MISSING else field.default_factory()
        usual = None if usual is MISSING else usual
        made[field.name] = known.get(field.name, unlike(hints[field.name], field.name, usual))
        assert field.name in known or made[field.name] != usual
    return kind(**made)


EVERY: Mapping[type[Any], Any] = {
    Member: every_field_set(Member, id="id-ada"),
    Interview: every_field_set(Interview, id="in-first"),
    **{kind: every_field_set(kind, channel=None, key=name) for name, kind in ROWS.items()},
    Entry: every_field_set(Entry),
    Feed: every_field_set(Feed),
    Draft: every_field_set(Draft, saved_at=NOW),
    Installation: every_field_set(Installation),
}


async def write(store: Store) -> None:
    async with writing(store) as unit:
        await unit.members.add(EVERY[Member])
        await unit.interviews.add(EVERY[Interview])
        await unit.owed.put([EVERY[kind] for kind in ROWS.values()])
        await unit.sheets.put(EVERY[Entry])
        await unit.feeds.put(EVERY[Feed])
        await unit.drafts.put(EVERY[Draft])
        await unit.installations.put(EVERY[Installation])


async def read(unit: UnitOfWork) -> Mapping[type[Any], Any]:
    entry, installed, draft = EVERY[Entry], EVERY[Installation], EVERY[Draft]
    return {
        Member: await unit.members.by_id("id-ada"),
        Interview: await unit.interviews.get("id-ada", "in-first"),
        **{kind: await unit.owed.get(kind, "id-ada", name) for name, kind in ROWS.items()},
        Entry: (await unit.sheets.of("id-ada", entry.sheet, "in-first"))[entry.slot],
        Feed: await unit.feeds.by_token(EVERY[Feed].token),
        Draft: await unit.drafts.get("id-ada", draft.id, NOW),
        Installation: await unit.installations.get(installed.platform, installed.workspace),
    }


def alike(one: Any, other: Any) -> None:
    """Say which field differs, be it in its type alone: a word is no member of an enum that it equals."""
    if is_dataclass(one):
        assert type(one) is type(other)
        for field in fields(one):
            alike(getattr(one, field.name), getattr(other, field.name))
    else:
        assert (repr(one), one) == (repr(other), other)


def test_whatever_can_be_stored_is_tried() -> None:
    """Whoever adds a stored value has to add it to `EVERY`."""
    stored = set()
    for repository in get_type_hints(ports.UnitOfWork).values():
        for name in ("add", "put"):
            written = get_type_hints(getattr(repository, name)) if hasattr(repository, name) else {}
            kinds = [one for hint in written.values() for one in (hint, *get_args(hint))]
            stored |= {one for one in kinds if inspect.isclass(one) and is_dataclass(one)}
    assert stored | set(ROWS.values()) == EVERY.keys() | {Owed}


async def test_every_field_comes_back(store: Store) -> None:
    await write(store)
    async with store.unit() as unit:
        found = await read(unit)
        for kind, value in EVERY.items():
            alike(value, found[kind])


async def test_every_field_comes_back_once_it_is_changed(sql_store: SqlStore) -> None:
    bare = Member(id="id-ada", ref=EVERY[Member].ref, created_at=EVERY[Member].created_at)
    async with writing(sql_store) as unit:
        await unit.members.add(bare)
        await unit.interviews.add(an_interview())
        await unit.members.save(EVERY[Member])
        await unit.interviews.save(replace(EVERY[Interview], revision=0))
    async with sql_store.unit() as unit:
        alike(EVERY[Member], await unit.members.by_id("id-ada"))
        alike(EVERY[Interview], await unit.interviews.get("id-ada", "in-first"))


async def test_every_field_survives_a_move_there_and_back(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    way = (SQLITE, POSTGRESQL, SQLITE)
    folders = [tmp_path / str(number) for number in range(len(way))]
    for folder in folders:
        folder.mkdir()
    with (
        new_database(way[0], request, folders[0]) as first,
        new_database(way[1], request, folders[1]) as second,
        new_database(way[2], request, folders[2]) as third,
    ):
        store = await first.open()
        await write(store)
        await store.close()
        for source, target in ((first, second), (second, third)):
            await move(source.url, target.url, now=NOW, lease=timedelta(minutes=2), progress=lambda *_: None)
        await _check(third)


async def _check(database: Database) -> None:
    store = await database.open()
    async with store.unit() as unit:
        found = await read(unit)
    await store.close()
    for kind, value in EVERY.items():
        alike(value, found[kind])


def in_json(value: Any) -> Any:
    """Return what the export's document promises for a value."""
    if is_dataclass(value):
        return {field.name: in_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [in_json(one) for one in value]
    return value.isoformat() if isinstance(value, date | time) else value


async def test_every_field_that_is_the_members_is_exported(store: Store) -> None:
    await write(store)
    async with store.unit() as unit:
        everything = await gather(unit, await unit.cases.load(EVERY[Member], NOW, FakeCatalog()))
    document = json.loads(to_json(everything, NOW))
    [record] = document["interviews"]
    exported = {
        Member: document["member"],
        Interview: record["interview"],
        Reminder: record["reminders"][0],
        Entry: record["written"][0],
        Feed: document["feed"],
        Draft: {name: told for name, told in document["drafts"][0].items() if name != "path"},
    }
    for kind, value in EVERY.items():
        # The group's is not a member's, and of what is owed the reminders are told.
        if (kind is not Installation and kind not in ROWS.values()) or kind is Reminder:
            assert exported[kind] == in_json(value)


# Fields that nobody has written a line for


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterInterview(Interview):
    salary: str = ""
    rating: int = 0
    offered_at: datetime | None = None
    starts_on: date | None = None
    calls: tuple[time, ...] = ()
    once_was: Format = Format.UNKNOWN
    referees: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterPreferences(Preferences):
    favourite: Format = Format.UNKNOWN
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterMember(Member):
    preferences: LaterPreferences


LATER_INTERVIEWS = Mapper(LaterInterview, interviews, rest="private")
LATER_MEMBERS = Mapper(LaterMember, members, rest="about", spread=("ref", "preferences"))


def test_a_field_needs_no_line_to_be_stored() -> None:
    interview = every_field_set(LaterInterview)
    alike(interview, LATER_INTERVIEWS.read(LATER_INTERVIEWS.values(interview, VAULT), VAULT))
    member = every_field_set(LaterMember)
    alike(member, LATER_MEMBERS.read(LATER_MEMBERS.values(member, VAULT), VAULT))


def test_a_field_needs_no_line_to_be_told_in_an_export() -> None:
    later = replace(every_field_set(LaterInterview, salary="zqx a year"), rating=0)
    record = InterviewRecord(interview=later, marks={}, tasks={}, written=(), reminders=())
    everything = Everything(
        member=EVERY[Member],
        interviews=(record,),
        written=(),
        feed=None,
        drafts=(),
        saved=(),
        seen_tips=(),
        seen_questions=(),
        seen_asks=(),
        inbox=(),
    )
    words = to_text(everything, FakeCatalog(), NOW).decode()
    assert "\n- Salary: zqx a year\n" in words
    assert "\n- Offered at: 2031-02-03" in words
    assert "Rating" not in words


def test_a_field_that_a_row_lacks_is_as_by_default() -> None:
    found = LATER_INTERVIEWS.read(INTERVIEWS.values(an_interview(), VAULT), VAULT)
    assert found == LaterInterview(
        **{field.name: getattr(an_interview(), field.name) for field in fields(Interview)}
    )
    member = a_member(preferences=Preferences(region="de"))
    later = LATER_MEMBERS.read(MEMBERS.values(member, VAULT), VAULT)
    assert later.preferences == LaterPreferences(region="de")


def test_a_field_that_a_newer_release_has_written_is_passed_over() -> None:
    later = every_field_set(LaterInterview)
    alike(
        Interview(**{field.name: getattr(later, field.name) for field in fields(Interview)}),
        INTERVIEWS.read(LATER_INTERVIEWS.values(later, VAULT), VAULT),
    )


def test_a_field_without_a_place_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match=r"Interview has fields without a column of their own.*company"):
        Mapper(Interview, interviews)
    with pytest.raises(TypeError, match=r"Member has fields without a column of their own.*audience"):
        Mapper(Member, members, spread=("ref", "preferences"))


def test_an_instant_without_a_zone_is_stored_nowhere() -> None:
    with pytest.raises(ValueError, match="zone"):
        LATER_INTERVIEWS.values(every_field_set(LaterInterview, offered_at=datetime(2026, 1, 2)), VAULT)  # noqa: DTZ001


# Rows as earlier releases wrote them

AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
OLD_MEMBER = {
    "id": "id-ada", "platform": "discord", "workspace": "", "user": "ada", "group": "g1",
    "zone": "America/New_York", "quiet_from": time(22, 30), "quiet_until": time(7, 15), "remind_at": time(17),
    "pace": "light", "discreet": False, "minutes_a_day": 20, "paused_until": AT, "privacy_shown": True,
    "reachable": False, "channel": "D1", "greeting": "doubted", "greeted_at": AT, "created_at": AT,
}  # fmt: skip
OLD_INTERVIEW = {
    "id": "in-first", "member_id": "id-ada", "day": date(2026, 12, 3), "time": time(15),
    "zone": "America/New_York", "starts_at": datetime(2026, 12, 3, 20, tzinfo=UTC), "format": "video",
    "round": 3, "cancelled": True, "outcome": "waiting", "outcome_at": AT, "answer_by": date(2026, 12, 9),
    "previous": "in-before", "created_at": AT, "planned_from": AT, "notes_kept": True,
}  # fmt: skip
PEOPLE = '[["Person A","team lead"],["Person B",""]]'
WORDS = '"company":"Acme","role":"data analyst","place":"https://meet.example/abc","notes":"Ask. “First” ninety days."'


def the_old_member(audience: Audience, region: str) -> Member:
    return Member(
        id="id-ada",
        ref=MemberRef(Platform.DISCORD, "", "ada"),
        group="g1",
        preferences=Preferences(
            zone="America/New_York",
            quiet_from=time(22, 30),
            quiet_until=time(7, 15),
            remind_at=time(17),
            pace=Pace.LIGHT,
            discreet=False,
            minutes_a_day=20,
            paused_until=AT,
            audience=audience,
            region=region,
        ),
        privacy_shown=True,
        reachable=False,
        channel="D1",
        greeting=Greeting.DOUBTED,
        greeted_at=AT,
        created_at=AT,
    )


THE_OLD_INTERVIEW = Interview(
    id="in-first",
    member_id="id-ada",
    company="Acme",
    role="data analyst",
    day=date(2026, 12, 3),
    time=time(15),
    zone="America/New_York",
    format=Format.VIDEO,
    interviewers=(Person("Person A", "team lead"), Person("Person B")),
    place="https://meet.example/abc",
    notes="Ask. “First” ninety days.",
    round=3,
    cancelled=True,
    outcome=Outcome.WAITING,
    outcome_at=AT,
    answer_by=date(2026, 12, 9),
    previous="in-before",
    created_at=AT,
    planned_from=AT,
)


@pytest.mark.parametrize(
    ("about", "audience", "region"),
    [
        (None, Audience.ANY, "any"),
        ('{"audience":"any","region":"de"}', Audience.ANY, "de"),
        ('{"audience":"second-language","region":"any"}', Audience.SECOND_LANGUAGE, "any"),
    ],
)
@pytest.mark.parametrize(
    ("private", "revision"),
    [(f'{{{WORDS},"interviewers":{PEOPLE}}}', 0), (f'{{{WORDS},"interviewers":{PEOPLE},"revision":3}}', 3)],
)
async def test_rows_of_today_open_as_they_always_did(
    sql_store: SqlStore, about: str | None, audience: Audience, region: str, private: str, revision: int
) -> None:
    async with sql_store._engine.begin() as connection:
        seal = sql_store._vault.seal
        await connection.execute(insert(members), OLD_MEMBER | {"about": about and seal(about)})
        await connection.execute(insert(interviews), OLD_INTERVIEW | {"private": seal(private)})
        of_hers = {"member_id": "id-ada", "saved_at": AT}
        draft = {"id": "dr-one", "path": "interview add", "values": seal('{"company":"Acme"}')}
        await connection.execute(insert(drafts), of_hers | draft | {"expires_at": AT + timedelta(days=7)})
        entry = {"interview_id": "in-first", "sheet": "research", "slot": "press"}
        await connection.execute(insert(sheets), of_hers | entry | {"private": seal('{"link":"a/b"}')})
        feed = {"member_id": "id-ada", "digest": "d", "token": seal('{"token":"t"}'), "detailed": True}
        await connection.execute(insert(feeds), feed | {"made_at": AT})
        group = {"platform": "slack", "workspace": "T1", "bot": "B1", "bot_user": "U1", "revision": 4}
        tokens = {"token": seal("xoxb-1"), "refresh_token": None, "expires_at": AT}
        when = {"installed_at": AT, "uninstalled_at": None}
        await connection.execute(insert(installations), group | tokens | when)
    async with sql_store.unit() as unit:
        alike(the_old_member(audience, region), await unit.members.by_id("id-ada"))
        alike(replace(THE_OLD_INTERVIEW, revision=revision), await unit.interviews.get("id-ada", "in-first"))
        assert await unit.drafts.of("id-ada", AT) == (
            Draft(
                id="dr-one",
                member_id="id-ada",
                content=InterviewDraft(company="Acme"),
                saved_at=AT,
            ),
        )
        assert await unit.sheets.of("id-ada", Sheet.RESEARCH, "in-first") == {
            "press": Entry(
                member_id="id-ada",
                interview_id="in-first",
                sheet=Sheet.RESEARCH,
                slot="press",
                values={"link": "a/b"},
                saved_at=AT,
            )
        }
        assert await unit.feeds.of("id-ada") == Feed(member_id="id-ada", token="t", made_at=AT, detailed=True)
        alike(
            Installation(
                platform=Platform.SLACK,
                workspace="T1",
                bot="B1",
                bot_user="U1",
                token="xoxb-1",
                expires_at=AT,
                installed_at=AT,
                revision=4,
            ),
            await unit.installations.get(Platform.SLACK, "T1"),
        )
