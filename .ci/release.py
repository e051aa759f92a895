"""Make a release: `make release VERSION=0.2.0`.

The version and the changelog are written, the wheel is built and tried in an environment of its own outside the tree,
and only then are the commit and the tag made. Nothing leaves this machine: what to push is said at the end. When a step
fails, the tree is as it was.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT, CHANGELOG = ROOT / "pyproject.toml", ROOT / "CHANGELOG.md"
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
UNRELEASED = "## [Unreleased]\n"
TRIAL = "/tip\n/prep add Acme, analyst, in 9 days at 3pm\nBerlin\n/interview list\n/encore export\n"
"""What the wheel is asked: its content, its dates, its cities, its database."""


def stamped(pyproject: str, version: str) -> str:
    """Return the project's file with a new version. Raises ValueError unless it grows, as 0.2.0 after 0.1.9."""
    found = re.search(r'^version = "([^"]+)"$', pyproject, re.MULTILINE)
    if found is None:
        raise ValueError("pyproject.toml has no version")
    if not VERSION.fullmatch(version):
        raise ValueError(f"{version or 'nothing'} is no version; say it as in make release VERSION=0.2.0")
    if _numbers(version) < _numbers(found[1]):
        raise ValueError(f"{version} is older than {found[1]}")
    return pyproject[: found.start(1)] + version + pyproject[found.end(1) :]


def dated(changelog: str, version: str, day: dt.date) -> str:
    """Return the changelog with what was unreleased under its version. Raises ValueError when nothing was."""
    before, heading, after = changelog.partition(UNRELEASED)
    if not heading or not after.partition("\n## ")[0].strip():
        raise ValueError("CHANGELOG.md says nothing under [Unreleased]")
    if f"## [{version}]" in changelog:
        raise ValueError(f"CHANGELOG.md knows {version} already")
    return f"{before}{UNRELEASED}\n## [{version}] - {day.isoformat()}\n{after}"


def main(version: str) -> int:
    """Make the release; return the exit code."""
    if _said("git", "status", "--porcelain"):
        return _failed("commit or stash what has changed first")
    if _said("git", "tag", "--list", f"v{version}"):
        return _failed(f"the tag v{version} is there already")
    try:
        pyproject = stamped(PYPROJECT.read_text(), version)
        changelog = dated(CHANGELOG.read_text(), version, dt.datetime.now(dt.UTC).date())
    except ValueError as error:
        return _failed(str(error))
    PYPROJECT.write_text(pyproject)
    CHANGELOG.write_text(changelog)
    try:
        with tempfile.TemporaryDirectory(prefix="encore-release-") as folder:
            _tried(_built(), Path(folder), version)
        _run("git", "commit", "--quiet", "--message", f"Release {version}", str(PYPROJECT), str(CHANGELOG))
        _run("git", "tag", "--annotate", f"v{version}", "--message", f"Encore {version}")
    except (subprocess.CalledProcessError, AssertionError) as error:
        _run("git", "checkout", "--quiet", "HEAD", "--", str(PYPROJECT), str(CHANGELOG))
        return _failed(f"nothing was released: {error}")
    print(
        f"Encore {version} is committed and tagged, and lies in dist/. To publish it: git push --follow-tags"
    )
    return 0


def _built() -> Path:
    for old in (ROOT / "dist").glob("*"):
        old.unlink()
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist")
    (wheel,) = (ROOT / "dist").glob("*.whl")
    return wheel


def _tried(wheel: Path, folder: Path, version: str) -> None:
    """Install the wheel as an operator would, from the lock, and talk to it where no checkout is near."""
    pip = [str(folder / "venv/bin/python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    _run(sys.executable, "-m", "venv", str(folder / "venv"))
    _run(*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(ROOT / "requirements.lock"))
    _run(*pip, "--no-deps", str(wheel))
    encore = str(folder / "venv/bin/encore")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("ENCORE_", "PYTHON"))
    }
    environment |= {"HOME": str(folder)}

    def said(*words: str, typed: str = "") -> str:
        done = subprocess.run(  # noqa: S603 - the wheel that was just built
            [encore, *words],
            cwd=folder,
            env=environment,
            input=typed,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    assert version in said("--version"), "the wheel says another version"
    assert "No problems" in said("content", "check"), "the wheel's content has problems"
    answer = said("chat", "--plain", "--db", str(folder / "encore.db"), typed=TRIAL)
    assert "Acme" in answer, f"the wheel does not answer as it should:\n{answer}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - all of it is written here


def _said(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


def _failed(why: str) -> int:
    print(f"make release: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or [""]))
