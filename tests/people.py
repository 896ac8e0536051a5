"""Who the tests are about: a running shop, its customers' phones, and the hour of the day.

王姐 has points, 小李 is new. A phone speaks as WeChat does: signed XML, read here by the
simulator's own code, which shares nothing with the shop's.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.test import TestResponse

from bot import clock
from bot.app import create_app
from bot.db import Base, Database
from bot.dialogue.conversation import Handler
from bot.dialogue.flow import Flow
from bot.dialogue.intents import WordsAndPhrases
from bot.settings import Settings
from bot.shop.members.models import Member
from bot.shop.people.models import Identity, Person
from bot.shop.stores.rules import Shop
from bot.usecases.joining import join_shop
from bot.wiring import Bot, bot_of
from handlers import FLOWS, INTENTS
from simulator.markup import read, written
from simulator.seal import Seal, signature
from tests.databases import ACCOUNT, settings_of

AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SEAL = Seal(AES_KEY, ACCOUNT["wechat_appid"])
WANG, LI = "oWangJie-has-points-00000001", "oXiaoLi-is-quite-new-0000002"
WANG_PHONE, LI_PHONE = "13800138000", "13911112222"
SHANGHAI = ZoneInfo("Asia/Shanghai")
AFTERNOON = 14

T = TypeVar("T", bound=Base)
Where = ColumnElement[bool] | InstrumentedAttribute[bool]
_numbers = itertools.count(23_000_000_000_000_000)


class Day:
    """The shop's clock: every test begins at two in the afternoon, and time passes on demand."""

    def __init__(self) -> None:
        self.is_at(AFTERNOON)

    def is_at(self, hour: int, minute: int = 0) -> None:
        """Go on to the next time it is this hour in the shop."""
        here = clock.now().astimezone(SHANGHAI)
        then = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        self.goes_to(then if then > here else then + timedelta(days=1))

    def passes(self, **time_: float) -> None:
        """Let time pass: `day.passes(hours=2)`."""
        self.goes_to(clock.now() + timedelta(**time_))

    def goes_to(self, moment: datetime) -> None:
        """Go to a moment."""
        clock.run_ahead(moment - clock.real_now())


@dataclass(frozen=True)
class OpenShop:
    """A shop on a real database, without a web server in front."""

    app: Flask
    bot: Bot

    @property
    def rules(self) -> Shop:
        """Return levels, points and stores as they count now."""
        with self.bot.database.reading() as db:
            return self.bot.shops.read(db)

    def rows(self, table: type[T], *where: Where) -> list[T]:
        """Return rows, oldest first."""
        in_order = inspect(table).primary_key
        with self.bot.database.reading() as db:
            found = list(db.scalars(select(table).where(*where).order_by(*in_order)))
            db.expunge_all()
        return found

    def one(self, table: type[T], *where: Where) -> T:
        """Return the only row there is."""
        (found,) = self.rows(table, *where)
        return found

    def count(self, table: type[Base], *where: Where) -> int:
        """Count rows."""
        with self.bot.database.reading() as db:
            return db.scalar(select(func.count()).select_from(table).where(*where)) or 0

    def phone(self, openid: str = LI, *, mode: str = "plain") -> Phone:
        """Return somebody's phone."""
        return Phone(self, openid, mode)

    def stranger(self, *, mode: str = "plain") -> Phone:
        """Return the phone of somebody new."""
        return Phone(self, f"oStranger-{next(_numbers)}", mode)

    def person(self, openid: str) -> Person:
        """Return who is behind an openid."""
        identity = self.one(Identity, Identity.external_id == openid)
        return self.one(Person, Person.id == identity.person_id)

    def member(self, openid: str = WANG, *, name: str = "王姐", phone: str = WANG_PHONE) -> Phone:
        """Let somebody follow and become a member, who agreed to everything."""
        hers = self.phone(openid)
        hers.follows()
        agreed = {"service": True, "care": True, "promotion": True}
        her_id, rules = self.person(openid).id, self.rules
        with self.bot.database.transaction() as db:
            person = db.get_one(Person, her_id)
            join_shop(db, person, name=name, phone=phone, agreed=agreed, shop=rules)
        return hers

    def knows(self, openid: str) -> bool:
        """Say whether anything of her was heard."""
        return self.count(Identity, Identity.external_id == openid) > 0

    def members(self) -> int:
        """Count members."""
        return self.count(Member, Member.status == "member")


@dataclass(frozen=True)
class Phone:
    """One customer's WeChat: what she does is pushed to the shop, and it returns what she hears."""

    shop: OpenShop
    openid: str
    mode: str = "plain"
    heard: list[str] = field(default_factory=list)

    def says(self, text: str, **more: object) -> str | None:
        """Write; return the answer in her bubble, None where there is none."""
        return self.sends(text_of(text) | more)

    def taps(self, key: str) -> str | None:
        """Tap the menu."""
        return self.sends({"MsgType": "event", "Event": "CLICK", "EventKey": key})

    def follows(self, scene: str = "") -> str | None:
        """Follow the account, perhaps through a code."""
        key = f"qrscene_{scene}" if scene else ""
        return self.sends({"MsgType": "event", "Event": "subscribe", "EventKey": key})

    def leaves(self) -> str | None:
        """Unfollow."""
        return self.sends({"MsgType": "event", "Event": "unsubscribe", "EventKey": ""})

    def sends(self, fields: Mapping[str, Any]) -> str | None:
        """Push any fields; a message gets a MsgId of its own."""
        return self.reads(self.pushes(self.writes(fields)))

    def writes(self, fields: Mapping[str, Any]) -> str:
        """Return the XML of a push."""
        envelope = {
            "ToUserName": ACCOUNT["wechat_account"],
            "FromUserName": self.openid,
            "CreateTime": int(clock.now().timestamp()),
        }
        whole = {**envelope, **fields}
        if whole.get("MsgType") != "event":
            whole.setdefault("MsgId", next(_numbers))
        return written(whole)

    def pushes(self, xml: str | bytes, **query: str) -> TestResponse:
        """Carry XML to the webhook as WeChat does; `query` replaces parts of the address."""
        body, signed = packed(xml, self.mode)
        client = self.shop.app.test_client()
        return client.post("/wechat", query_string=signed | query, data=body)

    def reads(self, answer: TestResponse) -> str | None:
        """Return the text of a reply, decrypted where it must be; None for `success`."""
        assert answer.status_code == 200
        if answer.data in (b"success", b""):
            return None
        reply = reply_of(answer, sealed=self.mode != "plain")
        assert reply["ToUserName"] == self.openid
        assert reply["FromUserName"] == ACCOUNT["wechat_account"]
        self.heard.append(reply["Content"])
        return str(reply["Content"])


def text_of(text: str) -> dict[str, Any]:
    """Return the fields of a text message."""
    return {"MsgType": "text", "Content": text}


def packed(xml: str | bytes, mode: str) -> tuple[bytes, dict[str, str]]:
    """Return body and query of one delivery, signed and, where the mode wants it, sealed."""
    body = xml if isinstance(xml, bytes) else xml.encode()
    query = signed()
    if mode == "plain":
        return body, query
    return wrapped(body, SEAL.encrypt(body.decode()), query, mode)


def wrapped(
    body: bytes, sealed: str, query: dict[str, str], mode: str = "secure"
) -> tuple[bytes, dict[str, str]]:
    """Put an encrypted text into its envelope, signed."""
    token, stamp, nonce = ACCOUNT["wechat_token"], query["timestamp"], query["nonce"]
    proof = {"encrypt_type": "aes", "msg_signature": signature(token, stamp, nonce, sealed)}
    hidden = f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()
    if mode == "compatible":
        return body.removesuffix(b"</xml>") + hidden, query | proof
    return b"<xml><ToUserName><![CDATA[gh_x]]></ToUserName>" + hidden, query | proof


def signed(*, timestamp: int | str | None = None, nonce: str = "n0nce") -> dict[str, str]:
    """Return a query that proves who knocks."""
    stamp = str(int(time.time()) if timestamp is None else timestamp)
    right = signature(ACCOUNT["wechat_token"], stamp, nonce)
    return {"signature": right, "timestamp": stamp, "nonce": nonce}


def reply_of(answer: TestResponse, *, sealed: bool) -> dict[str, Any]:
    """Return the fields of a reply as a strict reader finds them."""
    outer = read(answer.get_data(as_text=True))
    if not sealed:
        return outer
    parts = (outer["TimeStamp"], outer["Nonce"], outer["Encrypt"])
    assert outer["MsgSignature"] == signature(ACCOUNT["wechat_token"], *parts)
    return read(SEAL.decrypt(outer["Encrypt"]))


def at_once(*deeds: Callable[[], Any], hands: int = 20) -> list[Any]:
    """Do all this at the same moment; return what came of each, in order."""
    with ThreadPoolExecutor(min(hands, len(deeds))) as pool:
        return [done.result() for done in [pool.submit(deed) for deed in deeds]]


@pytest.fixture(scope="session")
def ear() -> WordsAndPhrases:
    """Load the dictionary once; it holds nothing of any shop."""
    found = WordsAndPhrases.load()
    found.warm_up()
    return found


def app_of(settings: Settings, intents: Mapping[str, Handler], flows: Sequence[Flow]) -> Flask:
    """Make an app as the shop does; what is alike for all of them is made once in a run."""
    app = copy(_first_app(settings.demo))
    bot = Bot(settings, intents, flows)
    vars(bot).update(_content(settings.trade))
    app.extensions = {**app.extensions, "huitouke": bot}
    return app


@cache
def _first_app(demo: bool) -> Flask:
    return create_app(intents={}, flows=(), settings=settings_of(Path("nowhere"), demo=demo))


@cache
def _content(trade: str) -> Mapping[str, object]:
    bot = Bot(settings_of(Path("nowhere")).model_copy(update={"trade": trade}), {}, ())
    return {name: getattr(bot, name) for name in ("texts", "journeys", "cards", "wordings")}


@pytest.fixture
def day() -> Iterator[Day]:
    """It is two in the afternoon."""
    yield Day()
    clock.run_ahead(timedelta(0))


def open_shop(
    settings: Settings,
    ear: WordsAndPhrases,
    *,
    intents: Mapping[str, Handler] = MappingProxyType({}),
    flows: Sequence[Flow] = FLOWS,
) -> OpenShop:
    """Open a shop; `intents` are added to what the bot talks about, or replace it."""
    app = app_of(settings, {**INTENTS, **intents}, flows)
    vars(bot_of(app))["understands"] = ear  # it takes half a second to load
    return OpenShop(app, bot_of(app))


Opens = Callable[..., OpenShop]


class Databases(dict[str, Database]):
    """Databases by address: an engine that has run a statement once need not compile it again."""

    def used_by(self, app: Flask) -> Flask:
        """Let an app use the one at its address, and seal fields with its own keys from here on."""
        settings = bot_of(app).settings
        fresh = Database(settings)
        vars(bot_of(app))["database"] = self.setdefault(settings.database, fresh)
        return app


@pytest.fixture(scope="session")
def known_databases() -> Iterator[Databases]:
    """Keep the databases of this run."""
    known = Databases()
    yield known
    for database in known.values():
        database.engine.dispose()


@pytest.fixture
def opens(
    settings: Settings,
    redis_url: str,
    ear: WordsAndPhrases,
    day: Day,
    known_databases: Databases,
) -> Opens:
    """Open a shop on the test's database; settings and handlers may be changed by name."""

    def open_it(
        *,
        intents: Mapping[str, Handler] | None = None,
        flows: Sequence[Flow] = FLOWS,
        **changes: Any,
    ) -> OpenShop:
        here = settings.model_copy(update={"redis_url": redis_url} | changes)
        shop = open_shop(here, ear, intents=intents or {}, flows=flows)
        known_databases.used_by(shop.app)
        return shop

    return open_it


@pytest.fixture
def shop(opens: Opens) -> OpenShop:
    """A shop that takes plain pushes and reaches nobody."""
    return opens()


@pytest.fixture
def secure_shop(opens: Opens) -> OpenShop:
    """A shop that takes encrypted pushes only."""
    return opens(wechat_aes_key=AES_KEY)
