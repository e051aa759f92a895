"""A thousand reminders due at once, through the engine and a platform's messenger."""

from __future__ import annotations

import random
import time
from datetime import time as time_of_day
from datetime import timedelta
from pathlib import Path

from benchmarks.member import NOW, StoppedClock, database_in
from bot.catalog.catalog import load
from bot.catalog.location import builtin_packs
from bot.config import load_settings
from bot.delivery.engine import Delivery
from bot.domain.interviews import Format, Interview
from bot.domain.members import Member, MemberRef, Platform
from bot.domain.reminders import Reminder, reminder_key
from bot.encore import open_encore
from bot.owed.kind import Kinds
from bot.owed.registry import all_kinds
from bot.ports import Alarm, Messenger

DAY = timedelta(days=1)


def member(number: int, platform: Platform, workspace: str) -> Member:
    """Return a member with a known channel."""
    ref = MemberRef(platform, workspace, str(10_000 + number))
    return Member(id=f"m{number:011}", ref=ref, channel=str(20_000 + number), created_at=NOW)


def interview(number: int) -> Interview:
    """Return that member's interview, tomorrow."""
    return Interview(
        id=f"i{number:011}",
        member_id=f"m{number:011}",
        company="Acme",
        role="analyst",
        day=(NOW + DAY).date(),
        time=time_of_day(15),
        zone="UTC",
        format=Format.VIDEO,
        created_at=NOW,
        planned_from=NOW,
    )


def reminder(number: int) -> Reminder:
    """Return what is due to that member now."""
    starts_at = interview(number).starts_at
    return Reminder(
        key=reminder_key(f"i{number:011}", "T-1", starts_at, 0),
        member_id=f"m{number:011}",
        interview_id=f"i{number:011}",
        lead="T-1",
        starts_at=starts_at,
        due_at=NOW,
        useful_until=starts_at,
    )


async def seconds_of(
    folder: Path, count: int, platform: Platform, workspace: str, messenger: Messenger
) -> float:
    """Return how long `count` due reminders of as many members take, claimed, sent and recorded."""
    settings = load_settings(
        database={"url": f"sqlite:///{database_in(folder).as_posix()}"}, secrets={"key_file": folder / "key"}
    )
    async with open_encore(settings, clock=StoppedClock()) as encore:
        async with encore.store.unit() as unit:
            for number in range(count):
                await unit.members.add(member(number, platform, workspace))
                await unit.interviews.add(interview(number))
            await unit.owed.put([reminder(number) for number in range(count)])
            await unit.commit()
        delivery = Delivery(
            store=encore.store,
            kinds=Kinds(all_kinds(), load([builtin_packs()])),
            clock=StoppedClock(),
            rng=random.Random(1),
            messengers={platform: messenger},
            alarm=_never,
        )
        begun = time.perf_counter()
        sent = await delivery.deliver_due()
        took = time.perf_counter() - begun
    if sent != count:
        raise RuntimeError(f"{sent} of {count} were sent")
    return took


def _never() -> Alarm:
    raise RuntimeError("nothing sleeps in a burst")
