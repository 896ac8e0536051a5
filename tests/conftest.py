"""What every test gets: servers on demand, an environment without settings, and no way out."""

import pytest

from bot.settings import Settings
from tests.chromium import browser  # noqa: F401
from tests.databases import (  # noqa: F401 - pytest finds fixtures by their names here
    _postgresql_template,
    _sqlite_template,
    _valkey,
    database_url,
    postgresql,
    redis_url,
    settings,
)
from tests.emptied import _kept_database, _kept_file  # noqa: F401
from tests.network import escapes  # noqa: F401
from tests.people import day, ear, known_databases, opens, secure_shop, shop  # noqa: F401

# what takes longest goes first, so that no process is alone with it at the end
LONGEST = ("whole", "browser", "outbox", "journeys")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest folders begin; within each, and after them, the order stays."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.parent.name, len(places)))


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
