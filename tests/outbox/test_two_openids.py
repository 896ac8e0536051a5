"""Somebody with two WeChats is answered where she wrote, whichever she used last."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete

from bot import jobs
from bot.shop.people.actions import lock_person
from bot.shop.people.models import Identity
from bot.usecases.merging import merge_people
from tests.people import Day, OpenShop
from tests.wechat import Fan, WeChat


@pytest.fixture
def two(wechat: WeChat, shop: OpenShop, day: Day) -> tuple[Fan, Fan]:
    """Two WeChats of one person; she followed with the second one later."""
    old, new = wechat.fan(), wechat.fan()
    day.passes(hours=1)
    for fan in (old, new):
        fan.says("你好")
    kept, gone = (shop.person(fan.openid).id for fan in (new, old))
    with shop.bot.database.transaction() as db:
        winner, loser = lock_person(db, kept), lock_person(db, gone)
        assert winner
        assert loser
        merge_people(db, loser, winner, by="李敏")
    return old, new


@pytest.fixture
def late(shop: OpenShop, monkeypatch: pytest.MonkeyPatch) -> Callable[[Fan, str], None]:
    """Let a message wait too long for its turn, and a worker answer it."""

    def late(fan: Fan, words: str) -> None:
        with monkeypatch.context() as patch:
            patch.setattr("bot.web.webhook.LATE_SECONDS", -1.0)
            assert fan.says(words) is None

    return late


def works(shop: OpenShop) -> None:
    with shop.app.app_context():
        jobs.answer_pending()
    shop.bot.post.deliver_all()


def test_a_late_answer_goes_where_she_wrote(
    shop: OpenShop, two: tuple[Fan, Fan], late: Callable[[Fan, str], None]
) -> None:
    old, new = two
    late(old, "门店地址")
    new.says("营业时间")
    works(shop)
    assert "南京西路" in "".join(old.sees())
    assert new.sees() == []


def test_both_are_answered_where_she_wrote_each(
    shop: OpenShop, two: tuple[Fan, Fan], late: Callable[[Fan, str], None]
) -> None:
    old, new = two
    late(new, "营业时间")
    late(old, "门店地址")
    works(shop)
    assert ["南京西路" in "".join(fan.sees()) for fan in two] == [True, False]
    assert ["正在营业" in "".join(fan.sees()) for fan in two] == [False, True]


def test_where_that_openid_is_forgotten_the_other_one_hears(
    shop: OpenShop, two: tuple[Fan, Fan], late: Callable[[Fan, str], None]
) -> None:
    old, new = two
    late(old, "门店地址")
    with shop.bot.database.transaction() as db:
        db.execute(delete(Identity).where(Identity.external_id == old.openid))
    works(shop)
    assert "南京西路" in "".join(new.sees())


def test_a_picture_goes_where_she_asked_for_it(shop: OpenShop, two: tuple[Fan, Fan]) -> None:
    old, new = two
    for words in ("办会员", "李小娟", "都不要", "13800138000", "不用"):
        new.says(words)
    old.says("我的推荐码")
    shop.bot.post.deliver_all()
    assert len(old.sees()) == 1
    assert new.sees() == []
