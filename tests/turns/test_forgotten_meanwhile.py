"""She left long ago, and writes at the very moment at which she is forgotten."""

from datetime import timedelta
from threading import Event
from time import sleep

from sqlalchemy import update

from bot import clock
from bot.dialogue.models import Inbox
from bot.shop.people.models import Identity
from bot.usecases.forgetting import forget
from tests.people import WANG, OpenShop, at_once


def test_who_writes_while_she_is_forgotten_is_met_anew(shop: OpenShop) -> None:
    phone, held = shop.member(), Event()
    phone.leaves()
    identity = left_long_ago(shop)

    def forgets() -> None:
        with shop.bot.database.transaction() as db:
            assert forget(db, identity, why="她走了")
            held.set()
            sleep(0.3)

    def writes() -> str | None:
        held.wait(5)
        return phone.says("我的积分")

    _, reply = at_once(forgets, writes, hands=2)
    assert "还不是会员" in str(reply)
    assert shop.count(Inbox, Inbox.state != "done") == 0


def left_long_ago(shop: OpenShop) -> int:
    then = clock.now() - timedelta(days=2)
    with shop.bot.database.transaction() as db:
        db.execute(update(Identity).where(Identity.external_id == WANG).values(reach_since=then))
    return shop.one(Identity, Identity.external_id == WANG).id
