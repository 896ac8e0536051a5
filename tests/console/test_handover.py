"""A colleague leaves: nobody and nothing of hers is lost, and each change says why."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from bot.dialogue.models import Conversation
from bot.jobs import return_to_pool
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.shop.events.models import Event
from bot.shop.owning.models import Handover
from bot.shop.people.models import Person
from bot.shop.purchases.actions import Sale
from bot.shop.tasks.actions import ask_people
from bot.shop.tasks.models import Task
from bot.usecases.erasing import erase
from bot.usecases.handing_over import moving
from bot.usecases.handing_over.hands import hands_of
from bot.usecases.selling import Buyer, sell
from tests.console.staff import HERE, ONCE, Colleague, belongs, hire
from tests.databases import ONE_SERVER
from tests.people import LI, LI_PHONE, WANG, Day, OpenShop, at_once

LEAVER = "/handover/zhouting"
MATE = "xiaomei"


def wang(shop: OpenShop, guide: str | None = "zhouting") -> int:
    """王姐 is a member whom somebody looks after; return her id."""
    shop.member(WANG)
    return belongs(shop, WANG, store=HERE, guide=guide)


def li(shop: OpenShop, guide: str | None = "zhouting") -> int:
    shop.member(LI, name="小李", phone=LI_PHONE)
    return belongs(shop, LI, store=HERE, guide=guide)


@pytest.fixture(autouse=True)
def _mate(shop: OpenShop) -> None:
    """周婷 leaves; 王小美 works beside her."""
    hire(shop, "zhouting")
    hire(shop, MATE)


def asks(shop: OpenShop, her_id: int, staff: str = "zhouting", kind: str = "promise") -> None:
    """A colleague has something to do for her."""
    with shop.bot.database.transaction() as db:
        person, due = db.get_one(Person, her_id), clock.now() + timedelta(days=1)
        ask_people(
            db, kind=kind, dedupe=f"x{her_id}", person=person, why="给她送去", words="周五送到",
            due=due, staff=staff,
        )  # fmt: skip


def presses(who: Colleague, **fields: Any) -> int:
    """Somebody presses a button of the page as it stands."""
    page = who.reads(LEAVER)
    once = ONCE.search(page)
    assert once
    return who.sends(LEAVER, once=once[1], **fields).status_code


def guide_of(shop: OpenShop, her_id: int) -> str | None:
    return shop.one(Person, Person.id == her_id).guide


def buys(shop: OpenShop, her_id: int, guide: str, *, receipt: str = "R1") -> None:
    """She buys something from somebody."""
    rules = shop.rules
    sale = Sale(till="t", receipt=receipt, at=clock.now(), total_fen=9900, lines=(), guide=guide)
    shop.bot.database.run(lambda db: sell(db, sale, Buyer(member_id=her_id), rules))


def test_all_that_lies_with_a_leaver_goes_with_her_customer(shop: OpenShop) -> None:
    her_id, limin = wang(shop), Colleague(shop, "limin")
    asks(shop, her_id)
    with shop.bot.database.transaction() as db:
        params = {"words": "我是周婷，戒指到了", "by": "zhouting"}
        due = clock.now() + timedelta(hours=5)
        queue(
            db, her_id, "common.words", params, kind="staff", purpose="reply", dedupe="s", due=due
        )
        talk = db.query(Conversation).filter_by(person_id=her_id).one()
        talk.holder, talk.staff, talk.returns_at = "staff", "zhouting", clock.now()
    assert "没办完的任务" in limin.reads(LEAVER)
    presses(limin, what="all", heir="@proposed")
    assert guide_of(shop, her_id) == MATE
    assert {task.staff for task in shop.rows(Task, Task.done_at.is_(None))} == {MATE}
    assert shop.one(Conversation).staff == MATE
    assert shop.one(Message, Message.dedupe == "s").state == "skipped"
    assert shop.one(Task, Task.dedupe.startswith("later_words")).words == "我是周婷，戒指到了"
    hello = shop.one(Task, Task.kind == "new_guide")
    assert "我是缘来珠宝的王小美" in hello.words
    assert "周婷的顾客交接给王小美" in limin.reads(f"/customers/{her_id}?see=timeline")


def test_pressed_twice_at_once_moves_nobody_twice(shop: OpenShop) -> None:
    her_id, limin = wang(shop), Colleague(shop, "limin")
    asks(shop, her_id)
    once = ONCE.findall(limin.reads(LEAVER))[0]
    form = {"what": "all", "heir": MATE, "once": once, "csrf_token": limin.token()}
    twin = limin.twin()
    answers = at_once(lambda: limin.sends(LEAVER, **form), lambda: twin.sends(LEAVER, **form))
    assert [each.status_code for each in answers] == [302, 302]
    assert shop.count(Handover, Handover.person_id == her_id) == 1
    assert shop.count(Event, Event.verb == "moved_customer") == 1
    assert shop.count(Task, Task.kind == "new_guide") == 1


def test_cut_off_in_the_middle_it_goes_on_where_it_was(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies in the second slice: the first is kept, of the second nothing."""
    ids, limin = [wang(shop), li(shop)], Colleague(shop, "limin")
    monkeypatch.setattr(moving, "SLICE", 1)
    tell, told = moving._tell, list[object]()

    def dies(*args: Any) -> None:
        told.append(args)
        if len(told) == 2:
            raise KeyboardInterrupt
        tell(*args)

    with monkeypatch.context() as cut:
        cut.setattr(moving, "_tell", dies)
        with pytest.raises(KeyboardInterrupt):
            presses(limin, what="all", heir=MATE)
    assert sorted(str(guide_of(shop, each)) for each in ids) == [MATE, "zhouting"]
    presses(limin, what="all", heir=MATE)
    assert [guide_of(shop, each) for each in ids] == [MATE, MATE]
    assert shop.count(Handover) == shop.count(Task, Task.kind == "new_guide") == len(ids)


def test_who_bought_from_another_guide_meanwhile_stays_with_her(shop: OpenShop) -> None:
    her_id, limin = wang(shop), Colleague(shop, "limin")
    hire(shop, "chenyu")
    asks(shop, her_id)
    limin.sends("/staff/zhouting/active", active="no")
    page = limin.reads(LEAVER)
    buys(shop, her_id, "chenyu")
    assert guide_of(shop, her_id) == "chenyu"
    once = ONCE.findall(page)[0]
    limin.sends(LEAVER, what="these", once=once, **{f"heir-{her_id}": MATE})
    assert guide_of(shop, her_id) == "chenyu"
    presses(limin, what="rest")
    assert shop.one(Task, Task.kind == "promise").staff == "chenyu"
    assert "周婷不在店里了，这次是陈雨接待的" in limin.reads(f"/customers/{her_id}")


def test_the_manager_gets_what_belongs_to_nobodys_customer(shop: OpenShop) -> None:
    her_id, limin = wang(shop, guide=None), Colleague(shop, "limin")
    asks(shop, her_id)
    presses(limin, what="rest")
    assert shop.one(Task).staff == "limin"
    limin.sends(f"{LEAVER}/undo", press=shop.one(Handover).press)
    assert shop.one(Task).staff == "zhouting"


def test_a_press_is_taken_back_but_for_what_went_on_meanwhile(shop: OpenShop, day: Day) -> None:
    her_id, other, limin = wang(shop), li(shop), Colleague(shop, "limin")
    hire(shop, "chenyu")
    asks(shop, her_id)
    presses(limin, what="all", heir=MATE)
    limin.sends(f"/customers/{other}/guide", was=MATE, heir="limin", why="她认识店长", once="k")
    press = shop.rows(Handover)[0].press
    assert "撤销" in limin.reads(LEAVER)
    for _ in range(2):
        limin.sends(f"{LEAVER}/undo", press=press)
    assert (guide_of(shop, her_id), guide_of(shop, other)) == ("zhouting", "limin")
    assert shop.one(Task, Task.kind == "promise").staff == "zhouting"
    hers = (Task.kind == "new_guide") & (Task.person_id == her_id)
    assert shop.one(Task, hers).done_at is not None
    day.passes(days=8)
    assert "撤销" not in limin.reads(LEAVER)


def test_greetings_are_so_many_a_day(shop: OpenShop) -> None:
    limin = Colleague(shop, "limin")
    with shop.bot.database.transaction() as db:
        for number in range(7):
            db.add(Person(created_at=clock.now(), name=f"客{number}", store=HERE, guide="zhouting"))
    presses(limin, what="all", heir=MATE)
    days = [clock.local(task.due).date() for task in shop.rows(Task, Task.kind == "new_guide")]
    assert sorted(days.count(each) for each in set(days)) == [2, 5]


@ONE_SERVER
@pytest.mark.parametrize("heir", ["chenyu", "nobody", "", "@all", "<b>"])
def test_a_manager_gives_nobody_to_another_store(shop: OpenShop, heir: str) -> None:
    her_id, limin = wang(shop), Colleague(shop, "limin")
    hire(shop, "chenyu")
    presses(limin, what="all", heir=heir)
    presses(limin, what="these", **{f"heir-{her_id}": heir})
    limin.sends(f"/customers/{her_id}/guide", was="zhouting", heir=heir, why="x", once="k")
    assert guide_of(shop, her_id) == "zhouting"


def test_a_long_key_of_who_has_a_long_login_is_one_press(shop: OpenShop) -> None:
    her_id, rules, key = wang(shop), shop.rules, "k" * 134
    with shop.bot.database.transaction() as db:
        hands = hands_of(db, shop.bot.texts, rules, "zhouting", by="x" * 60, press=key)
        assert moving.hand_over(hands, {her_id: MATE}) == 1
    assert key.startswith(shop.one(Handover).press)


@ONE_SERVER
@pytest.mark.parametrize(
    ("login", "status"), [("chenyu", 403), ("zhouting", 403), ("engineer", 403)]
)
def test_a_guide_hands_over_nobody(shop: OpenShop, login: str, status: int) -> None:
    her_id = wang(shop)
    who = Colleague(shop, login)
    assert who.sees(LEAVER).status_code == status
    assert who.sends(LEAVER, what="all", heir=MATE, once="k").status_code == status
    assert who.sends(f"/customers/{her_id}/guide", heir=MATE, why="x", once="k").status_code == 403


@ONE_SERVER
@pytest.mark.parametrize("login", ["chenyu", "limin", "nobody", "..%2f", "x" * 99])
def test_another_stores_colleague_is_not_there(shop: OpenShop, login: str) -> None:
    limin = Colleague(shop, "limin")
    hire(shop, "chenyu")
    assert limin.sees(f"/handover/{login}").status_code == 404
    assert limin.sends(f"/handover/{login}", what="rest", once="k").status_code == 404


def test_merged_and_erased_customers_leave_no_trace_to_hand_over(shop: OpenShop) -> None:
    her_id, other, limin = wang(shop), li(shop), Colleague(shop, "limin")
    limin.sends(f"/customers/{her_id}/merge", other=str(other))
    presses(limin, what="all", heir=MATE)
    press = shop.one(Handover).press
    shop.bot.database.run(lambda db: erase(db, her_id, actor="limin", why=""))
    assert shop.count(Handover) == 0
    assert limin.sends(f"{LEAVER}/undo", press=press).status_code == 302
    assert shop.count(Person, Person.guide.is_not(None), Person.merged_into.is_(None)) == 0


def test_a_guide_takes_a_customer_of_the_pool_and_gives_her_back(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop, guide=None), Colleague(shop, "zhouting")
    assert "我来照看" in zhouting.reads(f"/customers/{her_id}")
    for key in ("a", "b"):
        assert zhouting.sends(f"/customers/{her_id}/take", once=key).status_code == 302
    assert "周婷接过来照看" in zhouting.reads(f"/customers/{her_id}")
    assert Colleague(shop, MATE).sends(f"/customers/{her_id}/take", once="c").status_code == 409
    zhouting.sends(f"/customers/{her_id}/guide/undo")
    assert guide_of(shop, her_id) is None


def test_a_change_by_hand_needs_a_reason_and_shows_it(shop: OpenShop) -> None:
    her_id, limin = wang(shop), Colleague(shop, "limin")
    form = {"was": "zhouting", "heir": MATE, "once": "k"}
    assert limin.sends(f"/customers/{her_id}/guide", why=" ", **form).status_code == 409
    limin.sends(f"/customers/{her_id}/guide", why="<b>她要求的</b>", **form)
    page = limin.reads(f"/customers/{her_id}")
    assert "&lt;b&gt;" in page or "＜b＞" in page
    assert "<b>她" not in page
    stale = limin.sends(
        f"/customers/{her_id}/guide", why="再换", was="zhouting", heir="limin", once="l"
    )
    assert "已经归别人照看" in stale.text
    assert guide_of(shop, her_id) == MATE


def test_who_was_left_alone_falls_to_her_store_with_what_was_promised(
    shop: OpenShop, day: Day
) -> None:
    her_id, limin = wang(shop), Colleague(shop, "limin")
    asks(shop, her_id)
    limin.sends("/staff/zhouting/active", active="no")
    with shop.app.app_context():
        assert return_to_pool() == 0
        day.passes(days=14)
        assert (return_to_pool(), return_to_pool()) == (1, 0)
    task = shop.one(Task, Task.kind == "promise")
    assert (guide_of(shop, her_id), task.staff, task.store) == (None, None, HERE)
    assert "先由店里大家照看" in limin.reads(f"/customers/{her_id}")


def test_her_page_tells_who_follows_what_to_know(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    asks(shop, her_id)
    typed = {"called": "芳姐", "sizes": "戒指12号", "taboos": "<i>别提孩子</i>"}
    zhouting.sends(f"/customers/{her_id}/file", **typed)
    shop.phone(WANG).says("我的戒指松了")
    shop.phone(WANG).says("打我另一个13911112222")
    page = zhouting.reads(f"/customers/{her_id}/page")
    for words in ("叫她芳姐", "戒指12号", "给她送去", "我的戒指松了", "138****8000", "先认识一下"):
        assert words in page
    assert "<i>别" not in page
    assert "13800138000" not in page
    assert "13911112222" not in page


@ONE_SERVER
def test_a_guide_sees_the_page_of_her_own_customers_only(shop: OpenShop) -> None:
    her_id = wang(shop)
    pages = {login: Colleague(shop, login) for login in ("chenyu", "limin", "engineer")}
    seen = {who: each.sees(f"/customers/{her_id}/page").status_code for who, each in pages.items()}
    assert seen == {"chenyu": 404, "limin": 200, "engineer": 403}
    belongs(shop, WANG, store=HERE, guide=MATE)
    assert Colleague(shop, "zhouting").sees(f"/customers/{her_id}/page").status_code == 404


def test_a_hostile_name_is_shown_as_it_is_written(shop: OpenShop) -> None:
    shop.member(WANG, name="<script>王姐</script>")
    belongs(shop, WANG, store=HERE, guide="zhouting")
    limin = Colleague(shop, "limin")
    presses(limin, what="all", heir=MATE)
    assert "<script>王" not in limin.reads(LEAVER) + limin.reads("")
    assert not re.search("<script>", shop.one(Task, Task.kind == "new_guide").words)
