"""What people of the shop learned about a customer."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "trait",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("login", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_trait_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trait")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_trait_person_id_kind")),
    )


def downgrade() -> None:
    op.drop_table("trait")
