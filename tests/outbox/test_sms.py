"""SMS is the second door: approved words, once, to a number that is hers, and paid for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import clock
from bot.channels.sms.gateway import Report
from bot.jobs import watch_sms
from bot.outbox.hands import Hands
from bot.outbox.models import DoorPause, Message, Receipt
from bot.outbox.notices.models import Notice
from bot.outbox.sms.models import SmsDay
from bot.outbox.sms.receipts import hear_reports
from bot.shop.consent.actions import refuse_channel
from bot.shop.people.actions import owner_of_phone
from tests.databases import ONE_SERVER
from tests.outbox.texting import ACCOUNT, Texting, states, text_shop
from tests.people import Day, Opens
from tests.wechat import WeChat


def notices(texting: Texting) -> set[str]:
    """Return what people of the shop were told."""
    return {each.key.partition(".")[2] for each in texting.shop.rows(Notice)}


def test_who_never_wrote_is_reminded_by_sms_and_it_is_paid_for(texting: Texting) -> None:
    (key,) = texting.reminds(texting.customer())
    texting.sends()
    (sent,) = texting.sent()
    message, day = texting.message(key), texting.shop.one(SmsDay)
    assert sent["text"].startswith("【缘来珠宝】提醒您，约好的首饰清洗在11月28日15:00")
    assert (message.state, message.door, message.segments, message.fen) == ("sent", "sms", 1, 5)
    assert (day.numbers, day.segments, day.fen) == (1, 1, 5)


def test_a_receipt_says_it_came_and_twice_is_once(texting: Texting) -> None:
    (key,) = texting.reminds(texting.customer())
    texting.sends()
    for _ in range(2):
        assert texting.reports(key)["taken"]
    assert texting.message(key).state == "delivered"


@ONE_SERVER
def test_what_was_paid_for_is_watched_before_it_ends(opens: Opens, wechat: WeChat) -> None:
    texting = text_shop(opens, wechat, provider="tencent")
    gateway = texting.shop.bot.sms
    assert gateway is not None
    wechat.sim("PUT", "/settings", {"sms_package": 10_000})
    assert gateway.left() == 10_000
    with texting.shop.app.app_context():
        assert not watch_sms()
        wechat.sim("PUT", "/settings", {"sms_package": 90})
        assert watch_sms()
    assert "sms_low" in notices(texting)


@ONE_SERVER
def test_a_gateway_that_says_nothing_of_what_is_left_alarms_nobody(texting: Texting) -> None:
    with texting.shop.app.app_context():
        assert not watch_sms()


@ONE_SERVER
def test_a_receipt_that_comes_three_days_late_counts(texting: Texting, day: Day) -> None:
    (key,) = texting.reminds(texting.customer())
    texting.sends()
    day.passes(days=3)
    texting.reports(key)
    assert texting.message(key).state == "delivered"


@ONE_SERVER
def test_a_shop_without_wechat_reminds_whom_it_knows_from_the_till(
    opens: Opens, wechat: WeChat
) -> None:
    without = {f"wechat_{each}": "" for each in ("appid", "secret", "token", "account")}
    texting = text_shop(opens, wechat, **without)
    (key,) = texting.reminds(texting.customer())
    texting.sends()
    assert set(texting.shop.bot.channels) == {"sms"}
    assert texting.message(key).state == "sent"


def test_a_receipt_that_comes_before_our_call_returned_counts(texting: Texting) -> None:
    customer = texting.customer()
    (key,) = texting.reminds(customer)
    _, parcels = texting.shop.bot.database.run(texting.shop.bot.post._claim)
    texting.reports(key)
    post = texting.shop.bot.post
    with Hands(post.database, post.texts, post.channels) as hands:
        hands.carry(parcels)
    assert texting.message(key).state == "delivered"


def test_an_answer_that_was_lost_is_asked_for_and_nothing_sent_twice(texting: Texting) -> None:
    (key,) = texting.reminds(texting.customer())
    texting.breaks("accept_then_reset")
    texting.sends()
    assert "核对" in (texting.message(key).reason or "")
    texting.claims_run_out()
    texting.sends()
    assert (texting.message(key).state, len(texting.sent())) == ("sent", 1)
    texting.reports(key)
    assert texting.message(key).state == "delivered"


@ONE_SERVER
@pytest.mark.parametrize("kind", ["reset", "html_200", "timeout"])
def test_what_nobody_knows_of_stays_a_doubt_and_is_never_sent_again(
    texting: Texting, kind: str
) -> None:
    (key,) = texting.reminds(texting.customer())
    texting.breaks(kind, seconds=0.7)
    texting.sends()
    for _ in range(4):
        texting.claims_run_out()
        texting.sends()
    assert (texting.message(key).state, texting.sent()) == ("uncertain", [])
    assert len(texting.tasks()) == 1


@ONE_SERVER
def test_a_late_receipt_ends_the_doubt(texting: Texting) -> None:
    (key,) = texting.reminds(texting.customer())
    texting.breaks("accept_then_reset")
    texting.breaks("html_200", "QuerySendDetails", times=4)
    texting.sends()
    for _ in range(4):
        texting.claims_run_out()
        texting.sends()
    assert texting.message(key).state == "uncertain"
    texting.reports(key)
    assert texting.message(key).state == "delivered"


def test_an_empty_number_is_shut_and_used_again_it_must_be_proved(
    texting: Texting, day: Day
) -> None:
    customer = texting.customer()
    (earlier,) = texting.reminds(customer)
    texting.sends()
    day.passes(hours=2)
    texting.reports(earlier, "MK:0001")
    texting.sends()
    assert texting.shop.one(Receipt).why == "MK:0001"
    (later,) = texting.reminds(customer)
    texting.sends()
    assert "空号" in (texting.message(later).reason or "")
    day.passes(hours=2)
    alive = Report("other:1", customer.phone or "", "arrived", "", clock.now())
    texting.shop.bot.database.run(lambda db: hear_reports(db, [alive]))
    her = texting.person(customer)
    assert (her.phone_state, her.phone_trouble) == ("claimed", "changed")
    with texting.shop.bot.database.reading() as db:
        assert owner_of_phone(db, customer.phone or "") is None


@ONE_SERVER
def test_a_receipt_of_before_does_not_bring_a_dead_number_back(texting: Texting) -> None:
    customer, now = texting.customer(), clock.now()
    dead = Report("a:1", customer.phone or "", "empty", "MK:0001", now)
    before = Report("a:2", customer.phone or "", "arrived", "", now - timedelta(days=1))
    texting.shop.bot.database.run(lambda db: hear_reports(db, [dead, before, dead]))
    assert texting.person(customer).phone_trouble == "empty"


@ONE_SERVER
def test_care_by_sms_needs_her_yes_to_sms_and_a_decent_hour(texting: Texting, day: Day) -> None:
    day.is_at(20, 15)
    yes, no = texting.customer("care"), texting.customer()
    keys = texting.wishes_well(yes, no)
    texting.sends()
    assert states(texting, keys) == [("waiting", None), ("skipped", None)]
    day.is_at(9, 1)
    texting.sends()
    (sent,) = texting.sent()
    assert sent["text"].endswith("拒收请回复R")
    assert texting.message(keys[0]).state == "sent"


@ONE_SERVER
def test_who_takes_back_her_yes_to_sms_gets_none(texting: Texting) -> None:
    customer = texting.customer("care")
    texting.wishes_well(customer)
    with texting.shop.bot.database.transaction() as db:
        refuse_channel(db, customer.id, "sms")
    texting.sends()
    assert texting.sent() == []


@ONE_SERVER
def test_what_the_evening_overtakes_waits_for_the_morning(texting: Texting, day: Day) -> None:
    day.is_at(19, 59)
    (key,) = texting.wishes_well(texting.customer("care"))
    post = texting.shop.bot.post
    _, parcels = post.database.run(post._claim)
    day.is_at(20)
    with Hands(post.database, post.texts, post.channels) as hands:
        hands.carry(parcels)
    texting.sends()
    assert (texting.message(key).state, texting.sent()) == ("waiting", [])
    assert texting.shop.one(SmsDay).fen == 0


@ONE_SERVER
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("isv.AMOUNT_NOT_ENOUGH", "sms_balance"),
        ("InvalidTimeStamp.Expired", "sms_clock"),
        ("isv.SMS_SIGNATURE_ILLEGAL", "sms_sign"),
        ("SignatureDoesNotMatch", "sms_account"),
        ("isv.DAY_LIMIT_CONTROL", "sms_cap"),
    ],
)
def test_a_gateway_that_takes_nothing_is_left_alone_and_people_hear_of_it(
    texting: Texting, code: str, told: str
) -> None:
    keys = texting.reminds(*(texting.customer() for _ in range(3)))
    texting.breaks("errcode", code=code, times=None)
    texting.sends()
    assert {state for state, _ in states(texting, keys)} == {"waiting"}
    assert texting.shop.one(DoorPause).door == "sms"
    assert told in notices(texting)
    assert texting.shop.one(SmsDay).numbers == 0


@ONE_SERVER
def test_a_refused_template_stops_alone(texting: Texting) -> None:
    texting.wechat.sim("DELETE", "/sms/templates/appointment_reminder")
    (key,) = texting.reminds(texting.customer())
    birthday = texting.wishes_well(texting.customer("care"))
    for _ in range(2):
        texting.sends()
    assert states(texting, birthday) == [("sent", "sms")]
    assert "模板" in (texting.message(key).reason or "")
    assert "sms_template" in notices(texting)


@ONE_SERVER
def test_of_one_batch_each_number_has_its_own_result(
    opens: Opens, wechat: WeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    texting = text_shop(opens, wechat, provider="tencent")
    good, black, other = (texting.customer("care") for _ in range(3))
    wechat.sim("PUT", f"/sms/{black.phone}", {"state": "black"})
    keys = texting.wishes_well(good, black, other)
    texting.sends()
    assert states(texting, keys) == [("sent", "sms"), ("task", "task"), ("sent", "sms")]
    assert len(wechat.calls("/sms/tencent/SendSms")) == 1
    assert texting.person(black).phone_trouble == "refused"


@ONE_SERVER
def test_aliyun_sends_each_alone_where_one_number_spoils_the_batch(texting: Texting) -> None:
    good, other = texting.customer(), texting.customer(phone="10000000000")
    keys = texting.reminds(good, other)
    texting.sends()
    assert states(texting, keys)[0] == ("sent", "sms")
    assert texting.person(other).phone_trouble == "empty"


@ONE_SERVER
def test_the_money_ends_in_mid_batch(texting: Texting) -> None:
    people = [texting.customer("care") for _ in range(3)]
    texting.wechat.sim("PUT", "/settings", {"sms_package": 2})
    keys = texting.wishes_well(*people)
    texting.sends()
    assert {state for state, _ in states(texting, keys)} == {"waiting"}  # all of one call, or none
    assert "sms_balance" in notices(texting)


@ONE_SERVER
def test_a_full_day_stops_what_is_more_and_is_announced_before(
    opens: Opens, wechat: WeChat
) -> None:
    texting = text_shop(opens, wechat, sms_day_cap=2)
    keys = texting.reminds(*(texting.customer() for _ in range(3)))
    texting.sends()
    assert sorted(state for state, _ in states(texting, keys)) == ["sent", "sent", "waiting"]
    assert "sms_day" in notices(texting)


@ONE_SERVER
def test_a_months_bound_stops_all_but_codes(opens: Opens, wechat: WeChat) -> None:
    texting = text_shop(opens, wechat, sms_month_fen=8)
    keys = texting.reminds(*(texting.customer() for _ in range(2)))
    texting.sends()
    assert sorted(state for state, _ in states(texting, keys)) == ["sent", "waiting"]
    texting.proves(texting.customer(), "13699998888")
    texting.sends()
    assert texting.sent()[-1]["number"] == "13699998888"
    assert "sms_month" in notices(texting)


@ONE_SERVER
def test_strangers_and_junk_end_at_the_door(texting: Texting) -> None:
    client = texting.shop.app.test_client()
    right = f"/sms/aliyun/{ACCOUNT.callback_secret}/report"
    gbk = "[{'短信': 1}]".encode("gbk")
    assert client.post(f"/sms/aliyun/{'x' * 16}/report", data=b"[]").status_code == 404
    assert client.post(f"/sms/tencent/{ACCOUNT.callback_secret}/report").status_code == 404
    assert client.post(right, data=gbk).status_code == 200  # again it would be read no better
    assert client.post(right, data=b"x" * (1 << 21)).status_code == 413
    assert client.post(right, data=b"[]").json == {"code": 0, "msg": "接收成功"}


@ONE_SERVER
def test_only_listed_addresses_may_push(opens: Opens, wechat: WeChat) -> None:
    texting = text_shop(opens, wechat, sms_callback_ips="203.0.113.0/24")
    client, path = texting.shop.app.test_client(), f"/sms/aliyun/{ACCOUNT.callback_secret}/report"
    near, far = {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": "198.51.100.1"}
    assert client.post(path, data=b"[]", environ_base=near).status_code == 200
    assert client.post(path, data=b"[]", environ_base=far).status_code == 404
    behind = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}  # our own proxy wrote the last one
    assert client.post(path, data=b"[]", headers=behind).status_code == 200
    assert client.post(path, data=b"[]", headers=behind, environ_base=far).status_code == 404


@ONE_SERVER
def test_receipts_shuffled_doubled_and_mixed_end_in_the_right_state(texting: Texting) -> None:
    people = [texting.customer() for _ in range(12)]
    keys = texting.reminds(*people)
    texting.sends()
    failed = {keys[3], keys[7]}
    told = []
    for key, person in zip(keys, people, strict=True):
        name = f"{texting.message(key).out_id}:{person.phone}"
        outcome = ("failed", "EXPIRED") if key in failed else ("arrived", "")
        told += [Report(name, person.phone or "", outcome[0], outcome[1], clock.now())] * 2  # type: ignore[arg-type]
    for first in range(3):
        texting.shop.bot.database.run(lambda db, part=told[::-1][first::3]: hear_reports(db, part))  # type: ignore[misc]
    found = dict(zip(keys, states(texting, keys), strict=True))
    assert {found[key][0] for key in keys if key not in failed} == {"delivered"}
    assert {found[key][0] for key in failed} == {"waiting"}
    assert len(texting.shop.rows(Message)) == 12
