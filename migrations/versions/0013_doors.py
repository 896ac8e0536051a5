"""Doors: one text for many, reminders by her own yes, her e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0015"
branch_labels = None
depends_on = None

GATHERING = sa.text("state = 'gathering'")
UNSETTLED = sa.text("state IN ('gathering', 'leaving', 'asking', 'sent')")
STATES = ("gathering", "leaving", "asking", "sent", "done", "failed", "uncertain", "dropped")


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment(name: str, *, nullable: bool) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "mass_batch",
        sa.Column("id", _id(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=True),
        sa.Column("msg_id", sa.String(length=40), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("not_after", nullable=True),
        _moment("look_at", nullable=False),
        _moment("claimed_until", nullable=True),
        _moment("called_at", nullable=True),
        _moment("sent_at", nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        _moment("created_at", nullable=False),
        sa.CheckConstraint(f"state IN {STATES}", name=op.f("ck_mass_batch_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mass_batch")),
    )
    with op.batch_alter_table("mass_batch", schema=None) as batch_op:
        batch_op.create_index(
            "uq_mass_batch_gathering",
            ["words_hash"],
            unique=True,
            sqlite_where=GATHERING,
            postgresql_where=GATHERING,
        )
        batch_op.create_index(
            "ix_mass_batch_look_at",
            ["look_at"],
            unique=False,
            sqlite_where=UNSETTLED,
            postgresql_where=UNSETTLED,
        )
    op.create_table(
        "mass_report",
        sa.Column("msg_id", sa.String(length=40), nullable=False),
        sa.Column("batch_id", _id(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in ("total", "filtered", "sent", "errors")
        ),
        _moment("at", nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["mass_batch.id"], name=op.f("fk_mass_report_batch_id_mass_batch")
        ),
        sa.PrimaryKeyConstraint("msg_id", name=op.f("pk_mass_report")),
    )
    with op.batch_alter_table("mass_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mass_report_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mass_report_batch_id"), ["batch_id"], unique=False)
    op.create_table(
        "reminder_credit",
        sa.Column("person_id", _id(), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.CheckConstraint('"left" >= 0', name=op.f("ck_reminder_credit_left")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_credit_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "template", name=op.f("pk_reminder_credit")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mass_id", _id(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_mass_id"), ["mass_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_mass_id_mass_batch"), "mass_batch", ["mass_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outbox_mass_id_mass_batch"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_outbox_mass_id"))
        batch_op.drop_column("mass_id")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("email")
    op.drop_table("reminder_credit")
    op.drop_table("mass_report")
    op.drop_table("mass_batch")
