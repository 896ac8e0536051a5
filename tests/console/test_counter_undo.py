"""What was a slip at the counter is undone at once by who made it, and the shop is as before."""

from datetime import date, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import update

from bot import clock
from bot.outbox.models import Message
from bot.shop.bindings.actions import make_code
from bot.shop.coupons.models import Coupon
from bot.shop.events.models import Event
from bot.shop.media.models import Media
from bot.shop.people.models import Person
from bot.shop.points.actions import balance_of
from bot.shop.purchases.actions import Sale
from bot.shop.surveys.queries import works_to_ask_about
from bot.shop.tasks.actions import close_task
from bot.shop.works.models import Work
from bot.shop.works.queries import works_late_by
from bot.usecases.making import Bench
from bot.usecases.selling import Buyer, sell
from tests.console.staff import HERE, Colleague
from tests.console.test_counter_deeds import PICTURE, coupon_of, wang
from tests.databases import ONE_SERVER
from tests.people import WANG, WANG_PHONE, Day, OpenShop

LONG_OFF = date(2099, 1, 1)


def twice(who: Colleague, path: str, **fields: Any) -> None:
    """Press a button twice."""
    for _ in range(2):
        assert who.sends(path, **fields).status_code == 200


def told(shop: OpenShop) -> list[str]:
    """Return of which stages she is told."""
    planned = Message.state.in_(("planned", "waiting"))
    return [each.key for each in shop.rows(Message, Message.kind == "work", planned)]


def repair(shop: OpenShop, zhouting: Colleague) -> str:
    """王姐's ring is taken in, promised for next week; return the address of its deeds."""
    her_id, day = wang(shop), clock.today() + timedelta(days=7)
    fields = {"item": "戒指", "promised": day.isoformat(), "once": "x"}
    zhouting.sends(f"/counter/{her_id}/works", **fields)
    return f"/counter/{her_id}/works/{shop.one(Work).id}"


def test_a_coupon_that_was_used_by_a_slip_is_good_again_once(shop: OpenShop) -> None:
    code, zhouting = coupon_of(shop, wang(shop)), Colleague(shop, "zhouting")
    assert "撤销" in zhouting.sends("/counter/coupons", code=code, receipt="0001").text
    twice(zhouting, "/counter/coupons/back", code=code)
    coupon = shop.one(Coupon)
    assert (coupon.state, coupon.receipt, coupon.closed_at) == ("open", None, None)
    assert shop.count(Event, Event.verb == "put_back_coupon") == 1
    twice(zhouting, "/counter/coupons", code=code, receipt="0002")
    assert shop.one(Coupon).receipt == "0002"


@ONE_SERVER
def test_only_who_used_a_coupon_undoes_it_and_only_at_once(shop: OpenShop, day: Day) -> None:
    code, zhouting = coupon_of(shop, wang(shop)), Colleague(shop, "zhouting")
    zhouting.sends("/counter/coupons", code=code, receipt="0001")
    limin = Colleague(shop, "limin")
    assert limin.sends("/counter/coupons/back", code=code).status_code == 409
    day.passes(minutes=3)
    assert zhouting.sends("/counter/coupons/back", code=code).status_code == 409
    assert zhouting.sends("/counter/coupons/back", code="7" * 12).status_code == 404
    assert shop.one(Coupon).state == "used"


def test_a_proof_that_was_a_slip_is_a_claim_again_once(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop, store=None), Colleague(shop, "zhouting")
    code = shop.bot.database.run(lambda db: make_code(db, her_id))
    assert "撤销" in zhouting.sends("/counter/bindings", code=code, phone=WANG_PHONE).text
    assert Colleague(shop, "limin").sends("/counter/bindings/back", code=code).status_code == 409
    twice(zhouting, "/counter/bindings/back", code=code)
    person = shop.one(Person)
    assert (person.phone_state, person.store) == ("claimed", None)
    twice(zhouting, "/counter/bindings", code=code, phone=WANG_PHONE)
    assert (shop.one(Person).phone_state, shop.one(Person).store) == ("verified", HERE)


@ONE_SERVER
def test_a_proof_is_not_undone_later(shop: OpenShop, day: Day) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    code = shop.bot.database.run(lambda db: make_code(db, her_id))
    zhouting.sends("/counter/bindings", code=code, phone=WANG_PHONE)
    day.passes(minutes=3)
    assert zhouting.sends("/counter/bindings/back", code=code).status_code == 409
    assert zhouting.sends("/counter/bindings/back", code="8" * 12).status_code == 404
    assert shop.one(Person).phone_state == "verified"


def test_a_proof_that_brought_points_stays_and_so_does_every_point(shop: OpenShop) -> None:
    with shop.bot.database.transaction() as db:
        sale = Sale("till", "0001", clock.now(), total_fen=50_000, lines=[])
        sell(db, sale, Buyer(phone=WANG_PHONE), shop.bot.shops.read(db))
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    code = shop.bot.database.run(lambda db: make_code(db, her_id))
    zhouting.sends("/counter/bindings", code=code, phone=WANG_PHONE)
    refused = zhouting.sends("/counter/bindings/back", code=code)
    assert (refused.status_code, "已经并过来了" in refused.text) == (409, True)
    with shop.bot.database.reading() as db:
        assert balance_of(db, her_id) == 500


def test_a_stage_that_was_a_slip_is_taken_back_and_she_hears_nothing_of_it(shop: OpenShop) -> None:
    zhouting = Colleague(shop, "zhouting")
    path = repair(shop, zhouting)
    assert "撤销" in zhouting.sends(f"{path}/stage", stage="collected").text
    assert (told(shop), shop.one(Work).done_at is None) == (["works.repair_collected"], False)
    twice(zhouting, f"{path}/back")
    work = shop.one(Work)
    assert (work.stage, work.done_at) == ("taken", None)
    assert (work.moved_at, told(shop)) == (work.began_at, ["works.repair_taken"])
    assert shop.count(Event, Event.verb == "moved_work_back") == 1
    zhouting.sends(f"{path}/stage", stage="collected")
    assert told(shop) == ["works.repair_collected"]


def test_a_promise_that_was_kept_by_a_slip_is_watched_again(shop: OpenShop, day: Day) -> None:
    zhouting = Colleague(shop, "zhouting")
    path, number = repair(shop, zhouting), shop.one(Work).id
    day.passes(days=7)
    with shop.bot.database.transaction() as db:
        Bench(db, shop.bot.shops.read(db), shop.bot.texts).warn(number, clock.today())
    zhouting.sends(f"{path}/stage", stage="ready")
    key = f"repair:{number}:late:{clock.today()}"
    zhouting.sends(f"{path}/back")
    assert shop.bot.database.run(lambda db: close_task(db, key, result=None))


def test_what_was_taken_in_by_a_slip_is_put_back_and_she_hears_nothing_of_it(
    shop: OpenShop, day: Day
) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    ring = {"item": "戒指", "promised": clock.today().isoformat(), "once": "x"}
    taken = zhouting.sends(f"/counter/{her_id}/works", photo=(BytesIO(PICTURE), "ring.png"), **ring)
    path = f"/counter/{her_id}/works/{shop.one(Work).id}"
    assert f"{path}/put-back" in taken.text
    twice(zhouting, f"{path}/put-back")
    work, photo = shop.one(Work), shop.one(Media)
    assert (work.stage, work.photos, photo.state, told(shop)) == ("put_back", [], "gone", [])
    day.passes(minutes=3)
    shop.bot.post.deliver_all()
    assert told(shop) == []
    assert shop.count(Event, Event.verb == "put_back_work") == 1
    assert "戒指" not in zhouting.reads(f"/counter/{her_id}")
    assert "戒指" not in (shop.phone(WANG).says("修好了吗") or "")


def test_what_was_put_back_stays_so_and_is_taken_in_anew(shop: OpenShop, day: Day) -> None:
    zhouting = Colleague(shop, "zhouting")
    path = repair(shop, zhouting)
    zhouting.sends(f"{path}/put-back")
    day.passes(days=2)
    assert zhouting.sends(f"{path}/stage", stage="ready").status_code == 409
    assert shop.bot.database.run(lambda db: works_late_by(db, LONG_OFF, after=0, limit=9)) == []
    since = clock.now() - timedelta(days=9)
    ask = partial(works_to_ask_about, first=since, last=clock.now(), after=0, limit=9)
    assert shop.bot.database.run(ask) == []
    zhouting.sends(path.rpartition("/")[0], item="戒指", once="y")
    assert [work.stage for work in shop.rows(Work)] == ["put_back", "taken"]


@ONE_SERVER
def test_the_form_of_what_was_put_back_takes_nothing_in(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    form = {"item": "戒指", "once": "x"}
    zhouting.sends(f"/counter/{her_id}/works", **form)
    zhouting.sends(f"/counter/{her_id}/works/{shop.one(Work).id}/put-back")
    again = zhouting.sends(f"/counter/{her_id}/works", **form)
    assert (again.status_code, "重新填一单" in again.text) == (409, True)
    assert (shop.one(Work).stage, told(shop)) == ("put_back", [])


@ONE_SERVER
def test_a_taking_in_is_put_back_by_nobody_else_and_never_later(shop: OpenShop, day: Day) -> None:
    zhouting = Colleague(shop, "zhouting")
    path = repair(shop, zhouting)
    assert Colleague(shop, "limin").sends(f"{path}/put-back").status_code == 409
    assert Colleague(shop, "chenyu").sends(f"{path}/put-back").status_code == 404
    day.passes(minutes=3)
    assert "两分钟以内" in zhouting.sends(f"{path}/put-back").text
    assert (shop.one(Work).stage, told(shop)) == ("taken", ["works.repair_taken"])


@ONE_SERVER
@pytest.mark.parametrize("goes_on", ["stage", "promise"])
def test_what_has_gone_on_is_not_put_back(shop: OpenShop, goes_on: str) -> None:
    zhouting = Colleague(shop, "zhouting")
    path = repair(shop, zhouting)
    with shop.bot.database.transaction() as db:
        bench, number = Bench(db, shop.bot.shops.read(db), shop.bot.texts), shop.one(Work).id
        if goes_on == "stage":
            bench.move(number, "in_work", by="zhouting")
        else:
            bench.promise(number, LONG_OFF, by="zhouting", why="等料")
    refused = zhouting.sends(f"{path}/put-back")
    assert (refused.status_code, "已经到下一步了" in refused.text) == (409, True)
    assert shop.one(Work).done_at is None


@ONE_SERVER
def test_her_colleague_reads_that_she_has_heard_of_what_was_put_back(shop: OpenShop) -> None:
    zhouting = Colleague(shop, "zhouting")
    path = repair(shop, zhouting)
    her_next = update(Message).where(Message.kind == "work").values(state="sent")
    shop.bot.database.run(lambda db: db.execute(her_next))
    assert "请跟她说一声" in zhouting.sends(f"{path}/put-back").text


@ONE_SERVER
def test_a_stage_is_taken_back_by_nobody_else_and_never_later(shop: OpenShop, day: Day) -> None:
    zhouting = Colleague(shop, "zhouting")
    path = repair(shop, zhouting)
    assert zhouting.sends(f"{path}/back").status_code == 409
    zhouting.sends(f"{path}/stage", stage="ready")
    assert Colleague(shop, "limin").sends(f"{path}/back").status_code == 409
    assert Colleague(shop, "chenyu").sends(f"{path}/back").status_code == 404
    day.passes(minutes=3)
    assert zhouting.sends(f"{path}/back").status_code == 409
    assert shop.one(Work).stage == "ready"
