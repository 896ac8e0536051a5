"""A shop moves from one server to the other: every row arrives, or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot import clock
from bot.db import Base, Lease, connect, migrate
from bot.settings import Settings
from bot.shop.people.models import Person
from bot.usecases.moving_house import CannotMove, copy_all, row_count
from tests.databases import PostgreSQL
from tests.people import LI, WANG, Opens, OpenShop
from tests.shop.test_at_rest import PHONE, told_everything
from tests.shop.test_who_is_who import merges


@pytest.fixture
def moved(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings with a migrated, empty database on the other server."""
    if settings.database.startswith("postgresql"):
        there = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'new.db'}"})
        migrate(there)
        yield there
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    server.run("DROP DATABASE IF EXISTS new_house")
    server.run("CREATE DATABASE new_house")
    there = settings.model_copy(update={"database_url": server.url("new_house")})
    migrate(there)
    yield there
    server.run("DROP DATABASE new_house WITH (FORCE)")


@pytest.fixture
def full(shop: OpenShop) -> OpenShop:
    """A shop with everything in it, two merged records too; nothing runs."""
    shop.member(WANG)
    told_everything(shop)
    merges(shop, WANG, LI)
    return shop


def rows_of(engine: Engine) -> dict[str, list[str]]:
    """Return what every table holds, opened."""
    with engine.execution_options(reading=True).connect() as link:
        return {
            table.name: [
                str(row) for row in link.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Base.metadata.sorted_tables
        }


def moves(shop: OpenShop, there: Settings) -> Engine:
    target = connect(there)
    told: list[int] = []
    assert copy_all(shop.bot.database.engine, target, told.append) == sum(told)
    return target


def test_every_row_arrives_on_the_other_server(full: OpenShop, moved: Settings) -> None:
    before = rows_of(full.bot.database.engine)
    assert row_count(full.bot.database.engine) == sum(map(len, before.values())) > 20
    target = moves(full, moved)
    assert rows_of(target) == before
    target.dispose()


def test_the_shop_goes_on_there(full: OpenShop, moved: Settings, opens: Opens) -> None:
    target = moves(full, moved)
    shop = opens(database_url=moved.database_url)
    assert "100分" in str(shop.phone(LI).says("我的积分"))
    shop.stranger().says("你好")
    assert shop.rows(Person)[-1].id > max(person.id for person in full.rows(Person))
    shop.bot.database.engine.dispose()
    target.dispose()


def test_a_house_that_is_not_empty_is_left_alone(full: OpenShop, moved: Settings) -> None:
    target = moves(full, moved)
    before = rows_of(target)
    with pytest.raises(CannotMove, match="not empty: it has rows in"):
        copy_all(full.bot.database.engine, target, lambda _: None)
    assert rows_of(target) == before
    target.dispose()


def test_who_is_cut_off_half_way_finds_it_empty_and_may_begin_again(
    full: OpenShop, moved: Settings
) -> None:
    def power_cut(_rows: int) -> None:
        raise KeyboardInterrupt

    target = connect(moved)
    with pytest.raises(KeyboardInterrupt):
        copy_all(full.bot.database.engine, target, power_cut)
    assert [name for name, rows in rows_of(target).items() if rows] == ["shop_state"]
    target.dispose()
    moves(full, moved).dispose()


def test_a_shop_that_runs_does_not_move(full: OpenShop, moved: Settings) -> None:
    with full.bot.database.transaction() as db:
        db.add(Lease(name="scheduler", holder="here:1", until=clock.real_now().replace(year=2099)))
    with pytest.raises(CannotMove, match="still runs"):
        moves(full, moved)


def test_a_moved_shop_needs_its_newest_key_alone(
    full: OpenShop, moved: Settings, settings: Settings, opens: Opens
) -> None:
    new_key = "a key of the new year"
    both = f"{new_key},{moved.field_keys}"
    here = {"database_url": moved.database_url, "field_keys": both}
    moves(full, settings.model_copy(update=here)).dispose()
    shop = opens(database_url=moved.database_url, field_keys=new_key)
    assert shop.person(LI).phone == PHONE
    shop.bot.database.engine.dispose()
