"""Proof of phone by SMS: what is kept, who may try how often, what a stranger learns."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.outbox.models import Message
from bot.shop.people.models import Person
from bot.shop.proofs.models import PhoneCode
from bot.shop.tasks.models import Task
from tests.people import LI, WANG, WANG_PHONE, Day, OpenShop, Phone, at_once

NEW_PHONE = "13700007777"


@pytest.fixture
def sms_shop(shop: OpenShop) -> OpenShop:
    """A shop that proves phones by SMS."""
    vars(shop.bot)["voice"] = replace(shop.bot.voice, proves_by_sms=True)
    return shop


def code_of(shop: OpenShop, phone: str) -> str:
    """Return the code of the newest SMS to a phone."""
    codes = [row.params for row in shop.rows(Message, Message.kind == "code")]
    return str([each["code"] for each in codes if each["phone"] == phone][-1])


def asks_for_code(shop: OpenShop, openid: str, phone: str) -> Phone:
    """Let a member, whose phone is another one, change it to this one."""
    hers = shop.member(openid, phone="13811110000")
    hers.says("改手机号")
    hers.says(phone)
    return hers


def test_code_and_phone_are_kept_as_hashes_only(sms_shop: OpenShop) -> None:
    asks_for_code(sms_shop, LI, NEW_PHONE)
    kept, code = sms_shop.one(PhoneCode), code_of(sms_shop, NEW_PHONE)
    assert re.fullmatch("[0-9]{6}", code)
    assert code not in f"{kept.code_hash} {kept.phone_hash}"
    assert re.fullmatch("[0-9a-f]{64}", kept.code_hash)


def test_a_code_leaves_at_once_and_is_worth_nothing_later(sms_shop: OpenShop) -> None:
    asks_for_code(sms_shop, LI, NEW_PHONE)
    sent, kept = sms_shop.one(Message, Message.kind == "code"), sms_shop.one(PhoneCode)
    assert (sent.purpose, sent.due <= sent.created_at) == ("code", True)
    assert sent.not_after
    assert abs(sent.not_after - kept.expires_at) < timedelta(seconds=5)


def test_a_right_code_proves_the_phone_once(sms_shop: OpenShop) -> None:
    hers = asks_for_code(sms_shop, LI, NEW_PHONE)
    hers.says(code_of(sms_shop, NEW_PHONE))
    person = sms_shop.person(LI)
    assert (person.phone, person.phone_state) == (NEW_PHONE, "verified")
    assert sms_shop.one(PhoneCode).proved_at


def test_five_wrong_codes_end_it_and_the_right_one_comes_too_late(sms_shop: OpenShop) -> None:
    hers = asks_for_code(sms_shop, LI, NEW_PHONE)
    right = code_of(sms_shop, NEW_PHONE)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        hers.says(wrong)
    hers.says(right)
    assert sms_shop.person(LI).phone_state == "claimed"


def test_somebody_elses_code_proves_nothing(sms_shop: OpenShop, day: Day) -> None:
    asks_for_code(sms_shop, LI, NEW_PHONE)
    of_li = code_of(sms_shop, NEW_PHONE)
    day.passes(minutes=2)
    other = asks_for_code(sms_shop, WANG, NEW_PHONE)
    if code_of(sms_shop, NEW_PHONE) != of_li:
        other.says(of_li)
    assert sms_shop.person(WANG).phone_state == "claimed"


def test_a_number_gets_one_code_a_minute_whoever_asks(sms_shop: OpenShop) -> None:
    asks_for_code(sms_shop, LI, NEW_PHONE)
    heard = asks_for_code(sms_shop, WANG, NEW_PHONE).heard[-1]
    assert sms_shop.count(PhoneCode) == 1
    assert "刚刚才发过一条" in heard


def test_of_many_who_ask_at_once_one_gets_a_code(sms_shop: OpenShop) -> None:
    phones = [sms_shop.member(f"oMany-{n:023d}", phone="13811110000") for n in range(4)]
    for phone in phones:
        phone.says("改手机号")
    at_once(*[lambda phone=phone: phone.says(NEW_PHONE) for phone in phones])
    assert sms_shop.count(PhoneCode) == 1


def test_codes_of_days_ago_are_kept_no_longer(sms_shop: OpenShop, day: Day) -> None:
    hers = asks_for_code(sms_shop, LI, NEW_PHONE)
    (old,) = sms_shop.rows(PhoneCode)
    day.passes(days=3)
    hers.says("改手机号")
    hers.says(NEW_PHONE)
    assert sms_shop.one(PhoneCode).made_at > old.made_at


def test_who_asks_all_day_is_sent_to_the_till(sms_shop: OpenShop, day: Day) -> None:
    hers = asks_for_code(sms_shop, LI, NEW_PHONE)
    for _ in range(5):
        day.passes(minutes=2)
        hers.says("重发")
    assert sms_shop.count(PhoneCode) == 5
    assert "会员码" in hers.heard[-1]


def test_a_stranger_learns_nothing_about_a_number(sms_shop: OpenShop, day: Day) -> None:
    sms_shop.member(WANG)
    with sms_shop.bot.database.transaction() as db:
        known = db.get_one(Person, sms_shop.person(WANG).id)
        known.phone_state = "verified"
    of_known = asks_for_code(sms_shop, LI, WANG_PHONE).heard[-1]
    day.passes(minutes=2)
    of_nobody = asks_for_code(sms_shop, "oNobody-00000000000000000000", "13800138009").heard[-1]
    assert of_known.replace("8000", "8009") == of_nobody


def test_a_number_on_another_wechat_is_settled_by_people(sms_shop: OpenShop) -> None:
    sms_shop.member(WANG)
    with sms_shop.bot.database.transaction() as db:
        db.get_one(Person, sms_shop.person(WANG).id).phone_state = "verified"
    hers = asks_for_code(sms_shop, LI, WANG_PHONE)
    heard = hers.says(code_of(sms_shop, WANG_PHONE))
    assert heard
    assert "店里同事" in heard
    assert sms_shop.count(Task, Task.kind == "phone") == 1
    assert sms_shop.person(WANG).phone_state == "verified"


def test_a_code_never_goes_into_the_chat_of_who_asks_for_it(sms_shop: OpenShop) -> None:
    hers = asks_for_code(sms_shop, LI, NEW_PHONE)
    sms_shop.bot.post.deliver_all()
    sent = sms_shop.one(Message, Message.kind == "code")
    assert sent.door in (None, "sms")
    assert not any(code_of(sms_shop, NEW_PHONE) in words for words in hers.heard)
