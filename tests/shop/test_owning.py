"""A customer comes to a guide, stays with her while she is served, and the journal says why."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from bot import clock
from bot.db import put
from bot.dialogue.models import Conversation
from bot.outbox.models import Message
from bot.outbox.rendering import values_of
from bot.shop.events.models import Event
from bot.shop.people.models import Person
from bot.shop.purchases.actions import Sale
from bot.shop.staff.leading import set_active
from bot.shop.staff.models import Staff
from bot.shop.staff.rules import Actor
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from bot.usecases.handing_over.hands import hands_of
from bot.usecases.handing_over.moving import hand_over
from bot.usecases.selling import Buyer, sell
from bot.usecases.talking import write_to_her
from bot.usecases.timeline import told_why
from tests.people import LI, Day, OpenShop


def opened(shop: OpenShop) -> OpenShop:
    """Take over the example's file, with its people."""
    content = read_toml(CONTENT / "shop.toml")
    shop.bot.database.run(lambda db: import_shop(db, content, by="test"))
    return shop


def buys(shop: OpenShop, guide: str, receipt: str, *, ago: int = 0) -> str | None:
    """小李 buys something from somebody; return whose she is then."""
    her_id, rules, at = shop.person(LI).id, shop.rules, clock.now() - timedelta(days=ago)
    sale = Sale(till="t", receipt=receipt, at=at, total_fen=9900, lines=(), guide=guide)
    shop.bot.database.run(lambda db: sell(db, sale, Buyer(member_id=her_id), rules))
    return shop.person(LI).guide


def told(shop: OpenShop) -> str:
    with shop.bot.database.reading() as db:
        return told_why(db, shop.bot.texts, shop.person(LI).id)


def test_whose_code_she_scanned_first_has_her_and_no_later_code_takes_her(shop: OpenShop) -> None:
    phone = opened(shop).phone(LI)
    phone.follows("guide:zhouting")
    assert told(shop) == "第一次扫的是周婷的码，归周婷照看"
    phone.follows("guide:chenyu")
    assert (shop.person(LI).guide, shop.person(LI).store) == ("zhouting", "静安店")
    assert shop.count(Event, Event.verb == "moved_customer") == 1


def test_another_guides_sale_takes_her_only_after_the_protected_days(
    shop: OpenShop, day: Day
) -> None:
    opened(shop).phone(LI).follows()
    assert buys(shop, "周婷", "R1") == "zhouting"
    day.passes(days=60)
    assert buys(shop, "chenyu", "R2") == "zhouting"
    assert buys(shop, "zhouting", "R3") == "zhouting"  # served again: the days begin anew
    day.passes(days=89)
    assert buys(shop, "chenyu", "R4") == "zhouting"
    day.passes(days=1)
    assert buys(shop, "小黄", "R5") == "zhouting"  # nobody knows that name
    assert buys(shop, "chenyu", "R6", ago=30) == "zhouting"  # told late by the till
    assert buys(shop, "chenyu", "R7") == "chenyu"
    assert told(shop) == "周婷超过90天没有接待她，这次是陈雨接待的，按店里的规矩归陈雨照看"


def test_who_writes_to_her_has_served_her(shop: OpenShop, day: Day) -> None:
    phone = opened(shop).phone(LI)
    phone.follows("guide:zhouting")
    day.passes(days=80)
    phone.says("在吗")
    guide, policy = Actor("zhouting", "guide", "静安店"), shop.bot.policy
    talk_id = shop.one(Conversation).id
    writes = partial(write_to_her, policy=policy, talk_id=talk_id, text="在的", who=guide)
    shop.bot.database.run(writes)
    day.passes(days=20)
    assert buys(shop, "chenyu", "R1") == "zhouting"


def test_words_of_care_are_signed_by_who_looks_after_her_now(shop: OpenShop, day: Day) -> None:
    opened(shop).phone(LI).follows()
    buys(shop, "zhouting", "R1")
    assert signed(shop) == "周婷"
    day.passes(days=1)
    manager = Actor("limin", "store_manager", "静安店")
    with shop.bot.database.transaction() as db:
        add = {"name": "王小美", "role": "guide", "store": "静安店", "confirmed": True}
        put(db, Staff, {"login": "xiaomei"}, **add, active=True)  # the shop's file knows nobody so
        set_active(db, "zhouting", active=False, who=manager)
        texts, rules = shop.bot.texts, shop.bot.shops.read(db)
        hands = hands_of(db, texts, rules, "zhouting", by="limin", press="p")
        hand_over(hands, {shop.person(LI).id: "xiaomei"})
    assert signed(shop) == "王小美"


def signed(shop: OpenShop) -> object:
    """Return who would sign the thanks for what she bought."""
    with shop.bot.database.reading() as db:
        message = db.scalars(select(Message).where(Message.kind == "thanks")).one()
        person = db.get_one(Person, message.person_id)
        return values_of(shop.bot.texts, shop.bot.shops.read(db), message, person)["guide"]
