"""The talks that a colleague has are found by her name."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0030"
branch_labels = None
depends_on = None

HELD = sa.text("holder = 'staff'")


def upgrade() -> None:
    op.create_index(
        "ix_conversation_staff",
        "conversation",
        ["staff"],
        sqlite_where=HELD,
        postgresql_where=HELD,
    )


def downgrade() -> None:
    op.drop_index("ix_conversation_staff", "conversation")
