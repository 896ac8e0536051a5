"""The whole way: WeChat pushes over HTTP, and is content with what it gets."""

import pytest

from bot.dialogue.models import Inbox
from tests.people import AES_KEY, Opens, OpenShop
from tests.wechat import WeChat


@pytest.fixture(params=["plain", "compatible", "secure"])
def mode(request: pytest.FixtureRequest, wechat: WeChat, opens: Opens) -> str:
    """The way in which WeChat talks to the shop."""
    sealed = request.param != "plain"
    shop = opens(wechat_api_base=wechat.url, wechat_aes_key=AES_KEY if sealed else "")
    wechat.begins_again(shop)
    wechat.sim("PUT", "/settings", {"mode": request.param})
    return str(request.param)


def test_wechat_accepts_our_address_and_our_answers(wechat: WeChat, mode: str) -> None:
    assert wechat.sim("POST", "/verify")["ok"]
    wang = wechat.fan()
    for words in ("你好", "办会员", "王小姐", "<<]]>&amp;", "门店地址"):
        assert wang.says(words)


def test_twenty_deliveries_at_once_show_one_answer(
    wechat: WeChat, mode: str, shop: OpenShop
) -> None:
    wang = wechat.fan()
    verdict = wang.does("text", text="门店地址", duplicates=20)
    assert verdict["verdict"] == "reply"
    told = {d["reply"]["text"] for d in verdict["deliveries"] if d["reply"]}
    assert len(told) == 1
    assert shop.count(Inbox, Inbox.kind == "text") == 1


@pytest.mark.parametrize("manner", [{"signature": "0" * 40}, {"timestamp": 1_700_000_000}])
def test_a_push_that_is_not_wechats_is_refused(
    wechat: WeChat, shop: OpenShop, manner: dict[str, object]
) -> None:
    verdict = wechat.fan().does("text", text="你好", **manner)
    assert {delivery["status"] for delivery in verdict["deliveries"]} == {403}
    assert shop.count(Inbox, Inbox.kind == "text") == 0
