"""Pages for everybody."""

from tests.people import OpenShop


def test_the_rules_of_points_and_levels_stand_on_a_page(shop: OpenShop) -> None:
    page = shop.app.test_client().get("/rules").get_data(as_text=True)
    assert "消费一元积1分" in page
    assert "银卡会员（近十二个月消费满3,000元）" in page
    assert "提前30天告诉您" in page


def test_what_is_kept_of_her_stands_on_a_page(shop: OpenShop) -> None:
    page = shop.app.test_client().get("/privacy")
    assert page.status_code == 200
    assert "缘来珠宝会员资料说明" in page.get_data(as_text=True)
