"""journeys."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0013"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "journey_planned",
        sa.Column("journey", sa.String(20), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("journey", name=op.f("pk_journey_planned")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject_id", NUMBER, nullable=True))
        batch_op.add_column(sa.Column("said", sa.String(60), nullable=True))
        batch_op.alter_column("params", existing_type=sa.LargeBinary(), nullable=True)
    op.create_index("ix_purchase_day", "purchase", ["day", "id"])


def downgrade() -> None:
    op.drop_index("ix_purchase_day", "purchase")
    op.execute("DELETE FROM outbox WHERE params IS NULL")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column("params", existing_type=sa.LargeBinary(), nullable=False)
        batch_op.drop_column("said")
        batch_op.drop_column("subject_id")
    op.drop_table("journey_planned")
