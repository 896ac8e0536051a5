"""Cases in the console: approvals, causes, and evidence that a form brings once."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("answered_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("complaint_evidence") as table:
        table.add_column(sa.Column("once", sa.String(120), nullable=True))
        table.create_unique_constraint(op.f("uq_complaint_evidence_once"), ["once"])
    op.create_table(
        "complaint_approval",
        sa.Column("id", BIG, nullable=False),
        sa.Column("complaint_id", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("solution", sa.LargeBinary(), nullable=False),
        sa.Column("compensation", sa.JSON(), nullable=False),
        sa.Column("final_offer", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.String(60), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(60), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint_case.id"],
            name=op.f("fk_complaint_approval_complaint_id_complaint_case"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_approval")),
    )
    op.create_index("ix_complaint_approval_complaint_id", "complaint_approval", ["complaint_id"])
    op.create_index(
        "uq_complaint_approval_waiting",
        "complaint_approval",
        ["complaint_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "complaint_cause",
        sa.Column("complaint_id", BIG, autoincrement=False, nullable=False),
        sa.Column("word", sa.String(12), nullable=False),
        sa.Column("sku", sa.String(60), nullable=True),
        sa.Column("item", sa.String(120), nullable=True),
        sa.Column("batch", sa.String(60), nullable=True),
        sa.Column("store", sa.String(60), nullable=True),
        sa.Column("staff", sa.String(60), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint_case.id"],
            name=op.f("fk_complaint_cause_complaint_id_complaint_case"),
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_cause")),
    )
    op.create_index("ix_complaint_cause_sku", "complaint_cause", ["sku"])


def downgrade() -> None:
    op.drop_table("complaint_cause")
    op.drop_table("complaint_approval")
    with op.batch_alter_table("complaint_evidence") as table:
        table.drop_constraint(op.f("uq_complaint_evidence_once"), type_="unique")
        table.drop_column("once")
