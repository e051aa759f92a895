"""Members of both platforms, each with an interview and reminders owed, written past the door: in bulk."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day

from sqlalchemy import insert

from bot.domain.interviews import Format, Interview
from bot.domain.members import Greeting, Member, MemberRef, Platform, Preferences
from bot.domain.owed import Channel
from bot.domain.reminders import Reminder, reminder_key
from bot.storage.mapping import INTERVIEWS, MEMBERS
from bot.storage.owed_rows import owed_values
from bot.storage.store import SqlStore
from bot.storage.tables import interviews, members
from bot.storage.tables import owed as owed_rows
from tests.announcing import OwedAnnouncement, announced
from tests.soak.recorder import discord_channel, slack_channel

LEADS = ("T-5", "T-3", "T-1", "morning")
"""One member's reminders; they come close together here, which is of no importance."""
WORKSPACE = "T1"
CHANNELS = 5
"""On either platform."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """One reminder that must arrive in this channel, once."""

    key: str
    channel: str
    due_at: datetime


def member(number: int, now: datetime) -> Member:
    """Every other member is on Slack; with every other of those on either the channel is not open yet."""
    on_slack = number % 2 == 0
    user = f"U{number:07}" if on_slack else str(1_000_000 + number)
    return Member(
        id=f"m{number:011}",
        ref=MemberRef(Platform.SLACK, WORKSPACE, user) if on_slack else MemberRef(Platform.DISCORD, "", user),
        group=WORKSPACE if on_slack else "1",
        preferences=Preferences(zone="UTC"),
        greeting=Greeting.SEEN,
        channel=channel_of(number) if number % 4 < 2 else "",
        created_at=now,
    )


def group_of(number: int) -> tuple[Platform, str]:
    """Return the member's platform and group."""
    return (Platform.SLACK, WORKSPACE) if number % 2 == 0 else (Platform.DISCORD, "1")


def channel_of(number: int) -> str:
    """Return the member's private channel."""
    return slack_channel(f"U{number:07}") if number % 2 == 0 else discord_channel(str(1_000_000 + number))


def interview(number: int, now: datetime) -> Interview:
    """Return that member's interview, days ahead."""
    return Interview(
        id=f"i{number:011}",
        member_id=f"m{number:011}",
        company="Acme",
        role="analyst",
        day=(now + 5 * DAY).date(),
        time=time_of_day(15),
        zone="UTC",
        format=Format.VIDEO,
        created_at=now,
        planned_from=now,
    )


def reminder(number: int, lead: str, starts_at: datetime, due_at: datetime) -> Reminder:
    """Return what is due to that member then, of use for a day and by night too."""
    identifier = f"i{number:011}"
    return Reminder(
        key=reminder_key(identifier, lead, starts_at, 0),
        member_id=f"m{number:011}",
        interview_id=identifier,
        lead=lead,
        starts_at=starts_at,
        due_at=due_at,
        useful_until=due_at + DAY,
        quiet_ok=True,
    )


def announcement(number: int, due_at: datetime) -> OwedAnnouncement:
    """Return what is due to one of a few channels then, every other time on Slack."""
    place = f"{number // 2 % CHANNELS}"
    channel = Channel(Platform.DISCORD, "1", f"700{place}")
    if number % 2 == 0:
        channel = Channel(Platform.SLACK, WORKSPACE, f"C00{place}")
    return announced(channel, due_at, f"news {number}", DAY)


async def seed(
    store: SqlStore,
    dues: Sequence[datetime],
    *,
    each: int = len(LEADS),
    now: datetime | None = None,
    public: int = 0,
) -> dict[str, Owed]:
    """Owe something at each of these instants; return it by key.

    `public` announcements are owed to channels, all else are reminders, `each` to a member.
    """
    now = now or datetime.now(UTC)
    shuffled = random.Random(3).sample(dues, len(dues))
    people, rows, owed = [], [], {}
    meetings = []
    for number in range(public):
        news = announcement(number, shuffled.pop())
        rows.append(owed_values(news))
        assert news.channel is not None
        owed[news.key] = Owed(news.key, news.channel.id, news.due_at)
    for number in range((len(shuffled) + each - 1) // each):
        people.append(MEMBERS.values(member(number, now), store._vault))
        meeting = interview(number, now)
        meetings.append(INTERVIEWS.values(meeting, store._vault))
        for lead, due_at in zip(LEADS, shuffled[number * each : (number + 1) * each], strict=False):
            row = reminder(number, lead, meeting.starts_at, due_at)
            rows.append(owed_values(row, *group_of(number)))
            owed[row.key] = Owed(row.key, channel_of(number), due_at)
    async with store._engine.begin() as connection:
        for table, values in ((members, people), (interviews, meetings), (owed_rows, rows)):
            await connection.execute(insert(table), values)
    return owed
