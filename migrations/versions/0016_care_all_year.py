"""Care all year: days she told us of, top spenders, supplies, regions, room for tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "anniversary",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("what_hash", sa.String(64), nullable=False),
        sa.Column("calendar", sa.String(5), nullable=False),
        sa.Column("md", sa.Integer(), nullable=False),
        sa.Column("leap", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("calendar IN ('solar','lunar')", name=op.f("ck_anniversary_calendar")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_anniversary_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anniversary")),
        sa.UniqueConstraint(
            "person_id", "what_hash", name=op.f("uq_anniversary_person_id_what_hash")
        ),
    )
    op.create_index("ix_anniversary_md", "anniversary", ["md"])
    op.create_table(
        "top_spender",
        sa.Column("id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("spent_fen", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_top_spender_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_spender")),
        sa.UniqueConstraint("day", "region", name=op.f("uq_top_spender_day_region")),
    )
    op.create_index("ix_top_spender_person_id", "top_spender", ["person_id"])
    op.create_table(
        "supply",
        sa.Column("purchase_id", BIG, nullable=False),
        sa.Column("category", sa.String(60), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_supply_purchase_id_purchase")
        ),
        sa.PrimaryKeyConstraint("purchase_id", "category", name=op.f("pk_supply")),
    )
    op.create_index("ix_supply_ends_on", "supply", ["ends_on"])
    op.create_table(
        "task_room",
        sa.Column("whose", sa.String(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("whose", "day", name=op.f("pk_task_room")),
    )
    op.add_column("store", sa.Column("region", sa.String(60), nullable=True))
    op.create_index("ix_referral_joined_at", "referral", ["joined_at"])
    op.create_index("ix_person_guide", "person", ["guide"])


def downgrade() -> None:
    op.drop_index("ix_person_guide", "person")
    op.drop_index("ix_referral_joined_at", "referral")
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.drop_column("region")
    op.drop_table("task_room")
    op.drop_table("supply")
    op.drop_table("top_spender")
    op.drop_table("anniversary")
