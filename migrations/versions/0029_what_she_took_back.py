"""What she agreed to before she stopped it; care by the moment it was due."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

CARED = sa.text("purpose IN ('care','promotion')")


def upgrade() -> None:
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("taken_back", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_consent_taken_back_is_a_no"), "NOT (granted AND taken_back)"
        )
    op.create_index(
        "ix_outbox_cared",
        "outbox",
        ["due"],
        sqlite_where=CARED,
        postgresql_where=CARED,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_cared", table_name="outbox")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_consent_taken_back_is_a_no"), type_="check")
        batch_op.drop_column("taken_back")
