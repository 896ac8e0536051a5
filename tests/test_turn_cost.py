"""A turn stays cheap: everything a customer waits for is done in a few statements."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event, select

from bot import clock
from bot.channels.incoming import Incoming
from bot.demo_data import seed_demo
from bot.dialogue.turn import take_turn
from bot.settings import Settings
from bot.shop.people.models import Identity
from bot.shop.points.models import PointAccount
from bot.wiring import Bot
from handlers import FLOWS, INTENTS

MOST = 7


@pytest.fixture
def bot(settings: Settings) -> Iterator[Bot]:
    bot = Bot(settings, INTENTS, FLOWS)
    seed_demo(bot, members=12, purchases=60, seed=1, until=date(2026, 11, 21))
    yield bot
    bot.database.engine.dispose()


def test_an_answer_about_points_takes_at_most_seven_statements(bot: Bot) -> None:
    openid = somebody_with_points(bot)
    asks(bot, openid, "我的积分", key="1")  # the first one in a process reads the shop's file too
    statements: list[str] = []
    event.listen(
        bot.database.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2])
    )
    reply = asks(bot, openid, "我的积分", key="2")
    assert "分。" in reply
    assert len(statements) <= MOST, "\n".join(statements)


def asks(bot: Bot, openid: str, words: str, *, key: str) -> str:
    incoming = Incoming("wechat", openid, key, "text", clock.now(), words)
    return bot.database.run(lambda db: take_turn(db, bot.voice, incoming)) or ""


def somebody_with_points(bot: Bot) -> str:
    richest = (
        select(Identity.external_id)
        .join(PointAccount, PointAccount.person_id == Identity.person_id)
        .where(Identity.channel == "wechat")
        .order_by(PointAccount.balance.desc())
    )
    with bot.database.reading() as db:
        return db.scalars(richest).first() or ""
