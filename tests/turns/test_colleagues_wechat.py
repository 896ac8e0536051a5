"""A colleague binds her own WeChat, and hears there of who waits."""

from __future__ import annotations

import pytest

from bot.outbox.models import Message
from bot.shop.refusal import Refused
from bot.shop.staff.actions import make_bind_code, set_email
from bot.shop.staff.models import Staff
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from tests.people import Day, OpenShop


@pytest.fixture
def code(shop: OpenShop) -> str:
    """The code that 孙洁 was given."""
    content = read_toml(CONTENT / "shop.toml")
    shop.bot.database.run(lambda db: import_shop(db, content, by="test"))
    return shop.bot.database.run(lambda db: make_bind_code(db, "sunjie"))


def bound(shop: OpenShop) -> str | None:
    return shop.one(Staff, Staff.login == "sunjie").openid


def test_a_colleague_binds_her_wechat_and_hears_of_who_waits(shop: OpenShop, code: str) -> None:
    sun = shop.stranger()
    assert "孙洁" in (sun.says(f"员工绑定 {code}") or "")
    assert bound(shop) == sun.openid
    shop.phone().says("转人工")
    told = shop.one(Message, Message.purpose == "staff")
    assert told.person_id == shop.person(sun.openid).id


def test_a_code_is_good_once(shop: OpenShop, code: str) -> None:
    first = shop.stranger()
    first.says(f"员工绑定{code}")
    assert "不对" in (shop.stranger().says(f"员工绑定{code}") or "")
    assert bound(shop) == first.openid


def test_a_code_is_good_for_ten_minutes(shop: OpenShop, code: str, day: Day) -> None:
    day.passes(minutes=11)
    assert "不对" in (shop.stranger().says(f"员工绑定 {code}") or "")


@pytest.mark.parametrize("said", ["员工绑定", "员工绑定 00000000", "员工绑定 123456789012"])
def test_a_guess_binds_nobody(shop: OpenShop, code: str, said: str) -> None:
    assert "不对" in (shop.stranger().says(said) or "")
    assert bound(shop) is None


def test_a_wechat_belongs_to_one_colleague(shop: OpenShop, code: str) -> None:
    phone = shop.stranger()
    phone.says(f"员工绑定 {code}")
    other = shop.bot.database.run(lambda db: make_bind_code(db, "limin"))
    phone.says(f"员工绑定 {other}")
    assert (bound(shop), shop.one(Staff, Staff.login == "limin").openid) == (None, phone.openid)


@pytest.mark.parametrize("email", ["zhouting", "@x.cn", "a@b", "a@b.cn\nBcc: c@d.cn"])
def test_what_is_no_address_is_refused(shop: OpenShop, code: str, email: str) -> None:
    with pytest.raises(Refused, match="staff_email"):
        shop.bot.database.run(lambda db: set_email(db, "sunjie", email, by="test"))


def test_who_has_left_is_reached_no_more(shop: OpenShop, code: str) -> None:
    with shop.bot.database.transaction() as db:
        db.get_one(Staff, "sunjie").active = False
    with pytest.raises(Refused, match="staff_left"):
        shop.bot.database.run(lambda db: make_bind_code(db, "sunjie"))
