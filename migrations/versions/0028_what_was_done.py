"""What people of the shop did on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0023"
branch_labels = None
depends_on = None

DONE = sa.text("done_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_task_done_at", "task", ["done_at"], sqlite_where=DONE, postgresql_where=DONE
    )


def downgrade() -> None:
    op.drop_index("ix_task_done_at", table_name="task")
