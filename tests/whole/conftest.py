"""One running shop for all disturbances, on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator

import pytest

from tests.databases import KEYS, PostgreSQL
from tests.whole.load import Street
from tests.whole.proofs import Books
from tests.whole.running import Running

# A customer waits as long as in real life, and WeChat knocks more often, so that tests end sooner.
ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "1"))
HASTY = {"deliveries": 10, "delivery_seconds": 1.5}


@pytest.fixture(autouse=True, params=range(ROUNDS))
def turn(request: pytest.FixtureRequest) -> int:
    """Disturb as often as CHAOS_ROUNDS says: `make soak` has more time."""
    return int(request.param)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A demo that runs; whoever disturbs it leaves it running."""
    more = _on_postgresql(request) if request.param == "postgresql" else {}
    shop = Running(tmp_path_factory.mktemp("whole"), **more)
    try:
        shop.starts()
        yield shop
        if shop.process.poll() is None:
            shop.process.terminate()
        assert shop.ends() == 0
        assert shop.processes() == []
        assert "Traceback" not in shop.said()
    finally:
        shop.close()


def _on_postgresql(request: pytest.FixtureRequest) -> dict[str, str]:
    server: PostgreSQL = request.getfixturevalue("postgresql")
    server.run("CREATE DATABASE whole")
    return {**KEYS, "database_url": server.url("whole")}


@pytest.fixture(scope="module")
def street(running: Running) -> Street:
    """Who comes by; it is ten in the morning."""
    street = Street(running)
    street.control("PUT", "settings", HASTY)
    street.is_morning()
    return street


@pytest.fixture
def books(street: Street) -> Iterator[Books]:
    """The shop's books."""
    books = Books(street)
    yield books
    books.close()
