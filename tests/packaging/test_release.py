"""A release grows the version, dates what was unreleased, and refuses what would lose or repeat something."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / ".ci" / "release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_version_alone_changes(release: ModuleType) -> None:
    before = (ROOT / "pyproject.toml").read_text()
    after = release.stamped(before, "99.0.1")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert [b for _, b in changed] == ['version = "99.0.1"']


@pytest.mark.parametrize("version", ["", "1", "1.2", "v1.2.3", "1.2.3rc1", "01.2.3", "0.0.9"])
def test_what_is_no_version_or_an_older_one_is_refused(release: ModuleType, version: str) -> None:
    with pytest.raises(ValueError, match=r"version|older"):
        release.stamped('name = "x"\nversion = "0.1.0"\n', version)


def test_what_was_unreleased_gets_its_version_and_its_day(release: ModuleType) -> None:
    before = (
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-01-01\n\n- Old.\n"
    )
    after = release.dated(before, "0.2.0", DAY)
    assert after == (
        "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- A thing.\n\n"
        "## [0.1.0] - 2026-01-01\n\n- Old.\n"
    )
    assert (
        release.dated((ROOT / "CHANGELOG.md").read_text(), "99.0.1", DAY).count(
            "\n## [99.0.1] - 2026-12-01\n"
        )
        == 1
    )


@pytest.mark.parametrize(
    "changelog",
    [
        "# Changelog\n",
        "## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n",
        "## [Unreleased]\n\n- New\n\n## [0.2.0] - 2026-01-01\n",
    ],
)
def test_nothing_to_say_or_said_before_is_refused(release: ModuleType, changelog: str) -> None:
    with pytest.raises(ValueError, match="CHANGELOG"):
        release.dated(changelog, "0.2.0", DAY)
