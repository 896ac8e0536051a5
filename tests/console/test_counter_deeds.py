"""What is done for somebody at the counter: proof, coupon, purchase, return, repair."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest

from bot import clock
from bot.shop.appointments.models import Visit
from bot.shop.bindings.actions import make_code
from bot.shop.coupons.actions import give_coupon
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.rules import CouponRule
from bot.shop.media.models import Media
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from bot.shop.works.models import Work
from tests.console.staff import ELSEWHERE, HERE, ONCE, Colleague, belongs
from tests.databases import ONE_SERVER
from tests.people import WANG, WANG_PHONE, OpenShop

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)
SALE = {"item": "18K金戒指", "total": "2980", "receipt": "0001"}


def wang(shop: OpenShop, *, store: str | None = HERE) -> int:
    shop.member(WANG)
    return belongs(shop, WANG, store=store)


def key_of(who: Colleague, her_id: int) -> str:
    """Return the own key of a form on her card."""
    found = ONCE.search(who.reads(f"/counter/{her_id}"))
    assert found
    return found[1]


def coupon_of(shop: OpenShop, her_id: int) -> str:
    rule = CouponRule(word="c50", name="五十元券", off=Decimal(50))
    with shop.bot.database.transaction() as db:
        give_coupon(db, her_id, rule, source="test", by="test", today=clock.today())
    return str(shop.one(Coupon).code)


def test_her_code_and_the_number_she_says_prove_her_phone(shop: OpenShop) -> None:
    her_id = wang(shop)
    code = shop.bot.database.run(lambda db: make_code(db, her_id))
    zhouting = Colleague(shop, "zhouting")
    assert "核对手机号" in zhouting.sends("/counter", shown=code).text
    wrong = zhouting.sends("/counter/bindings", code=code, phone="13900000000")
    assert (wrong.status_code, "13900000000" in wrong.text) == (409, True)
    for _ in range(2):
        assert zhouting.sends("/counter/bindings", code=code, phone=WANG_PHONE).status_code == 200
    assert shop.one(Person).phone_state == "verified"


def test_a_coupon_is_used_for_one_receipt(shop: OpenShop) -> None:
    code = coupon_of(shop, wang(shop))
    zhouting = Colleague(shop, "zhouting")
    assert "五十元券" in zhouting.sends("/counter", shown=code).text
    assert zhouting.sends("/counter/coupons", code=code, receipt="").status_code == 409
    for _ in range(2):
        assert zhouting.sends("/counter/coupons", code=code, receipt="0001").status_code == 200
    second = Colleague(shop, "limin").sends("/counter/coupons", code=code, receipt="0002")
    assert second.status_code == 409
    assert "已经用过了：周婷" in second.text
    assert shop.one(Coupon).receipt == "0001"


def test_a_purchase_sent_twice_is_one_and_is_undone_by_a_press(shop: OpenShop) -> None:
    her_id = wang(shop)
    zhouting = Colleague(shop, "zhouting")
    fields = SALE | {"receipt": "", "rain": "on", "once": key_of(zhouting, her_id)}
    for _ in range(2):
        text = zhouting.sends(f"/counter/{her_id}/purchases", **fields).text
    assert "撤销" in text
    bought = shop.one(Purchase)
    assert (bought.total_fen, bought.rain, bought.guide) == (298_000, True, "zhouting")
    back = {"till": bought.till, "receipt": bought.receipt, "once": "undo", "all": "yes"}
    for _ in range(2):
        assert zhouting.sends(f"/counter/{her_id}/returns", **back).status_code == 200
    assert shop.one(Purchase).returned_fen == 298_000


@ONE_SERVER
@pytest.mark.parametrize("total", ["", "-1", "abc", "1e9", "9" * 20, "2980,5"])
def test_a_wrong_amount_is_told_and_what_was_typed_stays(shop: OpenShop, total: str) -> None:
    her_id = wang(shop)
    fields = SALE | {"total": total, "once": "x"}
    answer = Colleague(shop, "zhouting").sends(f"/counter/{her_id}/purchases", **fields)
    assert answer.status_code == 409
    assert "18K金戒指" in answer.text
    assert shop.count(Purchase) == 0


@ONE_SERVER
def test_the_receipt_of_somebody_else_does_not_come_back_here(shop: OpenShop) -> None:
    her_id = wang(shop)
    shop.member("other", phone="13900139000")
    other_id = belongs(shop, "other", store=HERE)
    zhouting = Colleague(shop, "zhouting")
    zhouting.sends(f"/counter/{other_id}/purchases", **SALE, once="x")
    back = {"till": HERE, "receipt": "0001", "once": "y", "all": "yes"}
    assert zhouting.sends(f"/counter/{her_id}/returns", **back).status_code == 409
    assert shop.one(Purchase).returned_fen == 0


def test_a_repair_is_taken_in_with_a_photo_and_goes_on(shop: OpenShop) -> None:
    her_id = wang(shop)
    zhouting = Colleague(shop, "zhouting")
    day = clock.today() + timedelta(days=7)
    for _ in range(2):
        photo = (BytesIO(PICTURE), "ring.png")
        fields = {"item": "戒指", "promised": day.isoformat(), "once": "x", "photo": photo}
        assert zhouting.sends(f"/counter/{her_id}/works", **fields).status_code == 200
    work = shop.one(Work)
    assert (work.stage, work.promised, work.photos) == ("taken", day, [shop.one(Media).id])
    for stage in ("ready", "ready", "collected"):
        path = f"/counter/{her_id}/works/{work.id}/stage"
        assert zhouting.sends(path, stage=stage).status_code == 200
    assert shop.one(Work).done_at is not None
    assert zhouting.sends(path, stage="taken").status_code == 409


@ONE_SERVER
def test_what_is_no_photo_or_too_large_is_refused_and_nothing_is_taken_in(shop: OpenShop) -> None:
    her_id = wang(shop)
    zhouting = Colleague(shop, "zhouting")
    for content, status in ((b"MZ not a photo", 409), (PICTURE + bytes(12 * 2**20), 413)):
        fields = {"item": "戒指", "once": "x", "photo": (BytesIO(content), "ring.png")}
        answer = zhouting.sends(f"/counter/{her_id}/works", **fields)
        assert answer.status_code == status
    assert "文件太大" in answer.text
    assert shop.count(Work) == 0


@ONE_SERVER
@pytest.mark.parametrize(
    "path", ["purchases", "returns", "works", "works/1/stage", "visits", "visits/1/cancel"]
)
def test_nothing_is_done_for_another_stores_customer_or_by_a_forged_form(
    shop: OpenShop, path: str
) -> None:
    her_id = wang(shop, store=ELSEWHERE)
    fields = SALE | {"till": HERE, "stage": "ready", "once": "x", "promised": ""}
    zhouting = Colleague(shop, "zhouting")
    address = f"/counter/{her_id}/{path}"
    assert zhouting.sends(address, **fields).status_code == 404
    assert zhouting.sends(address, **fields, csrf_token="x").status_code == 403
    assert Colleague(shop, "engineer").sends(address, **fields).status_code == 403


@ONE_SERVER
@pytest.mark.parametrize("promised", ["yesterday", "2020-01-01", "9999-99-99"])
def test_a_day_that_can_not_be_promised_is_told(shop: OpenShop, promised: str) -> None:
    her_id = wang(shop)
    fields = {"item": "戒指", "promised": promised, "once": "x"}
    answer = Colleague(shop, "zhouting").sends(f"/counter/{her_id}/works", **fields)
    assert answer.status_code == 409
    assert shop.count(Work) == 0


def test_a_time_is_booked_once_and_called_off_again(shop: OpenShop) -> None:
    her_id = wang(shop)
    zhouting = Colleague(shop, "zhouting")
    page = f"/counter/{her_id}/visits"
    starts = re.findall(
        r'name="starts" value="([^"]+)"', zhouting.reads(f"{page}?service=cleaning")
    )
    for _ in range(2):
        answer = zhouting.sends(page, service="cleaning", starts=starts[-1])
        assert (answer.status_code, "约好了" in answer.text) == (200, True)
    visit = shop.one(Visit)
    assert (visit.state, visit.store) == ("booked", HERE)
    assert zhouting.sends(f"{page}/{visit.id}/cancel").status_code == 200
    assert zhouting.sends(f"{page}/{visit.id}/cancel").status_code == 409
    assert shop.one(Visit).state == "cancelled"


@ONE_SERVER
@pytest.mark.parametrize("starts", ["", "soon", "2026-11-22T10:00", "2000-01-01T00:00+08:00"])
def test_a_time_that_is_none_books_nothing(shop: OpenShop, starts: str) -> None:
    her_id = wang(shop)
    fields = {"service": "cleaning", "starts": starts}
    answer = Colleague(shop, "zhouting").sends(f"/counter/{her_id}/visits", **fields)
    assert answer.status_code == 409
    assert shop.count(Visit) == 0
