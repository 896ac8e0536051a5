"""Cards: the template door, with what WeChat reports about each."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("provider_id", sa.String(length=64), nullable=False),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('arrived','refused','failed')", name=op.f("ck_receipt_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox.id"], name=op.f("fk_receipt_message_id_outbox")
        ),
        sa.PrimaryKeyConstraint("door", "provider_id", name=op.f("pk_receipt")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipt_message_id"), ["message_id"], unique=False)
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("door_pause", schema=None) as batch_op:
        batch_op.alter_column(
            "door", existing_type=sa.String(length=10), type_=sa.String(length=80), nullable=False
        )


def downgrade() -> None:
    op.execute("DELETE FROM door_pause WHERE length(door) > 10")
    with op.batch_alter_table("door_pause", schema=None) as batch_op:
        batch_op.alter_column(
            "door", existing_type=sa.String(length=80), type_=sa.String(length=10), nullable=False
        )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("tried_at")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_message_id"))
        batch_op.drop_index(batch_op.f("ix_receipt_at"))
    op.drop_table("receipt")
