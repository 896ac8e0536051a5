"""People of the shop hear outside of what waits: each once, by each door, and none in the way."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text, update

from bot import clock
from bot.jobs import forget_left
from bot.outbox.models import Message
from bot.outbox.notices.actions import tell_staff
from bot.outbox.notices.models import Notice
from bot.schedule import Scheduler
from bot.shop.people.models import Person
from bot.shop.staff.models import Staff
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from tests.databases import ONE_SERVER
from tests.outbox.letterbox import Letterbox
from tests.people import Day, Opens, OpenShop, at_once
from tests.wechat import Fan, WeChat

ROBOTS = {
    "wecom": "/cgi-bin/webhook/send?key=k",
    "dingtalk": "/robot/send?access_token=k",
    "feishu": "/open-apis/bot/v2/hook/k",
}
# For what does not depend on the server.
_numbers = itertools.count(1)


@dataclass
class Staffroom:
    """A shop, its work group and what is told there."""

    shop: OpenShop
    wechat: WeChat

    def hears_of(self, fan: Fan, why: str = "她想找人说话", **more: Any) -> bool:
        """Let people be told of a customer."""
        dedupe = more.pop("dedupe", f"test:{next(_numbers)}")
        person_id = self.shop.person(fan.openid).id
        with self.shop.bot.database.transaction() as db:
            person = db.get_one(Person, person_id)
            return tell_staff(db, "notices.task", dedupe=dedupe, person=person, why=why, **more)

    def rings(self) -> dict[str, int]:
        return dict(self.shop.bot.bell.ring())

    def group(self) -> list[str]:
        """Return what the group reads, newest first."""
        return [each["text"] for each in self.wechat.sim("GET", "/notices")["items"]]

    def state(self) -> str:
        return self.shop.one(Notice, Notice.door == "robot").state


Builds = Callable[..., Staffroom]


@pytest.fixture
def builds(opens: Opens, wechat: WeChat, monkeypatch: pytest.MonkeyPatch) -> Builds:
    """Open a shop with a robot, a mail server, both or none."""
    monkeypatch.setattr("bot.channels.robots._READ", 0.5)
    monkeypatch.setattr("bot.channels.mail.SECONDS", 1.0)

    def build(robot: str = "wecom", **settings: Any) -> Staffroom:
        address = f"{wechat.url}{ROBOTS[robot]}" if robot in ROBOTS else robot
        shop = opens(wechat_api_base=wechat.url, staff_webhook_url=address, **settings)
        content = read_toml(CONTENT / "shop.toml")
        shop.bot.database.run(lambda db: import_shop(db, content, by="test"))
        wechat.begins_again(shop)
        return Staffroom(shop, wechat)

    return build


@ONE_SERVER
@pytest.mark.parametrize("robot", list(ROBOTS))
def test_each_robot_is_spoken_to_in_its_own_way(builds: Builds, robot: str) -> None:
    room = builds(robot)
    room.hears_of(room.wechat.fan())
    assert room.rings() == {"sent": 1}
    (words,) = room.group()
    assert "一位顾客在等：她想找人说话" in words
    assert "/console" in words


def test_who_asks_for_a_person_is_heard_of_outside(builds: Builds) -> None:
    room = builds()
    room.wechat.fan().says("转人工")
    assert "tell_people" in Scheduler(room.shop.bot).tick()
    room.rings()
    assert "她想找人说话" in room.group()[0]


@ONE_SERVER
def test_a_notice_holds_a_name_and_nothing_else_of_hers(builds: Builds) -> None:
    room = builds()
    li = room.wechat.fan()
    with room.shop.bot.database.transaction() as db:
        db.execute(update(Person).values(name="李小姐", phone="13911112222"))
    li.says("投诉，我的电话是13911112222，手链断了")
    room.rings()
    (words,) = room.group()
    assert "李小姐" in words
    assert "1391111" not in words
    assert "手链" not in words


def test_nothing_is_told_twice(builds: Builds) -> None:
    room = builds()
    li = room.wechat.fan()
    assert [room.hears_of(li, dedupe="once") for _ in range(3)] == [True, False, False]
    at_once(room.rings, room.rings, room.rings)
    assert len(room.group()) == 1
    assert room.rings() == {}


@ONE_SERVER
def test_a_busy_hour_is_one_post(builds: Builds) -> None:
    room = builds()
    li = room.wechat.fan()
    for n in range(15):
        room.hears_of(li, f"第{n}件事")
    room.rings()
    (words,) = room.group()
    assert all(f"第{n}件事" in words for n in range(15))


@ONE_SERVER
def test_what_a_post_cannot_hold_is_counted(builds: Builds) -> None:
    room = builds()
    li = room.wechat.fan()
    for n in range(19):
        room.hears_of(li, f"第{n}件事{'很长' * 30}")
    assert room.rings() == {"sent": 19}
    assert "还有" in room.group()[0]


@ONE_SERVER
@pytest.mark.parametrize("robot", list(ROBOTS))
def test_an_address_that_is_no_robots_is_given_up(builds: Builds, robot: str) -> None:
    bad = ROBOTS[robot].replace("=k", "=bad").replace("/k", "/bad")
    room = builds("")
    room = builds(f"{room.wechat.url}{bad}")
    room.hears_of(room.wechat.fan())
    assert (room.rings(), room.state()) == ({"failed": 1}, "failed")


@ONE_SERVER
@pytest.mark.parametrize(
    ("robot", "code"), [("wecom", 45009), ("dingtalk", 130101), ("feishu", 11232)]
)
def test_a_robot_that_had_enough_is_left_alone_for_a_minute(
    builds: Builds, day: Day, robot: str, code: int
) -> None:
    room = builds(robot)
    room.wechat.breaks("errcode", path=ROBOTS[robot].partition("?")[0], errcode=code)
    room.hears_of(room.wechat.fan())
    assert room.rings() == {"planned": 1}
    day.passes(seconds=50)
    assert room.rings() == {}
    day.passes(seconds=11)
    assert room.rings() == {"sent": 1}


@ONE_SERVER
@pytest.mark.parametrize("fault", ["http_502", "reset"])
def test_a_robot_that_is_ill_is_tried_again_where_that_is_safe(
    builds: Builds, day: Day, fault: str
) -> None:
    room = builds()
    room.wechat.breaks(fault, path="/cgi-bin/webhook")
    room.hears_of(room.wechat.fan())
    room.rings()
    day.passes(minutes=1)
    room.rings()
    expected = {"http_502": "sent", "reset": "uncertain"}
    assert room.state() == expected[fault]


@ONE_SERVER
@pytest.mark.parametrize("fault", ["timeout", "accept_then_timeout", "html_200", "truncated"])
def test_what_was_perhaps_told_is_not_told_again(builds: Builds, day: Day, fault: str) -> None:
    room = builds()
    room.wechat.breaks(fault, path="/cgi-bin/webhook", seconds=1)
    room.hears_of(room.wechat.fan())
    assert room.rings() == {"uncertain": 1}
    day.passes(minutes=5)
    assert room.rings() == {}


@ONE_SERVER
def test_a_robot_nobody_answers_for_blocks_no_case(builds: Builds) -> None:
    room = builds("http://127.0.0.1:9/robot/send?access_token=k")
    li = room.wechat.fan()
    assert "同事" in (li.says("转人工") or "")
    assert room.rings() == {"planned": 1}
    assert "静安店" in (li.says("门店地址") or "")


@ONE_SERVER
def test_what_nobody_could_hear_for_half_a_day_is_dropped(builds: Builds, day: Day) -> None:
    room = builds("http://127.0.0.1:9/robot/send?access_token=k")
    room.hears_of(room.wechat.fan())
    day.passes(hours=13)
    room.rings()
    assert room.state() == "skipped"


@ONE_SERVER
def test_a_shop_without_a_robot_goes_on(builds: Builds) -> None:
    room = builds("")
    room.hears_of(room.wechat.fan())
    room.rings()
    assert (room.state(), room.group()) == ("skipped", [])


def test_a_claim_that_was_lost_is_not_told_again(builds: Builds) -> None:
    room = builds()
    room.hears_of(room.wechat.fan())
    gone = clock.real_now().replace(year=2020)
    with room.shop.bot.database.transaction() as db:
        db.execute(update(Notice).values(claimed_until=gone))
    room.rings()
    assert (room.state(), room.group()) == ("uncertain", [])


def test_her_guide_and_the_manager_get_a_mail(builds: Builds, letterbox: Letterbox) -> None:
    room = builds(smtp_url=f"smtp://127.0.0.1:{letterbox.port}?from=huitouke@shop.example")
    li = room.wechat.fan()
    with room.shop.bot.database.transaction() as db:
        db.get_one(Staff, "limin").email = "limin@shop.example"
        db.get_one(Staff, "chenyu").email = "chenyu@shop.example"
        db.execute(update(Person).values(store="静安店"))
    room.hears_of(li)
    room.rings()
    assert [envelope.rcpt_tos for envelope in letterbox.got] == [["limin@shop.example"]]
    assert "notice-" in letterbox.read()


@ONE_SERVER
@pytest.mark.parametrize(
    ("refusal", "state"), [("554 no", "failed"), ("451 later", "planned"), ("", "sent")]
)
def test_what_a_mail_server_says_is_believed(
    builds: Builds, letterbox: Letterbox, refusal: str, state: str
) -> None:
    letterbox.refusal = refusal
    room = with_mail(builds, letterbox.port)
    assert room.shop.one(Notice, Notice.door == "mail").state == state
    assert room.state() == "sent"


@ONE_SERVER
def test_a_mail_server_that_is_down_keeps_the_robot_not_waiting(builds: Builds) -> None:
    room = with_mail(builds, 9)
    assert room.shop.one(Notice, Notice.door == "mail").state == "planned"
    assert room.state() == "sent"


@ONE_SERVER
def test_a_mail_that_was_perhaps_taken_is_not_sent_again(
    builds: Builds, letterbox: Letterbox
) -> None:
    letterbox.hangs_up = True
    room = with_mail(builds, letterbox.port)
    assert room.shop.one(Notice, Notice.door == "mail").state == "uncertain"


def with_mail(builds: Builds, port: int) -> Staffroom:
    """Tell a manager with a mail address of a customer."""
    room = builds(smtp_url=f"smtp://127.0.0.1:{port}?from=huitouke@shop.example")
    li = room.wechat.fan()
    with room.shop.bot.database.transaction() as db:
        db.get_one(Staff, "sunjie").email = "sunjie@shop.example"
    room.hears_of(li, roles=("head_office",))
    room.rings()
    return room


def test_a_colleague_hears_it_in_her_own_wechat_while_her_window_is_open(
    builds: Builds, day: Day
) -> None:
    room = builds()
    sun, li = room.wechat.fan("孙洁"), room.wechat.fan("小李")
    sun.says("你好")
    with room.shop.bot.database.transaction() as db:
        db.get_one(Staff, "sunjie").openid = sun.openid
    room.hears_of(li, roles=("head_office",))
    room.shop.bot.post.deliver_all()
    assert sun.sees() == ["一位顾客在等：她想找人说话"]
    day.passes(days=3)
    room.hears_of(li, roles=("head_office",))
    room.shop.bot.post.deliver_all()
    assert len(sun.sees()) == 1
    last = room.shop.rows(Message, Message.purpose == "staff")[-1]
    assert last.state == "skipped"


def test_who_is_forgotten_is_told_of_no_more(builds: Builds, day: Day) -> None:
    room = builds()
    li = room.wechat.fan()
    room.hears_of(li)
    li.does("unfollow")
    day.passes(hours=25)
    with room.shop.app.app_context():
        forget_left()
    with room.shop.bot.database.transaction() as db:
        db.execute(update(Notice).values(not_after=clock.now().replace(year=2100)))
    room.rings()
    assert (room.state(), room.group()) == ("skipped", [])


def test_a_name_in_a_notice_is_sealed(builds: Builds) -> None:
    room = builds()
    li = room.wechat.fan()
    with room.shop.bot.database.transaction() as db:
        db.execute(update(Person).values(name="李小姐"))
    room.hears_of(li)
    with room.shop.bot.database.reading() as db:
        stored = db.scalar(text("SELECT params FROM staff_notice"))
    assert "李小姐".encode() not in bytes(stored)
