"""Pages for everybody."""

from datetime import timedelta

from bot import clock
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from tests.people import WANG, OpenShop


def test_the_rules_of_points_and_levels_stand_on_a_page(shop: OpenShop) -> None:
    page = shop.app.test_client().get("/rules").get_data(as_text=True)
    assert "消费一元积1分" in page
    assert "银卡会员（近十二个月消费满3,000元）" in page
    assert "提前30天告诉您" in page


def test_what_is_kept_of_her_stands_on_a_page(shop: OpenShop) -> None:
    page = shop.app.test_client().get("/privacy")
    assert page.status_code == 200
    assert "缘来珠宝会员资料说明" in page.get_data(as_text=True)


def test_a_change_of_rules_is_told_before_it_and_counts_from_its_day(shop: OpenShop) -> None:
    phone = shop.member(WANG)
    day = clock.today() + timedelta(days=3)
    told = f"自{day.month}月{day.day}日起，消费一元积2分。"
    content = read_toml(CONTENT / "shop.toml")
    content["points"] = {"next": {"from": day, "per_yuan": 2, "expire_months": 12}}
    content["gifts"][0]["next"] = {"from": day, "points": 300}  # type: ignore[index]
    shop.bot.database.run(lambda db: import_shop(db, content, by="test"))
    heard = phone.says("积分规则") or ""
    assert told in heard
    assert "擦银布三件装换一样要300分" in heard
    assert told in shop.app.test_client().get("/rules").get_data(as_text=True)
    clock.run_ahead(timedelta(days=3))
    heard = phone.says("积分规则") or ""
    assert "消费一元积2分" in heard
    assert "起，" not in heard


def test_points_at_the_till_are_explained_only_where_they_are_taken(shop: OpenShop) -> None:
    phone = shop.member(WANG)
    assert "不能当钱用" in (phone.says("积分能抵钱吗") or "")
    content = read_toml(CONTENT / "shop.toml")
    content["points"] = {"till": {"points_per_yuan": 100, "most_percent": 30}}
    shop.bot.database.run(lambda db: import_shop(db, content, by="test"))
    assert "100分抵一元" in (phone.says("积分能抵钱吗") or "")
    assert "30%" in (phone.says("积分规则") or "")
    assert "100分抵一元" in shop.app.test_client().get("/rules").get_data(as_text=True)
