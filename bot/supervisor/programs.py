"""The programs that make up the shop, and the order in which they stop."""

import json
import sys
from collections.abc import Callable

from flask import Flask

from bot.app import create_app
from bot.channels.sms.gateways import gateway_of
from bot.outbox.sms.demo import handed_in
from bot.schedule import keep_time
from bot.settings import Settings
from bot.shop.stores.rules import Shop, read_shop
from bot.supervisor.child import Program
from bot.supervisor.web import serve
from bot.texts import CONTENT, read_toml
from bot.wiring import Bot
from bot.worker import work

# No new work comes in, what was begun is finished, nobody talks to Valkey any more.
WEB_BY, WORK_BY, SIMULATOR_BY, VALKEY_BY = 3.0, 7.0, 8.0, 9.0


def of_the_shop(bot: Bot) -> list[Program]:
    """Return our own programs: each is a fork with an app of its own."""
    return [
        Program("web", lambda: serve(_fresh_app(bot)), stop_by=WEB_BY),
        Program("worker", lambda: _in_context(_fresh_app(bot), work), stop_by=WORK_BY),
        Program("scheduler", lambda: _in_context(_fresh_app(bot), keep_time), stop_by=WORK_BY),
    ]


def _fresh_app(bot: Bot) -> Flask:
    """Make an app of the fork's own, which has opened nothing yet."""
    return create_app(intents=bot.intents, flows=bot.flows, settings=bot.settings)


def _in_context(app: Flask, task: Callable[[], None]) -> None:
    with app.app_context():
        task()


def simulator(settings: Settings) -> Program:
    """Return the demo's WeChat and SMS gateway, which play the accounts of these settings."""
    account, sms = settings.wechat, settings.sms
    assert account, "a demo has an account of its own"
    assert sms, "and one at a gateway"
    shop = read_shop(read_toml(CONTENT / "shop.toml"))
    env = {
        "SIMULATOR_HOST": "127.0.0.1",
        "SIMULATOR_SHOP": shop.shop.name,
        "SIMULATOR_EXAMPLE": _example(shop),
        "SIMULATOR_PORT": str(settings.simulator_port),
        "SIMULATOR_DATA": str(settings.data / "simulator"),
        "BOT_URL": local_url(settings),
        "BOT_API_KEY": settings.keys.api,
        "WECHAT_APPID": account.appid,
        "WECHAT_SECRET": account.secret,
        "WECHAT_TOKEN": account.token,
        "WECHAT_AES_KEY": account.aes_key,
        "WECHAT_ACCOUNT": account.account,
        "SMS_PROVIDER": sms.provider,
        "SMS_ACCESS_KEY": sms.access_key,
        "SMS_ACCESS_SECRET": sms.access_secret,
        "SMS_SIGN": sms.sign,
        "SMS_CALLBACK_SECRET": sms.callback_secret,
        "SIMULATOR_SMS": json.dumps(handed_in(gateway_of(sms), shop), ensure_ascii=False),
    }
    return Program("simulator", [sys.executable, "-m", "simulator"], stop_by=SIMULATOR_BY, env=env)


def _example(shop: Shop) -> str:
    """Return what a till and a colleague's screen know of the shop, as the simulator reads it."""
    parts = {
        "stores": [store.name for store in shop.stores],
        "levels": {level.word: level.name for level in shop.levels},
        "people": [
            colleague.model_dump(include={"login", "name", "role", "store"})
            for colleague in shop.people
        ],
    }
    return json.dumps(parts, ensure_ascii=False)


def local_url(settings: Settings) -> str:
    """Return where programs on this machine reach the web, also when it listens everywhere."""
    host = local_host(settings)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def local_host(settings: Settings) -> str:
    """Return the address to call: who listens everywhere is called on loopback."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - a name, nothing is bound
    return everywhere.get(settings.host, settings.host)
