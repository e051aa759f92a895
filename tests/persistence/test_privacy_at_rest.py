"""What was typed is not to be found in the files, in an error or in a log."""

from __future__ import annotations

import base64
import logging
import traceback
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from bot.storage.store import SqlStore
from tests.conftest import HeldClock, Person
from tests.database import Database
from tests.persistence.encores import open_on
from tests.persistence.samples import NOW, a_draft, a_member, an_interview, fill, writing

TYPED = {
    "company": "zqxcompany", "role": "zqxrole", "interviewer": "zqxname", "title": "zqxtitle",
    "place": "zqxplace", "notes": "zqxnotes", "draft": "zqxdraft", "moved": "zqxmoved",
}  # fmt: skip


def spellings(word: str) -> set[bytes]:
    """The word as it would look in clear, in UTF-16 and inside base 64 at each of its three offsets."""
    found = {word.encode(), word.upper().encode(), word.encode("utf-16-le")}
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + word.encode())
        found.add(encoded[4 if offset else 0 : -4])
    return found


async def add_everything(person: Person) -> None:
    await person.live_in()
    await person.type("/interview add")
    await person.fill(
        company=TYPED["company"],
        role=TYPED["role"],
        when="2026-12-03 15:00",
        format="video",
        interviewers=f"{TYPED['interviewer']}, {TYPED['title']}",
    )
    await person.fill(place=TYPED["place"], notes=TYPED["notes"])
    await person.press("Right")
    await person.type(f"/prep add {TYPED['draft']}, analyst, next Thu")
    await person.adds(f"{TYPED['moved']}, analyst, 2026-12-10 15:00")
    await person.type("/tip")


async def test_nothing_that_was_typed_is_kept_in_the_clear(database: Database) -> None:
    clock = HeldClock()
    async with open_on(database, clock) as encore:
        person = Person(encore, clock)
        await add_everything(person)
        async with encore.store.unit() as unit:
            member = await unit.members.get(person.caller.member)
            assert member is not None
            kept = repr(await unit.interviews.of(member.id)) + repr(await unit.drafts.of(member.id, NOW))
        # It was stored, or not finding it below would say nothing.
        assert [name for name, word in TYPED.items() if word not in kept] == []
        stored = database.stored()
        assert b"America/New_York" in stored
        clear = [name for name, word in TYPED.items() if any(form in stored for form in spellings(word))]
        assert clear == []
    assert b"zqx" not in database.stored()


async def test_the_same_words_are_never_sealed_to_the_same_text(sql_store: SqlStore) -> None:
    async with writing(sql_store) as unit:
        await unit.members.add(a_member())
        await unit.interviews.add(an_interview("one"))
        await unit.interviews.add(an_interview("two"))
    async with sql_store._engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT private FROM interviews")
        assert len(set(rows.scalars())) == 2


async def test_an_error_of_the_database_shows_no_values(sql_store: SqlStore) -> None:
    await fill(sql_store)
    async with sql_store.unit() as unit:
        with pytest.raises(IntegrityError) as caught:
            await unit.interviews.add(an_interview())
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert "in-first" not in shown
    assert "id-ada" not in shown
    assert "gAAAA" not in shown
    async with sql_store.unit() as unit:
        with pytest.raises(StatementError) as refused:
            await unit.members.save(a_member("zqxuser", created_at=NOW.replace(tzinfo=None)))
    assert "zqxuser" not in f"{refused.value} {refused.value!r}"


@pytest.fixture
def loud() -> Iterator[None]:
    """Everything logged at DEBUG, the drivers by their own names too, as a careless program would."""
    names = ("", "aiosqlite", "asyncpg")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


async def test_neither_the_driver_nor_sqlalchemy_logs_what_is_stored(
    database: Database, caplog: pytest.LogCaptureFixture, loud: None
) -> None:
    store = await database.open()
    await fill(store)
    async with writing(store) as unit:
        await unit.drafts.put(a_draft())
        await unit.drafts.of("id-ada", NOW)
    await store.close()
    names = {record.name.split(".")[0] for record in caplog.records}
    assert not names & {"aiosqlite", "asyncpg", "sqlalchemy"}
    assert "id-ada" not in caplog.text
