"""The log: one object a line, ids as names that only the key can tell, and of libraries no word that was put together."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from adapters import logs
from adapters.logs import LOST, WITHHELD, handler_for, name_of
from bot.config import Settings, load_settings
from bot.domain.members import MemberRef, Platform
from bot.errors import ConfigurationError
from bot.fault_log import log_fault

ADA = MemberRef(Platform.SLACK, "T0CANARY", "U0CANARY")
KEY = Fernet.generate_key().decode()
SECRET = "canary-7f3a"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Log:
    """What was logged, as it was written."""

    def __init__(self, settings: Settings, stream: io.StringIO) -> None:
        self._stream = stream
        self.handler = handler_for(settings, stream)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def attach() -> Iterator:
    """Hang logs onto the root logger; they are taken off after the test."""
    root, attached = logging.getLogger(), []

    def attach(stream: io.StringIO | None = None, **given) -> Log:
        given.setdefault("secrets", {"keys": KEY})
        log = Log(load_settings(**given), stream if stream is not None else io.StringIO())
        root.addHandler(log.handler)
        attached.append(log.handler)
        return log

    yield attach
    for handler in attached:
        root.removeHandler(handler)


def as_ours(monkeypatch: pytest.MonkeyPatch) -> logging.Logger:
    """Return a logger on which this file counts as a part of Encore."""
    monkeypatch.setattr(logs, "OURS", (os.path.normcase(__file__),))
    return logging.getLogger("encore.test")


def fail(words: str) -> None:
    raise ValueError(words)


def caught(words: str) -> Exception:
    try:
        fail(words)
    except ValueError as error:
        return error
    raise AssertionError


def test_a_line_is_an_object_with_when_and_where_and_what(attach, monkeypatch: pytest.MonkeyPatch) -> None:
    log = attach()
    as_ours(monkeypatch).warning("%s is late", "delivery", extra={"seconds": 3})
    [line] = log.lines
    assert list(line) == ["time", "level", "logger", "message", "seconds"]
    assert line | {"time": ""} == {
        "time": "",
        "level": "warning",
        "logger": "encore.test",
        "message": "delivery is late",
        "seconds": 3,
    }
    assert line["time"].endswith("Z")
    assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta(0)


def test_a_line_stays_one_line_whatever_is_said(attach, monkeypatch: pytest.MonkeyPatch) -> None:
    log = attach()
    as_ours(monkeypatch).warning("one\ntwo \x1b[2J \ud800")
    assert log.lines[0]["message"] == "one\ntwo \x1b[2J \ud800"


def test_at_a_terminal_lines_are_for_people(attach, monkeypatch: pytest.MonkeyPatch) -> None:
    log = attach(Terminal())
    as_ours(monkeypatch).warning("one\ntwo \x1b[2J", extra={"seconds": 3})
    [line] = log.text.splitlines()
    assert line.endswith("WARNING encore.test: one\\x0atwo \\x1b[2J seconds=3")


@pytest.mark.parametrize(("form", "stream"), [("json", Terminal()), ("text", io.StringIO())])
def test_the_form_can_be_set(attach, monkeypatch: pytest.MonkeyPatch, form: str, stream) -> None:
    log = attach(stream, log={"format": form})
    as_ours(monkeypatch).warning("hello")
    assert log.text.startswith("{") is (form == "json")


def test_a_form_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCORE_LOG__FORMAT", "xml")
    with pytest.raises(ConfigurationError, match=r"ENCORE_LOG__FORMAT.*'auto', 'json' or 'text'"):
        load_settings()


def test_a_member_and_a_group_are_named_by_keyed_hashes(attach) -> None:
    log = attach()
    log_fault(caught(SECRET), "/prep", member=ADA, group="T0CANARY")
    [line] = log.lines
    assert (len(line["member"]), len(line["group"]), line["platform"]) == (12, 12, "slack")
    assert line["member"] != line["group"]
    assert "CANARY" not in log.text
    assert line["member"] == name_of(load_settings(secrets={"keys": KEY}), ADA)


def test_a_name_holds_as_long_as_the_key_and_tells_nothing_without_it(attach) -> None:
    same, again, other = attach(), attach(), attach(secrets={"keys": Fernet.generate_key().decode()})
    log_fault(caught(SECRET), "/prep", member=ADA)
    names = [log.lines[0]["member"] for log in (same, again, other)]
    assert names[0] == names[1] != names[2]


def test_before_there_is_a_key_file_names_hold_for_this_process(attach, tmp_path: Path) -> None:
    file = tmp_path / "key"
    log = attach(secrets={"key_file": file})
    for _ in range(2):
        log_fault(caught(SECRET), "/prep", member=ADA)
    file.write_text(KEY)
    file.chmod(0o600)
    log_fault(caught(SECRET), "/prep", member=ADA)
    first, second, third = (line["member"] for line in log.lines)
    assert first == second != third


def test_a_fault_has_its_reference_its_kind_and_its_lines_and_not_its_message(attach) -> None:
    log = attach()
    reference = log_fault(caught(SECRET), "/prep")
    [line] = log.lines
    assert line["message"] == f"fault {reference} at /prep: ValueError"
    assert (line["reference"], line["where"], line["kind"]) == (reference, "/prep", "ValueError")
    assert "in fail" in line["trace"]
    assert SECRET not in log.text


def test_at_a_terminal_the_lines_of_a_fault_stand_beneath_it(attach) -> None:
    log = attach(Terminal())
    reference = log_fault(caught(SECRET), "/prep")
    head, *beneath = log.text.splitlines()
    assert f"reference={reference}" in head
    assert beneath
    assert all(line.startswith("  ") for line in beneath)


def test_what_a_fault_came_of_is_told_with_the_systems_code(attach) -> None:
    log = attach()
    group = ExceptionGroup(SECRET, [caught(SECRET)])
    group.__cause__ = OSError(28, SECRET, SECRET)
    log_fault(group, "purging")
    assert log.lines[0]["kind"] == "ExceptionGroup from ValueError from OSError (ENOSPC)"
    assert SECRET not in log.text


def test_a_fault_that_is_its_own_cause_is_told_once(attach) -> None:
    log = attach()
    error = caught(SECRET)
    error.__context__ = error
    log_fault(error, "purging")
    assert log.lines[0]["kind"] == "ValueError"


def test_of_a_library_only_constant_words_and_small_numbers_are_kept(attach) -> None:
    log = attach()
    library = logging.getLogger("library")
    library.warning("shard %s waits %.2f s for %s", 3, 1.5, SECRET)
    library.warning(f"a listener failed: {SECRET}")
    library.warning("guild %d is away", 123456789012345678)
    library.warning("%(what)s of %(number)d", {"what": SECRET, "number": 4})
    library.warning(caught(SECRET))
    library.warning("connection closed", extra={"body": SECRET, "member": "U0CANARY"})
    assert [line["message"] for line in log.lines] == [
        "shard 3 waits 1.50 s for …",
        WITHHELD,
        "guild %d is away",
        "%(what)s of %(number)d",
        WITHHELD,
        "connection closed",
    ]
    assert all(line["at"].startswith("test_logs.test_of_a_library") for line in log.lines)
    assert SECRET not in log.text
    assert "CANARY" not in log.text


def test_an_error_that_a_library_logs_keeps_its_lines_of_code(attach) -> None:
    log = attach()
    try:
        fail(SECRET)
    except ValueError:
        logging.getLogger("library").exception("it failed")
    [line] = log.lines
    assert line["kind"] == "ValueError"
    assert "in fail" in line["trace"]
    assert SECRET not in log.text


def test_a_line_that_cannot_be_made_shows_none_of_its_values(attach, monkeypatch: pytest.MonkeyPatch) -> None:
    log = attach()
    ours = as_ours(monkeypatch)
    record = ours.makeRecord(ours.name, logging.WARNING, __file__, 1, "%d seconds", (SECRET,), None)
    log.handler.handle(record)
    assert [line["message"] for line in log.lines] == [LOST]


def test_whoever_reads_the_log_may_leave(attach, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    attach(Gone())
    as_ours(monkeypatch).warning("hello")


SCRIPT = f"""
import logging, sys, threading, warnings
from adapters.logs import set_up_logging
from bot.config import load_settings

set_up_logging(load_settings())
logging.getLogger("encore").info("ready")
logging.getLogger("encore").debug("too much")
logging.getLogger("discord").info("{SECRET}")
logging.getLogger("aiohttp.access").warning("/{SECRET}")
warnings.warn("{SECRET}")

class Leaving:
    def __del__(self):
        raise KeyError("{SECRET}")

Leaving()
thread = threading.Thread(target=lambda: int("{SECRET}"))
thread.start()
thread.join()
open("{SECRET}")
"""


def test_whatever_is_left_uncaught_is_a_line_without_its_message(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "ENCORE_SECRETS__KEYS": KEY}
    done = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 1
    assert [line.get("kind", line["message"].partition(" ")[0]) for line in lines] == [
        "ready",
        "UserWarning",
        "KeyError",
        "ValueError",
        "FileNotFoundError (ENOENT)",
    ]
    assert [line["level"] for line in lines[2:]] == ["critical"] * 3
    assert not any(SECRET in line["message"] for line in lines)
