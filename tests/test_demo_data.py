"""The example shop: the same people every time, whose points and levels obey the shop's rules."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot import clock
from bot.db import migrate
from bot.demo_data import NotEmpty, fill_example, seed_demo
from bot.settings import Settings
from bot.shop.consent.models import Consent
from bot.shop.members.models import Member
from bot.shop.people.models import Identity, Person
from bot.shop.points.models import PointEntry, PointUse
from bot.shop.points.queries import points_standing, unbalanced_accounts
from bot.shop.purchases.models import Purchase, PurchaseLine, PurchaseReturn
from bot.shop.purchases.queries import spend_since
from bot.shop.staff.models import Staff
from bot.shop.stores.models import Store
from bot.shop.stores.queries import imported_shop
from bot.shop.stores.rules import level_for
from bot.usecases.forgetting import who_left
from bot.wiring import Bot
from handlers import FLOWS, INTENTS
from tests.databases import settings_of

UNTIL = date(2026, 11, 22)
YEAR_BEFORE = date(2025, 11, 1)


@pytest.fixture
def bot(settings: Settings) -> Iterator[Bot]:
    bot = Bot(settings, INTENTS, FLOWS)
    yield bot
    bot.database.engine.dispose()


@pytest.fixture
def demo(bot: Bot, tmp_path: Path) -> Bot:
    with bot.database.transaction() as db:
        db.execute(text("UPDATE shop_state SET mode = 'demo'"))
    return Bot(settings_of(tmp_path, bot.settings.database, demo=True), INTENTS, FLOWS)


def seed(bot: Bot, *, members: int = 60, purchases: int = 250, seed: int = 7) -> dict[str, Any]:
    return seed_demo(bot, members=members, purchases=purchases, seed=seed, until=UNTIL)


def picture(bot: Bot) -> list[Any]:
    """Return what a shopkeeper would see of everybody and everything."""
    with bot.database.reading() as db:
        people = [select(Person.name, Person.phone, Person.phone_state, Person.store, Person.guide)]
        known = [select(Identity.external_id, Identity.reach).where(Identity.channel == "wechat")]
        bought = [
            select(Purchase.receipt, Purchase.person_id, Purchase.at, Purchase.returned_fen),
            select(PurchaseLine.sku, PurchaseLine.price_fen, PurchaseLine.returned),
        ]
        points = [select(PointEntry.person_id, PointEntry.change, PointEntry.source)]
        members = [select(Member.person_id, Member.level, Member.birthday_md, Member.joined_at)]
        said = [select(Consent.person_id, Consent.purpose, Consent.granted)]
        tables = [*people, *known, *bought, *points, *members, *said]
        return [sorted(map(repr, db.execute(table))) for table in tables]


def test_the_same_arguments_make_the_same_shop_on_any_server(bot: Bot, tmp_path: Path) -> None:
    other = Bot(settings_of(tmp_path, f"sqlite:///{tmp_path / 'other.db'}"), INTENTS, FLOWS)
    migrate(other.settings)
    seed(other)
    seen = picture(other)
    seed(Bot(bot.settings, INTENTS, FLOWS))
    assert picture(bot) == seen


def test_another_seed_makes_other_people(demo: Bot) -> None:
    seed(demo, seed=7)
    one = picture(demo)
    assert seed(demo, seed=8)["members"] == 60
    assert len(picture(demo)[0]) == 2 * len(one[0])


def test_there_are_as_many_as_were_asked_for(bot: Bot) -> None:
    told = seed(bot, members=60, purchases=250)
    with bot.database.reading() as db:
        counted = [db.scalar(select(func.count()).select_from(t)) for t in (Member, Purchase)]
    assert [told["members"], told["purchases"]] == counted == [60, 250]


@pytest.mark.parametrize(("members", "purchases"), [(0, 0), (0, 30), (30, 0), (1, 60)])
def test_a_lopsided_shop_is_filled_too(bot: Bot, members: int, purchases: int) -> None:
    told = seed(bot, members=members, purchases=purchases)
    assert (told["members"], told["purchases"]) == (members, purchases)


def test_the_first_member_is_always_the_same_woman(bot: Bot) -> None:
    seed(bot)
    with bot.database.reading() as db:
        first = select(Person.name).join(Member).order_by(Person.id)
        assert db.scalars(first).first() == "王芳"


def test_every_balance_is_the_sum_of_its_ledger_and_of_its_lots(bot: Bot) -> None:
    seed(bot)
    with bot.database.reading() as db:
        assert len(db.scalars(select(PointEntry)).all()) > 200
        assert unbalanced_accounts(db) == []


def test_points_that_ended_are_booked_as_ended(bot: Bot) -> None:
    seed(bot)
    ended = select(func.count()).where(PointEntry.left > 0, PointEntry.expires_on < UNTIL)
    with bot.database.reading() as db:
        kinds = set(db.scalars(select(PointEntry.kind)))
        assert db.scalar(ended) == 0
    assert kinds == {"purchase", "return", "expired"}


def test_what_a_return_took_is_known_lot_by_lot(bot: Bot) -> None:
    seed(bot)
    with bot.database.reading() as db:
        back = db.scalars(select(PointEntry.change).where(PointEntry.kind == "return")).all()
        assert sum(db.scalars(select(PointUse.amount))) == -sum(back) > 0


def test_every_level_is_the_one_the_rules_give(bot: Bot) -> None:
    seed(bot)
    with bot.database.reading() as db:
        found = {member.person_id: member.level for member in db.scalars(select(Member))}
        wanted = {person_id: level_by_the_rules(db, person_id) for person_id in found}
    assert found == wanted
    assert len(set(found.values())) > 2


def level_by_the_rules(db: Session, person_id: int) -> str:
    shop = imported_shop(db)
    assert shop
    counted = select(func.coalesce(func.sum(PointEntry.change), 0)).where(
        PointEntry.person_id == person_id, PointEntry.kind.in_(("purchase", "return"))
    )
    spend = spend_since(db, person_id, YEAR_BEFORE)
    return level_for(shop.levels, spend_fen=spend, points=db.scalar(counted) or 0).word


def test_receipts_and_returns_agree_with_their_lines(bot: Bot) -> None:
    seed(bot)
    sums = select(
        func.sum(PurchaseLine.price_fen * PurchaseLine.quantity),
        func.sum(PurchaseLine.price_fen * PurchaseLine.returned),
    )
    whole = select(func.sum(Purchase.total_fen), func.sum(Purchase.returned_fen))
    with bot.database.reading() as db:
        sold, returned = db.execute(sums).one()
        assert (sold, returned) == tuple(db.execute(whole).one())
        assert returned == sum(db.scalars(select(PurchaseReturn.amount_fen))) > 0


def test_nobody_is_to_be_forgotten_at_once(bot: Bot) -> None:
    seed(bot)
    with bot.database.reading() as db:
        assert who_left(db, clock.now() + timedelta(days=400), 10) == []


def test_nothing_happens_after_the_last_day(bot: Bot) -> None:
    seed(bot)
    with bot.database.reading() as db:
        last = [db.scalar(select(func.max(column))) for column in (Member.joined_at, Purchase.at)]
    assert [clock.local(moment).date() <= UNTIL for moment in last if moment] == [True, True]


def test_stores_and_guides_are_those_of_the_shops_file(bot: Bot) -> None:
    seed(bot)
    with bot.database.reading() as db:
        stores, staff = set(db.scalars(select(Store.name))), set(db.scalars(select(Staff.login)))
        assert set(db.scalars(select(Purchase.store))) <= stores
        assert set(db.scalars(select(Purchase.guide))) - {None} <= staff


def test_who_is_there_already_stays_as_she_is(demo: Bot) -> None:
    seed(demo)
    before = picture(demo)
    told = seed(demo)
    assert (told["members"], told["purchases"]) == (0, 0)
    assert picture(demo) == before


def test_a_seeding_that_was_cut_off_is_completed(demo: Bot, bot: Bot) -> None:
    seed(demo, members=40, purchases=0)
    told = seed(demo, members=60, purchases=250)
    assert told["members"] == 20
    with bot.database.reading() as db:
        assert unbalanced_accounts(db) == []


def test_a_real_shop_with_customers_is_refused(bot: Bot) -> None:
    with bot.database.transaction() as db:
        db.add(Person(created_at=clock.now()))
    before = picture(bot)
    with pytest.raises(NotEmpty):
        seed(bot)
    assert picture(bot) == before


def test_a_demo_begins_with_an_example_shop(demo: Bot) -> None:
    fill_example(demo)
    seen = picture(demo)
    assert len(seen[0]) > 36
    with demo.database.reading() as db:
        assert max(db.scalars(select(Purchase.day))) <= clock.today() - timedelta(days=1)
    fill_example(demo)
    assert picture(demo) == seen


def test_a_real_shop_is_never_filled_by_itself(bot: Bot) -> None:
    fill_example(bot)
    with bot.database.reading() as db:
        assert points_standing(db, 1, UNTIL).balance == 0
        assert imported_shop(db) is None
        assert db.scalar(select(Person.id).limit(1)) is None
