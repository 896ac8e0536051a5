"""Gifts: never twice, never below stock or balance, and right whatever is cut off half-way."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.models import Message
from bot.shop.gifts.models import Redemption
from bot.shop.people.actions import meet
from bot.shop.points.actions import earn_points
from bot.shop.points.models import PointEntry
from bot.shop.stores.actions import import_shop
from bot.shop.stores.rules import Shop
from bot.texts import CONTENT, read_toml
from bot.usecases.joining import join_shop
from bot.usecases.merging import merge_people, undo_merge
from tests.killed import dies_before_statement
from tests.people import LI, LI_PHONE, WANG, OpenShop, at_once
from tests.shop.shelf import CUP, Shelf
from tests.shop.till import Till

LAST = CUP.model_copy(update={"stock": 1})


@pytest.fixture
def shelf(shop: OpenShop, till: Till) -> Shelf:
    """The shelf, and 王姐 with 250 points."""
    shop.member(WANG)
    till.gives(WANG, 250)
    return Shelf(shop)


def test_a_gift_costs_its_points_and_gives_a_code(shelf: Shelf, till: Till) -> None:
    code = shelf.gives(WANG)
    assert len(code) == 12
    assert (till.account(WANG), shelf.left()) == ((150, 0), 2)


def test_fifty_want_the_last_gift_and_one_gets_it(shelf: Shelf, shop: OpenShop, till: Till) -> None:
    openids = shop.bot.database.run(partial(_crowd, shop=shop.rules))
    got = at_once(*[partial(shelf.gives, openid, LAST) for openid in openids], hands=16)
    assert sorted(map(len, got))[-1] == 12
    assert got.count("gift_gone") == 49
    assert shelf.left(LAST) == 0
    assert sorted(till.account(openid)[0] for openid in openids) == [0] + [100] * 49


def test_the_first_three_of_a_new_gift_all_get_one(shelf: Shelf, shop: OpenShop) -> None:
    openids = shop.bot.database.run(partial(_crowd, shop=shop.rules))[:3]
    got = at_once(*[partial(shelf.gives, openid) for openid in openids])
    assert [len(code) for code in got] == [12, 12, 12]
    assert shelf.left() == 0


def test_one_customer_who_confirms_ten_times_at_once_pays_for_what_she_can(
    shelf: Shelf, till: Till
) -> None:
    got = at_once(*[partial(shelf.gives, WANG)] * 10)
    assert got.count("points_short") == 8
    assert (till.account(WANG), shelf.left()) == ((50, 0), 1)


def test_two_pieces_count_twice(shelf: Shelf, till: Till) -> None:
    shelf.gives(WANG, CUP, 2)
    assert (till.account(WANG), shelf.left()) == ((50, 0), 1)


@pytest.mark.parametrize(
    ("changes", "count", "why"),
    [
        ({}, 3, "points_short"),
        ({"points": 251}, 1, "points_short"),
        ({"stock": 0}, 1, "gift_gone"),
        ({"stock": 1}, 2, "gift_few"),
        ({"per_person": 1}, 2, "gift_limit"),
        ({"levels": ("gold",)}, 1, "gift_level"),
        ({"first": clock.today() + timedelta(days=400)}, 1, "gift_over"),
    ],
)
def test_a_rule_that_forbids_it_changes_nothing(
    shelf: Shelf, till: Till, changes: dict[str, object], count: int, why: str
) -> None:
    gift = CUP.model_copy(update=changes)
    assert shelf.gives(WANG, gift, count) == why
    assert (till.account(WANG), shelf.left(gift)) == ((250, 0), gift.stock)


def test_what_she_had_counts_for_the_limit_and_what_she_gave_back_does_not(shelf: Shelf) -> None:
    one_each = CUP.model_copy(update={"per_person": 1})
    code = shelf.gives(WANG, one_each)
    assert shelf.gives(WANG, one_each) == "gift_limit"
    shelf.takes_back(code)
    assert len(shelf.gives(WANG, one_each)) == 12


def test_a_code_is_handed_over_once(shelf: Shelf, till: Till) -> None:
    code = shelf.gives(WANG)
    done = at_once(*[partial(shelf.hands_over, code)] * 8)
    assert sorted(done) == ["handed over"] + ["redemption_collected"] * 7
    assert shelf.takes_back(code) == "redemption_collected"
    assert (till.account(WANG), shelf.left()) == ((150, 0), 2)


def test_a_code_may_be_read_out_in_groups(shelf: Shelf) -> None:
    code = shelf.gives(WANG)
    assert shelf.hands_over(f" {code[:4]} {code[4:8]}-{code[8:]}") == "handed over"


def test_cancelling_gives_points_and_gift_back_once(shelf: Shelf, till: Till) -> None:
    code = shelf.gives(WANG)
    done = at_once(*[partial(shelf.takes_back, code)] * 8)
    assert sorted(done) == ["redemption_cancelled"] * 7 + ["taken back"]
    assert shelf.hands_over(code) == "redemption_cancelled"
    assert (till.account(WANG), shelf.left()) == ((250, 0), 3)


def test_cancelling_and_handing_over_at_once_is_one_of_both(shelf: Shelf, till: Till) -> None:
    code = shelf.gives(WANG)
    done = at_once(partial(shelf.takes_back, code), partial(shelf.hands_over, code))
    given_back = done[0] == "taken back"
    assert given_back != (done[1] == "handed over")
    assert till.account(WANG) == ((250 if given_back else 150), 0)
    assert shelf.left() == (3 if given_back else 2)


def test_what_nobody_fetches_comes_back_after_its_last_day(
    shelf: Shelf, till: Till, shop: OpenShop
) -> None:
    code = shelf.gives(WANG)
    goes_to_the_day(shop, 30)
    assert shelf.clears() == 0
    goes_to_the_day(shop, 31)
    assert shelf.hands_over(code) == "redemption_late"
    assert (shelf.clears(), shelf.clears()) == (1, 0)
    assert shelf.hands_over(code) == "redemption_expired"
    assert (till.account(WANG), shelf.left()) == ((250, 0), 3)
    assert shop.one(Message, Message.key == "redeem.expired").purpose == "service"


def test_points_that_ended_meanwhile_come_back_for_a_month(shelf: Shelf, till: Till) -> None:
    till.gives(WANG, 100, ends=clock.today())
    code = shelf.gives(WANG)
    goes_to_the_day(shelf.shop, 3)
    shelf.takes_back(code)
    (back,) = shelf.shop.rows(PointEntry, PointEntry.kind == "given_back")
    assert back.expires_on == clock.today() + timedelta(days=30)


def test_while_she_complains_nothing_of_hers_ends(shelf: Shelf, shop: OpenShop) -> None:
    shelf.gives(WANG)
    shop.phone(WANG).says("我要投诉")
    goes_to_the_day(shop, 40)
    assert shelf.clears() == 0


def test_a_reminder_is_planned_and_dropped_when_the_gift_is_fetched(
    shelf: Shelf, shop: OpenShop
) -> None:
    code = shelf.gives(WANG)
    assert shop.one(Message, Message.kind == "gift_reminder").state == "planned"
    shelf.hands_over(code)
    assert shop.one(Message, Message.kind == "gift_reminder").state == "skipped"


def test_a_code_nobody_has_is_refused(shelf: Shelf) -> None:
    assert shelf.hands_over("600000000000") == "redemption_unknown"


def test_whatever_statement_it_dies_at_all_or_nothing_has_happened(
    shelf: Shelf, till: Till, shop: OpenShop
) -> None:
    """Kill the process before each statement and before the commit: kill -9, no farewell."""
    her_id, deaths = shop.person(WANG).id, 0
    while dies_before_statement(shop.bot, deaths, lambda: shelf.gives(WANG)):
        deaths += 1
        assert (till.account(WANG), shelf.left()) == ((250, 0), 3)
    assert deaths > 10  # the last one lived
    assert (till.account(WANG), shelf.left()) == ((150, 0), 2)
    code = shop.one(Redemption, Redemption.person_id == her_id).code
    while dies_before_statement(shop.bot, deaths := deaths - 1, lambda: shelf.takes_back(code)):
        assert (till.account(WANG), shelf.left()) in (((150, 0), 2), ((250, 0), 3))
    shelf.takes_back(code)
    assert (till.account(WANG), shelf.left()) == ((250, 0), 3)


def test_the_file_never_counts_fewer_than_are_promised(shelf: Shelf, shop: OpenShop) -> None:
    content = read_toml(CONTENT / "shop.toml")
    gifts = [{"word": "cup", "name": "保温杯", "points": 100, "stock": 2}]
    imports = partial(import_shop, content={**content, "gifts": gifts}, by="test")
    shop.bot.database.run(imports)
    rules = shop.rules.gift("cup")
    assert rules is not None
    shelf.gives(WANG, rules, 2)
    gifts[0]["stock"] = 1
    with pytest.raises(Exception, match="stock_below_taken"):
        shop.bot.database.run(imports)
    gifts[0]["stock"] = 5
    shop.bot.database.run(imports)
    shop.bot.database.run(imports)
    assert shelf.left(rules) == 3


def test_merged_people_keep_their_codes_and_undoing_gives_them_back(
    shelf: Shelf, shop: OpenShop
) -> None:
    code = shelf.gives(WANG)
    shop.member(LI, name="小李", phone=LI_PHONE)
    wang, li = shop.person(WANG), shop.person(LI)

    def work(db: Session) -> int:
        return merge_people(db, db.merge(wang), db.merge(li), by="test").id

    merge_id = shop.bot.database.run(work)
    assert shop.one(Redemption).person_id == li.id
    shop.bot.database.run(lambda db: undo_merge(db, merge_id, by="test"))
    assert shop.one(Redemption).person_id == wang.id
    assert shelf.hands_over(code) == "handed over"


def _crowd(db: Session, *, shop: Shop) -> list[str]:
    """Fifty members with a hundred points each."""
    openids = [f"oRacer-{number:02}" for number in range(50)]
    for openid in openids:
        _, person = meet(db, "wechat", openid)
        join_shop(db, person, name="客", phone="13900000000", agreed={}, shop=shop)
        about: dict[str, object] = {}
        earn_points(db, person.id, 100, kind="adjust", source="test", about=about, expires_on=None)
    return openids


def goes_to_the_day(shop: OpenShop, days: int) -> None:
    """Go on to so many days after the first redemption."""
    made = min(redemption.made_at for redemption in shop.rows(Redemption))
    clock.run_ahead(made + timedelta(days=days) - clock.real_now())
