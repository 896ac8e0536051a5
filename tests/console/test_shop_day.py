"""今天的店: rain, the price of gold and the hours of a day, as customers hear them at once."""

from datetime import date, timedelta

import pytest

from bot import clock
from bot.outbox.models import Message
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import free_times
from bot.shop.appointments.rules import Search, Wanted
from bot.shop.audit.models import Audit
from bot.shop.days.models import GoldPrice, OtherHours, RainyDay
from bot.shop.days.rules import hours_of, is_far_off
from bot.shop.tasks.models import Task
from bot.usecases.visiting import Desk
from tests.console.staff import ELSEWHERE, HERE, Colleague, belongs
from tests.databases import ONE_SERVER
from tests.people import WANG, Day, OpenShop

RAIN, GOLD, HOURS = "/counter/day/rain", "/counter/day/gold", "/counter/day/hours"
EARLY = {"store": HERE, "opens": "10:00", "closes": "15:00", "why": "店里盘点"}


def buys(shop: OpenShop, who: Colleague, receipt: str, **more: str) -> None:
    """王姐 buys something at 静安店."""
    her_id = shop.person(WANG).id
    fields = {"item": "戒指", "total": "100", "receipt": receipt, "once": receipt}
    assert who.sends(f"/counter/{her_id}/purchases", **fields | more).status_code == 200


def member(shop: OpenShop) -> Colleague:
    """王姐 is a member of 静安店; return 周婷's browser."""
    shop.member(WANG)
    belongs(shop, WANG, store=HERE)
    return Colleague(shop, "zhouting")


def thanks(shop: OpenShop) -> str:
    return shop.one(Message, Message.kind == "thanks", Message.state == "planned").key


def books(shop: OpenShop, day: date, *, last: bool) -> Visit:
    """王姐 books a cleaning at the first or the last time of a day."""
    with shop.bot.database.transaction() as db:
        rules = shop.bot.shops.read(db)
        service = rules.service("cleaning")
        assert service
        search = Search(service, (HERE,))
        free = free_times(db, rules, search, Wanted(day, day))[-1 if last else 0]
        person = shop.person(WANG)
        Desk(db, rules, shop.bot.texts).book(person, search, free.starts)
    return shop.rows(Visit)[-1]


def test_who_buys_in_the_rain_is_thanked_for_coming(shop: OpenShop) -> None:
    zhouting = member(shop)
    zhouting.sends(RAIN, store=HERE, rain="now")
    buys(shop, zhouting, "0001")
    assert thanks(shop) == "thanks.rain"
    assert "在下雨" in zhouting.reads("/counter")
    assert shop.count(Audit, Audit.verb == "said_rain") == 1


def test_rain_that_was_none_is_taken_back_from_thanks_that_wait(shop: OpenShop) -> None:
    zhouting = member(shop)
    for _ in range(2):
        zhouting.sends(RAIN, store=HERE, rain="now")
    buys(shop, zhouting, "0001")
    for _ in range(2):
        assert zhouting.sends(RAIN, store=HERE, rain="back").status_code == 302
    assert (thanks(shop), shop.count(RainyDay)) == ("thanks.plain", 0)


@ONE_SERVER
def test_it_has_rained_since_the_morning_or_rains_no_more(shop: OpenShop, day: Day) -> None:
    zhouting = member(shop)
    buys(shop, zhouting, "0001")
    assert thanks(shop) == "thanks.plain"
    zhouting.sends(RAIN, store=HERE, rain="morning")
    assert thanks(shop) == "thanks.rain"
    zhouting.sends(RAIN, store=HERE, rain="over")
    day.passes(minutes=61)
    buys(shop, zhouting, "0002")
    assert shop.rows(Message, Message.kind == "thanks")[-1].key == "thanks.plain"


@ONE_SERVER
def test_what_the_till_says_of_rain_stays_said(shop: OpenShop) -> None:
    zhouting = member(shop)
    zhouting.sends(RAIN, store=HERE, rain="now")
    buys(shop, zhouting, "0001", rain="on")
    zhouting.sends(RAIN, store=HERE, rain="back")
    assert thanks(shop) == "thanks.rain"


@ONE_SERVER
@pytest.mark.parametrize(
    ("store", "rain"), [(ELSEWHERE, "now"), ("", "now"), (HERE, ""), (HERE, "' OR 1=1")]
)
def test_rain_elsewhere_is_not_hers_to_say(shop: OpenShop, store: str, rain: str) -> None:
    assert Colleague(shop, "zhouting").sends(RAIN, store=store, rain=rain).status_code == 403
    assert shop.count(RainyDay) == 0


def test_the_price_of_gold_is_what_customers_hear_today_and_only_today(
    shop: OpenShop, day: Day
) -> None:
    limin, phone = Colleague(shop, "limin"), shop.member(WANG)
    assert limin.sends(GOLD, gold="１，２６８．５元").status_code == 302
    assert "1,268.5元" in (phone.says("今天金价多少") or "")
    assert "李敏" in limin.reads("/counter/day")
    assert "1268.5元" in Colleague(shop, "zhouting").reads("/counter")
    day.passes(hours=24)
    assert "1,268" not in (phone.says("今天金价多少") or "")


def test_a_price_that_is_hardly_meant_is_asked_for_once_more(shop: OpenShop, day: Day) -> None:
    limin = Colleague(shop, "limin")
    limin.sends(GOLD, gold="1268")
    day.passes(hours=24)
    asked = limin.sends(GOLD, gold="12680")
    assert (asked.status_code, 'value="12680"' in asked.text) == (409, True)
    assert limin.sends(GOLD, gold="12690", sure="1268000").status_code == 409
    assert shop.count(GoldPrice) == 1
    assert limin.sends(GOLD, gold="12680", sure="1268000").status_code == 302
    assert shop.rows(GoldPrice)[-1].fen == 1_268_000
    limin.sends("/counter/day/gold/back")
    limin.sends("/counter/day/gold/back")
    assert (shop.count(GoldPrice), shop.count(Audit, Audit.verb == "took_back_gold")) == (1, 1)


@ONE_SERVER
@pytest.mark.parametrize(
    "gold",
    ["", "0", "-1", "1e999", "NaN", "9" * 30, "1268.555", "12,68", "²²", "1;--", "<script>", "\0"],
)
def test_what_is_no_price_is_told_and_stays_typed(shop: OpenShop, gold: str) -> None:
    answer = Colleague(shop, "limin").sends(GOLD, gold=gold)
    assert (answer.status_code, "每克多少元？" in answer.text) == (422, True)
    assert "<script>" not in answer.text
    assert shop.count(GoldPrice) == 0


@ONE_SERVER
@pytest.mark.parametrize("path", [GOLD, HOURS, f"{GOLD}/back", f"{HOURS}/back"])
def test_a_guide_sets_neither_price_nor_hours(shop: OpenShop, path: str) -> None:
    zhouting = Colleague(shop, "zhouting")
    fields = EARLY | {"gold": "1268", "day": clock.today().isoformat()}
    assert zhouting.sends(path, **fields).status_code == 403
    assert Colleague(shop, "limin").sends(path, **fields, csrf_token="x").status_code == 403
    assert shop.count(GoldPrice) + shop.count(OtherHours) == 0


def test_other_hours_are_heard_at_once_and_whose_time_falls_away_is_called(shop: OpenShop) -> None:
    member(shop)
    limin, tomorrow = Colleague(shop, "limin"), clock.today() + timedelta(days=1)
    books(shop, tomorrow, last=False)
    late = books(shop, tomorrow, last=True)
    fields = EARLY | {"day": tomorrow.isoformat()}
    for _ in range(2):
        assert limin.sends(HOURS, **fields).status_code == 302
    shown = limin.reads("/counter/day")
    assert ("王姐" in shown, f"{clock.local(late.starts):%H:%M}" in shown) == (True, True)
    assert shop.one(Task, Task.kind == "call").done_at is None
    assert "店里盘点" in (shop.phone(WANG).says("你们几点开门") or "")
    back = {"store": HERE, "day": tomorrow.isoformat()}
    for _ in range(2):
        assert limin.sends(f"{HOURS}/back", **back).status_code == 302
    assert shop.one(Task, Task.kind == "call").done_at is not None
    limin.sends(HOURS, **fields | {"shut": "on"})
    assert shop.count(Task, Task.kind == "call", Task.done_at.is_(None)) == 2


@ONE_SERVER
def test_a_store_that_shuts_today_says_so(shop: OpenShop) -> None:
    today = clock.today().isoformat()
    Colleague(shop, "limin").sends(HOURS, **EARLY, shut="on", day=today)
    assert "今天休息" in (shop.member(WANG).says("你们几点开门") or "")
    assert "静安店今天休息" in Colleague(shop, "zhouting").reads("/counter")


@ONE_SERVER
@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2020-01-01"},
        {"day": "9999-12-31"},
        {"day": "soon"},
        {"opens": "18:00"},
        {"opens": "10:00+08:00"},
        {"closes": "25:00"},
        {"closes": ""},
        {"why": " "},
        {"why": "x" * 61},
    ],
)
def test_hours_that_nobody_can_keep_are_told_and_stay_typed(
    shop: OpenShop, wrong: dict[str, str]
) -> None:
    fields = EARLY | {"day": clock.today().isoformat()} | wrong
    answer = Colleague(shop, "limin").sends(HOURS, **fields)
    assert (answer.status_code, 'value="15:00"' in answer.text or "closes" in wrong) == (409, True)
    assert shop.count(OtherHours) == 0


@ONE_SERVER
def test_a_manager_changes_no_other_stores_hours(shop: OpenShop) -> None:
    fields = EARLY | {"day": clock.today().isoformat(), "store": ELSEWHERE}
    assert Colleague(shop, "limin").sends(HOURS, **fields).status_code in (403, 409)
    assert shop.count(OtherHours) == 0
    assert Colleague(shop, "sunjie").sends(HOURS, **fields).status_code == 302
    assert shop.one(OtherHours).store == ELSEWHERE


def test_a_price_is_far_off_by_more_than_a_fifth() -> None:
    assert [is_far_off(fen, 100_000) for fen in (80_000, 120_000, 120_001, 10_000)] == [
        *(False, False, True, True)
    ]
    assert not is_far_off(1, None)


def test_hours_are_two_times_in_their_order() -> None:
    assert hours_of("10:00", "18:00") == "10:00-18:00"
    assert [hours_of(*each) for each in (("18:00", "10:00"), ("1", "2"), ("10:00", "24:00"))] == [
        *(None, None, None)
    ]
