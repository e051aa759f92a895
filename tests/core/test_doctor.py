"""The doctor tells what is wrong and what to do, changes nothing, and shows nothing that is secret."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from adapters import doctor
from adapters.doctor import check_clock, check_zones, core_checks, exit_code, report
from adapters.findings import Finding
from bot.config import Settings, load_settings
from tests.conftest import HeldClock, open_in

OK = Finding("database", True, "It opens.")
BAD = Finding("key", False, "It is gone.", "Put it back.")
UNKNOWN = Finding("Slack", None, "Nobody answered.")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clean")


def settings_in(folder: Path, **more) -> Settings:
    more.setdefault("secrets", {"key_file": folder / "config" / "key"})
    return load_settings(database={"url": f"sqlite:///{folder / 'data' / 'encore.db'}"}, **more)


async def found_in(folder: Path, **more) -> dict[str, Finding]:
    findings = await core_checks(settings_in(folder, **more), HeldClock())
    return {finding.name: finding for finding in findings}


@pytest.fixture
async def used(tmp_path: Path) -> Path:
    """A folder in which Encore has run once."""
    async with open_in(tmp_path, HeldClock()):
        pass
    return tmp_path


def database(folder: Path) -> Path:
    return folder / "data" / "encore.db"


def inside(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def revise(folder: Path, revision: str) -> None:
    with sqlite3.connect(database(folder)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


def test_findings_stand_in_aligned_columns_with_what_to_do_beneath() -> None:
    lines = report([OK, BAD, UNKNOWN]).splitlines()
    column = lines[0].index("It opens.")
    assert lines[0].startswith("ok ")
    assert lines[1].startswith("needs attention ")
    assert lines[3].startswith("could not tell ")
    assert [
        line.index(words) for line, words in zip(lines, ["It", "It", "-> Put", "Nobody"], strict=False)
    ] == [column] * 4
    assert lines[-1] == "1 needs attention, 1 could not be told."


def test_long_words_are_wrapped_beneath_themselves() -> None:
    lines = report([Finding("clock", True, "word " * 60)]).splitlines()
    assert max(map(len, lines)) <= 100
    assert all(line.startswith(" " * lines[0].index("word")) for line in lines[1:3])


def test_when_all_is_well_it_says_so() -> None:
    assert report([OK]).endswith("All is well.\n")


@pytest.mark.parametrize(
    ("findings", "code"), [([], 0), ([OK], 0), ([OK, UNKNOWN], 0), ([OK, BAD], 1), ([BAD, UNKNOWN], 1)]
)
def test_only_what_needs_attention_fails(findings: list[Finding], code: int) -> None:
    assert exit_code(findings) == code


async def test_a_database_in_use_is_well(used: Path) -> None:
    found = await found_in(used)
    for name in ("database", "disk", "key", "content", "time zones"):
        assert found[name].ok is True, found[name]


async def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(tmp_path: Path) -> None:
    found = await found_in(tmp_path)
    assert found["database"].ok is True
    assert "the first start makes" in found["database"].words
    assert "the first start makes" in found["key"].words
    assert inside(tmp_path) == []


async def test_a_place_that_cannot_be_written_to_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor.os, "access", lambda place, _: place != tmp_path)
    found = (await found_in(tmp_path))["database"]
    assert (found.ok, str(tmp_path) in found.remedy) == (False, True)


async def test_a_database_without_tables_is_none_yet(tmp_path: Path) -> None:
    database(tmp_path).parent.mkdir()
    with sqlite3.connect(database(tmp_path)) as connection:
        connection.execute("CREATE TABLE another (id)")
    connection.close()
    assert "the first start makes" in (await found_in(tmp_path))["database"].words


async def test_looking_changes_no_byte(used: Path) -> None:
    with sqlite3.connect(database(used)) as connection:
        before = list(connection.iterdump())
    connection.close()
    await found_in(used)
    with sqlite3.connect(database(used)) as connection:
        assert list(connection.iterdump()) == before
    connection.close()


async def test_a_database_of_an_older_encore_is_told_of_and_left_as_it_is(used: Path) -> None:
    revise(used, "0001")
    found = (await found_in(used))["database"]
    assert (found.ok, "older" in found.words) == (False, True)
    assert "encore run" in found.remedy
    assert (await found_in(used))["database"].ok is False


async def test_a_database_of_a_newer_encore_is_told_of(used: Path) -> None:
    revise(used, "9999")
    found = (await found_in(used))["database"]
    assert (found.ok, "newer" in found.words) == (False, True)


async def test_a_file_that_is_no_database_is_told_of(used: Path) -> None:
    database(used).write_bytes(b"not a database, and long enough to be looked at as one" * 100)
    found = await found_in(used)
    assert found["database"].ok is False
    assert found["key"].ok is None


async def test_an_address_that_cannot_be_used_names_its_variable(tmp_path: Path) -> None:
    findings = await core_checks(load_settings(database={"url": "nonsense"}), HeldClock())
    assert "ENCORE_DATABASE__URL" in next(f.words for f in findings if f.name == "database")


async def test_a_disk_that_is_nearly_full_needs_attention(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(used)._replace(free=100 * 1024 * 1024)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage)
    found = (await found_in(used))["disk"]
    assert (found.ok, found.words) == (False, "0.1 GB are free for the database.")


async def test_a_key_file_that_others_can_read_is_told_of(used: Path) -> None:
    (used / "config" / "key").chmod(0o644)
    found = (await found_in(used))["key"]
    assert found.ok is False
    assert "chmod 600" in found.words


async def test_a_key_file_that_is_gone_is_told_of_and_not_made_anew(used: Path) -> None:
    (used / "config" / "key").unlink()
    found = (await found_in(used))["key"]
    assert (found.ok, "missing" in found.words) == (False, True)
    assert not (used / "config" / "key").exists()


async def test_a_key_that_does_not_open_the_database_is_told_of_and_never_shown(used: Path) -> None:
    other = Fernet.generate_key().decode()
    secrets = {"keys": other}
    found = (await found_in(used, secrets=secrets))["key"]
    assert (found.ok, "does not open this database" in found.words) == (False, True)
    assert other not in report([*(await found_in(used, secrets=secrets)).values()])


async def test_a_key_in_the_environment_is_named_by_its_variable(used: Path) -> None:
    key = (used / "config" / "key").read_text().strip()
    found = (await found_in(used, secrets={"keys": key}))["key"]
    assert found.ok is True
    assert "ENCORE_SECRETS__KEYS" in found.words
    assert key not in found.words


async def test_a_pack_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("nonsense: [")
    found = (await found_in(tmp_path, content={"packs": str(tmp_path)}))["content"]
    assert (found.ok, "pack.yaml" in found.words) == (False, True)


async def test_content_is_counted(clean: Path) -> None:
    found = (await found_in(clean))["content"]
    assert " tips, " in found.words
    assert "3 plans, from 1 pack." in found.words


async def test_with_nothing_set_up_the_guides_are_named(clean: Path) -> None:
    found = (await found_in(clean))["platforms"]
    assert found.ok is False
    assert "docs/slack.md" in found.remedy


@pytest.mark.parametrize(
    ("given", "ok", "words"),
    [
        ({"slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"}}, True, "Slack in Socket Mode."),
        ({"slack": {"bot_token": "xoxb-1", "signing_secret": "1"}}, True, "Slack over HTTP."),
        ({"slack": {"bot_token": "xoxb-1"}}, False, "Slack, half set up: see below."),
        ({"discord": {"token": "1"}}, True, "Discord."),
        (
            {"slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"}, "discord": {"token": "1"}},
            True,
            "Slack in Socket Mode, Discord.",
        ),
    ],
)
async def test_the_platforms_that_are_set_up_are_named(
    clean: Path, given: dict, ok: bool, words: str
) -> None:
    found = (await found_in(clean, **given))["platforms"]
    assert (found.ok, found.words) == (ok, words)


@pytest.mark.parametrize("year", [1970, 2025, 2070])
def test_a_clock_that_cannot_be_right_is_told_of(year: int) -> None:
    assert check_clock(datetime(year, 6, 1, tzinfo=UTC)).ok is False


def test_a_clock_that_can_be_right_is_well() -> None:
    assert (
        check_clock(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)).words
        == "It is Sunday, 22 November 2026, 15:00 UTC."
    )


def test_a_machine_without_time_zones_is_told_of() -> None:
    assert check_zones(["Nowhere/Atlantis"]).ok is False
    assert check_zones(["Europe/Berlin"]).ok is True
