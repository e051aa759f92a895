"""What members say of themselves, so that tips fit them."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Sealed

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("about", Sealed()))


def downgrade() -> None:
    op.drop_column("members", "about")
