"""Which dataclass lies in which table, and how."""

from __future__ import annotations

from typing import Any

from bot.domain.drafts import Draft
from bot.domain.feeds import Feed
from bot.domain.installations import Installation
from bot.domain.interviews import Interview
from bot.domain.members import Member
from bot.domain.reminders import Reminder, Status
from bot.domain.sheets import Entry
from bot.storage.mapping import Mapper
from bot.storage.tables import drafts, feeds, installations, interviews, members, sheets

MEMBERS = Mapper(Member, members, rest="about", spread=("ref", "preferences"))
INTERVIEWS = Mapper(Interview, interviews, rest="private")
ENTRIES = Mapper(Entry, sheets, alone={"values": "private"})
FEEDS = Mapper(Feed, feeds, rest="token")
DRAFTS = Mapper(Draft, drafts, alone={"values": "values"})
INSTALLATIONS = Mapper(
    Installation, installations, alone={"token": "token", "refresh_token": "refresh_token"}
)


def reminder_of(row: Any) -> Reminder:
    """Return the reminder in a row of `reminders`."""
    return Reminder(
        key=row["key"],
        member_id=row["member_id"],
        interview_id=row["interview_id"],
        lead=row["lead"],
        starts_at=row["starts_at"],
        snooze=row["snooze"],
        due_at=row["due_at"],
        useful_until=row["useful_until"],
        quiet_ok=row["quiet_ok"],
        includes=tuple(row["includes"].split()),
        tasks=tuple(row["tasks"].split()),
        status=Status(row["status"]),
        sent_at=row["sent_at"],
        attempts=row["attempts"],
        attempted_at=row["attempted_at"],
        reason=row["reason"],
        told=row["told"],
    )


def reminder_values(reminder: Reminder) -> dict[str, Any]:
    """Return the columns of a reminder that nobody has tried to send yet."""
    return {
        "key": reminder.key,
        "member_id": reminder.member_id,
        "interview_id": reminder.interview_id,
        "lead": str(reminder.lead),
        "starts_at": reminder.starts_at,
        "snooze": reminder.snooze,
        "due_at": reminder.due_at,
        "useful_until": reminder.useful_until,
        "quiet_ok": reminder.quiet_ok,
        "includes": " ".join(reminder.includes),
        "tasks": " ".join(reminder.tasks),
        "status": str(reminder.status),
        "sent_at": reminder.sent_at,
        "receipt": "",
        "attempts": reminder.attempts,
        "attempted_at": reminder.attempted_at,
        "held_until": reminder.due_at,
        "owner": "",
        "reason": reminder.reason,
        "told": reminder.told,
    }
