"""The `encore` command as a process: pipes, exit codes, kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.cli import main

START = ("--now", "2026-11-22T10:00", "--zone", "America/New_York")


def command(folder: Path, *arguments: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "adapters.cli",
        "chat",
        "--plain",
        "--db",
        str(folder / "encore.db"),
        *arguments,
    ]


def environment(folder: Path, **more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ENCORE_")}
    return {
        **inherited,
        "ENCORE_SECRETS__KEY_FILE": str(folder / "key"),
        "PYTHONPATH": str(Path.cwd()),
        **more,
    }


def piped(
    folder: Path, script: str | bytes, *arguments: str, **more: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(folder, *arguments),
        input=script.encode() if isinstance(script, str) else script,
        env=environment(folder, **more),
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_script_is_answered_in_plain_text(tmp_path: Path) -> None:
    done = piped(tmp_path, "/tip\n/interview list\n", *START)
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "encore> /tip\n" in text
    assert "Do now:" in text
    assert "No interviews yet" in text
    assert "\x1b" not in text


def test_an_unknown_zone_or_time_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    zone = piped(tmp_path, "", "--zone", "Mars/Base")
    assert (zone.returncode, zone.stdout) == (2, b"")
    assert b"'Mars/Base' is not a time zone" in zone.stderr
    time = piped(tmp_path, "", "--now", "soon")
    assert time.returncode == 2
    assert b"'soon' is not a time" in time.stderr
    assert not (tmp_path / "encore.db").exists()


def test_a_missing_key_is_a_sentence_and_not_a_traceback(tmp_path: Path) -> None:
    piped(tmp_path, "")
    (tmp_path / "key").unlink()
    done = piped(tmp_path, "")
    assert done.returncode == 1
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_the_clock_of_a_database_goes_on_and_never_back(tmp_path: Path) -> None:
    piped(tmp_path, "clock +3d\n", *START)
    again = piped(tmp_path, "clock\n", *START)
    assert again.returncode == 0
    assert b"already at Wednesday 25 November 2026, 10:0" in again.stderr
    assert b"It is Wednesday 25 November 2026, 10:0" in again.stdout


def test_bytes_that_are_no_text_and_an_end_inside_a_form_end_nothing(tmp_path: Path) -> None:
    done = piped(tmp_path, b"\xff\xfe\x00\x1b[2J\n/interview add\nAc\xffme\n", *START, PYTHONUTF8="1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Kept for later" in done.stdout
    assert b"\x1b" not in done.stdout


def test_a_terminal_that_cannot_write_a_character_gets_another(tmp_path: Path) -> None:
    done = piped(tmp_path, "日本 👩‍👩‍👧\n", *START, PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_leaves_early_ends_the_chat_quietly(tmp_path: Path) -> None:
    with subprocess.Popen(
        command(tmp_path, *START),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
    ) as process:
        assert process.stdin and process.stdout and process.stderr  # noqa: PT018 - pipes, for the type checker
        process.stdout.close()
        process.stdin.write(b"/tip\n" * 50)
        process.stdin.close()
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
@pytest.mark.parametrize("reminders", [1, 3])
def test_killed_in_the_middle_of_a_week_the_rest_still_comes_and_nothing_twice(
    tmp_path: Path, reminders: int
) -> None:
    with subprocess.Popen(
        command(tmp_path, *START),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(tmp_path),
        text=True,
    ) as process:
        assert process.stdin and process.stdout  # noqa: PT018 - pipes, for the type checker
        process.stdin.write("/prep add Acme, analyst, 26 November 3pm\n1\nclock +12d\n")
        process.stdin.flush()
        before = ""
        while before.count(": Acme\n") < reminders:
            before += process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        before += process.stdout.read()
    after = piped(tmp_path, "clock 2026-12-04 10:00\n").stdout.decode()
    titles = [row for row in (before + after).split("\n") if row.endswith(": Acme") and "Company" not in row]
    marked = (before + after).count("You may have seen this one before")
    assert len(set(titles)) == 8
    assert len(titles) - 8 <= marked <= 1


def test_without_a_command_help_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "talk to Encore in this terminal" in capsys.readouterr().out


def test_the_content_that_comes_with_encore_passes_its_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "check"]) == 0
    assert "No problems" in capsys.readouterr().out


def test_a_pack_that_is_broken_is_told_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pack.yaml").write_text("id: ours\n")
    assert main(["content", "check", str(tmp_path)]) == 1
    assert f"{tmp_path / 'pack.yaml'}:1:" in capsys.readouterr().out
