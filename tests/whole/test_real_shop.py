"""A shop with an account of its own is the real thing: nothing of the demo is in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.db import Database, migrate
from bot.shop.people.models import Person
from tests.databases import ACCOUNT, settings_of
from tests.whole.running import Running


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Running]:
    shop = Running(tmp_path, **ACCOUNT)
    yield shop
    shop.close()


def test_neither_simulator_nor_example_people_are_there(real: Running) -> None:
    real.starts()
    assert real.said() == f"ready http://127.0.0.1:{real.port}\n"
    assert not real.has("-m simulator")
    assert [real.asked(path) for path in ("/wechat", "/demo/clock")] == [403, 404]
    assert people_of(real) == 0
    real.process.terminate()
    assert real.ends() == 0
    assert real.processes() == []


def test_a_demos_database_is_refused(real: Running, tmp_path: Path) -> None:
    migrate(settings_of(tmp_path, demo=True))
    refused = real.tries(DATABASE_URL=f"sqlite:///{tmp_path / 'demo' / 'huitouke.db'}")
    assert refused.returncode == 1
    assert "DATABASE_URL: this database holds a demo shop" in refused.stderr


def people_of(shop: Running) -> int:
    database = Database(shop.settings)
    with database.reading() as db:
        found = db.query(Person).count()
    database.engine.dispose()
    return found
