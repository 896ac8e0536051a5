"""Empty shops, quickly: one database on each server is emptied for each test, not made anew."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.databases import PostgreSQL

KEPT = ("alembic_version", "shop_state")
RESET = "UPDATE shop_state SET content_version = 0, clock_ahead_seconds = 0"


@pytest.fixture(scope="session")
def _kept_database(_postgresql_template: PostgreSQL) -> PostgreSQL:
    _postgresql_template.run("CREATE DATABASE kept TEMPLATE template_shop")
    return _postgresql_template


@pytest.fixture(scope="session")
def _kept_file(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = Path(shutil.copy(_sqlite_template, tmp_path_factory.mktemp("kept") / "shop.db"))
    with sqlite3.connect(file) as link:
        link.execute("DROP TRIGGER audit_delete")  # only here may the audit log be emptied
    link.close()
    return file


@pytest.fixture(name="database_url", params=["sqlite", "postgresql"])
def emptied(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give an empty, migrated database of a real shop, once on each server."""
    if request.param == "sqlite":
        file: Path = request.getfixturevalue("_kept_file")
        yield f"sqlite:///{file}"
        empty_file(file)
        return
    server: PostgreSQL = request.getfixturevalue("_kept_database")
    yield server.url("kept")
    empty(server)


def empty_file(file: Path) -> None:
    """Delete every row, in no order, as SQLite lets who does not ask for foreign keys."""
    with sqlite3.connect(file) as link:
        link.execute("PRAGMA synchronous=OFF")
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        for (name,) in link.execute(tables).fetchall():
            if name not in KEPT:
                link.execute(f'DELETE FROM "{name}"')
        link.execute(RESET)
    link.close()


def empty(server: PostgreSQL) -> None:
    """Delete every row, in no order, as a superuser may."""
    link = psycopg.connect(host=str(server.folder), user="postgres", dbname="kept")
    with link:
        link.execute("SET LOCAL session_replication_role = replica")
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        for (name,) in link.execute(tables).fetchall():
            if name not in KEPT:
                link.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        link.execute(RESET)
    link.close()
