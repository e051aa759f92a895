"""The `encore` command: pipes, exit codes, kill -9."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.cli import main
from tests.terminal.test_terminal_end_to_end import HEADED

START = ("--now", "2026-11-22T10:00", "--zone", "America/New_York")


def environment(folder: Path, **more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ENCORE_")}
    return {
        **inherited,
        "ENCORE_SECRETS__KEY_FILE": str(folder / "key"),
        "PYTHONPATH": str(Path.cwd()),
        **more,
    }


def spawn(folder: Path, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "adapters.cli", "chat", "--db", str(folder / "encore.db"), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(folder, **more),
    )


def piped(folder: Path, script: bytes, *arguments: str, **more: str) -> tuple[int | None, str, str]:
    """Exit code, output and error output of a chat that `script` is piped into."""
    with spawn(folder, *arguments, **more) as process:
        out, err = process.communicate(script, timeout=120)
    return process.returncode, out.decode(errors="replace"), err.decode(errors="replace")


@pytest.fixture
def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The same in this process, which is quicker."""
    monkeypatch.setenv("ENCORE_SECRETS__KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("TZ", "America/New_York")

    def run(script: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(script))
        code = main(["chat", "--db", str(tmp_path / "encore.db"), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_script_is_answered_in_plain_text_whatever_its_bytes(tmp_path: Path) -> None:
    script = b"/tip\n/interview list\n\xff\xfe\x00\x1b[2J\n/interview add\nAc\xffme\n"
    code, out, err = piped(tmp_path, script, *START, PYTHONIOENCODING="latin-1")
    assert (code, err) == (0, "")
    assert "encore> /tip\n" in out
    assert "Do now:" in out
    assert "No interviews yet" in out
    assert "Kept for later" in out
    assert "\x1b" not in out


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_killed_in_the_middle_of_a_week_the_rest_still_comes_and_nothing_twice(tmp_path: Path) -> None:
    with spawn(tmp_path, *START) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"/prep add Acme, analyst, 26 November 3pm\n1\nclock +12d\n")
        process.stdin.flush()
        before = ""
        while len(HEADED.findall(before)) < 3:
            row = process.stdout.readline().decode()
            assert row, f"it ended by itself: {before}"
            before += row
        process.send_signal(signal.SIGKILL)
        before += process.stdout.read().decode()
    _, after, _ = piped(tmp_path, b"clock 2026-12-04 10:00\n")
    came = [(found[3], bool(found[2])) for found in HEADED.finditer(before + after)]
    assert len({title for title, _ in came}) == 8
    assert len([title for title, again in came if not again]) <= 8
    assert len(came) <= 9


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_killed_in_the_middle_of_a_form_every_answer_given_is_still_there(tmp_path: Path) -> None:
    with spawn(tmp_path, *START) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"/interview add\nBolt\nnurse\n")
        process.stdin.flush()
        while b"When" not in process.stdout.readline():
            pass  # the question behind the second answer: both have been taken
        process.send_signal(signal.SIGKILL)
    _, out, _ = piped(tmp_path, b"1\n\n\n26 November 3pm\n\n\n\n1\n/interview list\n")
    assert "You were adding Bolt. Carry on?" in out
    assert "Bolt, nurse: Thursday 26 November 2026, 15:00" in out


@pytest.mark.parametrize("line", ["clock +1d", "clock", "quit"])
def test_words_for_the_terminal_are_no_answers_in_a_form(chat, line: str) -> None:
    _, out, _ = chat(f"/interview add\n{line}\n/prep\n", *START)
    assert f"You were adding {line}" not in out
    assert ("It is" in out) == (line != "quit")


def test_a_reader_that_leaves_early_ends_the_chat_quietly(tmp_path: Path) -> None:
    with spawn(tmp_path, *START) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"/tip\n")
        process.stdin.close()
        assert process.stderr.read() == b""


def test_an_unknown_zone_or_time_is_refused_before_anything_is_opened(chat, tmp_path: Path) -> None:
    code, out, err = chat("/tip", "--zone", "Mars/Base")
    assert (code, out) == (2, "")
    assert "'Mars/Base' is not a time zone" in err
    code, _, err = chat("/tip", "--now", "soon")
    assert code == 2
    assert "'soon' is not a time" in err
    code, _, err = chat("/tip", "--db", "what?.db")
    assert code == 2
    assert "another name" in err
    assert not (tmp_path / "encore.db").exists()


def test_a_missing_key_is_a_sentence(chat, tmp_path: Path) -> None:
    chat("")
    (tmp_path / "key").unlink()
    code, out, err = chat("")
    assert (code, out) == (1, "")
    assert "key" in err


def test_the_clock_of_a_database_goes_on_and_never_back(chat) -> None:
    assert chat("clock +3d\n", *START)[2] == ""
    code, out, err = chat("clock\n", *START)
    assert code == 0
    assert "already at Wednesday 25 November 2026, 10:0" in err
    assert "It is Wednesday 25 November 2026, 10:0" in out


def test_a_start_at_a_later_time_walks_there(chat) -> None:
    chat("/prep add Acme, analyst, 26 November 3pm\n1\n", *START)
    _, out, err = chat("", "--now", "2026-11-24T20:00", "--zone", "America/New_York")
    assert [found[1] for found in HEADED.finditer(out)] == [
        "Monday 23 November 2026, 18:00",
        "Tuesday 24 November 2026, 18:00",
    ]
    assert err == ""


def test_a_zone_that_is_named_is_not_asked_for_and_one_that_is_not_is(chat) -> None:
    line = "/prep add Acme, analyst, 26 November 3pm\n"
    assert "Which city are you in?" in chat(line, "--as", "grace")[1]
    _, out, _ = chat(line, *START, "--as", "ada")
    assert "Which city are you in?" not in out
    assert "New York, in " in out


def test_without_a_command_help_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "talk to Encore in this terminal" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("encore ")


def test_the_content_that_comes_with_encore_passes_its_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "check"]) == 0
    assert "No problems" in capsys.readouterr().out


def test_a_pack_that_is_broken_is_told_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pack.yaml").write_text("id: ours\n")
    assert main(["content", "check", str(tmp_path)]) == 1
    assert f"{tmp_path / 'pack.yaml'}:1:" in capsys.readouterr().out


def test_rotating_the_key_leaves_everything_readable(
    chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chat("/prep add Acme, analyst, 26 November 3pm\n1\n", *START)
    monkeypatch.setenv("ENCORE_DATABASE__URL", f"sqlite:///{tmp_path / 'encore.db'}")
    before = (tmp_path / "key").read_text()
    assert main(["secrets", "rotate"]) == 0
    assert "Encrypted anew" in capsys.readouterr().out
    assert (tmp_path / "key").read_text() != before
    assert "Acme" in chat("/interview list\n")[1].partition("Your interviews")[2]
