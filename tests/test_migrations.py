"""The tables: as the models say, up and down, by several at once, on both servers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from sqlalchemy import inspect

from bot.db import WrongDatabase, connect, migrate
from bot.settings import Settings
from tests.databases import config_of, settings_of


def test_the_tables_are_what_the_models_say(settings: Settings) -> None:
    with connect(settings).begin() as connection:
        command.check(config_of(connection))  # raises where a migration is missing


def test_the_first_migration_can_be_taken_back_and_made_again(settings: Settings) -> None:
    engine = connect(settings)
    with engine.begin() as connection:
        command.downgrade(config_of(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate(settings)
    with engine.begin() as connection:
        command.check(config_of(connection))


def test_several_may_bring_the_tables_up_to_date_at_once(settings: Settings) -> None:
    with connect(settings).begin() as connection:
        command.downgrade(config_of(connection), "base")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(settings), range(4)))
    with connect(settings).begin() as connection:
        command.check(config_of(connection))


def test_a_real_shop_does_not_take_a_demos_database(settings: Settings) -> None:
    demo = settings_of(settings.data_dir, settings.database, demo=True)
    with pytest.raises(WrongDatabase, match="holds a real shop"):
        migrate(demo)
