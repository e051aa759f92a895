"""What is owed is of any kind: reminders become rows with a kind, a subject and a recipient."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BATCH = 1_000
KINDS = {"hello": "greeting", "reflection": "reflection"}
"""By what stood in place of a lead. Any other is a step of a plan."""
AS_THEY_ARE = (
    "key",
    "member_id",
    "due_at",
    "useful_until",
    "quiet_ok",
    "status",
    "sent_at",
    "receipt",
    "attempts",
    "attempted_at",
    "held_until",
    "owner",
    "reason",
    "told",
)
OF_A_STEP = ("lead", "starts_at", "snooze", "includes", "tasks")


def _delivery() -> list[sa.Column[Any]]:
    """Return the columns that both have after their own, in which delivery keeps what became of a row."""
    return [
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("useful_until", UtcDateTime(), nullable=False),
        sa.Column("quiet_ok", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("sent_at", UtcDateTime()),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempted_at", UtcDateTime()),
        sa.Column("held_until", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
    ]


def _owed() -> sa.Table:
    return op.create_table(
        "owed",
        sa.Column("key", sa.String(25), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(12)),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("group", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(64)),
        sa.Column("details", sa.Text(), nullable=False),
        *_delivery(),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_owed_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_owed"),
    )


def _reminders() -> sa.Table:
    return op.create_table(
        "reminders",
        sa.Column("key", sa.String(25), nullable=False),
        sa.Column("member_id", sa.String(12), nullable=False),
        sa.Column("interview_id", sa.String(12), nullable=False),
        sa.Column("lead", sa.String(16), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("snooze", sa.Integer(), nullable=False),
        sa.Column("includes", sa.Text(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False, server_default=sa.text("''")),
        *_delivery(),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_reminders_member_id_members", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name="fk_reminders_interview_id_interviews",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name="pk_reminders"),
    )


def _indexes(table: str, *columns: str) -> None:
    """Make the indexes of a table after it has been filled."""
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
    owed, told = sa.text("status = 'pending'"), "status = 'expired' AND {}"
    op.create_index(f"ix_{table}_pending", table, ["held_until"], sqlite_where=owed, postgresql_where=owed)
    op.create_index(
        f"ix_{table}_untold",
        table,
        ["member_id"],
        sqlite_where=sa.text(told.format("told = 0")),
        postgresql_where=sa.text(told.format("NOT told")),
    )


def upgrade() -> None:
    members = _table("members", "id", "platform", "group")
    reminders = _table("reminders", *AS_THEY_ARE, "interview_id", *OF_A_STEP)
    owed = _owed()
    asked = sa.select(reminders, members.c.platform, members.c.group).join_from(
        reminders, members, members.c.id == reminders.c.member_id
    )
    _copy(asked, reminders.c.key, owed, _generalised)
    _indexes("owed", "subject", "member_id")
    there = sa.text("channel IS NOT NULL")
    op.create_index("ix_owed_channel", "owed", ["channel"], sqlite_where=there, postgresql_where=there)
    _inbox_of("owed")
    op.drop_table("reminders")


def downgrade() -> None:
    """Bring the reminders back; what is of a kind, or for a channel, that there was none of before is lost."""
    owed = _table("owed", *AS_THEY_ARE, "kind", "subject", "details")
    interviews = _table("interviews", "id", "member_id", "starts_at")
    reminders = _reminders()
    # A first message was about the last interview that its member had then: any of theirs will do.
    theirs = interviews.alias()
    first = (
        sa.select(theirs.c.id)
        .where(theirs.c.member_id == owed.c.member_id)
        .order_by(theirs.c.starts_at.desc(), theirs.c.id)
        .limit(1)
        .correlate(owed)
        .scalar_subquery()
    )
    about = sa.case((owed.c.kind == "greeting", first), else_=owed.c.subject)
    asked = sa.select(owed, interviews.c.id.label("interview_id"), interviews.c.starts_at).join_from(
        owed, interviews, interviews.c.id == about
    )
    known = asked.where(owed.c.kind.in_(("reminder", *KINDS.values())), owed.c.member_id.is_not(None))
    _copy(known, owed.c.key, reminders, _particular)
    _indexes("reminders", "interview_id", "member_id")
    _inbox_of("reminders")
    op.drop_table("owed")


def _generalised(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reminder as a row owed."""
    kind = KINDS.get(row["lead"], "reminder")
    details: dict[str, Any] = {}
    if kind != "greeting":
        details = {"interview_id": row["interview_id"], "starts_at": row["starts_at"].isoformat()}
    if kind == "reminder":
        details |= {"lead": row["lead"], "snooze": row["snooze"]}
        details |= {name: row[name].split() for name in ("includes", "tasks")}
    return {
        **{name: row[name] for name in (*AS_THEY_ARE, "platform", "group")},
        "kind": kind,
        "subject": details.get("interview_id", ""),
        "channel": None,
        "details": json.dumps(details, separators=(",", ":")),
    }


def _particular(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row owed as a reminder; `interview_id` and `starts_at` are those of an interview of its member's."""
    details = json.loads(row["details"])
    leads = {kind: lead for lead, kind in KINDS.items()}
    starts_at = row["starts_at"]
    if "starts_at" in details:
        starts_at = datetime.fromisoformat(details["starts_at"])
    return {
        **{name: row[name] for name in (*AS_THEY_ARE, "interview_id")},
        "lead": details.get("lead") or leads[row["kind"]],
        "starts_at": starts_at,
        "snooze": details.get("snooze", 0),
        **{name: " ".join(details.get(name, ())) for name in ("includes", "tasks")},
    }


def _inbox_of(table: str) -> None:
    """Make the inbox anew, about the rows of this table: what it was about is dropped, which would take it along."""
    op.execute("CREATE TABLE inbox_before AS SELECT * FROM inbox")
    op.drop_table("inbox")
    op.create_table(
        "inbox",
        sa.Column("member_id", sa.String(12), nullable=False),
        sa.Column("key", sa.String(25), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("showing", sa.Boolean(), nullable=False),
        sa.Column("shown_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["key"], [f"{table}.key"], name=f"fk_inbox_key_{table}", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_inbox_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "key", name="pk_inbox"),
    )
    before = _table("inbox_before", "key")
    of_none = sa.not_(before.c.key.in_(sa.select(sa.table(table, sa.column("key")).c.key)))
    op.execute(sa.delete(before).where(of_none))
    op.execute("INSERT INTO inbox SELECT * FROM inbox_before")
    op.drop_table("inbox_before")
    op.create_index("ix_inbox_key", "inbox", ["key"])
    waiting = sa.text("shown_at IS NULL")
    op.create_index(
        "ix_inbox_waiting", "inbox", ["member_id"], sqlite_where=waiting, postgresql_where=waiting
    )


def _table(name: str, *columns: str) -> sa.TableClause:
    kinds = {column.name: column.type for column in _delivery()} | {"starts_at": UtcDateTime()}
    return sa.table(name, *(sa.column(column, kinds.get(column)) for column in columns))


def _copy(
    asked: sa.Select[Any],
    key: sa.ColumnElement[str],
    into: sa.Table,
    changed: Callable[[Any], dict[str, Any]],
) -> None:
    """Copy rows, some at a time, in the order of their keys."""
    connection, last = op.get_bind(), ""
    while rows := connection.execute(asked.where(key > last).order_by(key).limit(BATCH)).mappings().all():
        connection.execute(sa.insert(into), [changed(row) for row in rows])
        last = rows[-1]["key"]
