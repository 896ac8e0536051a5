"""the spine."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "door_pause",
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("door", name=op.f("pk_door_pause")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("name_hash", sa.String(length=64), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_hash", sa.String(length=64), nullable=True),
        sa.Column("phone_tail_hash", sa.String(length=64), nullable=True),
        sa.Column("phone_state", sa.String(length=8), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("store", sa.String(length=60), nullable=True),
        sa.Column("guide", sa.String(length=60), nullable=True),
        sa.Column("scene", sa.String(length=64), nullable=True),
        sa.Column(
            "merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "phone_state IN ('none','claimed','till','verified')",
            name=op.f("ck_person_phone_state"),
        ),
        sa.CheckConstraint(
            "merged_into IS NULL OR merged_into <> id", name=op.f("ck_person_not_into_itself")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["person.id"], name=op.f("fk_person_merged_into_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_merged_into", ["merged_into"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name_hash"), ["name_hash"], unique=False)
        batch_op.create_index("ix_person_phone_hash", ["phone_hash"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_phone_tail_hash"), ["phone_tail_hash"], unique=False
        )
        batch_op.create_index(
            "uq_person_owned_phone",
            ["phone_hash"],
            unique=True,
            sqlite_where=sa.text("phone_state IN ('till', 'verified') AND merged_into IS NULL"),
            postgresql_where=sa.text("phone_state IN ('till', 'verified') AND merged_into IS NULL"),
        )

    op.create_table(
        "shop_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_file")),
        sa.UniqueConstraint("digest", name=op.f("uq_shop_file_digest")),
    )
    op.create_table(
        "shop_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_version", sa.Integer(), nullable=False),
        sa.Column("clock_ahead_seconds", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_state")),
    )
    op.create_table(
        "staff",
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("store", sa.String(length=60), nullable=True),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('guide','store_manager','regional_manager','head_office','engineer')",
            name=op.f("ck_staff_role"),
        ),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_staff")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_store"), ["store"], unique=False)

    op.create_table(
        "store",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_store")),
    )
    op.create_table(
        "consent",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("purpose", sa.String(length=9), nullable=False),
        sa.Column("channel", sa.String(length=6), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "channel IN ('wechat','sms','email','call')", name=op.f("ck_consent_channel")
        ),
        sa.CheckConstraint(
            "purpose IN ('service','care','promotion')", name=op.f("ck_consent_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "purpose", "channel", name=op.f("pk_consent")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("flow", sa.String(length=20), nullable=True),
        sa.Column("asks", sa.String(length=20), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("parked", sa.LargeBinary(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=5), nullable=False),
        sa.Column("traditional", sa.Boolean(), nullable=False),
        sa.Column("staff", sa.String(length=60), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("holder IN ('bot','staff')", name=op.f("ck_conversation_holder")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_conversation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("person_id", name=op.f("uq_conversation_person_id")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conversation_waiting_since"), ["waiting_since"], unique=False
        )

    op.create_table(
        "door_grant",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("cause", sa.String(length=8), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.CheckConstraint('"left" >= 0', name=op.f("ck_door_grant_left")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_door_grant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "cause", name=op.f("pk_door_grant")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_event_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_person_id_at", ["person_id", "at"], unique=False)

    op.create_table(
        "identity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("reach", sa.String(length=8), nullable=False),
        sa.Column("reach_since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("channel IN ('wechat','till','sms')", name=op.f("ck_identity_channel")),
        sa.CheckConstraint(
            "reach IN ('open','left','muted','blocked','unknown')", name=op.f("ck_identity_reach")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_identity_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_identity_channel_external_id")),
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_person_id"), ["person_id"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.CheckConstraint("state IN ('done','pending','failed')", name=op.f("ck_inbox_state")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_inbox_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_pending",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index("ix_inbox_person_id_at", ["person_id", "at"], unique=False)

    op.create_table(
        "member",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("level_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("birthday_calendar", sa.String(length=5), nullable=True),
        sa.Column("birthday_year", sa.Integer(), nullable=True),
        sa.Column("birthday_md", sa.Integer(), nullable=True),
        sa.Column("birthday_leap", sa.Boolean(), nullable=False),
        sa.Column("birthday_told_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "birthday_calendar IN ('solar','lunar')", name=op.f("ck_member_birthday_calendar")
        ),
        sa.CheckConstraint("status IN ('member','closed')", name=op.f("ck_member_status")),
        sa.CheckConstraint(
            "(birthday_calendar IS NULL) = (birthday_md IS NULL)",
            name=op.f("ck_member_whole_birthday"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_birthday_md"), ["birthday_md"], unique=False)

    op.create_table(
        "member_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_phone_hash", sa.String(length=64), nullable=True),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_member_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_member_code_code_hash")),
    )
    with op.batch_alter_table("member_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "merge",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "from_person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "into_person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("moved", sa.LargeBinary(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_person"], ["person.id"], name=op.f("fk_merge_from_person_person")
        ),
        sa.ForeignKeyConstraint(
            ["into_person"], ["person.id"], name=op.f("fk_merge_into_person_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_from_person"), ["from_person"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_into_person"), ["into_person"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("dedupe", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("journey", sa.String(length=20), nullable=True),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("params", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("caused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("door", sa.String(length=10), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "claimed_until IS NULL OR state IN ('planned', 'waiting')",
            name=op.f("ck_outbox_claim_is_open"),
        ),
        sa.CheckConstraint(
            "purpose <> 'promotion' OR not_after IS NOT NULL", name=op.f("ck_outbox_promotion_ends")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'waiting', 'sent', 'delivered', 'skipped', 'task', 'failed', 'uncertain')",
            name=op.f("ck_outbox_state"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outbox_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_outbox_dedupe")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_claimed",
            ["claimed_until"],
            unique=False,
            sqlite_where=sa.text("claimed_until IS NOT NULL"),
            postgresql_where=sa.text("claimed_until IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_look_at",
            ["look_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('planned', 'waiting')"),
            postgresql_where=sa.text("state IN ('planned', 'waiting')"),
        )
        batch_op.create_index("ix_outbox_person_id_due", ["person_id", "due"], unique=False)
        batch_op.create_index(
            "uq_outbox_claim",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("claimed_until IS NOT NULL"),
            postgresql_where=sa.text("claimed_until IS NOT NULL"),
        )

    op.create_table(
        "point_account",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("debt", sa.Integer(), nullable=False),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_point_account_balance")),
        sa.CheckConstraint("debt >= 0", name=op.f("ck_point_account_debt")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_point_account_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_point_account")),
    )
    op.create_table(
        "point_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '"left" >= 0 AND ("left" = 0 OR "left" <= change)', name=op.f("ck_point_entry_left")
        ),
        sa.CheckConstraint("change <> 0", name=op.f("ck_point_entry_change")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_point_entry_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_entry")),
        sa.UniqueConstraint("person_id", "source", name=op.f("uq_point_entry_person_id_source")),
    )
    with op.batch_alter_table("point_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_point_entry_open_lots",
            ["person_id", "expires_on"],
            unique=False,
            sqlite_where=sa.text('"left" > 0'),
            postgresql_where=sa.text('"left" > 0'),
        )

    op.create_table(
        "purchase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("till", sa.String(length=60), nullable=False),
        sa.Column("receipt", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("total_fen", sa.Integer(), nullable=False),
        sa.Column("returned_fen", sa.Integer(), nullable=False),
        sa.Column("store", sa.String(length=60), nullable=True),
        sa.Column("guide", sa.String(length=60), nullable=True),
        sa.Column("gift", sa.Boolean(), nullable=False),
        sa.Column("rain", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "returned_fen >= 0 AND returned_fen <= total_fen", name=op.f("ck_purchase_returned")
        ),
        sa.CheckConstraint("total_fen >= 0", name=op.f("ck_purchase_total")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_purchase_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase")),
        sa.UniqueConstraint("till", "receipt", name=op.f("uq_purchase_till_receipt")),
    )
    with op.batch_alter_table("purchase", schema=None) as batch_op:
        batch_op.create_index("ix_purchase_person_id_day", ["person_id", "day"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dedupe", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("store", sa.String(length=60), nullable=True),
        sa.Column("staff", sa.String(length=60), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=60), nullable=True),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_task_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_task_dedupe")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(
            "ix_task_open",
            ["due"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_task_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_staff"), ["staff"], unique=False)

    op.create_table(
        "point_use",
        sa.Column("spend_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_point_use_amount")),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["point_entry.id"], name=op.f("fk_point_use_lot_id_point_entry")
        ),
        sa.ForeignKeyConstraint(
            ["spend_id"], ["point_entry.id"], name=op.f("fk_point_use_spend_id_point_entry")
        ),
        sa.PrimaryKeyConstraint("spend_id", "lot_id", name=op.f("pk_point_use")),
    )
    op.create_table(
        "purchase_line",
        sa.Column(
            "purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("list_price_fen", sa.Integer(), nullable=True),
        sa.Column("cost_fen", sa.Integer(), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_purchase_line_quantity")),
        sa.CheckConstraint(
            "returned >= 0 AND returned <= quantity", name=op.f("ck_purchase_line_returned")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_purchase_line_purchase_id_purchase")
        ),
        sa.PrimaryKeyConstraint("purchase_id", "number", name=op.f("pk_purchase_line")),
    )
    op.create_table(
        "purchase_return",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "purchase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("till", sa.String(length=60), nullable=False),
        sa.Column("receipt", sa.String(length=80), nullable=False),
        sa.Column("return_key", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase.id"], name=op.f("fk_purchase_return_purchase_id_purchase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_return")),
        sa.UniqueConstraint(
            "till", "receipt", "return_key", name=op.f("uq_purchase_return_till_receipt_return_key")
        ),
    )
    with op.batch_alter_table("purchase_return", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_purchase_return_purchase_id"), ["purchase_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("purchase_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_purchase_return_purchase_id"))

    op.drop_table("purchase_return")
    op.drop_table("purchase_line")
    op.drop_table("point_use")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_staff"))
        batch_op.drop_index(batch_op.f("ix_task_person_id"))
        batch_op.drop_index(
            "ix_task_open",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.drop_table("task")
    with op.batch_alter_table("purchase", schema=None) as batch_op:
        batch_op.drop_index("ix_purchase_person_id_day")

    op.drop_table("purchase")
    with op.batch_alter_table("point_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_point_entry_open_lots",
            sqlite_where=sa.text('"left" > 0'),
            postgresql_where=sa.text('"left" > 0'),
        )

    op.drop_table("point_entry")
    op.drop_table("point_account")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_outbox_claim",
            sqlite_where=sa.text("claimed_until IS NOT NULL"),
            postgresql_where=sa.text("claimed_until IS NOT NULL"),
        )
        batch_op.drop_index("ix_outbox_person_id_due")
        batch_op.drop_index(
            "ix_outbox_look_at",
            sqlite_where=sa.text("state IN ('planned', 'waiting')"),
            postgresql_where=sa.text("state IN ('planned', 'waiting')"),
        )
        batch_op.drop_index(
            "ix_outbox_claimed",
            sqlite_where=sa.text("claimed_until IS NOT NULL"),
            postgresql_where=sa.text("claimed_until IS NOT NULL"),
        )

    op.drop_table("outbox")
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merge_into_person"))
        batch_op.drop_index(batch_op.f("ix_merge_from_person"))

    op.drop_table("merge")
    with op.batch_alter_table("member_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_code_person_id"))

    op.drop_table("member_code")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_birthday_md"))

    op.drop_table("member")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_person_id_at")
        batch_op.drop_index(
            "ix_inbox_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.drop_table("inbox")
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_person_id"))

    op.drop_table("identity")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_person_id_at")

    op.drop_table("event")
    op.drop_table("door_grant")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_waiting_since"))

    op.drop_table("conversation")
    op.drop_table("consent")
    op.drop_table("store")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_store"))

    op.drop_table("staff")
    op.drop_table("shop_state")
    op.drop_table("shop_file")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_owned_phone",
            sqlite_where=sa.text("phone_state IN ('till', 'verified') AND merged_into IS NULL"),
            postgresql_where=sa.text("phone_state IN ('till', 'verified') AND merged_into IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_person_phone_tail_hash"))
        batch_op.drop_index("ix_person_phone_hash")
        batch_op.drop_index(batch_op.f("ix_person_name_hash"))
        batch_op.drop_index("ix_person_merged_into")

    op.drop_table("person")
    op.drop_table("lease")
    op.drop_table("door_pause")
