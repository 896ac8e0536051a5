"""设置, 同事, 话术 and 运行: who may press what, and what is shown of how it all stands."""

from datetime import timedelta

import pytest

from bot import clock
from bot.outbox.actions import pause_door
from bot.outbox.models import Message, Switch
from bot.outbox.state import doors_today
from bot.shop.audit.models import Audit
from bot.shop.staff.models import ROLES, Staff, StaffSession
from bot.shop.staff.rules import Actor, may_lead
from tests.console.staff import ELSEWHERE, HERE, Colleague, hire
from tests.people import OpenShop

REFUSED = 403


def test_a_store_manager_stops_all_that_goes_out_and_lets_it_go_on(shop: OpenShop) -> None:
    limin = Colleague(shop, "limin")
    limin.sends("/settings/switch", name="stop", on="yes")
    assert shop.one(Switch, Switch.name == "stop").is_on
    assert "全部停发中：李敏" in limin.reads("/settings")
    limin.sends("/settings/switch", name="stop", on="no")
    assert not shop.one(Switch, Switch.name == "stop").is_on
    assert shop.count(Audit, Audit.verb == "turned_switch") == 2


def test_a_guide_can_press_nothing(shop: OpenShop) -> None:
    zhouting = Colleague(shop, "zhouting")
    assert zhouting.sees("/settings").status_code == 403
    assert zhouting.sends("/settings/switch", name="stop", on="yes").status_code == 403
    assert shop.count(Switch) == 0


@pytest.mark.parametrize("name", ["", "all", "stop' --"])
def test_a_switch_that_is_none_is_refused(shop: OpenShop, name: str) -> None:
    pressed = Colleague(shop, "limin").sends("/settings/switch", name=name, on="yes")
    assert pressed.status_code == REFUSED
    assert shop.count(Switch) == 0


def test_who_left_is_out_of_every_browser_at_once(shop: OpenShop) -> None:
    zhouting, limin = Colleague(shop, "zhouting"), Colleague(shop, "limin")
    assert zhouting.sees("/talks").status_code == 200
    limin.sends("/staff/zhouting/active", active="no")
    limin.sends("/staff/zhouting/active", active="no")
    assert zhouting.sees("/talks").status_code == 302
    assert shop.count(Audit, Audit.verb == "let_go") == 1
    assert "周婷已经停用" in limin.reads("/staff?turned=zhouting")
    limin.sends("/staff/zhouting/active", active="yes")
    assert shop.one(Staff, Staff.login == "zhouting").active


def test_a_new_password_is_shown_once_and_logs_out(shop: OpenShop) -> None:
    limin = Colleague(shop, "limin")
    Colleague(shop, "zhouting")
    before = shop.one(Staff, Staff.login == "zhouting").password_hash
    shown = limin.sends("/staff/zhouting/password").text
    assert "只显示这一次" in shown
    assert shop.one(Staff, Staff.login == "zhouting").password_hash != before
    assert shop.count(StaffSession, StaffSession.login == "zhouting") == 0
    assert "只显示这一次" not in limin.reads("/staff")


def test_a_manager_takes_on_a_guide_of_her_own_store_only(shop: OpenShop) -> None:
    limin = Colleague(shop, "limin")
    limin.sends("/staff", name="王小美", login="xiaomei", role="guide", store=ELSEWHERE)
    assert shop.one(Staff, Staff.login == "xiaomei").store == HERE
    refused = limin.sends("/staff", name="想当总部", login="boss", role="head_office")
    assert refused.status_code == 422
    assert 'value="boss"' in refused.text
    assert shop.count(Staff, Staff.login == "boss") == 0


def test_a_login_that_somebody_has_is_kept_as_typed(shop: OpenShop) -> None:
    sunjie = Colleague(shop, "sunjie")
    hire(shop, "zhouting")
    refused = sunjie.sends("/staff", name="<b>另一位</b>", login="zhouting", role="guide")
    assert "已经有同事用" in refused.text
    assert "&lt;b&gt;另一位&lt;/b&gt;" in refused.text
    assert shop.one(Staff, Staff.login == "zhouting").name == "周婷"


@pytest.mark.parametrize("login", ["chenyu", "zhaolei", "limin", "nobody"])
def test_who_is_not_hers_to_change_stays_as_she_is(shop: OpenShop, login: str) -> None:
    limin = Colleague(shop, "limin")
    for each in ("chenyu", "zhaolei"):
        hire(shop, each)
    assert limin.sends(f"/staff/{login}/active", active="no").status_code == REFUSED
    assert limin.sends(f"/staff/{login}/password").status_code == REFUSED
    assert shop.count(Staff, Staff.active.is_(False)) == 0


def test_nobody_leads_above_herself() -> None:
    guide, *leaders, head = ROLES[:4]
    for place, role in enumerate([guide, *leaders]):
        led = {each for each in ROLES if may_lead(Actor("x", role, HERE), each, HERE)}
        assert led == set(ROLES[:place])
    assert all(may_lead(Actor("x", head, None), each, HERE) for each in ROLES)
    assert not may_lead(Actor("x", "engineer", None), guide, HERE)


def test_a_sentence_is_found_by_a_few_words(shop: OpenShop) -> None:
    limin = Colleague(shop, "limin")
    assert "welcome.hello" in limin.reads("/texts") or "共" in limin.reads("/texts")
    found = limin.reads("/texts?q=后台里没有这一句")
    assert "没有找到" in found
    assert "&lt;script&gt;" in limin.reads("/texts?q=<script>")


def test_the_engineer_sees_what_went_by_each_door_and_what_is_shut(shop: OpenShop) -> None:
    wang = shop.member()
    wang.says("我的积分")
    with shop.bot.database.transaction() as db:
        pause_door(db, "template", timedelta(hours=2), "当天的次数用完了")
        person = shop.person(wang.openid)
        now = clock.now()
        values = {"purpose": "service", "key": "thanks.plain", "kind": "thanks", "params": {}}
        for number, (state, sent) in enumerate([("sent", now), ("uncertain", None)]):
            db.add(
                Message(
                    person_id=person.id,
                    dedupe=f"health:{number}",
                    due=now,
                    look_at=now,
                    created_at=now,
                    state=state,
                    door="custom",
                    sent_at=sent,
                    **values,
                )
            )
    with shop.bot.database.reading() as db:
        assert [each.used for each in doors_today(db, ["custom", "mass"], clock.now())] == [1, 0]
    shown = Colleague(shop, "engineer").reads("/health")
    assert "当天的次数用完了" in shown
    assert "也许送到了" in shown
    assert "王姐" not in shown


def test_without_redis_the_page_says_so(shop: OpenShop) -> None:
    from bot.store import Store

    vars(shop.bot)["store"] = Store("redis://127.0.0.1:9/0")
    assert "不回应" in Colleague(shop, "engineer").reads("/health")
