"""What takes longer to make than a test, and is the same for all of them: made once a process."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.documents.cities import Cities
from bot.storage.upkeep import bring_up_to_date

CITIES = Cities()
KEY = urlsafe_b64encode(b"a key that only the tests have..").decode()
"""The same in every process that a test starts."""


def make_tables(url: str) -> None:
    """Run all migrations on the database at `url`."""
    with ThreadPoolExecutor(1) as aside:  # a test's event loop may be about
        aside.submit(asyncio.run, bring_up_to_date(url)).result()


@cache
def tables() -> bytes:
    """Return an SQLite database that every migration has run on, without a row."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "encore.db"
        make_tables(f"sqlite:///{file}")
        return file.read_bytes()


def place_key(file: Path) -> None:
    """Have a key at `file`, its owner's alone, unless there is one; making one waits for the disk."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(0o600)
        file.write_text(KEY)


def place_tables(file: Path) -> None:
    """Have a database with tables at `file`, its owner's alone, unless there is one; migrating one takes 140 ms."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(0o600)
        file.write_bytes(tables())
