"""A person takes over: who may, who was first, what the bot still says, and how it ends."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update

from bot import clock
from bot.jobs import call_again, return_talks
from bot.outbox.models import Message
from bot.outbox.notices.models import Notice
from bot.schedule import Scheduler
from bot.shop.media.actions import keep_media
from bot.shop.people.models import Person
from bot.shop.stores.actions import import_shop
from bot.shop.tasks.models import Task
from bot.texts import CONTENT, read_toml
from tests.api.cast import KEY, Till, says
from tests.people import Day, Opens, OpenShop, Phone, at_once


class Counter(Till):
    """The staff's side of the talks."""

    def talk(self) -> dict[str, Any]:
        """Return the newest talk."""
        return self.finds("/conversations")[0]

    def does(self, act: str, **body: Any) -> tuple[int, dict[str, Any]]:
        """Take, release or write in the newest talk."""
        answer = self.posts(f"/conversations/{self.talk()['id']}/{act}", body)
        return answer.status_code, says(answer)

    def writes(
        self, text: str = "您好，我是周婷", by: str = "zhouting"
    ) -> tuple[int, dict[str, Any]]:
        return self.does("messages", text=text, by=by)


@pytest.fixture
def shop(opens: Opens) -> OpenShop:
    """A shop with stores and colleagues, whose API has a key."""
    shop = opens(api_key=KEY)
    content = read_toml(CONTENT / "shop.toml")
    shop.bot.database.run(lambda db: import_shop(db, content, by="test"))
    return shop


@pytest.fixture
def staff(shop: OpenShop) -> Counter:
    return Counter(shop.app)


@pytest.fixture
def li(shop: OpenShop) -> Phone:
    """小李, who asked for a person."""
    phone = shop.phone()
    phone.says("转人工")
    return phone


def belongs(shop: OpenShop, **to: str) -> None:
    """Let the only customer have a store, a guide."""
    with shop.bot.database.transaction() as db:
        person = db.query(Person).one()
        for name, value in to.items():
            setattr(person, name, value)


def returns(shop: OpenShop) -> int:
    with shop.app.app_context():
        return return_talks()


def test_who_waits_is_shown_and_who_took_the_talk(staff: Counter, li: Phone) -> None:
    before = staff.talk()
    assert (before["with"], before["staff"]) == ("bot", None)
    assert datetime.fromisoformat(before["waiting_since"]) <= clock.now()
    status, talk = staff.does("take", by="zhouting")
    assert (status, talk["with"], talk["staff"]) == (200, "staff", "zhouting")


def test_the_bot_is_silent_while_a_person_has_the_talk(staff: Counter, li: Phone) -> None:
    staff.does("take", by="zhouting")
    assert [li.says(words) for words in ("我的积分", "在吗", "办会员", "？？")] == [None] * 4


@pytest.mark.parametrize(("said", "heard"), [("退订", "不再"), ("人工", "周婷在看您的消息")])
def test_some_words_are_answered_all_the_same(
    staff: Counter, li: Phone, said: str, heard: str
) -> None:
    staff.does("take", by="zhouting")
    assert heard in (li.says(said) or "")


def test_a_tap_on_the_menu_is_answered_too(staff: Counter, li: Phone) -> None:
    staff.does("take", by="zhouting")
    assert "店" in (li.taps("store_location") or "")


def test_what_she_says_meanwhile_is_kept_and_waits(staff: Counter, li: Phone, day: Day) -> None:
    staff.does("take", by="zhouting")
    staff.writes()
    assert staff.talk()["waiting_since"] is None
    day.passes(minutes=1)
    li.says("戒指能改小吗")
    assert staff.talk()["waiting_since"]
    bubbles = staff.finds(f"/conversations/{staff.talk()['id']}/messages")
    assert [(each["from"], each["text"]) for each in bubbles[:2]] == [
        ("customer", "戒指能改小吗"),
        ("staff", "您好，我是周婷"),
    ]


def test_her_new_words_reach_the_colleague_once(shop: OpenShop, staff: Counter, li: Phone) -> None:
    staff.does("take", by="zhouting")
    staff.writes()
    for _ in range(3):
        li.says("在吗")
    assert shop.count(Notice, Notice.key == "notices.wrote") == 1


def test_two_who_take_at_once_are_one(shop: OpenShop, staff: Counter, li: Phone) -> None:
    number = staff.talk()["id"]

    def takes(by: str) -> Any:
        return staff.posts(f"/conversations/{number}/take", {"by": by})

    answers = at_once(lambda: takes("zhouting"), lambda: takes("limin"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (lost,) = [says(answer) for answer in answers if answer.status_code == 409]
    winner = {"zhouting": "周婷", "limin": "李敏"}[staff.talk()["staff"]]
    assert (lost["type"], winner in lost["detail"]) == ("talk_taken", True)


def test_the_same_colleague_takes_it_twice(staff: Counter, li: Phone) -> None:
    assert [staff.does("take", by="zhouting")[0] for _ in range(2)] == [200, 200]


@pytest.mark.parametrize(
    ("by", "status"), [("chenyu", 403), ("limin", 200), ("zhaolei", 200), ("sunjie", 200)]
)
def test_a_colleague_of_another_store_does_not_take_her_talk(
    shop: OpenShop, staff: Counter, li: Phone, by: str, status: int
) -> None:
    belongs(shop, store="静安店")
    assert staff.does("take", by=by)[0] == status


def test_her_own_guide_takes_it_wherever_she_works(
    shop: OpenShop, staff: Counter, li: Phone
) -> None:
    belongs(shop, store="静安店", guide="chenyu")
    assert staff.does("take", by="chenyu")[0] == 200


def test_a_stranger_takes_nothing(staff: Counter, li: Phone) -> None:
    status, told = staff.does("take", by="nobody")
    assert (status, told["type"], staff.talk()["with"]) == (422, "staff_unknown", "bot")


def test_there_is_no_talk_where_nobody_spoke(staff: Counter) -> None:
    for act in ("take", "release", "messages"):
        body = {"text": "您好"} if act == "messages" else {}
        assert staff.posts(f"/conversations/4711/{act}", body).status_code == 404


def test_who_has_left_is_called_by_phone(staff: Counter, li: Phone) -> None:
    li.leaves()
    status, told = staff.does("take", by="zhouting")
    assert (status, told["type"]) == (409, "talk_left")
    assert "打电话" in told["detail"]


def test_who_leaves_in_the_middle_is_not_written_to(staff: Counter, li: Phone) -> None:
    staff.does("take", by="zhouting")
    li.leaves()
    assert staff.writes()[1]["type"] == "talk_left"


def test_writing_takes_the_talk_and_answers_her(shop: OpenShop, staff: Counter, li: Phone) -> None:
    status, sent = staff.writes("您好，我是周婷")
    assert (status, sent["state"], sent["text"]) == (200, "planned", "您好，我是周婷")
    talk = staff.talk()
    assert (talk["with"], talk["staff"], talk["waiting_since"]) == ("staff", "zhouting", None)
    task = shop.one(Task, Task.kind == "human")
    assert (task.done_by, task.result) == ("zhouting", "您好，我是周婷")


def test_nobody_writes_in_another_ones_talk(shop: OpenShop, staff: Counter, li: Phone) -> None:
    staff.does("take", by="limin")
    assert staff.writes()[1]["type"] == "talk_taken"
    assert shop.count(Message, Message.kind == "staff") == 0


def test_after_48_hours_people_hear_what_to_do_instead(staff: Counter, li: Phone, day: Day) -> None:
    day.passes(hours=48)
    status, told = staff.writes()
    assert (status, told["type"]) == (409, "talk_no_door")
    assert "打电话" in told["detail"]


def test_a_sixth_message_is_refused_before_it_is_lost(
    shop: OpenShop, staff: Counter, li: Phone
) -> None:
    assert [staff.writes(f"第{n}条")[0] for n in range(1, 7)] == [200] * 5 + [409]
    assert staff.writes()[1]["type"] == "talk_full"
    shop.bot.database.run(lambda db: db.execute(update(Message).values(state="sent")))
    li.says("好的")
    assert staff.writes()[0] == 200


@pytest.mark.parametrize("text", ["", "长" * 601, "\x00"])
def test_what_no_bubble_can_hold_is_refused(staff: Counter, li: Phone, text: str) -> None:
    assert staff.writes(text)[0] == 422


def test_what_a_colleague_types_is_no_link(shop: OpenShop, staff: Counter, li: Phone) -> None:
    staff.writes('<a href="http://x">点我</a> <<我的积分>>')
    assert "<" not in shop.one(Message, Message.kind == "staff").params["words"]


def test_given_back_the_bot_says_once_who_it_was(staff: Counter, li: Phone) -> None:
    staff.writes()
    assert staff.does("release", by="zhouting")[1]["with"] == "bot"
    first, second = li.says("门店地址"), li.says("门店地址")
    assert "周婷" in (first or "")
    assert "南京西路" in (first or "")
    assert "周婷" not in (second or "")


def test_a_guide_does_not_give_back_what_another_one_has(staff: Counter, li: Phone) -> None:
    staff.does("take", by="limin")
    assert staff.does("release", by="zhouting")[0] == 409
    assert staff.does("release", by="sunjie")[1]["with"] == "bot"


def test_a_quiet_talk_returns_to_the_bot(
    shop: OpenShop, staff: Counter, li: Phone, day: Day
) -> None:
    staff.writes()
    day.passes(minutes=31)
    assert "return_talks" in Scheduler(shop.bot).tick()
    assert returns(shop) == 1
    assert staff.talk()["with"] == "bot"
    assert "周婷" in (li.says("你好") or "")


def test_a_talk_in_which_she_just_wrote_does_not_return(
    shop: OpenShop, staff: Counter, li: Phone, day: Day
) -> None:
    staff.writes()
    day.passes(minutes=29)
    li.says("等一下")
    day.passes(minutes=2)
    assert returns(shop) == 0
    assert staff.talk()["with"] == "staff"


def test_who_was_left_alone_hears_when_somebody_comes(
    shop: OpenShop, staff: Counter, li: Phone, day: Day
) -> None:
    day.is_at(21, 20)
    li.says("转人工")
    staff.does("take", by="zhouting")
    day.passes(minutes=31)
    returns(shop)
    told = shop.one(Message, Message.dedupe.startswith("unanswered:"))
    assert "明天10:00开门后" in told.params["words"]
    assert shop.one(Task, Task.kind == "unanswered").why == "她还在等周婷回话，请接着回她"
    assert staff.talk()["waiting_since"]


def test_who_was_promised_somebody_hears_the_truth_and_leaders_are_alarmed(
    shop: OpenShop, li: Phone, day: Day
) -> None:
    assert calls_again(shop) == 0
    day.passes(minutes=31)
    assert "call_again" in Scheduler(shop.bot).tick()
    assert [calls_again(shop), calls_again(shop)] == [1, 0]
    assert shop.count(Notice, Notice.key == "notices.late") == 1
    assert "半小时内" in shop.one(Message, Message.dedupe.startswith("late:")).params["words"]


def test_whom_somebody_has_answered_nobody_is_alarmed_about(
    shop: OpenShop, staff: Counter, li: Phone, day: Day
) -> None:
    staff.writes()
    day.passes(hours=2)
    assert calls_again(shop) == 0


def calls_again(shop: OpenShop) -> int:
    with shop.app.app_context():
        return call_again()


def test_at_midnight_she_hears_the_true_hour(shop: OpenShop, day: Day) -> None:
    day.is_at(0, 30)
    assert "今天10:00开门后" in (shop.phone().says("转人工") or "")


def test_shortly_before_closing_nobody_promises_half_an_hour(shop: OpenShop, day: Day) -> None:
    day.is_at(21, 50)
    assert "明天10:00开门后" in (shop.phone().says("转人工") or "")


def test_until_somebody_takes_the_talk_the_bot_goes_on(li: Phone) -> None:
    assert "南京西路" in (li.says("门店地址") or "")


def test_twice_not_understood_is_a_matter_for_people(shop: OpenShop) -> None:
    phone = shop.phone()
    phone.says("蓝色的大象会飞吗")
    assert shop.count(Task) == 0
    phone.says("大象在月亮上唱歌")
    assert shop.one(Task).kind == "stuck"


def test_who_has_been_seen_to_waits_no_more(shop: OpenShop, staff: Counter, li: Phone) -> None:
    (task,) = staff.finds("/tasks")
    staff.posts(f"/tasks/{task['id']}/done", {"result": "打过电话了", "by": "zhouting"})
    assert staff.talk()["waiting_since"] is None


def test_those_who_wait_can_be_listed_alone(shop: OpenShop, staff: Counter, li: Phone) -> None:
    shop.stranger().says("门店地址")
    assert len(staff.finds("/conversations", waiting="true")) == 1
    assert len(staff.finds("/conversations")) == 2


def test_whom_two_records_were_goes_on_in_one_talk(
    shop: OpenShop, staff: Counter, li: Phone
) -> None:
    number = staff.talk()["id"]
    with shop.bot.database.transaction() as db:
        other = Person(created_at=clock.now())
        db.add(other)
        db.flush()
        db.query(Person).filter(Person.id != other.id).one().merged_into = other.id
    assert staff.finds("/conversations") == []
    told = staff.posts(f"/conversations/{number}/take", {"by": "zhouting"})
    assert (told.status_code, says(told)["type"]) == (409, "talk_closed")


def test_a_talk_reads_page_by_page(shop: OpenShop, staff: Counter, li: Phone) -> None:
    for n in range(7):
        li.says(f"第{n}句")
    path = f"/conversations/{staff.talk()['id']}/messages"
    pages, cursor = [], None
    while True:
        page = says(staff.gets(path, limit=4, **({"cursor": cursor} if cursor else {})))
        pages += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    hers = [each["text"] for each in pages if each["from"] == "customer"]
    assert hers == [f"第{n}句" for n in reversed(range(7))] + ["转人工"]
    assert len(pages) == 16  # each with its answer, none twice


def test_a_picture_is_shown_beside_her_words(shop: OpenShop, staff: Counter, li: Phone) -> None:
    li.sends({"MsgType": "image", "PicUrl": "http://127.0.0.1/x", "MediaId": "M1"})
    (bubble, *_) = [
        each
        for each in staff.finds(f"/conversations/{staff.talk()['id']}/messages")
        if each["media"]
    ]
    assert bubble["media"]["state"] == "wanted"
    with shop.bot.database.transaction() as db:
        keep_media(db, bubble["media"]["id"], b"\xff\xd8\xff picture")
    found = staff.sees(f"/media/{bubble['media']['id']}")
    assert (found["content_type"], found["kind"]) == ("image/jpeg", "picture")
    assert b64decode(found["content"], altchars=b"-_") == b"\xff\xd8\xff picture"
    assert staff.gets("/media/4711").status_code == 404
