"""What members write down around an interview, tasks by themselves, and private calendar addresses."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Sealed, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interviews", sa.Column("outcome_at", UtcDateTime()))
    op.add_column("interviews", sa.Column("answer_by", sa.Date()))
    op.add_column(
        "interviews", sa.Column("previous", sa.String(12), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("reminders", sa.Column("tasks", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "task_marks",
        sa.Column("interview_id", sa.String(12), nullable=False),
        sa.Column("task", sa.String(80), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name="fk_task_marks_interview_id_interviews",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("interview_id", "task", name="pk_task_marks"),
    )
    op.create_table(
        "sheets",
        sa.Column("member_id", sa.String(12), nullable=False),
        sa.Column("sheet", sa.String(16), nullable=False),
        sa.Column("interview_id", sa.String(12), nullable=False),
        sa.Column("slot", sa.String(32), nullable=False),
        sa.Column("private", Sealed(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_sheets_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "sheet", "interview_id", "slot", name="pk_sheets"),
    )
    op.create_table(
        "feeds",
        sa.Column("member_id", sa.String(12), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("token", Sealed(), nullable=False),
        sa.Column("detailed", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_feeds_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name="pk_feeds"),
        sa.UniqueConstraint("digest", name="uq_feeds_digest"),
    )


def downgrade() -> None:
    op.drop_table("feeds")
    op.drop_table("sheets")
    op.drop_table("task_marks")
    op.drop_column("reminders", "tasks")
    for name in ("previous", "answer_by", "outcome_at"):
        op.drop_column("interviews", name)
