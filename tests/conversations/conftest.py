"""The shop that scenes are played in: a database for all scenes of a file, on each server."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot import clock
from bot.dialogue.intents import WordsAndPhrases
from bot.wiring import Bot
from tests.conversations.player import open_shop
from tests.databases import settings_of


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def bot(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    ear: WordsAndPhrases,
) -> Iterator[Bot]:
    """Give a shop in which many customers talk, each a stranger to the others."""
    folder = tmp_path_factory.mktemp("stage")
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("_sqlite_template")
        url = f"sqlite:///{shutil.copy(template, folder / 'shop.db')}"
    else:
        server = request.getfixturevalue("_postgresql_template")
        server.run("CREATE DATABASE stage TEMPLATE template_shop")
        url = server.url("stage")
    bot = open_shop(settings_of(folder, url), ear)
    if request.param == "sqlite":
        event.listen(bot.database.engine, "connect", _hasty)
    yield bot
    bot.database.engine.dispose()
    if request.param == "postgresql":
        server.run("DROP DATABASE stage WITH (FORCE)")


def _hasty(connection: sqlite3.Connection, _record: object) -> None:
    """Don't wait for the disk: nothing here must survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(autouse=True)
def _real_time_after() -> Iterator[None]:
    yield
    clock.run_ahead(timedelta(0))
