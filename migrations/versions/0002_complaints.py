"""complaints."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_case",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("status", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("angry", sa.Boolean(), nullable=False),
        sa.Column("matters", sa.JSON(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("store", sa.String(length=60), nullable=True),
        sa.Column("owner", sa.String(length=60), nullable=True),
        sa.Column("rung", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asks", sa.String(length=8), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spoke_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("speak_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open','closed')", name=op.f("ck_complaint_case_status")),
        sa.CheckConstraint(
            "severity IN ('mild','serious','grave')", name=op.f("ck_complaint_case_severity")
        ),
        sa.CheckConstraint(
            "rung IN ('guide','store_manager','regional_manager','head_office')",
            name=op.f("ck_complaint_case_rung"),
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_complaint_case_closed")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_case_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_case")),
    )
    with op.batch_alter_table("complaint_case", schema=None) as batch_op:
        batch_op.create_index(
            "ix_complaint_case_look_at",
            ["look_at"],
            unique=False,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.create_index(
            "ix_complaint_case_person_id_status", ["person_id", "status"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_complaint_case_owner"), ["owner"], unique=False)
    op.create_table(
        "complaint_evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("word", sa.String(length=12), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint_case.id"],
            name=op.f("fk_complaint_evidence_complaint_id_complaint_case"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_evidence")),
    )
    with op.batch_alter_table("complaint_evidence", schema=None) as batch_op:
        batch_op.create_index(
            "ix_complaint_evidence_complaint_id", ["complaint_id", "id"], unique=False
        )
    op.create_table(
        "complaint_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("solution", sa.LargeBinary(), nullable=False),
        sa.Column("compensation", sa.JSON(), nullable=False),
        sa.Column("final_offer", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=60), nullable=True),
        sa.Column("proof", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint_case.id"],
            name=op.f("fk_complaint_decision_complaint_id_complaint_case"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_decision")),
        sa.UniqueConstraint(
            "complaint_id", "round", name=op.f("uq_complaint_decision_complaint_id_round")
        ),
    )


def downgrade() -> None:
    op.drop_table("complaint_decision")
    op.drop_table("complaint_evidence")
    op.drop_table("complaint_case")
