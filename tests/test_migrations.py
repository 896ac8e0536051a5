"""The tables: as the models say, up and down, by several at once, on both servers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect

from bot.db import ROOT, WrongDatabase, connect, migrate
from bot.settings import Settings
from tests.databases import settings_of


def test_the_tables_are_what_the_models_say(settings: Settings) -> None:
    with connect(settings).begin() as connection:
        command.check(_config(connection))  # raises where a migration is missing


def test_the_first_migration_can_be_taken_back_and_made_again(settings: Settings) -> None:
    engine = connect(settings)
    with engine.begin() as connection:
        command.downgrade(_config(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate(settings)
    with engine.begin() as connection:
        command.check(_config(connection))


def test_several_may_bring_the_tables_up_to_date_at_once(settings: Settings) -> None:
    with connect(settings).begin() as connection:
        command.downgrade(_config(connection), "base")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(settings), range(4)))
    with connect(settings).begin() as connection:
        command.check(_config(connection))


def test_a_real_shop_does_not_take_a_demos_database(settings: Settings) -> None:
    demo = settings_of(settings.data_dir, settings.database, demo=True)
    with pytest.raises(WrongDatabase, match="holds a real shop"):
        migrate(demo)


def _config(connection: Connection) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    return config
