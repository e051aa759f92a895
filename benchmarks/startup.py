"""From the command to the first prompt, beside importing alone the libraries that it needs there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.table import Row, interleaved

LIBRARIES = (
    "argparse, asyncio, sqlalchemy.ext.asyncio, sqlalchemy.dialects.sqlite.aiosqlite, aiosqlite, pydantic, "
    "pydantic_settings, platformdirs, yaml, cryptography.fernet, zoneinfo, prompt_toolkit, apscheduler.schedulers.asyncio"
)


def run() -> list[Row]:
    """Start the chat with nothing to say, and import the same libraries in a bare interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ENCORE_SECRETS__KEY_FILE": str(Path(folder) / "config" / "key")}
        database = str(Path(folder) / "data" / "encore.db")

        def encore() -> None:
            subprocess.run(
                [sys.executable, "-m", "adapters.cli", "chat", "--plain", "--db", database, "--zone", "Europe/Berlin"],
                input=b"",
                capture_output=True,
                check=True,
                env=environment,
            )

        def libraries() -> None:
            subprocess.run([sys.executable, "-c", f"import {LIBRARIES}"], check=True, env=environment)

        encore()
        ours, bare = interleaved(encore, libraries, 9)
    return [Row("start to first prompt / importing its libraries", ours / bare, 1.5, f"{ours * 1e3:.0f} ms, {bare * 1e3:.0f} ms")]
