"""From the command to the first prompt, beside importing alone the libraries that it needs there.

Run with `python -m benchmarks.startup`. Both sides are a fresh interpreter with the same options, timed from its
start until it shows something: Encore its first prompt, the other a line once everything is imported. The database
is there already, as on every start but the first.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import Row, interleaved

LIBRARIES = (
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "aiosqlite",
    "pydantic",
    "pydantic_settings",
    "platformdirs",
    "yaml",
    "cryptography.fernet",
    "wcwidth",
)
"""What the plain chat has imported by its first prompt; a test holds it to that."""
OF_A_TERMINAL = (*LIBRARIES, "prompt_toolkit")
PROMPT = b"encore>"
READY = b"ready"
ROUNDS = 15
ENCORE = ("-m", "adapters.cli", "chat", "--zone", "Europe/Berlin", "--db")


def importing(libraries: Sequence[str]) -> tuple[str, ...]:
    """Return the interpreter's arguments for importing these and saying so."""
    return ("-c", f"import {', '.join(libraries)}; print({READY.decode()!r}, flush=True)")


def run() -> list[Row]:
    """Time the chat in a pipe and, where there are terminals, in one."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Nothing but the place of the key comes from Encore's settings here; the rest is this process's own.
        environment = {**os.environ, "ENCORE_SECRETS__KEY_FILE": str(folder / "key"), "TERM": "xterm"}
        chat = (*ENCORE, str(folder / "encore.db"))

        def in_a_pipe(*arguments: str, until: bytes) -> None:
            _wait_in_a_pipe(arguments, until, environment)

        def in_a_terminal(*arguments: str, until: bytes) -> None:
            _wait_in_a_terminal(arguments, until, environment)

        ways = [("a pipe", in_a_pipe, LIBRARIES)]
        if os.name == "posix":
            ways.append(("a terminal", in_a_terminal, OF_A_TERMINAL))
        for where, wait, libraries in ways:
            wait(*chat, until=PROMPT)
            ours, bare = interleaved(
                lambda wait=wait: wait(*chat, until=PROMPT),
                lambda wait=wait, libraries=libraries: wait(*importing(libraries), until=READY),
                ROUNDS,
            )
            detail = f"{ours * 1e3:.0f} ms, {bare * 1e3:.0f} ms"
            found.append(Row(f"start in {where} / importing its libraries", ours / bare, 1.5, detail))
    return found


if __name__ == "__main__":
    for row in run():
        print(row)
