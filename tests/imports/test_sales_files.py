"""Sales of the past do what a till's report does, and nobody hears of them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.imports import import_purchases
from bot.outbox.models import Message
from bot.shop.events.models import Event
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.points.models import PointAccount, PointEntry
from bot.shop.points.queries import unbalanced_accounts
from bot.shop.purchases.models import Purchase, PurchaseLine
from bot.shop.staff.models import Staff
from bot.usecases.joining import count_purchases
from tests.imports.conftest import FILES, Mover, ran
from tests.people import OpenShop
from tests.shop.till import Till

ITEMS = "小票号,日期,手机号,商品,数量,单价"


def balance(shop: OpenShop) -> int:
    with shop.bot.database.reading() as db:
        assert unbalanced_accounts(db) == []
    return sum(account.balance for account in shop.rows(PointAccount))


def test_a_sales_file_becomes_purchases_with_their_items(shop: OpenShop) -> None:
    told = ran(import_purchases(shop.bot, FILES / "sales.csv"))
    assert told == {"read": 6, "created": 6, "updated": 0, "known": 0, "refused": 0}
    first = shop.rows(Purchase, Purchase.receipt == "R1")[0]
    assert (first.till, first.total_fen, first.guide) == ("静安店", 49800, "zhouting")
    assert f"{clock.local(first.at):%Y-%m-%d %H:%M}" == "2026-11-01 10:30"
    lines = shop.rows(PurchaseLine, PurchaseLine.purchase_id == first.id)
    assert [(line.sku, line.quantity, line.price_fen) for line in lines] == [
        ("N1", 1, 29800),
        ("E1", 2, 10000),
    ]
    assert {one.login: one.confirmed for one in shop.rows(Staff)}["新导购"] is False


def test_a_workbook_of_sales_is_read_with_its_hours(shop: OpenShop) -> None:
    assert ran(import_purchases(shop.bot, FILES / "sales.xlsx"))["created"] == 3
    hours = [f"{clock.local(one.at):%H:%M}" for one in shop.rows(Purchase)]
    assert hours == ["10:30", "18:00"]


def test_the_same_file_again_changes_nothing(shop: OpenShop) -> None:
    ran(import_purchases(shop.bot, FILES / "sales.csv"))
    told = ran(import_purchases(shop.bot, FILES / "sales.csv"))
    assert (told["created"], told["known"]) == (0, 6)
    assert (shop.count(Purchase), shop.count(Person)) == (5, 3)


def test_nobody_is_thanked_for_what_was_long_ago(shop: OpenShop, mover: Mover) -> None:
    mover.sales("R1,2026-11-01,13800138000,298")
    assert shop.count(Message) == 0


def test_an_import_does_what_the_till_does(shop: OpenShop, mover: Mover, till: Till) -> None:
    mover.members("王姐,13800138000", "李姐,13911112222")
    sold_on = clock.now()
    till.sells(400_050, phone="13800138000", at=sold_on)
    day = f"{clock.local(sold_on):%Y-%m-%d %H:%M:%S}"
    mover.sales(f"R1,{day},13911112222,4000.50")
    by_till, by_file = shop.rows(PointEntry)
    for field in ("change", "kind", "left", "expires_on"):
        assert getattr(by_till, field) == getattr(by_file, field)
    assert [one.level for one in shop.rows(Member)] == ["silver", "silver"]
    assert balance(shop) == 8000


def test_the_journal_names_every_receipt_that_a_file_brought(shop: OpenShop, mover: Mover) -> None:
    mover.sales("R1,2026-11-01,13800138000,298", "R2,2026-11-01,,50")
    mover.sales("R1,2026-11-01,13800138000,298")
    told = shop.one(Event, Event.verb == "imported_purchases")
    assert (told.actor, told.detail) == (
        "import",
        {"receipts": [["import", "R1"], ["import", "R2"]]},
    )


def test_points_that_ended_long_ago_are_booked_with_their_end(shop: OpenShop, mover: Mover) -> None:
    mover.members("王姐,13800138000")
    mover.sales("R1,2020-11-02,13800138000,100")
    assert [(one.kind, one.change, one.left) for one in shop.rows(PointEntry)] == [
        ("purchase", 100, 0),
        ("expired", -100, 0),
    ]
    assert balance(shop) == 0


def test_what_was_bought_before_is_in_the_opening_balance(shop: OpenShop, mover: Mover) -> None:
    mover.members("王姐,13800138000,1280", "零姐,13911112222,0", header="姓名,手机号,积分")
    mover.sales("R1,2026-11-01,13800138000,298", "R2,2026-11-01,13911112222,298")
    assert balance(shop) == 1280
    with shop.bot.database.transaction() as db:  # as when she proves her phone
        for member in all_members(db):
            count_purchases(db, member, shop.rules)
    assert balance(shop) == 1280


def all_members(db: Session) -> list[Member]:
    return list(db.scalars(select(Member)))


def test_who_bought_before_she_was_a_member_gets_her_points(shop: OpenShop, mover: Mover) -> None:
    mover.sales("R1,2026-11-01,13800138000,3298")
    assert balance(shop) == 0
    mover.members("王姐,13800138000")
    assert balance(shop) == 3298
    assert shop.one(Member).level == "silver"


def test_a_customer_with_a_debt_pays_it_first(shop: OpenShop, mover: Mover) -> None:
    mover.members("王姐,13800138000")
    mover.sales("R1,2026-11-01,13800138000,10")
    with shop.bot.database.transaction() as db:
        db.get_one(PointAccount, shop.one(Member).person_id).debt = 30
    mover.sales("R2,2026-11-02,13800138000,100")
    assert balance(shop) == 80


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("R1,2026-11-01,13800138000,项链,-1,298", "大于零"),
        ("R1,2026-11-01,13800138000,项链,1,-298", "负数"),
        ("R1,2026-11-01,13800138000,项链,1.5,298", "整数"),
        ("R1,2099-11-01,13800138000,项链,1,298", "还没有到"),
        ("R1,昨天,13800138000,项链,1,298", "看不懂"),
        ("R1,,13800138000,项链,1,298", "缺少日期"),
        (",2026-11-01,13800138000,项链,1,298", "缺少小票号"),
        ("R1,2026-11-01,13800138000,项链,1,", "没有金额"),
        ("R1,2026-11-01,13800138000,项链,1,99999999999", "太大"),
        ("R1,2026-11-01,138****8000,项链,1,298", "星号"),
        ("R1,2026-11-01,13800138000,项", "这一行有4格"),
        ("R1,2026-11-01,13800138000,项链,1,1,298", "这一行有7格"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told(
    shop: OpenShop, mover: Mover, row: str, why: str
) -> None:
    told = mover.sales(row, "R2,2026-11-01,13800138000,耳钉,1,100", header=ITEMS)
    assert (told["created"], told["refused"]) == (1, 1)
    assert why in mover.refused("sales")[0]


def test_a_receipt_with_one_wrong_row_is_refused_whole(shop: OpenShop, mover: Mover) -> None:
    told = mover.sales("R1,2026-11-01,,项链,1,298", "R1,2026-11-01,,耳钉,0,9", header=ITEMS)
    assert told["refused"] == 2
    assert "第3行没有收下" in mover.refused("sales")[0]
    assert shop.count(Purchase) == 0


def test_rows_of_a_receipt_come_together_wherever_they_stand(shop: OpenShop, mover: Mover) -> None:
    rows = ("R1,2026-11-01,,项链,1,298", "R2,2026-11-01,,耳钉,1,9", "R1,2026-11-01,,耳钉,1,100")
    assert mover.sales(*rows, header=ITEMS)["created"] == 3
    assert sorted(one.total_fen for one in shop.rows(Purchase)) == [900, 39800]


def test_a_row_that_stands_twice_counts_once_unless_the_total_says_otherwise(
    shop: OpenShop, mover: Mover
) -> None:
    row = "R1,2026-11-01,,项链,1,298"
    assert mover.sales(row, row, header=ITEMS)["known"] == 1
    both = ("R2,2026-11-01,,项链,1,298,596",) * 2
    assert mover.sales(*both, header=f"{ITEMS},实付")["created"] == 2
    assert sorted(one.total_fen for one in shop.rows(Purchase)) == [29800, 59600]


def test_two_sales_under_one_number_are_refused(shop: OpenShop, mover: Mover) -> None:
    told = mover.sales("R1,2026-11-01,13800138000,298", "R1,2026-11-09,13800138000,298")
    assert told["refused"] == 2
    assert "同一张小票的日期不一样" in mover.refused("sales")[1]


def test_a_receipt_of_half_a_file_is_told_when_the_whole_one_comes(
    shop: OpenShop, mover: Mover
) -> None:
    half, rest = "R1,2026-11-01,,项链,1,298", "R1,2026-11-01,,耳钉,1,100"
    mover.sales(half, header=ITEMS)
    assert mover.sales(half, rest, header=ITEMS)["refused"] == 2
    assert "那时是298.00元，这里是398.00元" in mover.refused("sales")[0]


def test_an_import_that_was_cut_off_is_finished_by_repeating_it(
    shop: OpenShop, mover: Mover
) -> None:
    mover.members("王姐,13800138000")
    rows = ["小票号,日期,手机号,金额"]
    rows += [f"R{number},2026-11-01,13800138000,10" for number in range(350)]
    file = mover.folder / "many.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    next(import_purchases(shop.bot, file).run())  # one slice, and then the power fails
    assert 0 < shop.count(Purchase) < 350
    told = ran(import_purchases(shop.bot, file))
    assert told["created"] + told["known"] == 350
    assert told["known"] > 0
    assert shop.count(Purchase) == 350
    assert balance(shop) == 3500
    assert shop.one(Member).level == "silver"
