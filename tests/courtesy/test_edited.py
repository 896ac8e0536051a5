"""A text is edited while its batch goes out: each hears it once, in one wording or the other."""

from dataclasses import replace

from bot.outbox.models import Message
from bot.texts import Texts
from tests.courtesy.counter import Desk
from tests.people import at_once


def test_each_hears_one_wording_and_we_know_which(desk: Desk) -> None:
    desk.has_a_crowd(80)
    old = desk.shop.bot.post
    edited = dict(old.texts.items()) | {"common.words": ("{words}，多穿点",)}
    new = replace(old, texts=Texts(edited))
    at_once(old.deliver_all, new.deliver_all)
    assert len(desk.wire.took) == 80
    assert {*desk.wire.took} <= {"天冷了", "天冷了，多穿点"}
    kept = [message.text for message in desk.shop.rows(Message, Message.state == "sent")]
    assert sorted(map(str, kept)) == sorted(desk.wire.took)
