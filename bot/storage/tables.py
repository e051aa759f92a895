"""Every table. What a member typed is in `Sealed` columns; instants are `UtcDateTime`.

Everything hangs on a member by foreign keys that cascade, so that deleting the member deletes it all.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Time,
    UniqueConstraint,
    literal_column,
)  # fmt: skip

from bot.storage.types import Sealed, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A partial index serves a query only if the planner sees the very same words, which a bound value hides.
PENDING = literal_column("'pending'", Text)

members = Table(
    "members",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("group_id", Text, nullable=False),
    Column("zone", Text),
    Column("quiet_from", Time, nullable=False),
    Column("quiet_until", Time, nullable=False),
    Column("remind_at", Time, nullable=False),
    Column("pace", Text, nullable=False),
    Column("discreet", Boolean, nullable=False),
    Column("minutes_a_day", Integer, nullable=False),
    Column("paused_until", UtcDateTime),
    Column("privacy_shown", Boolean, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "workspace", "user_id"),
)


def _member() -> Column[str]:
    return Column("member_id", Text, ForeignKey(members.c.id, ondelete="CASCADE"), nullable=False)


interviews = Table(
    "interviews",
    metadata,
    Column("id", Text, primary_key=True),
    _member(),
    # The start as the member said it, and the instant that it comes to, for order and for `purge`.
    Column("day", Date, nullable=False),
    Column("time", Time, nullable=False),
    Column("zone", Text, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("format", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("outcome", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("planned_from", UtcDateTime, nullable=False),
    # Company, role, people, place and notes as one JSON object: loading an interview opens one seal.
    Column("private", Sealed, nullable=False),
    Column("has_notes", Boolean, nullable=False),
)
Index(None, interviews.c.member_id, interviews.c.starts_at)
Index(
    "ix_interviews_noted_starts_at",
    interviews.c.starts_at,
    sqlite_where=interviews.c.has_notes,
    postgresql_where=interviews.c.has_notes,
)

reminders = Table(
    "reminders",
    metadata,
    Column("key", Text, primary_key=True),
    _member(),
    Column("interview_id", Text, ForeignKey(interviews.c.id, ondelete="CASCADE"), nullable=False),
    Column("lead", Text, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("snooze", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("useful_until", UtcDateTime, nullable=False),
    Column("quiet_ok", Boolean, nullable=False),
    Column("includes", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", UtcDateTime),
    Column("reason", Text, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("receipt", Text),
    Column("lease_owner", Text),
    Column("lease_until", UtcDateTime),
    # The later of `due_at` and `lease_until`: from then on the row may be claimed.
    Column("ready_at", UtcDateTime, nullable=False),
)
Index(None, reminders.c.interview_id, reminders.c.due_at)
Index(None, reminders.c.member_id)
# It holds all that choosing whom to serve first needs, so that a busy morning reads the index alone.
Index(
    "ix_reminders_pending",
    reminders.c.ready_at,
    reminders.c.useful_until,
    reminders.c.key,
    sqlite_where=reminders.c.status == PENDING,
    postgresql_where=reminders.c.status == PENDING,
)

marks = Table(
    "marks",
    metadata,
    Column("interview_id", Text, ForeignKey(interviews.c.id, ondelete="CASCADE"), primary_key=True),
    Column("lead", Text, primary_key=True),
    Column("mark", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    _member(),
    Column("path", Text, nullable=False),
    Column("content", Sealed, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
Index(None, drafts.c.member_id, drafts.c.saved_at)
Index(None, drafts.c.expires_at)

seen_items = Table(
    "seen_items",
    metadata,
    Column("member_id", Text, ForeignKey(members.c.id, ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

saved_items = Table(
    "saved_items",
    metadata,
    Column("member_id", Text, ForeignKey(members.c.id, ondelete="CASCADE"), primary_key=True),
    Column("item", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("member_id", Text, ForeignKey(members.c.id, ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("shown_at", UtcDateTime),
)

notes = Table(
    "notes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text),
    Column("sealed", Sealed),
)
