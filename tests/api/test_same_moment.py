"""Two at the same moment: one is first, the other learns of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from tests.api.cast import LI, WANG, Shop, Till, sale, says

T = TypeVar("T")
AT_ONCE = 6


def together(shop: Shop, act: Callable[[Till], T]) -> list[T]:
    """Let several tills do one thing at the same moment."""
    ready = Barrier(AT_ONCE)

    def one(till: Till) -> T:
        ready.wait()
        return act(till)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, [Till(shop.app) for _ in range(AT_ONCE)]))


def test_one_sale_reported_at_once_is_created_once(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    once = sale(phone=WANG, store="静安店", guide="zhouting")
    results = together(shop, lambda till: till.sells(**once)["result"])
    assert sorted(results) == ["created"] + ["known"] * (AT_ONCE - 1)
    assert till.sees(f"/members/{wang}")["points"] == 2980


def test_a_sale_to_somebody_new_reported_at_once_makes_one_person(shop: Shop) -> None:
    once = sale(phone=LI)
    results = together(shop, lambda till: till.sells(**once)["result"])
    assert sorted(results) == ["created"] + ["known"] * (AT_ONCE - 1)
    assert (shop.counts(Person), shop.counts(Purchase)) == (1, 1)


def test_one_list_reported_at_once_is_taken_once(shop: Shop) -> None:
    batch = [sale(str(number), phone=WANG) for number in range(8)]
    answers = together(shop, lambda till: says(till.posts("/purchases", batch))["items"])
    results = [one["result"] for items in answers for one in items]
    assert results.count("created") == len(batch)
    assert results.count("known") == len(batch) * (AT_ONCE - 1)


def test_lists_in_opposite_order_do_not_stop_each_other(shop: Shop) -> None:
    batch = [sale(str(number), phone=f"1380013800{number}") for number in range(8)]
    tills = [(Till(shop.app), batch), (Till(shop.app), batch[::-1])]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda each: each[0].posts("/purchases", each[1]), tills))
    assert [one.status_code for one in answers] == [200, 200]
    assert (shop.counts(Person), shop.counts(Purchase)) == (8, 8)


def test_one_return_reported_at_once_counts_once(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    till.sells(phone=WANG)
    results = together(shop, lambda till: till.takes_back(return_receipt="T-1")["result"])
    assert sorted(results) == ["created"] + ["known"] * (AT_ONCE - 1)
    assert till.sees(f"/members/{wang}")["points"] == 0


def test_a_task_pressed_by_all_is_done_by_one(shop: Shop) -> None:
    number = shop.asks_people("a")
    press = f"/tasks/{number}/done"
    statuses = together(shop, lambda till: till.posts(press, {"result": "好"}).status_code)
    assert sorted(statuses) == [200] + [409] * (AT_ONCE - 1)


def test_one_code_confirmed_by_all_is_one_proof(shop: Shop, till: Till) -> None:
    till.sells(phone=WANG)
    code = shop.shows_code(shop.joins("wang", WANG))
    confirm = f"/bindings/{code}/confirm"
    answers = together(shop, lambda till: till.posts(confirm, {"phone": WANG}))
    assert {(one.status_code, says(one)["points"]) for one in answers} == {(200, 2980)}
