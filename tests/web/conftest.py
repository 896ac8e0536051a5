"""One shop for all tests of the door: they ask what comes through, not which server keeps it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.dialogue.intents import WordsAndPhrases
from tests.databases import settings_of
from tests.people import AES_KEY, OpenShop, open_shop


@pytest.fixture(scope="session")
def _shops(
    tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path, ear: WordsAndPhrases
) -> Iterator[tuple[OpenShop, OpenShop]]:
    folder = tmp_path_factory.mktemp("door")
    settings = settings_of(folder, f"sqlite:///{shutil.copy(_sqlite_template, folder / 'shop.db')}")
    sealed = settings.model_copy(update={"wechat_aes_key": AES_KEY})
    shops = open_shop(settings, ear), open_shop(sealed, ear)
    yield shops
    for shop in shops:
        shop.bot.database.engine.dispose()


@pytest.fixture
def shop(_shops: tuple[OpenShop, OpenShop]) -> OpenShop:
    """A shop that takes plain pushes."""
    return _shops[0]


@pytest.fixture
def secure_shop(_shops: tuple[OpenShop, OpenShop]) -> OpenShop:
    """The same shop, taking encrypted pushes only."""
    return _shops[1]
