"""A coupon that people give by hand: she hears of it once, where she agreed to offers."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.models import Message
from bot.outbox.rendering import render_for_many
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.rules import CouponRule
from bot.shop.staff.queries import acting_for
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from bot.usecases.giving_coupons import give_by_hand, take_back_by_hand
from tests.people import WANG, OpenShop

FIFTY = CouponRule(word="fifty", name="五十元券", off=Decimal(50), least=Decimal(300), days=10)


def gives(shop: OpenShop, *, rule: CouponRule = FIFTY, key: str = "rain") -> bool:
    give = partial(give_by_hand, key=key, why="下雨天的心意", by="limin", today=clock.today())
    return shop.bot.database.run(lambda db: give(db, shop.person(WANG).id, rule))[1]


def told(shop: OpenShop) -> list[Message]:
    return shop.rows(Message, Message.key == "coupons.given")


def test_she_is_told_once_for_an_occasion(shop: OpenShop) -> None:
    shop.member(WANG)
    assert [gives(shop), gives(shop), gives(shop, key="snow")] == [True, False, True]
    assert len(told(shop)) == 2
    assert {each.purpose for each in told(shop)} == {"promotion"}
    words = render_for_many(shop.bot.texts, shop.rules, told(shop)[0])
    assert "五十元券" in str(words)  # a mass message may bring it


def test_who_did_not_agree_to_offers_is_not_told(shop: OpenShop) -> None:
    shop.member(WANG).says("别发活动")
    gives(shop)
    shop.bot.post.deliver_all()
    assert [each.state for each in told(shop)] == ["skipped"]
    assert shop.count(Coupon) == 1  # she has it all the same


def test_it_is_not_told_after_its_last_day(shop: OpenShop) -> None:
    shop.member(WANG)
    gives(shop, rule=FIFTY.model_copy(update={"days": 2}))
    (message,) = told(shop)
    assert message.not_after is not None
    assert message.not_after < clock.now() + timedelta(days=3)


def test_what_was_taken_back_is_told_no_more(shop: OpenShop) -> None:
    shop.member(WANG)
    file = read_toml(CONTENT / "shop.toml")
    shop.bot.database.run(lambda db: import_shop(db, file, by="test"))
    gives(shop)
    coupon_id = shop.one(Coupon).id

    def takes_back(db: Session) -> None:
        rules, who = shop.bot.shops.read(db), acting_for(db, "limin")
        take_back_by_hand(db, coupon_id, rules, why="给错了人", who=who)

    shop.bot.database.run(takes_back)
    assert [(each.state, each.reason) for each in told(shop)] == [("skipped", "给错了人")]
