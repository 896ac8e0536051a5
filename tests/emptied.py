"""Empty shops, quickly: on PostgreSQL one database is emptied for each test, not made anew."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.databases import PostgreSQL

KEPT = ("alembic_version", "shop_state")


@pytest.fixture(scope="session")
def _kept_database(_postgresql_template: PostgreSQL) -> PostgreSQL:
    _postgresql_template.run("CREATE DATABASE kept TEMPLATE template_shop")
    return _postgresql_template


@pytest.fixture(name="database_url", params=["sqlite", "postgresql"])
def emptied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty, migrated database of a real shop, once on each server."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("_sqlite_template"), tmp_path / "shop.db")
        yield f"sqlite:///{copy}"
        return
    server: PostgreSQL = request.getfixturevalue("_kept_database")
    yield server.url("kept")
    empty(server)


def empty(server: PostgreSQL) -> None:
    """Delete every row, in no order, as a superuser may."""
    link = psycopg.connect(host=str(server.folder), user="postgres", dbname="kept")
    with link:
        link.execute("SET LOCAL session_replication_role = replica")
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        for (name,) in link.execute(tables).fetchall():
            if name not in KEPT:
                link.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        link.execute("UPDATE shop_state SET content_version = 0, clock_ahead_seconds = 0")
    link.close()
