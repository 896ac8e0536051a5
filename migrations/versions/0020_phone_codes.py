"""Codes that were sent to phones."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0021"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "phone_code",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("phone_hash", sa.String(length=64), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_phone_code_tries")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_phone_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_code")),
        sa.UniqueConstraint("phone_hash", "minute", name=op.f("uq_phone_code_phone_hash_minute")),
    )
    op.create_index("ix_phone_code_person_id_made_at", "phone_code", ["person_id", "made_at"])


def downgrade() -> None:
    op.drop_index("ix_phone_code_person_id_made_at", "phone_code")
    op.drop_table("phone_code")
