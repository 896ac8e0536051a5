"""SMS: what carriers say of a number and of a message, what each costs, and what a day did."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0025"
branch_labels = None
depends_on = None

OUTCOMES = "outcome IN ('arrived','refused','failed')"
WITH_EMPTY = "outcome IN ('arrived','refused','empty','failed')"


def upgrade() -> None:
    op.create_table(
        "sms_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "numbers >= 0 AND segments >= 0 AND fen >= 0", name=op.f("ck_sms_day_counts")
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_sms_day")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone_trouble", sa.String(length=7), nullable=True))
        batch_op.add_column(
            sa.Column("phone_trouble_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_person_phone_trouble"),
            "phone_trouble IN ('empty','refused','changed')",
        )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("out_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("segments", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("fen", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_out_id"), ["out_id"], unique=False)
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("why", sa.String(length=60), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_receipt_outcome"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_receipt_outcome"), WITH_EMPTY)


def downgrade() -> None:
    op.execute("UPDATE receipt SET outcome = 'failed' WHERE outcome = 'empty'")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_receipt_outcome"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_receipt_outcome"), OUTCOMES)
        batch_op.drop_column("why")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_out_id"))
        batch_op.drop_column("fen")
        batch_op.drop_column("segments")
        batch_op.drop_column("out_id")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_person_phone_trouble"), type_="check")
        batch_op.drop_column("phone_trouble_at")
        batch_op.drop_column("phone_trouble")
    op.drop_table("sms_day")
