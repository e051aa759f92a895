"""Files that an answer brings, laid into the current folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.reply import File

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def lay_down(files: Sequence[File], within: Path, at: datetime) -> Path:
    """Write the files, readable by their owner alone, into a fresh folder named after `at`; return the folder.

    Raises OSError when the place cannot be written to.
    """
    folder = _fresh(within, f"encore-export-{at:%Y%m%d-%H%M%S}")
    for file in files:
        target = folder / Path(file.name).name
        target.touch(mode=PRIVATE_FILE, exist_ok=False)
        target.write_bytes(file.content)
    return folder


def _fresh(within: Path, name: str) -> Path:
    for number in count(1):
        folder = within / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(mode=PRIVATE_FOLDER)
        except FileExistsError:
            continue
        return folder
    raise AssertionError
