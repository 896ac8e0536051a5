"""How she can be reached, and by which doors care went, as the console asks."""

from datetime import timedelta

from bot import clock
from bot.outbox.actions import queue
from bot.outbox.switches import turn
from bot.shop.staff.rules import Actor
from bot.shop.wishes.actions import wish
from bot.shop.wishes.rules import Wished
from tests.api.cast import WANG, Shop, Till, says
from tests.databases import ONE_SERVER


def test_each_door_says_how_it_stands_and_nothing_holds_back(shop: Shop, till: Till) -> None:
    her_id = shop.joins("oWang", WANG)
    found = till.sees(f"/members/{her_id}/reach?purpose=service")
    doors = {each["door"]: each for each in found["items"]}
    assert [each["held"] for each in found["held"] if each["held"] != "quiet"] == []
    assert (doors["custom"]["open"], doors["task"]["open"]) == (False, True)
    assert doors["custom"]["why"] in doors["custom"]["story"]


def test_a_wish_and_the_red_button_are_told_in_words(shop: Shop, till: Till) -> None:
    her_id = shop.joins("oWang", WANG)
    shop.does(lambda db: wish(db, her_id, {"company": Wished(False)}))
    shop.does(lambda db: turn(db, "stop", on=True, who=Actor("limin", "head_office", "")))
    held = till.sees(f"/members/{her_id}/reach")["held"]
    told = {each["held"]: each for each in held}
    assert told["courtesy"]["about"] == ["company"]
    assert "平时的问候" in told["courtesy"]["story"]
    assert "停发" in told["stop"]["story"]


@ONE_SERVER
def test_nobody_and_no_such_purpose_are_refused(shop: Shop, till: Till) -> None:
    assert till.gets("/members/4711/reach").status_code == 404
    her_id = shop.joins("oWang", WANG)
    assert till.gets(f"/members/{her_id}/reach", purpose="gossip").status_code == 422


def test_the_care_that_was_due_is_counted_by_what_became_of_it(shop: Shop, till: Till) -> None:
    her_id, today = shop.joins("oWang", WANG), clock.today()
    shop.does(
        lambda db: queue(
            db,
            her_id,
            "common.words",
            {"words": "天冷了"},
            kind="holiday",
            purpose="care",
            dedupe="share",
            not_after=clock.now() + timedelta(hours=1),
        )
    )
    found = says(till.gets("/care/doors", **{"from": today, "to": today}))
    assert (found["due"], found["others"]) == (1, {"planned": 1})
    assert till.gets("/care/doors", **{"from": today}).status_code == 422
