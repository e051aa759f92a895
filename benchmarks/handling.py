"""`App.handle` beside the bare statements that it needs.

Run with `python -m benchmarks.handling`. The bare side is what SQLAlchemy core costs by itself: the same engine
settings, a transaction begun and ended alike, the statements that the handler sends, with their rows read, and
no more. Each side has a database of its own with the same member in it.
"""

from __future__ import annotations

import asyncio
import tempfile
from functools import partial
from pathlib import Path

from sqlalchemy import bindparam, delete, literal_column, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.member import NOW, PREP, TIP, Speaker, database_in, opened
from benchmarks.table import Row, interleaved_awaits
from bot.storage.engine import address_of, open_engine
from bot.storage.tables import drafts, interviews, marks, members, owed, saved, seen

ROUNDS = 1_000
WARM_UP = 50
USER = "ada"
TIPS = tuple(f"tip-{number:03}" for number in range(30))

MEMBER = select(members).where(
    members.c.platform == bindparam("platform"),
    members.c.workspace == bindparam("workspace"),
    members.c.user == bindparam("user"),
)
ADA = {"platform": "terminal", "workspace": "local", "user": USER}
SEEN = select(seen.c.item).where(seen.c.member_id == bindparam("member_id"), seen.c.kind == "tip")
SEE = insert(seen).on_conflict_do_nothing()
FORGET = delete(seen).where(seen.c.member_id == bindparam("mine"), seen.c.kind == "tip")
SAVED = select(saved).where(saved.c.member_id == bindparam("member_id")).order_by(saved.c.at.desc())
DRAFTS = (
    select(drafts)
    .where(drafts.c.member_id == bindparam("member_id"), drafts.c.expires_at > bindparam("now"))
    .order_by(drafts.c.saved_at.desc(), drafts.c.id)
)
INTERVIEWS = (
    select(interviews)
    .where(interviews.c.member_id == bindparam("member_id"))
    .order_by(interviews.c.starts_at, interviews.c.id)
)
UNTOLD = (
    select(owed)
    .where(owed.c.member_id == bindparam("member_id"), owed.c.status == literal_column("'expired'"))
    .where(~owed.c.told)
    .order_by(owed.c.due_at, owed.c.key)
)
REMINDERS = select(owed).where(owed.c.subject == bindparam("subject")).order_by(owed.c.due_at, owed.c.key)
MARKS = select(marks.c.lead, marks.c.mark).where(marks.c.interview_id == bindparam("interview_id"))


async def bare_tip(engine: AsyncEngine) -> None:
    """Read the member, what she has seen and what she keeps; note one tip more, and commit."""
    async with engine.connect() as connection:
        [member] = (await connection.execute(MEMBER, ADA)).all()
        mine = {"member_id": member.id}
        met = set((await connection.execute(SEEN, mine)).scalars())
        if len(met) == len(TIPS):
            await connection.execute(FORGET, {"mine": member.id})
            met.clear()
        fresh = next(tip for tip in TIPS if tip not in met)
        await connection.execute(SEE, {**mine, "kind": "tip", "item": fresh, "at": NOW})
        (await connection.execute(SAVED, mine)).all()
        await connection.commit()


async def bare_prep(engine: AsyncEngine) -> None:
    """Read the member, her drafts, her interview, its reminders and marks, and what she was not told."""
    async with engine.connect() as connection:
        [member] = (await connection.execute(MEMBER, ADA)).all()
        mine = {"member_id": member.id}
        (await connection.execute(DRAFTS, {**mine, "now": NOW})).all()
        [interview] = (await connection.execute(INTERVIEWS, mine)).all()
        (await connection.execute(UNTOLD, mine)).all()
        rows = (await connection.execute(REMINDERS, {"subject": interview.id})).all()
        (await connection.execute(MARKS, {"interview_id": interview.id})).all()
        assert rows


async def measure(folder: Path) -> list[Row]:
    """Ask and select in turn."""
    found = []
    ours, theirs = folder / "ours", folder / "bare"
    async with opened(ours) as app, opened(theirs) as other:
        speaker = Speaker(app, USER)
        for each in (speaker, Speaker(other, USER)):
            await each.live_in_new_york()
            await each.book("Acme, data analyst, 2026-11-19 15:00")
        engine = open_engine(address_of(f"sqlite:///{database_in(theirs).as_posix()}"))
        for asked, bare in ((TIP, bare_tip), (PREP, bare_prep)):
            handle, statements = partial(speaker.ask, asked), partial(bare, engine)
            await interleaved_awaits(handle, statements, WARM_UP)
            mine, least = await interleaved_awaits(handle, statements, ROUNDS)
            detail = f"{mine * 1e6:.0f} µs, {least * 1e6:.0f} µs"
            found.append(Row(f"/{asked.path} / its bare statements", mine / least, 4.0, detail))
        await engine.dispose()
    return found


def run() -> list[Row]:
    """Open both databases and measure."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    for row in run():
        print(row)
