"""gifts, coupons, levels."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "gift_stock",
        sa.Column("gift", sa.String(length=20), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= stock", name=op.f("ck_gift_stock_taken")),
        sa.PrimaryKeyConstraint("gift", name=op.f("pk_gift_stock")),
    )
    op.create_table(
        "coupon",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("off_fen", sa.Integer(), nullable=False),
        sa.Column("from_fen", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=60), nullable=True),
        sa.Column("till", sa.String(length=60), nullable=True),
        sa.Column("receipt", sa.String(length=80), nullable=True),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f("ck_coupon_closed")),
        sa.CheckConstraint(
            "state <> 'used' OR receipt IS NOT NULL", name=op.f("ck_coupon_receipt")
        ),
        sa.CheckConstraint(
            "state IN ('open','used','expired','taken_back')", name=op.f("ck_coupon_state")
        ),
        sa.CheckConstraint("off_fen >= 0 AND from_fen >= 0", name=op.f("ck_coupon_terms")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_coupon_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_coupon_code_hash")),
        sa.UniqueConstraint("person_id", "source", name=op.f("uq_coupon_person_id_source")),
    )
    with op.batch_alter_table("coupon", schema=None) as batch_op:
        batch_op.create_index(
            "ix_coupon_open",
            ["good_until"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "redemption",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("gift", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("spend_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("stores", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=60), nullable=True),
        sa.Column("store", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)", name=op.f("ck_redemption_closed")
        ),
        sa.CheckConstraint(
            "state IN ('open','collected','cancelled','expired')", name=op.f("ck_redemption_state")
        ),
        sa.CheckConstraint("count > 0", name=op.f("ck_redemption_count")),
        sa.CheckConstraint("points > 0", name=op.f("ck_redemption_points")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_redemption_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["spend_id"], ["point_entry.id"], name=op.f("fk_redemption_spend_id_point_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemption")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_redemption_code_hash")),
    )
    with op.batch_alter_table("redemption", schema=None) as batch_op:
        batch_op.create_index(
            "ix_redemption_open",
            ["good_until"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index("ix_redemption_person_id_gift", ["person_id", "gift"], unique=False)
        batch_op.create_index(batch_op.f("ix_redemption_spend_id"), ["spend_id"], unique=False)

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level_until", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_member_level_until"), ["level_until"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_level_until"))
        batch_op.drop_column("level_until")

    with op.batch_alter_table("redemption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_redemption_spend_id"))
        batch_op.drop_index("ix_redemption_person_id_gift")
        batch_op.drop_index(
            "ix_redemption_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.drop_table("redemption")
    with op.batch_alter_table("coupon", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_coupon_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.drop_table("coupon")
    op.drop_table("gift_stock")
