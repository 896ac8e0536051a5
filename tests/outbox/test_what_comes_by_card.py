"""What people of the shop do for her reaches her as a card, three days after she wrote."""

from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.points.actions import earn_points
from bot.shop.staff.models import Staff
from bot.shop.stores.actions import import_shop
from bot.shop.works.models import Work
from bot.texts import CONTENT, read_toml
from bot.usecases.adjusting import adjust_points
from bot.usecases.joining import join_shop
from bot.usecases.making import Bench
from bot.usecases.redeeming import collect, redeem
from bot.usecases.surveying import Subject, ask
from tests.outbox.desk import Desk
from tests.people import Day, OpenShop
from tests.wechat import Fan, WeChat

AGREED = {"service": True, "care": True, "promotion": True}


@pytest.fixture
def wang(wechat: WeChat, shop: OpenShop, day: Day) -> Fan:
    """王姐, a member with points, who wrote three days ago; the shop has its file."""
    wechat.sim("PUT", "/settings", {"report_copies": 0, "report_seconds": 0.0})
    fan = wechat.fan()
    fan.says("你好")
    her_id = shop.person(fan.openid).id
    with shop.bot.database.transaction() as db:
        import_shop(db, read_toml(CONTENT / "shop.toml"), by="test")
    rules = shop.rules
    with shop.bot.database.transaction() as db:
        person = db.get_one(Person, her_id)
        join_shop(db, person, name="王姐", phone="13800138000", agreed=AGREED, shop=rules)
        more: dict[str, Any] = {"source": "test", "about": {}, "expires_on": None}
        earn_points(db, her_id, 1000, kind="adjust", **more)
        manager = db.get_one(Staff, "limin")
        manager.active = manager.confirmed = True
    day.passes(days=3)
    return fan


def hers(shop: OpenShop, fan: Fan) -> int:
    return shop.person(fan.openid).id


def test_points_that_people_changed(shop: OpenShop, desk: Desk, wang: Fan) -> None:
    her_id = hers(shop, wang)
    with shop.bot.database.transaction() as db:
        adjust_points(db, her_id, change=200, why="补记上周的小票", by="limin")
    desk.sends()
    (card,) = wang.cards()
    assert (card["变动情况"], card["当前积分"]) == ("+200", "1200")
    assert card["变动原因"] == "补记上周的小票"


def test_a_gift_that_was_fetched(shop: OpenShop, desk: Desk, wang: Fan) -> None:
    her_id, rules = hers(shop, wang), shop.rules
    cloth = rules.gift("cloth")
    assert cloth is not None
    with shop.bot.database.transaction() as db:
        member = db.get_one(Member, her_id)
        code = redeem(db, member, cloth, count=1, today=clock.today()).code
        collect(db, code, by="limin", store="静安店", texts=shop.bot.texts, shop=rules)
    desk.sends()
    (card,) = wang.cards()
    assert (card["兑换礼品"], card["兑换码"], card["领取地点"]) == ("擦银布三件装", code, "静安店")


def test_each_stage_of_a_repair(shop: OpenShop, desk: Desk, wang: Fan) -> None:
    her_id, rules = hers(shop, wang), shop.rules
    promised = clock.today() + timedelta(days=5)
    ring = {"kind": "repair", "item": "金戒指", "store": "静安店", "photos": []}
    with shop.bot.database.transaction() as db:
        bench = Bench(db, rules, shop.bot.texts)
        work = bench.begin(Work(person_id=her_id, promised=promised, **ring), by="limin")
        number, work_id = work.shown_number, work.id
    desk.sends()
    with shop.bot.database.transaction() as db:
        Bench(db, rules, shop.bot.texts).move(work_id, "ready", by="limin")
    desk.sends()
    taken, ready = wang.cards()
    assert (taken["商品名称"], taken["订单状态"], taken["订单编号"]) == ("金戒指", "已收下", number)
    assert ready["订单状态"] == "可以取了"


def test_never_a_survey(shop: OpenShop, desk: Desk, wang: Fan) -> None:
    her_id = hers(shop, wang)
    about = Subject("visit", 1, "survey.ask_visit", "清洗保养", "静安店", None)
    with shop.bot.database.transaction() as db:
        ask(db, db.get_one(Person, her_id), about)
    desk.sends()
    assert wang.cards() == []
