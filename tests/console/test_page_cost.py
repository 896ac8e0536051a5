"""Pages about customers stay cheap: so many statements, however many there are."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot import clock
from bot.dialogue.models import Conversation
from bot.outbox.actions import queue
from bot.shop.people.models import Person
from bot.shop.tasks.actions import ask_people
from tests.console.staff import HERE, Colleague, belongs, hire
from tests.databases import ONE_SERVER
from tests.people import WANG, OpenShop

# beside what every page asks: who it is, how the switches stand, who waits
MOST = {
    "/customers": 8,
    "/customers?bought=never&show=members": 8,
    "/counter/{}": 20,
    "/customers/{}": 15,
    "/customers/{}/page": 34,
    "/customers/{}?see=timeline": 12,
    "/customers/{}?see=points": 12,
    "/customers/{}?see=reach": 26,
}
OF_A_LEAVER = 18


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


@ONE_SERVER
def test_a_hand_over_takes_as_many_statements_for_many_as_for_one(
    shop: OpenShop, statements: list[str]
) -> None:
    path, limin = "/handover/zhouting", Colleague(shop, "limin")
    for login in ("zhouting", "xiaomei"):
        hire(shop, login)
    leaves_behind(shop, 1)
    limin.reads(path)  # the first one reads the shop's file too
    for_none = asked(limin, statements, "/design")
    for_one = asked(limin, statements, path)
    assert for_one - for_none <= OF_A_LEAVER, "\n".join(statements)
    leaves_behind(shop, 40)
    assert asked(limin, statements, path) <= for_one, "\n".join(statements)
    assert "41 位顾客" in limin.reads(path)


def leaves_behind(shop: OpenShop, many: int) -> None:
    """周婷 has so many customers more, to each of whom she has promised something."""
    with shop.bot.database.transaction() as db:
        for _ in range(many):
            her = Person(created_at=clock.now(), name="客人", store=HERE, guide="zhouting")
            db.add(her)
            db.flush()
            once, due = f"promise:{her.id}", clock.now() + timedelta(days=1)
            ask_people(
                db, kind="promise", dedupe=once, person=her, why="给她送去", words="周五", due=due
            )
            db.add(Conversation(person_id=her.id, holder="staff", staff="zhouting", returns_at=due))
            said = {"by": "zhouting", "words": "戒指到了"}
            queue(
                db,
                her.id,
                "common.words",
                said,
                kind="staff",
                purpose="reply",
                dedupe=once,
                due=due,
            )


def asked(who: Colleague, statements: list[str], path: str) -> int:
    """Return how many statements a page takes."""
    statements.clear()
    who.reads(path)
    return len(statements)
