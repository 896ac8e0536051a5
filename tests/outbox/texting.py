"""A shop with an SMS gateway, whose templates were approved, and customers with phones."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.outbox.sms.filling import SmsBook
from bot.outbox.sms.handing_in import text_for
from bot.shop.consent.actions import answer_consent
from bot.shop.people.actions import meet_by_phone, note_phone
from bot.shop.people.models import Person
from simulator.settings import SMSAccount
from tests.outbox.desk import Desk
from tests.people import Opens
from tests.wechat import WeChat

ACCOUNT = SMSAccount()
FIXED = {"shop": "缘来珠宝", "service_phone": "400-820-0618", "helper": "小缘"}
WORDS = {
    "service": "首饰清洗",
    "day": "11月28日",
    "hour": "15:00",
    "at": "2026年11月28日 15:00",
    "store": "静安店",
    "specialist": "周婷",
}
_numbers = itertools.count(13_700_000_001)


@dataclass(frozen=True)
class Texting(Desk):
    """Write what goes by SMS, send it, and hear what the gateway says."""

    wechat: WeChat
    provider: str

    def customer(self, *purposes: str, state: str = "till", phone: str = "") -> Person:
        """Return somebody known at the till, who agreed to these purposes by SMS."""
        phone = phone or str(next(_numbers))
        with self.shop.bot.database.transaction() as db:
            person = meet_by_phone(db, phone)
            note_phone(person, phone, state=state)
            answer_consent(db, person.id, dict.fromkeys(purposes, True), channels=("sms",))
        return person

    def reminds(self, *people: Person, **more: Any) -> list[str]:
        """Remind them of their appointments; return the keys to find it by."""
        how = {"kind": "appointment", "journey": "appointment", "purpose": "service"} | more
        return [self._queues(each, "appointment.reminder", WORDS, **how) for each in people]

    def wishes_well(self, *people: Person) -> list[str]:
        """Wish them a happy birthday."""
        until = clock.now() + timedelta(hours=30)
        how: dict[str, Any] = {"kind": "birthday", "journey": "birthday", "purpose": "care"}
        brings = {"words": "生日快乐"}
        return [self._queues(p, "common.words", brings, not_after=until, **how) for p in people]

    def proves(self, person: Person, phone: str) -> str:
        """Send a code to a phone she says is hers."""
        brings = {"code": "482913", "phone": phone}
        return self._queues(person, "proof.code", brings, kind="code", purpose="code")

    def _queues(self, person: Person, key: str, brings: dict[str, str], **how: Any) -> str:
        dedupe = f"sms:{person.id}:{key}:{next(_numbers)}"
        with self.shop.bot.database.transaction() as db:
            queue(db, person.id, key, brings, dedupe=dedupe, **how)
        return dedupe

    def sent(self) -> list[dict[str, Any]]:
        """Return what the gateway took, oldest first."""
        items: list[dict[str, Any]] = self.wechat.sim("GET", "/sms")["items"]
        return items

    def breaks(self, kind: str, action: str = "SendSms", **more: Any) -> None:
        """Break one of the gateway's actions, once."""
        self.wechat.breaks(kind, path=f"/sms/{self.provider}/{action}", **more)

    def person(self, person: Person) -> Person:
        """Return her as she stands."""
        return self.shop.one(Person, Person.id == person.id)

    def reports(self, key: str, code: str = "DELIVERED", **more: Any) -> dict[str, Any]:
        """Let the gateway say what became of a message; return how we took it."""
        message = self.message(key)
        phone = self.shop.one(Person, Person.id == message.person_id).phone
        row = {"phone_number": phone, "success": code == "DELIVERED", "err_code": code}
        time_ = {"report_time": f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S}"}
        told = [row | time_ | {"out_id": message.out_id} | more]
        return self.wechat.sim("POST", "/sms/push", {"door": "report", "told": told, "wait": True})


def text_shop(opens: Opens, wechat: WeChat, *, provider: str = "aliyun", **more: Any) -> Texting:
    """Open a shop whose templates a gateway has approved, each by its own name."""
    settings = {
        "sms_provider": provider,
        "sms_api_base": wechat.url,
        "sms_access_key": ACCOUNT.key,
        "sms_access_secret": ACCOUNT.secret,
        "sms_sign": ACCOUNT.sign,
        "sms_app_id": ACCOUNT.app_id,
        "sms_callback_secret": ACCOUNT.callback_secret,
    }
    shop = opens(wechat_api_base=wechat.url, **settings, **more)
    wechat.begins_again(shop)
    rules = {"sms_opens_at": 0, "sms_closes_at": 24, "sms_report_copies": 0}
    wechat.sim("PUT", "/settings", rules | {"sms_report_seconds": 0})
    shop.bot.__dict__["sms_book"] = _approved(shop.bot.sms_book)
    texting = Texting(shop, wechat, provider)
    _hand_in(texting)
    return texting


def _approved(book: SmsBook) -> SmsBook:
    found = {}
    for name, template in book.templates.items():
        codes, states = {book.provider: name}, {book.provider: "approved"}
        found[name] = template.model_copy(update={"codes": codes, "states": states})
    return replace(book, templates=found)


def _hand_in(texting: Texting) -> None:
    gateway = texting.shop.bot.sms
    assert gateway
    for name, template in texting.shop.bot.sms_book.templates.items():
        if template.subject == "coupon":
            continue  # no gateway takes it
        kind = "promotion" if template.kind == "marketing" else template.kind
        told = {"id": name, "kind": kind, "text": text_for(template, gateway, FIXED)}
        texting.wechat.sim("POST", "/sms/templates", told)


@pytest.fixture
def texting(opens: Opens, wechat: WeChat, monkeypatch: pytest.MonkeyPatch) -> Texting:
    """The desk of a shop with an SMS gateway, which waits half a second for it."""
    monkeypatch.setattr("bot.channels.sms.calling.READ_SECONDS", 0.5)
    return text_shop(opens, wechat)


def states(texting: Texting, keys: list[str]) -> list[tuple[str, str | None]]:
    """Return state and door of messages."""
    found = [texting.shop.one(Message, Message.dedupe == key) for key in keys]
    return [(each.state, each.door) for each in found]
