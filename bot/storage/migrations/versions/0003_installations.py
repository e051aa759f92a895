"""Where Encore is installed, and the installations under way."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Sealed, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("bot", sa.String(length=64), nullable=False),
        sa.Column("bot_user", sa.String(length=64), nullable=False),
        sa.Column("token", Sealed(), nullable=True),
        sa.Column("refresh_token", Sealed(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("installed_at", UtcDateTime(), nullable=False),
        sa.Column("uninstalled_at", UtcDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", name=op.f("pk_installations")),
    )
    op.create_index(op.f("ix_installations_uninstalled_at"), "installations", ["uninstalled_at"])
    op.create_table(
        "oauth_states",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oauth_states")),
    )
    op.create_index(op.f("ix_oauth_states_expires_at"), "oauth_states", ["expires_at"])


def downgrade() -> None:
    op.drop_table("oauth_states")
    op.drop_table("installations")
