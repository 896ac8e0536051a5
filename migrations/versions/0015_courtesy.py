"""Courtesy: what she wishes to hear, the two switches, what she was sent unasked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ABOUT = (
    "('all', 'greeting', 'upkeep', 'company', 'offer', 'birthday', 'holiday',"
    " 'call', 'sms', 'email')"
)
UNASKED = sa.text("sent_at IS NOT NULL AND (purpose IN ('care','promotion') OR journey = 'thanks')")
INDEX = "ix_outbox_unasked"


def upgrade() -> None:
    op.create_table(
        "switch",
        sa.Column("name", sa.String(length=6), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name IN ('stop','shadow')", name=op.f("ck_switch_name")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switch")),
    )
    op.create_table(
        "wish",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"about IN {ABOUT}", name=op.f("ck_wish_about")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_wish_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "about", name=op.f("pk_wish")),
    )
    op.add_column("outbox", sa.Column("in_control", sa.Boolean(), nullable=True))
    op.create_index(
        INDEX,
        "outbox",
        ["person_id", "sent_at"],
        sqlite_where=UNASKED,
        postgresql_where=UNASKED,
    )


def downgrade() -> None:
    op.drop_index(INDEX, "outbox", sqlite_where=UNASKED, postgresql_where=UNASKED)
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("in_control")
    op.drop_table("wish")
    op.drop_table("switch")
