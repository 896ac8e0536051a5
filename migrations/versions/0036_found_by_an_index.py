"""The talks of a colleague, who left, a day's visits, cases and sums need no other row read."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0030"
branch_labels = None
depends_on = None

HELD = sa.text("holder = 'staff'")
LEFT = sa.text("reach = 'left'")


def upgrade() -> None:
    op.create_index(
        "ix_conversation_staff",
        "conversation",
        ["staff"],
        sqlite_where=HELD,
        postgresql_where=HELD,
    )
    op.create_index(
        "ix_identity_left",
        "identity",
        ["reach_since"],
        sqlite_where=LEFT,
        postgresql_where=LEFT,
    )
    op.create_index("ix_visit_starts", "visit", ["starts"])
    op.create_index("ix_complaint_case_opened_at", "complaint_case", ["opened_at"])
    op.create_index("ix_complaint_case_closed_at", "complaint_case", ["closed_at"])
    op.drop_index("ix_purchase_day", "purchase")
    op.create_index("ix_purchase_day", "purchase", ["day", "id", "store", "total_fen"])


def downgrade() -> None:
    op.drop_index("ix_purchase_day", "purchase")
    op.create_index("ix_purchase_day", "purchase", ["day", "id"])
    op.drop_index("ix_complaint_case_closed_at", "complaint_case")
    op.drop_index("ix_complaint_case_opened_at", "complaint_case")
    op.drop_index("ix_visit_starts", "visit")
    op.drop_index("ix_identity_left", "identity")
    op.drop_index("ix_conversation_staff", "conversation")
