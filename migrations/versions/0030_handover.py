"""Who was handed from whom to whom; when her guide served her last, and when a colleague left."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNDONE = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.add_column("person", sa.Column("served_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE person SET served_at = (SELECT max(purchase.at) FROM purchase"
        " WHERE purchase.person_id = person.id AND purchase.guide = person.guide)"
        " WHERE guide IS NOT NULL"
    )
    op.execute(sa.text("UPDATE staff SET left_at = CURRENT_TIMESTAMP WHERE NOT active"))
    op.create_index(
        "ix_work_owner", "work", ["owner"], sqlite_where=UNDONE, postgresql_where=UNDONE
    )
    op.create_table(
        "handover",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("giver", sa.String(60), nullable=True),
        sa.Column("heir", sa.String(60), nullable=True),
        sa.Column("press", sa.String(120), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "giver IS NOT NULL OR heir IS NOT NULL", name=op.f("ck_handover_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_handover_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_giver_at", "handover", ["giver", "at"])
    op.create_index("ix_handover_press", "handover", ["press"])
    op.create_index("ix_handover_person_id", "handover", ["person_id"])


def downgrade() -> None:
    op.drop_table("handover")
    op.drop_index("ix_work_owner", table_name="work")
    op.drop_column("staff", "left_at")
    op.drop_column("person", "served_at")
