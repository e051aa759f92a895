"""The private channel of a member, and the first message that proves it."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# Columns are added in place, never by making the table anew: dropping the old one would take every
# member's rows along.


def upgrade() -> None:
    op.add_column(
        "members", sa.Column("channel", sa.String(64), nullable=False, server_default=sa.text("''"))
    )
    op.add_column(
        "members", sa.Column("greeting", sa.String(16), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("members", sa.Column("greeted_at", UtcDateTime()))


def downgrade() -> None:
    op.drop_column("members", "greeted_at")
    op.drop_column("members", "greeting")
    op.drop_column("members", "channel")
