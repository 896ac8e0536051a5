"""Run migrations on the connection that `bot.db.migrate` opened, or on the settings' database."""

from typing import Literal

from alembic import context

from bot.db import Base, Sealed, UtcDateTime, connect
from bot.settings import load_settings
from bot.usecases import tables  # noqa: F401 - it puts every table in the metadata


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
