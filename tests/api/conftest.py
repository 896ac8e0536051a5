"""A shop on a fresh database, and a till that holds its key."""

from collections.abc import Iterator

import pytest

from bot.app import create_app
from bot.settings import Settings
from tests.api.cast import KEY, Shop, Till


@pytest.fixture
def shop(settings: Settings) -> Iterator[Shop]:
    with_key = settings.model_copy(update={"api_key": KEY})
    shop = Shop(create_app(intents={}, flows=(), settings=with_key))
    yield shop
    shop.bot.database.engine.dispose()


@pytest.fixture
def till(shop: Shop) -> Till:
    return Till(shop.app)
