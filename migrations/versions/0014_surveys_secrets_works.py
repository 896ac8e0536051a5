"""surveys, secrets and works."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SECRET = sa.text("secret_until IS NOT NULL")
UNDONE = sa.text("done_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("purchase", schema=None) as batch_op:
        batch_op.add_column(sa.Column("secret_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("recipient_id", ID, nullable=True))
        batch_op.create_index(
            "ix_purchase_secret_until",
            ["secret_until"],
            unique=False,
            sqlite_where=SECRET,
            postgresql_where=SECRET,
        )
    op.create_table(
        "survey",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("about_id", ID, nullable=True),
        sa.Column("store", sa.String(length=60), nullable=True),
        sa.Column("guide", sa.String(length=60), nullable=True),
        sa.Column("asks", sa.String(length=5), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "about IN ('purchase', 'visit', 'work', 'said')", name=op.f("ck_survey_about")
        ),
        sa.CheckConstraint("asks IN ('score', 'why', 'call')", name=op.f("ck_survey_asks")),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_survey_score")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_survey_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("key", name=op.f("uq_survey_key")),
    )
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.create_index("ix_survey_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_survey_about_id", ["about_id"], unique=False)

    op.create_table(
        "work",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("store", sa.String(length=60), nullable=True),
        sa.Column("owner", sa.String(length=60), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("promised", sa.Date(), nullable=True),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('repair', 'order')", name=op.f("ck_work_kind")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_work_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
        sa.UniqueConstraint("number", name=op.f("uq_work_number")),
    )
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.create_index("ix_work_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "ix_work_promised",
            ["promised"],
            unique=False,
            sqlite_where=UNDONE,
            postgresql_where=UNDONE,
        )


def downgrade() -> None:
    op.drop_table("work")
    op.drop_table("survey")
    with op.batch_alter_table("purchase", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_purchase_secret_until", sqlite_where=SECRET, postgresql_where=SECRET
        )
        batch_op.drop_column("recipient_id")
        batch_op.drop_column("secret_until")
