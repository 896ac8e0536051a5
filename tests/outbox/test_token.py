"""The access token: one for all, renewed once, never told to anybody."""

import logging
import traceback
from collections.abc import Callable, Iterator
from functools import partial

import pytest
import redis

from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.errors import Unreachable, WeChatError
from bot.store import Store
from tests.databases import ACCOUNT, PostgreSQL
from tests.emptied import empty
from tests.outbox.desk import Desk
from tests.people import OpenShop, at_once
from tests.wechat import SEND, TOKEN, Fan, WeChat


@pytest.fixture
def database_url(_kept_database: PostgreSQL) -> Iterator[str]:
    """One server: a token is not kept there."""
    yield _kept_database.url("kept")
    empty(_kept_database)


@pytest.fixture
def wang(wechat: WeChat) -> Fan:
    """王姐, who wrote a moment ago."""
    fan = wechat.fan()
    fan.says("你好")
    return fan


def clients(shop: OpenShop, count: int) -> list[WeChatClient]:
    """Return clients as so many processes would have them."""
    account = shop.bot.settings.wechat
    assert account
    return [WeChatClient(account, Store(shop.bot.settings.redis)) for _ in range(count)]


def token_of(redis_url: str) -> str:
    found = redis.Redis.from_url(redis_url).get("wechat:token:wx0123456789abcdef")
    assert isinstance(found, bytes)
    return found.decode()


def sends(client: WeChatClient, openid: str, words: str = "您好") -> None:
    text = {"touser": openid, "msgtype": "text", "text": {"content": words}}
    client.call(SEND, text)


def test_ten_processes_that_start_cold_fetch_one_token(
    wechat: WeChat, shop: OpenShop, wang: Fan
) -> None:
    ten = clients(shop, 10)
    failed = at_once(*[partial(_tries, partial(sends, each, wang.openid)) for each in ten])
    assert set(failed) <= {None, 45047}
    assert len(wechat.calls(TOKEN)) == 1


def test_a_token_that_died_is_renewed_once_for_all(
    wechat: WeChat, shop: OpenShop, wang: Fan, redis_url: str
) -> None:
    first = clients(shop, 5)
    sends(first[0], wang.openid)
    _kill_token(wechat)
    at_once(*[partial(_tries, partial(sends, each, wang.openid)) for each in first])
    assert len(wechat.calls(TOKEN)) <= 3
    assert wang.sees().count("您好") >= 6


def test_a_token_that_is_refused_for_ever_is_renewed_once_and_the_door_paused(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    wechat.breaks("errcode", errcode=40001, times=None)
    key = desk.writes(wang, "等等")
    desk.sends()
    assert len(wechat.calls()) == 2
    assert len(wechat.calls(TOKEN)) <= 3
    assert desk.message(key).state == "waiting"
    assert desk.pause()
    desk.sends()
    assert len(wechat.calls()) == 2


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_one_refusal_is_got_over(wechat: WeChat, desk: Desk, wang: Fan, code: int) -> None:
    wechat.breaks("errcode", errcode=code)
    desk.writes(wang, "到了")
    desk.sends()
    assert wang.sees() == ["到了"]


def test_without_redis_messages_leave_all_the_same(
    wechat: WeChat, shop: OpenShop, desk: Desk, wang: Fan
) -> None:
    vars(shop.bot)["store"] = Store("redis://127.0.0.1:9/0")
    for words in ("一", "二", "三"):
        desk.writes(wang, words)
        desk.sends()
    assert wang.sees() == ["一", "二", "三"]
    assert len(wechat.calls(TOKEN)) == 1


def test_a_token_that_died_while_redis_is_gone_is_renewed(
    wechat: WeChat, shop: OpenShop, desk: Desk, wang: Fan
) -> None:
    vars(shop.bot)["store"] = Store("redis://127.0.0.1:9/0")
    desk.writes(wang, "一")
    desk.sends()
    _kill_token(wechat)
    desk.writes(wang, "二")
    desk.sends()
    assert wang.sees() == ["一", "二"]


@pytest.mark.parametrize("kind", ["timeout", "reset", "http_502", "html_200", "truncated"])
def test_neither_logs_nor_errors_tell_the_token_or_the_secret(
    wechat: WeChat,
    shop: OpenShop,
    wang: Fan,
    redis_url: str,
    caplog: pytest.LogCaptureFixture,
    kind: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    (client,) = clients(shop, 1)
    sends(client, wang.openid)
    wechat.breaks(kind, seconds=1)
    with pytest.raises(Unreachable) as caught:
        sends(client, wang.openid)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    for secret in (token_of(redis_url), shop.bot.settings.wechat_secret):
        assert secret not in told


def test_a_refusal_tells_the_code_and_not_the_token(
    wechat: WeChat, shop: OpenShop, wang: Fan, redis_url: str
) -> None:
    (client,) = clients(shop, 1)
    wechat.breaks("errcode", errcode=40037)
    with pytest.raises(WeChatError, match="40037") as caught:
        sends(client, wang.openid)
    assert token_of(redis_url) not in "".join(traceback.format_exception(caught.value))


def _tries(deed: Callable[[], None]) -> int | None:
    try:
        deed()
    except WeChatError as error:
        return error.code
    return None


def _kill_token(wechat: WeChat) -> None:
    """Let another program of the operator force a new token: the old one dies at once."""
    wechat.sim("PUT", "/settings", {"force_gap_seconds": 0.0})
    wish = {
        "grant_type": "client_credential",
        "appid": ACCOUNT["wechat_appid"],
        "secret": ACCOUNT["wechat_secret"],
        "force_refresh": True,
    }
    wechat.api(TOKEN, wish)
