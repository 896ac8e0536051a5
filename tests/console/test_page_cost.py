"""Pages about customers stay cheap: so many statements, however many there are."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from tests.console.staff import HERE, Colleague, belongs
from tests.databases import ONE_SERVER
from tests.people import WANG, OpenShop

# beside what every page asks: who it is, how the switches stand, who waits
MOST = {
    "/customers": 8,
    "/counter/{}": 20,
    "/customers/{}": 15,
    "/customers/{}/page": 34,
    "/customers/{}?see=timeline": 12,
    "/customers/{}?see=points": 12,
    "/customers/{}?see=reach": 26,
}


@pytest.fixture
def statements(shop: OpenShop) -> Iterator[list[str]]:
    """What the database is asked."""
    asked: list[str] = []

    def note(*seen: object) -> None:
        asked.append(str(seen[2]))

    engine = shop.bot.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@ONE_SERVER
@pytest.mark.parametrize("path", MOST)
def test_a_page_takes_as_many_statements_for_many_as_for_one(
    shop: OpenShop, statements: list[str], path: str
) -> None:
    shop.member(WANG)
    her_id = belongs(shop, WANG, store=HERE, guide="zhouting")
    zhouting = Colleague(shop, "zhouting")
    zhouting.reads(path.format(her_id))  # the first one reads the shop's file too
    for_none = asked(zhouting, statements, "/design")
    for_one = asked(zhouting, statements, path.format(her_id))
    assert for_one - for_none <= MOST[path], "\n".join(statements)
    for number in range(3):
        shop.member(f"another{number}", phone=f"1390000000{number}")
        belongs(shop, f"another{number}", store=HERE)
    assert asked(zhouting, statements, path.format(her_id)) <= for_one, "\n".join(statements)


def asked(who: Colleague, statements: list[str], path: str) -> int:
    """Return how many statements a page takes."""
    statements.clear()
    who.reads(path)
    return len(statements)
