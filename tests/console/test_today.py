"""Somebody's day: what to do, for whom, by which door; done, put off, taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from bot import clock
from bot.outbox.models import Message
from bot.shop.appointments.models import Visit
from bot.shop.purchases.models import Purchase
from bot.shop.staff.rules import Actor
from bot.shop.stores.hours import day_to_work_for
from bot.shop.stores.rules import StoreInfo
from bot.shop.tasks.actions import ask_people
from bot.shop.tasks.models import Task
from bot.shop.tasks.rules import may_do
from bot.shop.traits.models import Trait
from tests.console.desk import complains
from tests.console.staff import HERE, Colleague, belongs
from tests.databases import ONE_SERVER
from tests.people import WANG, Day, Opens, OpenShop

TO_CALL = "问问她\n——打电话前看一眼——\n听她说"
MOST = 40  # statements of a guide's page, however many tasks are on it
SHEET = "您上回的手链还好吗？\n——打电话前看一眼——\n最近买的：手链"
STORE = StoreInfo(
    name=HERE, address="x", phone="1", latitude=31, longitude=121, hours={"daily": "10:00-21:00"}
)


def asks(shop: OpenShop, word: str = "a", *, kind: str = "birthday", **more: object) -> int:
    """Ask 周婷 to do something for 王姐; return the task's number."""
    her = shop.person(WANG)
    usual = {"why": f"为什么{word}", "words": "生日快乐", "staff": "zhouting"} | more
    due = usual.pop("due", clock.now() + timedelta(hours=2))
    with shop.bot.database.transaction() as db:
        ask_people(db, kind=kind, dedupe=f"outbox:{word}", person=her, due=due, **usual)  # type: ignore[arg-type]
    return shop.rows(Task)[-1].id


def sells(who: Colleague, item: str, **more: str) -> None:
    """Sell 王姐 something."""
    fields = {"item": item, "price": "100", "once": item.encode().hex()} | more
    her_id = who.shop.person(WANG).id
    assert who.sends(f"/counter/{her_id}/purchases", **fields).status_code == 200


@pytest.fixture
def zhou(shop: OpenShop) -> Colleague:
    """周婷, to whom 王姐 belongs."""
    shop.member(WANG)
    belongs(shop, WANG, store=HERE, guide="zhouting")
    return Colleague(shop, "zhouting")


def test_a_task_says_who_why_by_which_door_and_with_which_words(
    shop: OpenShop, zhou: Colleague
) -> None:
    asks(shop)
    asks(shop, "call", kind="large_purchase", words=SHEET)
    shown = zhou.reads("")
    for words in ("王姐", "为什么a", "生日快乐", "电话单", "最近买的：手链", "微信里写给她"):
        assert words in shown


@ONE_SERVER
def test_of_many_tasks_the_later_ones_are_a_line_each(shop: OpenShop, zhou: Colleague) -> None:
    for word in "abcde":
        asks(shop, word, words=f"生日快乐{word}")
    shown = zhou.reads("")
    assert shown.count('class="folded"') == 2
    assert shown.count("做得怎样：王姐") == 5  # each can be done where it stands
    assert '<span class="folded-why">生日快乐e</span>' in shown


@ONE_SERVER
def test_what_must_not_be_mentioned_is_said(shop: OpenShop, zhou: Colleague) -> None:
    asks(shop)
    until = clock.today() + timedelta(days=9)
    with shop.bot.database.transaction() as db:
        her = shop.person(WANG).id
        known = {"till": "T", "receipt": "1", "person_id": her, "recipient_id": her}
        known |= {"at": clock.now(), "day": clock.today(), "total_fen": 1, "secret_until": until}
        db.add(Purchase(**known))
        db.add(Trait(person_id=her, kind="taboos", words="别问<b>孩子", login="t", at=clock.now()))
    zhou.shop.phone(WANG).says("别打电话给我")
    zhou.shop.phone(WANG).says("你们的手链断了，我要投诉")
    shown = zhou.reads("")
    assert f"{until.month}月{until.day}日前，有一份要给她惊喜的礼物" in shown
    assert "她的投诉还没结束" in shown
    assert "她说过别打电话" in shown
    assert "别问&lt;b&gt;孩子" in shown


def test_the_call_sheet_says_what_goes_with_what_she_has_and_nothing_of_presents(
    shop: OpenShop, zhou: Colleague
) -> None:
    asks(shop, words=TO_CALL)
    sells(zhou, "18K金项链")
    sells(zhou, "足金手镯", gift="on")
    sheet = zhou.reads("/")
    assert ("她有18K金的项链，同料的耳饰配得上" in sheet, "足金" in sheet) == (True, False)


@ONE_SERVER
@pytest.mark.parametrize(
    ("trade", "said"),
    [("clothing", "她有衬衫，配西裤好看"), ("furnishing", ""), ("general", "")],
)
def test_what_goes_with_her_things_is_of_the_shops_trade(
    opens: Opens, trade: str, said: str
) -> None:
    shop = opens(trade=trade)
    shop.member(WANG)
    belongs(shop, WANG, store=HERE, guide="zhouting")
    zhou = Colleague(shop, "zhouting")
    asks(shop, words=TO_CALL)
    for item in ("白衬衫", "18K金项链"):
        sells(zhou, item)
    sheet = zhou.reads("/")
    assert ("电话单" in sheet, said in sheet, "配得上" in sheet) == (True, True, False)
    assert ("她问起配什么" in sheet) == bool(said)


def test_a_task_is_done_once_and_can_be_taken_back(shop: OpenShop, zhou: Colleague) -> None:
    number = asks(shop)
    for _ in range(2):
        assert zhou.sends(f"/tasks/{number}/done", result="说过了").status_code == 302
    assert shop.one(Task).result == "说过了"
    assert "撤销" in zhou.reads(f"?did=done&task={number}")
    assert zhou.sends(f"/tasks/{number}/back").status_code == 302
    assert shop.one(Task).done_at is None


def test_what_was_said_by_hand_is_unsaid_with_it(shop: OpenShop, zhou: Colleague) -> None:
    her, now = shop.person(WANG), clock.now()
    with shop.bot.database.transaction() as db:
        row = {"key": "birthday.day_warm", "params": {}, "kind": "birthday", "purpose": "care"}
        times = {"due": now, "look_at": now, "created_at": now}
        message = Message(person_id=her.id, dedupe="m", state="task", **row, **times)
        db.add(message)
        db.flush()
        word = str(message.id)
    number = asks(shop, word)
    zhou.sends(f"/tasks/{number}/done", result="说过了")
    assert shop.one(Message, Message.dedupe == "m").sent_at
    zhou.sends(f"/tasks/{number}/back")
    assert shop.one(Message, Message.dedupe == "m").sent_at is None


@ONE_SERVER
def test_what_has_had_effects_on_others_stays_done(shop: OpenShop, zhou: Colleague) -> None:
    number = asks(shop, kind="human")
    zhou.sends(f"/tasks/{number}/done", result="打过电话")
    assert zhou.sends(f"/tasks/{number}/back").status_code == 409
    assert shop.one(Task).done_at


@ONE_SERVER
def test_after_a_while_nothing_is_taken_back(shop: OpenShop, zhou: Colleague, day: Day) -> None:
    number = asks(shop)
    zhou.sends(f"/tasks/{number}/done")
    day.passes(minutes=11)
    assert zhou.sends(f"/tasks/{number}/back").status_code == 409


def test_who_was_not_reached_is_tried_again_later_and_this_can_be_undone(
    shop: OpenShop, zhou: Colleague
) -> None:
    number, before = asks(shop), shop.one(Task).due
    answer = zhou.sends(f"/tasks/{number}/not-reached")
    assert shop.one(Task).due > before - timedelta(minutes=1)
    assert "没找到她" in zhou.reads("")
    assert "撤销" in zhou.reads(answer.location.removeprefix("/console"))
    zhou.sends(f"/tasks/{number}/back", due=before.isoformat())
    assert shop.one(Task).due == before


@ONE_SERVER
def test_tomorrow_it_is_not_on_todays_page(shop: OpenShop, zhou: Colleague) -> None:
    number = asks(shop)
    zhou.sends(f"/tasks/{number}/later", when="tomorrow")
    assert "为什么a" not in zhou.reads("")
    assert "都办完了" in zhou.reads("")


@ONE_SERVER
@pytest.mark.parametrize("deed", ["done", "not-reached", "later", "back"])
def test_others_tasks_are_not_there(shop: OpenShop, zhou: Colleague, deed: str) -> None:
    number = asks(shop)
    stranger = Colleague(shop, "chenyu")
    assert stranger.sends(f"/tasks/{number}/{deed}").status_code == 404
    assert "为什么a" not in stranger.reads("")
    assert zhou.sends(f"/tasks/{number}/{deed}", csrf_token="0" * 64).status_code == 403
    assert shop.one(Task).done_at is None


@pytest.mark.parametrize(
    ("login", "role", "staff", "store", "may"),
    [
        ("zhouting", "guide", "zhouting", "徐汇店", True),
        ("zhouting", "guide", None, HERE, True),
        ("zhouting", "guide", "other", HERE, False),
        ("zhouting", "guide", None, "徐汇店", False),
        ("limin", "store_manager", "zhouting", HERE, True),
        ("limin", "store_manager", "chenyu", "徐汇店", False),
        ("zhaolei", "regional_manager", "chenyu", "徐汇店", True),
        ("engineer", "engineer", None, None, False),
    ],
)
def test_whose_a_task_is(
    login: str, role: str, staff: str | None, store: str | None, *, may: bool
) -> None:
    assert may_do(Actor(login, role, HERE), staff=staff, store=store) is may


@pytest.mark.parametrize(
    ("hour", "minute", "ahead"), [(8, 0, 0), (20, 49, 0), (20, 50, 1), (23, 0, 1)]
)
def test_ten_minutes_before_closing_it_is_about_tomorrow(
    hour: int, minute: int, ahead: int
) -> None:
    today = date(2026, 11, 23)
    now = clock.at(today, clock.local(clock.now()).time().replace(hour=hour, minute=minute))
    assert day_to_work_for(STORE, now) == today + timedelta(days=ahead)


@ONE_SERVER
def test_shortly_before_closing_the_page_is_tomorrows(
    shop: OpenShop, zhou: Colleague, day: Day
) -> None:
    day.is_at(21, 55)
    tomorrow = clock.today() + timedelta(days=1)
    assert f"{tomorrow.month}月{tomorrow.day}日的安排" in zhou.reads("")


def test_who_comes_is_noted_once(shop: OpenShop, zhou: Colleague) -> None:
    now = clock.now()
    with shop.bot.database.transaction() as db:
        times = {"starts": now - timedelta(hours=1), "ends": now, "booked_at": now}
        known = {"service": "cleaning", "store": HERE, "specialist": "老周", "changed_at": now}
        db.add(Visit(person_id=shop.person(WANG).id, words="<b>项链</b>", **known, **times))
    assert "「&lt;b&gt;项链" in zhou.reads("")
    number = shop.one(Visit).id
    assert Colleague(shop, "chenyu").sends(f"/visits/{number}/kept").status_code == 404
    for _ in range(2):
        assert zhou.sends(f"/visits/{number}/kept").status_code == 302
    assert shop.one(Visit).state == "kept"


def test_who_leads_sees_what_is_at_risk_who_waits_and_yesterday(shop: OpenShop, day: Day) -> None:
    desk = complains(shop)
    desk.phone.says("转人工")
    day.passes(hours=3)
    shown = Colleague(shop, "limin").reads("")
    for words in ("快到时限", "手链断了", "人在等回话", "卖了0单，共0元", "新投诉0件"):
        assert words in shown
    assert "昨天" not in Colleague(shop, "zhouting").reads("")


@ONE_SERVER
def test_an_empty_day_teaches_what_will_stand_there(zhou: Colleague) -> None:
    shown = zhou.reads("")
    assert "该给谁打电话" in shown
    assert "顾客在微信里约好的时间会在这里" in shown


def test_more_tasks_cost_no_more_statements(shop: OpenShop, zhou: Colleague) -> None:
    def costs() -> int:
        seen: list[str] = []

        def count(*each: object) -> None:
            seen.append(str(each[2]))

        event.listen(shop.bot.database.engine, "before_cursor_execute", count)
        zhou.reads("")
        event.remove(shop.bot.database.engine, "before_cursor_execute", count)
        return len(seen)

    asks(shop, "one")
    few = costs()
    for number in range(45):
        asks(shop, f"more{number}")
    assert costs() == few <= MOST
    assert "看后面的" in zhou.reads("")
