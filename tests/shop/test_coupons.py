"""Coupons: given once, used once, taken back with what gave them, ended in their time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy.orm import Session

from bot import clock, jobs
from bot.lunar import Birthday
from bot.outbox.models import Message
from bot.shop.coupons.actions import give_coupon, use_coupon
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.queries import coupon_of
from bot.shop.coupons.rules import CouponRule
from bot.shop.members.actions import keep_birthday
from bot.shop.members.models import Member
from bot.shop.refusal import Refused
from tests.people import WANG, OpenShop, at_once
from tests.shop.till import Till

FIFTY = CouponRule(word="fifty", name="五十元券", off=Decimal(50), least=Decimal(300), days=10)


@dataclass(frozen=True)
class Drawer:
    """The drawer with the coupons."""

    shop: OpenShop

    def gives(self, *, source: str = "test") -> bool:
        her_id = self.shop.person(WANG).id
        give = partial(give_coupon, source=source, by="test", today=clock.today())
        return self.shop.bot.database.run(lambda db: give(db, her_id, FIFTY))

    def uses(self, *, receipt: str = "r1") -> str:
        """Use the only coupon there is; return what became of it."""
        code = self.shop.one(Coupon).code

        def work(db: Session) -> str:
            coupon = coupon_of(db, code)
            use_coupon(db, coupon, till="t1", receipt=receipt, by="zhouting", today=clock.today())
            return coupon.state

        try:
            return self.shop.bot.database.run(work)
        except Refused as refused:
            return refused.reason

    def day_passes(self) -> int:
        """Let the day's job look at the coupons; return how many ended."""
        with self.shop.app.app_context():
            return jobs.expire_coupons()


@pytest.fixture
def drawer(shop: OpenShop) -> Drawer:
    shop.member(WANG)
    return Drawer(shop)


def test_one_cause_gives_one_coupon(drawer: Drawer) -> None:
    given = at_once(*[drawer.gives] * 8)
    assert sorted(given) == [False] * 7 + [True]


def test_it_is_used_once(drawer: Drawer) -> None:
    drawer.gives()
    used = at_once(*[partial(drawer.uses, receipt=f"r{number}") for number in range(8)])
    assert sorted(used) == ["coupon_used"] * 7 + ["used"]


def test_it_can_be_used_on_its_last_day_and_not_after(drawer: Drawer) -> None:
    drawer.gives()
    clock.run_ahead(clock.now() + timedelta(days=11) - clock.real_now())
    assert drawer.uses() == "coupon_late"
    assert (drawer.day_passes(), drawer.day_passes()) == (1, 0)
    assert drawer.uses() == "coupon_expired"


def test_she_is_told_some_days_before_once(drawer: Drawer, shop: OpenShop) -> None:
    drawer.gives()
    clock.run_ahead(clock.now() + timedelta(days=5) - clock.real_now())
    assert (drawer.day_passes(), drawer.day_passes()) == (0, 0)
    warning = shop.one(Message, Message.journey == "coupon")
    assert (warning.purpose, warning.state) == ("promotion", "planned")


@pytest.mark.parametrize(("fen", "vouchers"), [(2999_99, 0), (3000_00, 1), (9000_00, 1)])
def test_a_large_purchase_gives_a_voucher(
    drawer: Drawer, till: Till, shop: OpenShop, fen: int, vouchers: int
) -> None:
    till.sells(fen, receipt="same", openid=WANG)
    till.sells(fen, receipt="same", openid=WANG)
    assert shop.count(Coupon) == vouchers


def test_a_voucher_goes_back_with_its_purchase_unless_it_was_used(
    drawer: Drawer, till: Till, shop: OpenShop
) -> None:
    lines = (("ring", 2, 2000_00),)
    receipt = till.sells(4000_00, lines=lines, openid=WANG)
    till.takes_back(receipt, ("ring", 1))
    assert shop.one(Coupon).state == "taken_back"
    assert drawer.uses() == "coupon_taken_back"


def test_a_used_voucher_stays_used(drawer: Drawer, till: Till, shop: OpenShop) -> None:
    receipt = till.sells(4000_00, openid=WANG)
    drawer.uses()
    till.takes_back(receipt)
    assert shop.one(Coupon).state == "used"


@pytest.mark.parametrize("calendar", ["solar", "lunar"])
def test_a_birthday_brings_its_coupon_on_the_day_once(
    drawer: Drawer, shop: OpenShop, calendar: str
) -> None:
    told = Birthday("lunar", 10, 14) if calendar == "lunar" else Birthday("solar", 11, 22)
    her_id = shop.person(WANG).id

    def becomes_silver(db: Session) -> None:
        member = db.get_one(Member, her_id)
        member.level = "silver"
        keep_birthday(db, member, told)

    shop.bot.database.run(becomes_silver)
    _goes_to("2026-11-21T10:00:00+08:00")
    with shop.app.app_context():
        assert jobs.keep_birthdays() == 0
        _goes_to("2026-11-22T10:00:00+08:00")
        assert (jobs.keep_birthdays(), jobs.keep_birthdays()) == (1, 0)
    assert shop.one(Coupon).rule == "birthday_88"


def _goes_to(moment: str) -> None:
    clock.run_ahead(datetime.fromisoformat(moment) - clock.real_now())
