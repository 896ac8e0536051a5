"""A hand-over is taken back: what moved returns, unless somebody has acted on it since."""

from datetime import timedelta

import pytest

from bot import clock
from bot.dialogue.models import Conversation
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.shop.complaints.models import Approval
from bot.shop.owning.models import Handover
from bot.shop.tasks.models import Task
from tests.console.desk import Desk, complains
from tests.console.staff import HERE, ONCE, Colleague, hire
from tests.console.test_handover import LEAVER, MATE, asks, guide_of, li, presses, wang
from tests.people import WANG, Day, OpenShop

MANAGER = "/handover/limin"


@pytest.fixture
def limin(shop: OpenShop) -> Colleague:
    """李敏 hands over for 周婷, beside whom 王小美 works."""
    hire(shop, "zhouting")
    hire(shop, MATE)
    return Colleague(shop, "limin")


def talks(shop: OpenShop, login: str = "zhouting") -> int:
    """王姐 has written, and a colleague has the talk; return its id."""
    shop.phone(WANG).says("在吗")
    with shop.bot.database.transaction() as db:
        talk = db.query(Conversation).one()
        talk.holder, talk.staff, talk.returns_at = "staff", login, clock.now()
        return talk.id


def talker(shop: OpenShop) -> tuple[str, str | None]:
    """Return who has the talk."""
    talk = shop.one(Conversation)
    return talk.holder, talk.staff


def takes_back(who: Colleague, path: str = LEAVER) -> str:
    """Press 撤销; return the page that follows."""
    press = who.shop.rows(Handover)[-1].press
    told = who.sends(f"{path}/undo", press=press)
    assert told.status_code == 302
    return who.reads(told.location.removeprefix("/console"))


def test_a_talk_comes_back_with_her(shop: OpenShop, limin: Colleague) -> None:
    her_id = wang(shop)
    talks(shop)
    presses(limin, what="all", heir=MATE)
    assert talker(shop) == ("staff", MATE)
    assert "没有动" not in takes_back(limin)
    assert (guide_of(shop, her_id), talker(shop)) == ("zhouting", ("staff", "zhouting"))


def test_whom_her_new_guide_wrote_to_stays_with_her_talk(shop: OpenShop, limin: Colleague) -> None:
    her_id = wang(shop)
    asks(shop, her_id)
    talk_id = talks(shop)
    presses(limin, what="all", heir=MATE)
    mate = Colleague(shop, MATE)
    mate.sends(f"/talks/{talk_id}/write", words="我是小美，在的", once="k", seen="0")
    assert "1位顾客这期间有人接待过" in takes_back(limin)
    assert (guide_of(shop, her_id), talker(shop)) == (MATE, ("staff", MATE))
    assert shop.one(Task, Task.kind == "promise").staff == MATE


def test_who_was_greeted_stays(shop: OpenShop, limin: Colleague) -> None:
    her_id = wang(shop)
    presses(limin, what="all", heir=MATE)
    hello = shop.one(Task, Task.kind == "new_guide")
    Colleague(shop, MATE).sends(f"/tasks/{hello.id}/done", result="打过招呼了")
    assert shop.one(Task, Task.id == hello.id).done_by == MATE
    told = limin.sends(f"/customers/{her_id}/guide/undo")
    assert (told.status_code, "打过招呼，不能撤销了" in told.text) == (409, True)
    assert "1位顾客" in takes_back(limin)
    assert guide_of(shop, her_id) == MATE


def test_a_talk_of_anothers_customer_stays_where_somebody_wrote(
    shop: OpenShop, limin: Colleague
) -> None:
    wang(shop, guide=None)
    talk_id = talks(shop)
    presses(limin, what="rest")
    assert talker(shop) == ("staff", "limin")
    limin.sends(f"/talks/{talk_id}/write", words="我是店长，在的", once="k", seen="0")
    assert "1件事这期间有人接着办、接着聊了" in takes_back(limin)
    assert talker(shop) == ("staff", "limin")


def test_nobody_gets_a_talk_back_who_has_left(shop: OpenShop, limin: Colleague) -> None:
    her_id = wang(shop)
    talks(shop)
    limin.sends("/staff/zhouting/active", active="no")
    presses(limin, what="all", heir=MATE)
    assert "1件事这期间" in takes_back(limin)
    assert (guide_of(shop, her_id), talker(shop)) == ("zhouting", ("staff", MATE))


@pytest.mark.parametrize(("says", "holder"), [(None, "staff"), ("在吗", "bot")])
def test_a_talk_that_the_bot_went_on_with_is_the_bots(
    shop: OpenShop, limin: Colleague, says: str | None, holder: str
) -> None:
    wang(shop)
    talks(shop)
    presses(limin, what="all", heir="@pool")
    assert talker(shop)[0] == "bot"
    if says:
        shop.phone(WANG).says(says)
    takes_back(limin)
    assert talker(shop)[0] == holder


def test_a_greeting_that_was_not_said_yet_is_to_be_said_again(
    shop: OpenShop, limin: Colleague
) -> None:
    wang(shop, guide="limin")
    zhaolei = Colleague(shop, "zhaolei")
    assert handed(zhaolei, MANAGER, "zhouting") == 302
    presses(limin, what="all", heir=MATE)
    takes_back(limin)
    (said_first, said_next) = shop.rows(Task, Task.kind == "new_guide")
    assert (said_first.staff, said_first.done_at) == ("zhouting", None)
    assert said_next.done_by == "bot"


def leaves_words(shop: OpenShop, her_id: int) -> None:
    """周婷 has written what is to go in five hours."""
    params, due = {"words": "戒指到了", "by": "zhouting"}, clock.now() + timedelta(hours=5)
    with shop.bot.database.transaction() as db:
        queue(
            db, her_id, "common.words", params, kind="staff", purpose="reply", dedupe="s", due=due
        )


def words_of(shop: OpenShop) -> Task:
    """Return the task into which her words were made."""
    return shop.one(Task, Task.dedupe.startswith("later_words"))


@pytest.mark.parametrize(("heir", "staff"), [(MATE, MATE), ("@pool", None)])
def test_words_for_later_are_not_lost_by_going_back_and_forth(
    shop: OpenShop, limin: Colleague, heir: str, staff: str | None
) -> None:
    leaves_words(shop, wang(shop))
    once = ONCE.findall(limin.reads(LEAVER))[0]
    for _ in range(2):  # the same form again, as after going back in the browser
        limin.sends(LEAVER, what="all", heir=heir, once=once)
        task, said = words_of(shop), shop.one(Message, Message.dedupe == "s")
        assert (task.staff, task.store, task.done_at, said.state) == (staff, HERE, None, "skipped")
        takes_back(limin)
        assert words_of(shop).done_by == "bot"
        assert shop.one(Message, Message.dedupe == "s").state == "planned"


def test_words_whose_hour_has_passed_are_hers_to_see_to(
    shop: OpenShop, limin: Colleague, day: Day
) -> None:
    leaves_words(shop, wang(shop))
    presses(limin, what="all", heir=MATE)
    day.passes(hours=6)
    takes_back(limin)
    assert (words_of(shop).staff, words_of(shop).done_at) == ("zhouting", None)
    assert shop.one(Message, Message.dedupe == "s").state == "skipped"


def test_a_press_that_another_one_followed_is_not_taken_back(
    shop: OpenShop, limin: Colleague
) -> None:
    her_id, other = wang(shop), li(shop)
    presses(limin, what="these", **{f"heir-{her_id}": MATE})
    first = shop.one(Handover).press
    presses(limin, what="these", **{f"heir-{other}": MATE})
    told = limin.sends(f"{LEAVER}/undo", press=first)
    assert (told.status_code, "不是最近一次" in told.text) == (409, True)
    assert (guide_of(shop, her_id), guide_of(shop, other)) == (MATE, MATE)


@pytest.fixture
def asked(shop: OpenShop) -> Desk:
    """A guide asks 李敏 for more than she may give; 赵蕾 leads above her."""
    desk = complains(shop)
    desk.calls(login="zhouting")
    told = desk.does("ask", "zhouting", solution="换一条新的", points="500")
    assert told.status_code == 302
    return desk


def waits_with(shop: OpenShop) -> tuple[str, str | None]:
    """Return whose yes is waited for, and who has the task to say it."""
    task = shop.one(Task, Task.kind == "approval", Task.done_at.is_(None))
    return shop.one(Approval).asked, task.staff


def test_what_waits_for_a_yes_goes_to_who_may_say_it_and_comes_back(asked: Desk) -> None:
    shop, zhaolei = asked.shop, asked.colleague("zhaolei")
    assert "等着批准的投诉办法" in zhaolei.reads(MANAGER)
    assert handed(zhaolei, MANAGER) == 302
    assert waits_with(shop) == ("zhaolei", "zhaolei")
    takes_back(zhaolei, MANAGER)
    assert waits_with(shop) == ("limin", "limin")


def test_a_yes_that_was_said_meanwhile_stands(asked: Desk) -> None:
    shop, zhaolei = asked.shop, asked.colleague("zhaolei")
    handed(zhaolei, MANAGER)
    asked.does("decide", "zhaolei", solution="换一条新的", points="500")
    takes_back(zhaolei, MANAGER)
    answered = shop.one(Approval)
    assert (answered.asked, answered.answered_by) == ("zhaolei", "zhaolei")


def handed(who: Colleague, path: str, heir: str | None = None) -> int:
    """Somebody hands over all customers, or what else lies there; return what came of it."""
    what = {"what": "all", "heir": heir} if heir else {"what": "rest"}
    return who.sends(path, once="k1", **what).status_code
