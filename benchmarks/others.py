"""What others would dispatch with: APScheduler's SQLAlchemy job store and procrastinate, a job a reminder.

Each is filled once and copied, and dispatches with one worker process, as the engine does. On PostgreSQL both need
psycopg, which is no dependency of ours, nor is procrastinate: where they are missing, a row says so.
"""

from __future__ import annotations

import asyncio
import importlib
from datetime import timedelta
from importlib.util import find_spec
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine, create_engine, event

from benchmarks.databases import POSTGRESQL, Database
from benchmarks.member import NOW
from benchmarks.table import Row
from bot.delivery.fair_queue import WORKERS

HASTY = {True: "PRAGMA synchronous=OFF", False: "SET synchronous_commit = off"}
"""While jobs are put in, which is not measured."""
PATIENCE = timedelta(minutes=10)


class Absent(Row):
    """A row that says why nothing was measured."""

    def __str__(self) -> str:
        return f"--   {self.name:<52} {'':>8}           not measured: {self.detail}"


def absent(name: str, why: str) -> Absent:
    """Return a row that misses no limit."""
    return Absent(name, 0.0, 0.0, why)


def missing(kind: str, *modules: str) -> str:
    """Return why something cannot be tried on a kind of database, or nothing."""
    wanted = [*modules, *(["psycopg"] if kind == POSTGRESQL else [])]
    absent = [name for name in wanted if find_spec(name) is None]
    return f"{' and '.join(absent)} not installed" if absent else ""


class Sent:
    """Counts what a do-nothing job has done, for jobs that know nothing but their key."""

    count = 0
    all = 0
    done: asyncio.Event

    @classmethod
    def expect(cls, number: int) -> None:
        """Begin to count."""
        cls.count, cls.all, cls.done = 0, number, asyncio.Event()

    @classmethod
    def one(cls) -> None:
        """Count one."""
        cls.count += 1
        if cls.count == cls.all:
            cls.done.set()


async def send(_: str) -> None:
    """Send nothing: APScheduler finds it by its name."""
    Sent.one()


def put_jobs(database: Database, count: int) -> None:
    """Fill a database with jobs that are due."""
    store = SQLAlchemyJobStore(engine=_engine(database.url, hasty=True))
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_jobstore(store)
    asyncio.run(_add(scheduler, count))
    store.engine.dispose()


async def _add(scheduler: Any, count: int) -> None:
    scheduler.start(paused=True)
    for number in range(count):
        scheduler.add_job(
            send, "date", run_date=NOW, args=[f"key {number}"], id=str(number), misfire_grace_time=None
        )
    scheduler.shutdown(wait=False)


async def run_jobs(url: str, count: int) -> None:
    """Dispatch every job with APScheduler."""
    Sent.expect(count)
    store = SQLAlchemyJobStore(engine=_engine(url, hasty=False))
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_jobstore(store)
    scheduler.start()
    async with asyncio.timeout(PATIENCE.total_seconds()):
        await Sent.done.wait()
    scheduler.shutdown(wait=False)
    store.engine.dispose()


def _engine(url: str, *, hasty: bool) -> Engine:
    """Open it as the job store does by itself: nobody is told to set a pragma."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))

    def hurry(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(HASTY[url.startswith("sqlite")])
        cursor.close()
        connection.commit()

    if hasty:
        event.listen(engine, "connect", hurry)
    return engine


async def defer(url: str, count: int) -> None:
    """Fill a database with procrastinate's jobs."""
    app, task = _procrastinate(url)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await task.batch_defer_async(*({"key": f"key {number}"} for number in range(count)))


async def work(url: str, count: int) -> None:
    """Dispatch every job with a worker of procrastinate's, as many at once as the engine sends."""
    Sent.expect(count)
    app, _ = _procrastinate(url)
    async with app.open_async():
        await app.run_worker_async(wait=False, concurrency=WORKERS, install_signal_handlers=False)
    if Sent.count != count:
        raise RuntimeError(f"procrastinate did {Sent.count} of {count}")


def _procrastinate(url: str) -> tuple[Any, Any]:
    library: Any = importlib.import_module("procrastinate")
    app = library.App(connector=library.PsycopgConnector(conninfo=url))

    @app.task(name="send")  # type: ignore[untyped-decorator]
    async def send_later(key: str) -> None:
        await send(key)

    return app, send_later
