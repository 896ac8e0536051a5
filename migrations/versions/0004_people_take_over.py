"""people take over."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'kept') = (content IS NOT NULL)", name=op.f("ck_media_kept")),
        sa.CheckConstraint(
            "state IN ('wanted','kept','gone','refused')", name=op.f("ck_media_state")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_media_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("key", name=op.f("uq_media_key")),
    )
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_media_wanted",
            ["look_at"],
            unique=False,
            sqlite_where=sa.text("state = 'wanted'"),
            postgresql_where=sa.text("state = 'wanted'"),
        )

    op.create_table(
        "staff_notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dedupe", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("door", sa.String(length=5), nullable=False),
        sa.Column("staff", sa.String(length=60), nullable=True),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("params", sa.LargeBinary(), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "claimed_until IS NULL OR state = 'planned'", name=op.f("ck_staff_notice_claim_is_open")
        ),
        sa.CheckConstraint("door IN ('robot','mail')", name=op.f("ck_staff_notice_door")),
        sa.CheckConstraint(
            "state IN ('planned','sent','skipped','failed','uncertain')",
            name=op.f("ck_staff_notice_state"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_staff_notice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notice")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_staff_notice_dedupe")),
    )
    with op.batch_alter_table("staff_notice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_staff_notice_look_at",
            ["look_at"],
            unique=False,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        batch_op.create_index(batch_op.f("ix_staff_notice_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("returns_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_conversation_returns_at"), ["returns_at"], unique=False
        )

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("openid", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("email", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("bind_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("bind_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_staff_bind_hash"), ["bind_hash"])
        batch_op.create_unique_constraint(batch_op.f("uq_staff_openid"), ["openid"])


def downgrade() -> None:
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_staff_openid"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_staff_bind_hash"), type_="unique")
        batch_op.drop_column("bind_until")
        batch_op.drop_column("bind_hash")
        batch_op.drop_column("email")
        batch_op.drop_column("openid")

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_returns_at"))
        batch_op.drop_column("returns_at")

    with op.batch_alter_table("staff_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_notice_person_id"))
        batch_op.drop_index(
            "ix_staff_notice_look_at",
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )

    op.drop_table("staff_notice")
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_media_wanted",
            sqlite_where=sa.text("state = 'wanted'"),
            postgresql_where=sa.text("state = 'wanted'"),
        )
        batch_op.drop_index(batch_op.f("ix_media_person_id"))

    op.drop_table("media")
