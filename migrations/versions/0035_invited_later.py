"""She may put an invitation off; who was merged before keeps no membership of her own."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0032"
branch_labels = None
depends_on = None

BEFORE = (
    *("all", "greeting", "upkeep", "company", "offer"),
    *("birthday", "holiday", "call", "sms", "email"),
)
ABOUT = (
    *("all", "greeting", "upkeep", "company", "offer"),
    *("birthday", "holiday", "cleaning", "call", "sms", "email"),
)


def upgrade() -> None:
    _may_be_about(ABOUT)
    op.execute(
        "UPDATE member SET status = 'closed' WHERE status = 'member'"
        " AND person_id IN (SELECT id FROM person WHERE merged_into IS NOT NULL)"
    )


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM wish WHERE about = 'cleaning'"))
    _may_be_about(BEFORE)


def _may_be_about(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_wish_about"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_wish_about"), f"about IN {words}")
