"""appointments and recommending."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral_code",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_referral_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_referral_code")),
        sa.UniqueConstraint("word", name=op.f("uq_referral_code_word")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("store", sa.String(length=60), nullable=False),
        sa.Column("specialist", sa.String(length=60), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at_home", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('booked', 'kept', 'missed', 'cancelled')", name=op.f("ck_visit_state")
        ),
        sa.CheckConstraint("ends > starts", name=op.f("ck_visit_ends_after_it_starts")),
        sa.CheckConstraint("moves >= 0", name=op.f("ck_visit_moves")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_visit_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_person_id_starts", ["person_id", "starts"], unique=False)
        batch_op.create_index("ix_visit_store_starts", ["store", "starts"], unique=False)

    op.create_table(
        "booked_quarter",
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("specialist", sa.String(length=60), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_booked_quarter_visit_id_visit")
        ),
        sa.PrimaryKeyConstraint("starts", "specialist", name=op.f("pk_booked_quarter")),
    )
    with op.batch_alter_table("booked_quarter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booked_quarter_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "recommender_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "newcomer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("may_tell", sa.Boolean(), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('met', 'joined', 'bought', 'rewarded', 'reversed', 'void')",
            name=op.f("ck_referral_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('bought','rewarded') OR purchase_id IS NOT NULL",
            name=op.f("ck_referral_by_a_purchase"),
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_referral_points")),
        sa.CheckConstraint("recommender_id <> newcomer_id", name=op.f("ck_referral_not_herself")),
        sa.ForeignKeyConstraint(
            ["newcomer_id"], ["person.id"], name=op.f("fk_referral_newcomer_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_referral_purchase_id_purchase")
        ),
        sa.ForeignKeyConstraint(
            ["recommender_id"], ["person.id"], name=op.f("fk_referral_recommender_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("newcomer_id", name=op.f("uq_referral_newcomer_id")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(
            "ix_referral_due",
            ["due"],
            unique=False,
            sqlite_where=sa.text("state = 'bought'"),
            postgresql_where=sa.text("state = 'bought'"),
        )
        batch_op.create_index(batch_op.f("ix_referral_purchase_id"), ["purchase_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_referral_recommender_id"), ["recommender_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_recommender_id"))
        batch_op.drop_index(batch_op.f("ix_referral_purchase_id"))
        batch_op.drop_index(
            "ix_referral_due",
            sqlite_where=sa.text("state = 'bought'"),
            postgresql_where=sa.text("state = 'bought'"),
        )

    op.drop_table("referral")
    with op.batch_alter_table("booked_quarter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booked_quarter_visit_id"))

    op.drop_table("booked_quarter")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_store_starts")
        batch_op.drop_index("ix_visit_person_id_starts")

    op.drop_table("visit")
    op.drop_table("referral_code")
