"""A shop on an emptied database, and a till that holds its key."""

import pytest

from bot.settings import Settings
from tests.api.cast import KEY, Shop, Till
from tests.emptied import emptied  # noqa: F401
from tests.people import Databases, Day, app_of


@pytest.fixture
def shop(settings: Settings, known_databases: Databases, day: Day) -> Shop:
    """The shop, open: what the bot says of a complaint depends on the hour."""
    with_key = settings.model_copy(update={"api_key": KEY})
    return Shop(known_databases.used_by(app_of(with_key, {}, ())))


@pytest.fixture
def till(shop: Shop) -> Till:
    return Till(shop.app)
