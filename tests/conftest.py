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
LONGEST = ("browser", "whole", "outbox", "journeys")
TOGETHER = ("browser",)  # one demo and one browser for all of it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest folders begin; a file's tests stay in one process, or a folder's."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.parent.name, len(places)))
    for item in items:
        folder = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group(folder if folder in TOGETHER else str(item.path)))


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
