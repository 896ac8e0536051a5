"""Care reaches by mail who agreed to it: once, with a way out, and nobody else."""

from __future__ import annotations

from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from bot.outbox.models import DoorPause
from bot.shop.consent.actions import refuse_channel
from bot.shop.people.actions import note_email
from bot.shop.people.models import Person
from tests.databases import ONE_SERVER
from tests.outbox.desk import Desk
from tests.outbox.letterbox import Letterbox
from tests.people import Day, Opens
from tests.wechat import Fan, WeChat

FANG = "fang@example.com"


@pytest.fixture
def desk(
    opens: Opens, wechat: WeChat, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """The desk of a shop with a mail server."""
    monkeypatch.setattr("bot.channels.mail.SECONDS", 1.0)
    address = f"smtp://127.0.0.1:{letterbox.port}?from=hello@shop.example"
    shop = opens(wechat_api_base=wechat.url, smtp_url=address)
    wechat.begins_again(shop)
    return Desk(shop)


@pytest.fixture
def fang(wechat: WeChat, desk: Desk, day: Day) -> Fan:
    """方姐, who wrote long ago, and agreed to care by mail."""
    fan = wechat.fan("方姐")
    gives(desk, fan)
    desk.agrees(fan, channel="email")
    day.passes(days=60)
    return fan


def gives(desk: Desk, fan: Fan, email: str | None = FANG) -> None:
    """Tell her address, or that there is none."""
    her_id = desk.shop.person(fan.openid).id
    with desk.shop.bot.database.transaction() as db:
        note_email(db.get_one(Person, her_id), email)


def asks_after(desk: Desk, fan: Fan, **more: Any) -> str:
    """Write her the words that go by mail where her window is shut."""
    how = {"kind": "contact", "journey": "contact.shop"} | more
    (key,) = desk.wishes(fan, words="方姐，店里都念着您呢。", **how)
    return key


def read(letterbox: Letterbox) -> EmailMessage:
    """Return the only mail that came."""
    found = message_from_string(letterbox.read(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_care_comes_by_mail_once_with_a_way_out(
    desk: Desk, fang: Fan, letterbox: Letterbox
) -> None:
    key = asks_after(desk, fang)
    for _ in range(2):
        desk.sends()
    mail = read(letterbox)
    assert (desk.message(key).state, desk.message(key).door) == ("sent", "email")
    assert (mail["To"], mail["List-Unsubscribe"]) == (
        FANG,
        "<mailto:hello@shop.example?subject=%E9%80%80%E8%AE%A2>",
    )
    assert mail["Message-ID"] == f"<message-{desk.message(key).id}@shop.example>"
    words = mail.get_content()
    assert "店里都念着您呢" in words
    assert "缘来珠宝" in words
    assert "退订" in words


def test_no_mail_without_her_yes_to_mail(
    wechat: WeChat, desk: Desk, letterbox: Letterbox, day: Day
) -> None:
    fan = wechat.fan("方姐")
    gives(desk, fan)
    desk.agrees(fan)
    day.passes(days=60)
    asks_after(desk, fan)
    desk.sends()
    assert letterbox.hears == 0


def test_a_refused_address_is_shut_and_says_so(desk: Desk, fang: Fan, letterbox: Letterbox) -> None:
    letterbox.knows_nobody = "550 5.1.1 no such mailbox"
    key = asks_after(desk, fang)
    for _ in range(2):
        desk.sends()
    assert (desk.message(key).state, letterbox.hears) == ("waiting", 1)
    assert "邮箱不收" in (desk.message(key).reason or "")
    gives(desk, fang, "fang@elsewhere.example")
    assert desk.shop.person(fang.openid).email_refused is None


@ONE_SERVER
def test_a_server_that_does_not_trust_us_shuts_nobodys_address(
    desk: Desk, fang: Fan, letterbox: Letterbox
) -> None:
    letterbox.knows_nobody = "550 5.7.1 relaying denied"
    asks_after(desk, fang)
    desk.sends()
    assert desk.shop.person(fang.openid).email_refused is None
    assert desk.shop.one(DoorPause).door == "email"


@ONE_SERVER
def test_a_server_that_asks_for_patience_is_tried_again_later(
    desk: Desk, fang: Fan, letterbox: Letterbox, day: Day
) -> None:
    letterbox.knows_nobody = "451 4.7.1 try again later"
    key = asks_after(desk, fang)
    desk.sends()
    letterbox.knows_nobody = ""
    day.passes(minutes=11)
    desk.sends()
    assert (desk.message(key).state, len(letterbox.got)) == ("sent", 1)


@ONE_SERVER
def test_a_mail_that_may_have_been_taken_is_never_sent_again(
    desk: Desk, fang: Fan, letterbox: Letterbox, day: Day
) -> None:
    letterbox.hangs_up = True
    key = asks_after(desk, fang)
    desk.sends()
    day.passes(hours=1)
    desk.sends()
    assert (desk.message(key).state, letterbox.hears) == ("uncertain", 1)


@ONE_SERVER
def test_who_takes_back_her_yes_to_mail_gets_none(
    desk: Desk, fang: Fan, letterbox: Letterbox
) -> None:
    asks_after(desk, fang)
    her_id = desk.shop.person(fang.openid).id
    with desk.shop.bot.database.transaction() as db:
        refuse_channel(db, her_id, "email")
    desk.sends()
    assert letterbox.hears == 0
