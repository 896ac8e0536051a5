"""Shops for the console: emptied between tests, on each server; pages are compiled once."""

import pytest
from jinja2.bccache import Bucket, BytecodeCache

from tests.emptied import emptied  # noqa: F401 - quicker than a database for each test
from tests.people import Opens, OpenShop


class Compiled(BytecodeCache):
    """Templates that an earlier test has compiled: each test has an app of its own."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@pytest.fixture
def shop(opens: Opens) -> OpenShop:
    """A shop with its console."""
    shop = opens()
    shop.app.jinja_env.bytecode_cache = COMPILED
    return shop
