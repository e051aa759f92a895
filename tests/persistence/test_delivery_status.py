"""What `encore doctor` says of deliveries, from rows that the engine itself has written, on either database."""

from __future__ import annotations

import pytest

from adapters.deliveries import check_delivery
from adapters.doctor import core_checks
from adapters.findings import Finding
from bot.config import Settings, load_settings
from bot.delivery import sending
from bot.domain.members import MemberRef, Platform
from bot.encore import Encore
from bot.owed.reminder import Reminders
from bot.storage.examination import LATE, Standing, examine
from tests.conftest import HeldClock, Person
from tests.database import SQLITE, Database
from tests.persistence.encores import open_on
from tests.persistence.samples import (
    DAY,
    FIRST,
    HOUR,
    MINUTE,
    NOW,
    a_member,
    a_reminder,
    claim_due,
    fill,
    writing,
)  # fmt: skip
from tests.prepared import KEY


def settings_of(database: Database, keys: str = KEY) -> Settings:
    return load_settings(
        database={"url": database.url}, secrets={"keys": keys, "key_file": database.key_file}
    )


async def found_in(database: Database, clock: HeldClock) -> dict[str, Finding]:
    findings = await core_checks(settings_of(database), clock)
    return {finding.name: finding for finding in findings}


async def standing_of(database: Database, clock: HeldClock) -> Standing:
    found = (await examine(database.url, now=clock.now())).standing
    assert found is not None
    return found


async def with_a_plan(encore: Encore, clock: HeldClock) -> None:
    """Somebody at the terminal has an interview, and her first reminder is due."""
    ada = Person(encore, clock)
    await ada.live_in()
    await ada.adds()
    due = await encore.delivery.next_due()
    assert due is not None
    clock.move_to(max(due, clock.now()))


async def test_a_new_database_has_nothing_to_tell(database: Database) -> None:
    clock = HeldClock()
    async with open_on(database, clock):
        pass
    found = await found_in(database, clock)
    for name in ("reminders", "set aside", "unreachable"):
        assert found[name].ok is True
    assert found["reminders"].words == "None is late. None is owed."


async def test_the_kind_the_place_and_the_revision_are_told_without_a_password(database: Database) -> None:
    async with open_on(database, HeldClock()):
        pass
    words = (await found_in(database, HeldClock()))["database"].words
    assert ("SQLite, " if database.kind == SQLITE else "PostgreSQL, ") in words
    assert "revision 0" in words


async def test_how_to_copy_it_is_told_since_nobody_knows_when_that_was_done(database: Database) -> None:
    async with open_on(database, HeldClock()):
        pass
    found = (await found_in(database, HeldClock()))["backup"]
    assert (found.ok, "encore db backup FILE" in found.remedy) == (None, True)
    assert ("pg_dump" in found.remedy) is (database.kind != SQLITE)


async def test_what_is_owed_and_in_time_is_counted(database: Database) -> None:
    clock = HeldClock()
    async with open_on(database, clock) as encore:
        await with_a_plan(encore, clock)
    found = (await found_in(database, clock))["reminders"]
    assert found.ok is True
    assert " owed, the first for 23 November" in found.words


async def test_late_reminders_that_nobody_sends_need_attention(database: Database) -> None:
    clock = HeldClock()
    async with open_on(database, clock) as encore:
        await with_a_plan(encore, clock)
    clock.move_to(clock.now() + LATE + MINUTE)
    found = (await found_in(database, clock))["reminders"]
    assert (found.ok, found.words) == (
        False,
        "1 reminder is late by more than 15 minutes, the oldest by 16 minutes. Nobody is sending them.",
    )
    assert "encore run --roles delivery" in found.remedy


async def test_what_a_live_process_has_not_come_to_yet_is_no_trouble(database: Database) -> None:
    store = await database.open()
    try:
        await fill(store, a_reminder(), a_reminder("T-1"))
        async with writing(store) as unit:
            await claim_due(unit, NOW, owner=FIRST, limit=1)
    finally:
        await store.close()
    found = (await found_in(database, HeldClock(NOW)))["reminders"]
    assert (found.ok, "They are being sent" in found.words) == (True, True)


async def test_what_belongs_to_a_platform_that_nobody_serves_is_told(database: Database) -> None:
    clock = HeldClock()
    async with open_on(database, clock) as encore:
        await with_a_plan(encore, clock)
        await _move_to_slack(encore)
        clock.move_to(clock.now() + LATE + MINUTE)
        await encore.delivery.deliver_due()
    found = (await found_in(database, clock))["reminders"]
    assert (found.ok, "Nobody is sending them." in found.words) == (False, True)
    assert "has their platform set up" in found.remedy


async def _move_to_slack(encore: Encore) -> None:
    async with encore.store._engine.begin() as connection:
        for table in ("members", "owed"):
            await connection.exec_driver_sql(f"UPDATE {table} SET platform = 'slack'")


async def test_a_night_that_is_waited_for_is_not_late(database: Database) -> None:
    clock = HeldClock()
    async with open_on(database, clock) as encore:
        await with_a_plan(encore, clock)
        await encore.delivery.deliver_due()
        due = await encore.delivery.next_due()
        assert due is not None
        clock.move_to(due.replace(hour=23) + 5 * HOUR)
        await encore.delivery.deliver_due()
        assert await _reasons(encore) == {"quiet hours"}
    assert (await standing_of(database, clock)).late == {}


async def _reasons(encore: Encore) -> set[str]:
    async with encore.store._engine.begin() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT reason FROM owed WHERE status = 'pending' AND reason <> ''"
        )
        return set(rows.scalars())


async def test_what_was_set_aside_is_told_with_the_reference_that_is_in_the_log(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError

    clock = HeldClock()
    async with open_on(database, clock) as encore:
        await with_a_plan(encore, clock)
        await encore.delivery.deliver_due()
        due = await encore.delivery.next_due()
        assert due is not None
        clock.move_to(due)
        await _move_to_slack(encore)
        monkeypatch.setattr(Reminders, "view", broken)
        encore.delivery.serve(Platform.SLACK, NoMessenger())
        for _ in range(sending.TRIES):
            await encore.delivery.deliver_due()
            clock.move_to(clock.now() + 2 * MINUTE)
    found = (await found_in(database, clock))["set aside"]
    references = [record.__dict__["reference"] for record in caplog.records if "reference" in record.__dict__]
    assert found.ok is False
    assert found.words.startswith("1 reminder was given up, because laying out failed three times: due from")
    assert f"the last for KeyError, {references[-1]}." in found.words
    clock.move_to(clock.now() + 8 * DAY)
    assert (await found_in(database, clock))["set aside"].ok is True


class NoMessenger:
    async def send(self, *_: object) -> None:
        raise AssertionError

    async def find(self, *_: object) -> None:
        return None


async def test_members_who_refuse_messages_are_counted_by_platform(database: Database) -> None:
    store = await database.open()
    try:
        async with writing(store) as unit:
            for number, platform in enumerate((Platform.SLACK, Platform.DISCORD, Platform.DISCORD)):
                ref = MemberRef(platform, "", f"u{number}")
                await unit.members.add(a_member(f"m{number}", ref=ref, reachable=False))
            await unit.members.add(a_member("reached"))
    finally:
        await store.close()
    found = (await found_in(database, HeldClock(NOW)))["unreachable"]
    assert found.ok is True
    assert "2 on Discord, 1 on Slack." in found.words


@pytest.mark.parametrize(
    ("found", "ok", "words"),
    [
        (Standing(late={"": 2, "invalid_auth": 1}, oldest=NOW - HOUR), False, "Nobody is sending them."),
        (
            Standing(late={"": 2, "invalid_auth": 1}, oldest=NOW - HOUR, at_work=True),
            False,
            "held up by: invalid_auth (1).",
        ),
        (Standing(late={"ratelimited": 2_000}, oldest=NOW - HOUR, at_work=True), True, "2,000 reminders are"),
        (Standing(late={"fault": 1}, oldest=NOW - 3 * HOUR), False, "the oldest by 3 hours"),
        (Standing(late={"fault": 1}, oldest=NOW - 3 * DAY), False, "the oldest by 3 days"),
    ],
)
def test_lateness_is_told_by_what_can_be_done(found: Standing, ok: bool, words: str) -> None:
    finding = check_delivery(found, NOW)[0]
    assert (finding.ok, words in finding.words) == (ok, True), finding
    assert bool(finding.remedy) is not ok


async def test_on_a_server_a_missing_key_is_told_of_before_the_first_start(postgresql: Database) -> None:
    findings = await core_checks(settings_of(postgresql, keys=""), HeldClock())
    found = next(finding for finding in findings if finding.name == "key")
    assert (found.ok, "ENCORE_SECRETS__KEYS" in found.remedy) == (False, True)


def test_late_means_the_same_as_in_delivery() -> None:
    assert sending.LATE == LATE
