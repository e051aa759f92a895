"""From the command to the first prompt, beside importing alone the libraries that it needs there.

Run with `python -m benchmarks.startup`. Both sides are a fresh interpreter with the same options, timed from its
start until it shows something: Encore its first prompt, the other a line once everything is imported. The database
and the bytecode are there already, as on every start but the first.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TypeAlias

from benchmarks.table import Row

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
PROMPT = b"encore>"
READY = b"ready"
ROUNDS = 25
ENCORE = ("-m", "adapters.cli", "chat", "--zone", "Europe/Berlin", "--db")


@contextmanager
def in_a_pipe(arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[IO[bytes]]:
    """Start an interpreter that talks through pipes; yield what it says, and end it by ending its input."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        bufsize=0,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout
        process.stdin.close()
        process.stdout.read()


@contextmanager
def in_a_terminal(arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[IO[bytes]]:
    """Start an interpreter at a terminal of its own; yield what it says, and end it when that has been read."""
    ours, its = os.openpty()
    with (
        os.fdopen(ours, "rb", buffering=0) as said,
        subprocess.Popen(
            [sys.executable, *arguments], stdin=its, stdout=its, stderr=its, env=environment
        ) as process,
    ):
        os.close(its)
        yield said
        process.kill()


Way: TypeAlias = Callable[[Sequence[str], Mapping[str, str]], AbstractContextManager[IO[bytes]]]


def wait(way: Way, arguments: Sequence[str], until: bytes, environment: Mapping[str, str]) -> float:
    """Return the seconds from the start of an interpreter until it says `until`."""
    begun = time.perf_counter()
    with way(arguments, environment) as said:
        heard = b""
        while until not in heard:
            more = said.read(65536)
            if not more:
                raise RuntimeError(f"ended before it said {until!r}: {heard!r}")
            heard += more
        return time.perf_counter() - begun


def compare(where: str, way: Way, libraries: Sequence[str], folder: Path) -> Row:
    """Start Encore and its libraries in turn."""
    environment = {
        **os.environ,
        "ENCORE_SECRETS__KEY_FILE": str(folder / "key"),
        "TERM": "xterm",
        # Bytecode is there on both sides, as after any installation, whatever this process was told.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    encore = (*ENCORE, str(folder / "encore.db"))
    imports = ("-c", f"import {', '.join(libraries)}; print({READY.decode()!r}, flush=True)")
    wait(way, encore, PROMPT, environment)
    wait(way, imports, READY, environment)
    pairs = [
        (wait(way, encore, PROMPT, environment), wait(way, imports, READY, environment))
        for _ in range(ROUNDS)
    ]
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    detail = f"{ours * 1e3:.0f} ms, {bare * 1e3:.0f} ms"
    # A start takes long enough for the machine to change meanwhile: each is set against the one beside it.
    ratio = statistics.median(one / other for one, other in pairs)
    return Row(f"first prompt at {where} / importing its libraries", ratio, 1.5, detail)


def run() -> list[Row]:
    """Start the chat at a pipe and, where there are such, at a terminal."""
    ways: list[tuple[str, Way, Sequence[str]]] = [("a pipe", in_a_pipe, LIBRARIES)]
    if os.name == "posix":
        ways.append(("a terminal", in_a_terminal, (*LIBRARIES, "prompt_toolkit")))
    found = []
    for where, way, libraries in ways:
        with tempfile.TemporaryDirectory() as folder:
            found.append(compare(where, way, libraries, Path(folder)))
    return found


if __name__ == "__main__":
    for row in run():
        print(row)
