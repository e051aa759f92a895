"""The tables, one a noun. Everything that a member typed lies in a `Sealed` column.

A partial index's condition stands here as each dialect spells it in a query, or the planner passes the index over.
PostgreSQL's is added where its dialect is at work already: naming it at once would load it at every start.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)  # fmt: skip

from bot.storage.types import Sealed, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(12)
KEY = String(25)
CONDITION = "postgresql_where"


def _member() -> Column[str]:
    return Column("member_id", ID, ForeignKey("members.id", ondelete="CASCADE"), nullable=False)


def _interview(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "interview_id",
        ID,
        ForeignKey("interviews.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


def _partial(name: str, column: str, *, sqlite: str, postgresql: str) -> Index:
    return Index(name, column, sqlite_where=text(sqlite), info={CONDITION: postgresql})


def add_postgresql_conditions() -> None:
    """Make partial indexes partial on PostgreSQL too, for whoever makes the tables there or compares them."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if CONDITION in index.info:
                index.dialect_options["postgresql"]["where"] = text(index.info[CONDITION])


members = Table(
    "members",
    metadata,
    Column("id", ID, primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("workspace", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("group", String(64), nullable=False),
    Column("zone", String(64)),
    Column("quiet_from", Time, nullable=False),
    Column("quiet_until", Time, nullable=False),
    Column("remind_at", Time, nullable=False),
    Column("pace", String(16), nullable=False),
    Column("discreet", Boolean, nullable=False),
    Column("minutes_a_day", Integer, nullable=False),
    Column("paused_until", UtcDateTime),
    Column("about", Sealed),
    Column("privacy_shown", Boolean, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("channel", String(64), nullable=False, server_default=text("''")),
    Column("greeting", String(16), nullable=False, server_default=text("''")),
    Column("greeted_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "workspace", "user"),
)

interviews = Table(
    "interviews",
    metadata,
    Column("id", ID, primary_key=True),
    _member(),
    Column("private", Sealed, nullable=False),
    Column("day", Date, nullable=False),
    Column("time", Time, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("format", String(16), nullable=False),
    Column("round", Integer, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("outcome", String(16)),
    Column("outcome_at", UtcDateTime),
    Column("answer_by", Date),
    Column("previous", ID, nullable=False, server_default=text("''")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("planned_from", UtcDateTime, nullable=False),
    # Sheets may lie beside it, too: what goes after its time is looked for where this is set, as each writing does.
    Column("notes_kept", Boolean, nullable=False, default=True, onupdate=True),
    Index(None, "member_id", "starts_at"),
    _partial("ix_interviews_notes_kept", "starts_at", sqlite="notes_kept = 1", postgresql="notes_kept"),
)

owed = Table(
    "owed",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("member_id", ID, ForeignKey("members.id", ondelete="CASCADE")),
    Column("platform", String(16), nullable=False),
    Column("group", String(64), nullable=False),
    Column("channel", String(64)),
    Column("details", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("useful_until", UtcDateTime, nullable=False),
    Column("quiet_ok", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("sent_at", UtcDateTime),
    Column("receipt", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", UtcDateTime),
    Column("held_until", UtcDateTime, nullable=False),
    Column("owner", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("told", Boolean, nullable=False),
    Index(None, "subject"),
    Index(None, "member_id"),
    # Only what is owed is in this index, so that its size follows the work ahead and not the years behind.
    _partial("ix_owed_pending", "held_until", sqlite="status = 'pending'", postgresql="status = 'pending'"),
    _partial(
        "ix_owed_untold",
        "member_id",
        sqlite="status = 'expired' AND told = 0",
        postgresql="status = 'expired' AND NOT told",
    ),
    _partial("ix_owed_channel", "channel", sqlite="channel IS NOT NULL", postgresql="channel IS NOT NULL"),
)
"""What is owed to members and to channels.

`platform` and `group` are the recipient's and do not change; `subject` is no foreign key, since a kind knows what it is;
`details` are the fields of the row's kind, in JSON.
"""

marks = Table(
    "marks",
    metadata,
    _interview(primary_key=True),
    Column("lead", String(16), primary_key=True),
    Column("mark", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

task_marks = Table(
    "task_marks",
    metadata,
    _interview(primary_key=True),
    Column("task", String(80), primary_key=True),
    Column("mark", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

sheets = Table(
    "sheets",
    metadata,
    Column("member_id", ID, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("sheet", String(16), primary_key=True),
    Column("interview_id", ID, primary_key=True),
    Column("slot", String(32), primary_key=True),
    Column("private", Sealed, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)
"""What members wrote down; `interview_id` is empty for what is of no one interview, so it is no foreign key."""

feeds = Table(
    "feeds",
    metadata,
    Column("member_id", ID, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("token", Sealed, nullable=False),
    Column("detailed", Boolean, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("digest"),
)
"""Private calendar addresses: found by the hash of their token."""

drafts = Table(
    "drafts",
    metadata,
    Column("id", ID, primary_key=True),
    _member(),
    Column("path", String(64), nullable=False),
    Column("values", Sealed, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "member_id", "saved_at"),
    Index(None, "expires_at"),
)

seen = Table(
    "seen",
    metadata,
    Column("member_id", ID, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

saved = Table(
    "saved",
    metadata,
    Column("member_id", ID, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("member_id", ID, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("key", KEY, ForeignKey("owed.key", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("showing", Boolean, nullable=False),
    Column("shown_at", UtcDateTime),
    Index(None, "key"),
    _partial("ix_inbox_waiting", "member_id", sqlite="shown_at IS NULL", postgresql="shown_at IS NULL"),
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

check = Table(
    "key_check",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sealed", Sealed, nullable=False),
)
"""One sealed word: opening it tells whether the key is the right one."""

installations = Table(
    "installations",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("workspace", String(64), primary_key=True),
    Column("bot", String(64), nullable=False),
    Column("bot_user", String(64), nullable=False),
    Column("token", Sealed),
    Column("refresh_token", Sealed),
    Column("expires_at", UtcDateTime),
    Column("installed_at", UtcDateTime, nullable=False),
    Column("uninstalled_at", UtcDateTime),
    Column("revision", Integer, nullable=False),
    Index(None, "uninstalled_at"),
)
"""Uninstalled, a group's row has no tokens and stays until its members' data goes too."""

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)
"""Installations under way: hashes of the states that may come back."""

replicas = Table(
    "replicas",
    metadata,
    Column("id", ID, primary_key=True),
    Column("until", Double, nullable=False),
)
"""The processes that deliver, each until its lease runs out, in seconds of the server's clock."""

holds = Table(
    "holds",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("until", Double, nullable=False),
)
"""Budgets on which a platform asked us to wait, until when."""

FLEETING = frozenset({replicas.name, holds.name})
"""Tables of this moment, which mean nothing in another database."""
