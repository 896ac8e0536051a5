"""Run migrations on the connection that `bot.db.migrate` opened, or on the settings' database."""

from typing import Literal

from alembic import context

import bot.dialogue.models
import bot.outbox.models
import bot.outbox.notices.models
import bot.shop.bindings.models
import bot.shop.complaints.models
import bot.shop.consent.models
import bot.shop.coupons.models
import bot.shop.events.models
import bot.shop.gifts.models
import bot.shop.media.models
import bot.shop.members.models
import bot.shop.openings.models
import bot.shop.people.models
import bot.shop.points.models
import bot.shop.purchases.models
import bot.shop.staff.models
import bot.shop.stores.models
import bot.shop.tasks.models  # noqa: F401 - naming them here puts their tables in the metadata
from bot.db import Base, Sealed, UtcDateTime, connect
from bot.settings import load_settings


def _shown(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Write our column types into migrations as what the server sees."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Sealed):
        return "sa.LargeBinary()"
    return False


def _run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is None:
        connection = connect(load_settings()).connect()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_shown,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_run()
