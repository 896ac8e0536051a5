"""The console: sessions, tries to log in, the audit log, notes about customers."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# The log may be added to, nothing else.
STAYS = {
    "sqlite": [
        "CREATE TRIGGER audit_{deed} BEFORE {deed} ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the audit log stays as it is'); END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RAISE EXCEPTION 'the audit log stays as it is'; END$$",
        "CREATE TRIGGER audit_{deed} BEFORE {deed} ON audit"
        " FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("login", sa.String(60), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["login"], ["staff.login"], name=op.f("fk_staff_session_login_staff")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    op.create_index("ix_staff_session_login", "staff_session", ["login"])
    op.create_table(
        "login_try",
        sa.Column("whose", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("whose", name=op.f("pk_login_try")),
    )
    op.create_index("ix_login_try_until", "login_try", ["until"])
    op.create_table(
        "audit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(60), nullable=False),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("about", sa.String(120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_login", "audit", ["login"])
    op.create_index("ix_audit_person_id", "audit", ["person_id"])
    for statement in STAYS[op.get_bind().dialect.name]:
        for deed in ("update", "delete") if "{deed}" in statement else ("",):
            op.execute(statement.format(deed=deed))
    op.create_table(
        "note",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(60), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("once", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_note_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("once", name=op.f("uq_note_once")),
    )
    op.create_index("ix_note_person_id_at", "note", ["person_id", "at"])


def downgrade() -> None:
    op.drop_table("note")
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_stays()")
    op.drop_table("login_try")
    op.drop_table("staff_session")
