"""What one day has of its own: rain, the price of gold, other opening hours."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rainy_day",
        sa.Column("store", sa.String(60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        *_said(),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_rainy_day_until")),
        sa.PrimaryKeyConstraint("store", "day", name=op.f("pk_rainy_day")),
    )
    op.create_table(
        "gold_price",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        *_said(),
        sa.CheckConstraint("fen > 0", name=op.f("ck_gold_price_fen")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_gold_price")),
    )
    op.create_table(
        "other_hours",
        sa.Column("store", sa.String(60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(11), nullable=False),
        sa.Column("why", sa.String(60), nullable=False),
        *_said(),
        sa.PrimaryKeyConstraint("store", "day", name=op.f("pk_other_hours")),
    )


def downgrade() -> None:
    for table in ("other_hours", "gold_price", "rainy_day"):
        op.drop_table(table)


def _said() -> tuple[sa.Column[Any], ...]:
    """Make the columns of who has said it, and when."""
    return (
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
