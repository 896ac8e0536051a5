"""who was merged.

Nearly everybody is nobody else: an index that holds them all misled PostgreSQL, which read half of
the people through it to find one phone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0012"
branch_labels = None
depends_on = None

INDEX, MERGED = "ix_person_merged_into", sa.text("merged_into IS NOT NULL")


def upgrade() -> None:
    op.drop_index(INDEX, "person")
    op.create_index(INDEX, "person", ["merged_into"], sqlite_where=MERGED, postgresql_where=MERGED)


def downgrade() -> None:
    op.drop_index(INDEX, "person")
    op.create_index(INDEX, "person", ["merged_into"])
