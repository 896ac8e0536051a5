"""Many customers register at the same time: each becomes a member with what she said."""

from functools import partial
from itertools import islice

import pytest
from sqlalchemy import select

from bot.db import fingerprint
from bot.dialogue.models import Inbox
from bot.shop.consent.models import Consent
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from tests.people import OpenShop, at_once

CROWD = 20
ANSWERS = ("都同意", "只要服务通知", "都不要")


def registers(shop: OpenShop, number: int) -> None:
    """Go through the whole conversation as customer `number`."""
    phone = shop.phone(f"oCrowd-{number}")
    phone.follows()
    words = ("办会员", "李小娟", ANSWERS[number % 3], "不要", f"1{3_000_000_000 + number}", "不用")
    assert all(phone.says(each) for each in words)


def crowd_of(shop: OpenShop) -> set[str]:
    """Return the phones of all members, opened."""
    with shop.bot.database.reading() as db:
        return set(db.scalars(select(Person.phone).join(Member, Member.person_id == Person.id)))


def test_a_crowd_that_registers_at_once_is_kept_whole(shop: OpenShop) -> None:
    at_once(*[partial(registers, shop, number) for number in range(CROWD)], hands=8)
    assert crowd_of(shop) == {f"1{3_000_000_000 + number}" for number in range(CROWD)}
    assert shop.count(Inbox, Inbox.state == "done") == CROWD * 7
    said_yes = shop.count(Consent, Consent.purpose == "care", Consent.granted)
    assert said_yes == len(range(0, CROWD, 3)) * 2
    assert shop.count(Consent, Consent.purpose == "promotion", Consent.granted) == 0


def test_one_phone_claimed_by_many_stays_everybodys_claim(shop: OpenShop) -> None:
    def claims(number: int) -> None:
        phone = shop.phone(f"oClaims-{number}")
        for words in ("办会员", "李小娟", "都不要", "不要", "13800138000"):
            phone.says(words)

    at_once(*[partial(claims, number) for number in range(6)])
    claimed = Person.phone_hash == fingerprint("13800138000", field="phone")
    states = [person.phone_state for person in islice(shop.rows(Person, claimed), 10)]
    assert states == ["claimed"] * 6


@pytest.mark.soak
def test_a_thousand_that_register_at_once_are_kept_whole(shop: OpenShop) -> None:
    at_once(*[partial(registers, shop, number) for number in range(1000)], hands=16)
    assert len(crowd_of(shop)) == 1000
