"""The operator's words with a database: `encore db upgrade`, `encore db backup` and `encore db move`."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from bot.clock import SystemClock
from bot.config import Settings
from bot.delivery.sending import LEASE
from bot.storage import moving, upkeep
from bot.storage.moving import Progress


async def upgrade(settings: Settings) -> str:
    """Bring the database up to date; return what was done. Raises ConfigurationError when it cannot be used."""
    done = await upkeep.bring_up_to_date(settings.database.url)
    if done.before is None:
        return f"The database {done.place} is made, at revision {done.after}."
    if done.before == done.after:
        return f"The database {done.place} is up to date, at revision {done.after}."
    return f"The database {done.place} was brought up to date, from revision {done.before} to {done.after}."


async def backup(settings: Settings, file: Path) -> str:
    """Copy an SQLite database into a new file, also while Encore runs; return where to find what.

    Raises InputError with pg_dump's command line for PostgreSQL, and for a file that is there already.
    """
    copied = await upkeep.back_up(settings.database.url, file)
    return (
        f"The database {copied.source} is copied to {copied.file} ({copied.size / 1_000_000:.1f} MB).\n"
        f"The key is not in it, and without the key nobody can read it. {_where_the_key_is(settings)} "
        "Keep a copy of that too, in another place than this one."
    )


async def move(source: str, target: str, settings: Settings, progress: Progress) -> str:
    """Move everything from one database to another; `progress` hears of rows copied and rows in all.

    Raises InputError or ConfigurationError, each saying what to do; nothing is in the target then.
    """
    moved = await moving.move(source, target, now=SystemClock().now(), lease=LEASE, progress=progress)
    rows = "".join(f"  {number:>8}  {table}\n" for table, number in moved.rows.items() if number)
    return (
        f"Everything in {moved.source} is in {moved.target} now, counted once more there:\n"
        f"{rows}"
        "Start Encore with ENCORE_DATABASE__URL naming the new database, and never again with the old one: each would "
        f"send every reminder.\nThe same key opens it. {_where_the_key_is(settings)}"
    )


def _where_the_key_is(settings: Settings) -> str:
    if settings.secrets.keys:
        return "It is what ENCORE_SECRETS__KEYS holds."
    return f"It lies in {settings.secrets.key_file}."


class ProgressBar:
    """A bar in one line of a terminal; anything else is told only the end."""

    WIDTH = 30

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        """Show how many rows of how many are there."""
        percent = 100 * done // total if total else 100
        if percent == self._shown or not (self._stream.isatty() or percent == 100):
            return
        self._shown = percent
        filled = self.WIDTH * percent // 100
        bar = "#" * filled + "." * (self.WIDTH - filled)
        start, end = ("\r", "\n" if percent == 100 else "") if self._stream.isatty() else ("", "\n")
        self._stream.write(f"{start}[{bar}] {percent:3} %  {done:,} of {total:,} rows{end}")
        self._stream.flush()
