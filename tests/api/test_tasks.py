"""What people must do: who sees it, and who was first to do it."""

from sqlalchemy import select

from bot.shop.events.models import Event
from tests.api.cast import Shop, Till, says


def test_a_task_says_what_to_do_and_why(shop: Shop, till: Till) -> None:
    number = shop.asks_people("她想找人说话", store="静安店")
    (task,) = till.finds("/tasks")
    known = {"id": number, "kind": "human", "why": "她想找人说话", "words": "您好"}
    assert known.items() <= task.items()
    assert (task["store"], task["staff"], task["done_at"]) == ("静安店", None, None)


def test_a_colleague_sees_hers_and_what_is_for_anybody(shop: Shop, till: Till) -> None:
    shop.opens()
    hers = shop.asks_people("a", store="静安店", guide="zhouting")
    shop.asks_people("b", store="静安店", guide="limin")
    anybody = shop.asks_people("c", store="静安店")
    shop.asks_people("d", store="徐汇店")
    nobody = shop.asks_people("e")
    found = till.finds("/tasks", staff="zhouting")
    assert [one["id"] for one in found] == [nobody, anybody, hers]


def test_who_is_no_colleague_has_no_tasks(shop: Shop, till: Till) -> None:
    shop.asks_people("a")
    assert till.finds("/tasks", staff="nobody") == []


def test_a_task_is_done_once(shop: Shop, till: Till) -> None:
    shop.opens()
    number = shop.asks_people("a")
    told = till.posts(f"/tasks/{number}/done", {"result": "打过电话了", "by": "zhouting"})
    assert (told.status_code, says(told)["done_by"]) == (200, "zhouting")
    again = till.posts(f"/tasks/{number}/done", {"result": "我也打了", "by": "limin"})
    assert (again.status_code, says(again)["type"]) == (409, "task_done")
    assert "zhouting" in says(again)["detail"]
    assert till.finds("/tasks")[0]["result"] == "打过电话了"


def test_the_journal_says_who_did_it(shop: Shop, till: Till) -> None:
    number = shop.asks_people("a")
    till.posts(f"/tasks/{number}/done", {"result": "好"})
    with shop.bot.database.reading() as db:
        done = select(Event.actor).where(Event.verb == "finished_task")
        assert db.scalars(done).all() == ["api"]


def test_nobody_does_a_task_that_is_not_there(till: Till) -> None:
    assert till.posts("/tasks/4711/done", {"result": "好"}).status_code == 404


def test_a_stranger_does_no_task(shop: Shop, till: Till) -> None:
    number = shop.asks_people("a")
    told = till.posts(f"/tasks/{number}/done", {"result": "好", "by": "nobody"})
    assert (told.status_code, says(told)["type"]) == (422, "staff_unknown")
    assert till.finds("/tasks", open="false") == []


def test_open_tasks_come_first(shop: Shop, till: Till) -> None:
    first, second, third = (shop.asks_people(word) for word in "abc")
    till.posts(f"/tasks/{third}/done", {"result": "好"})
    assert [one["id"] for one in till.finds("/tasks")] == [second, first, third]
    assert [one["id"] for one in till.finds("/tasks", open="true")] == [second, first]
    assert [one["id"] for one in till.finds("/tasks", open="false")] == [third]
