"""what went wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_outbox_troubled", "outbox", "state", sa.text("state IN ('failed', 'uncertain')")),
    ("ix_inbox_failed", "inbox", "id", sa.text("state = 'failed'")),
)


def upgrade() -> None:
    for name, table, column, where in INDEXES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(
                name, [column], unique=False, sqlite_where=where, postgresql_where=where
            )


def downgrade() -> None:
    for name, table, _, where in INDEXES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(name, sqlite_where=where, postgresql_where=where)
