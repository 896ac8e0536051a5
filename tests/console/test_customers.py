"""Customers: who is in the list, what stands on her page, and how her file is kept."""

import re
from datetime import time, timedelta
from typing import Any

import pytest

from bot import clock
from bot.lunar import Birthday, next_birthday
from bot.shop.audit.models import Audit
from bot.shop.events.models import Event
from bot.shop.members.actions import keep_birthday
from bot.shop.members.models import Member
from bot.shop.people.models import Merge, Person
from bot.shop.traits.models import Trait
from tests.console.staff import ELSEWHERE, HERE, Colleague, belongs
from tests.databases import ONE_SERVER
from tests.people import LI, LI_PHONE, WANG, Day, OpenShop

FIELD = re.compile(r'value="([^"]*)"')
PARTS = ("file", "timeline", "points", "reach", "ahead")


def wang(shop: OpenShop, *, store: str | None = HERE, **who: Any) -> int:
    """王姐 is a member of a store; return her id."""
    shop.member(WANG, **who)
    return belongs(shop, WANG, store=store)


def li(shop: OpenShop, *, store: str | None = HERE) -> int:
    """小李 is another one; return her id."""
    shop.member(LI, name="小李", phone=LI_PHONE)
    return belongs(shop, LI, store=store)


def keeps(who: Colleague, her_id: int, was: dict[str, str] | None = None, **typed: str) -> Any:
    """Somebody saves the file as her form has it."""
    before = {f"was_{name}": words for name, words in (was or {}).items()}
    return who.sends(f"/customers/{her_id}/file", **typed, **before)


def test_the_list_has_her_own_stores_customers_only(shop: OpenShop) -> None:
    wang(shop)
    li(shop, store=ELSEWHERE)
    text = Colleague(shop, "zhouting").reads("/customers")
    assert "王姐" in text
    assert "小李" not in text
    assert "小李" in Colleague(shop, "sunjie").reads("/customers")


@ONE_SERVER
@pytest.mark.parametrize(
    ("narrowed", "who"),
    [("mine", "王姐"), ("members", "王姐小李"), ("birthday", ""), ("new", ""), ("x", "王姐小李")],
)
def test_the_list_is_narrowed(shop: OpenShop, narrowed: str, who: str) -> None:
    wang(shop)
    belongs(shop, WANG, store=HERE, guide="zhouting")
    li(shop)
    text = Colleague(shop, "zhouting").reads(f"/customers?show={narrowed}")
    assert [name for name in ("王姐", "小李") if f">{name}</a>" in text] == [
        name for name in ("王姐", "小李") if name in who
    ]


@ONE_SERVER
def test_the_list_is_narrowed_by_how_she_buys_beside_all_else(shop: OpenShop) -> None:
    her_id, zhouting = wang(shop), Colleague(shop, "zhouting")
    li(shop)
    fields = {"item": "戒指", "price": "100", "once": "x"}
    zhouting.sends(f"/counter/{her_id}/purchases", **fields)
    found = {
        each: [name for name in ("王姐", "小李") if f">{name}</a>" in zhouting.reads(each)]
        for each in (
            *("/customers?bought=new", "/customers?bought=never", "/customers?bought=lost"),
            *(
                "/customers?bought=never&show=mine",
                "/customers?bought=' OR 1=1",
                "/customers?bought=",
            ),
        )
    }
    assert list(found.values()) == [["王姐"], ["小李"], [], [], *[["王姐", "小李"]] * 2]
    assert "没有这样的顾客" in zhouting.reads("/customers?bought=lost")
    assert "王姐" not in Colleague(shop, "chenyu").reads("/customers?bought=new")


@ONE_SERVER
def test_the_next_page_of_a_class_is_of_that_class(shop: OpenShop) -> None:
    limin = Colleague(shop, "limin")
    with shop.bot.database.transaction() as db:
        db.add_all(Person(name=f"客人{n}号", store=HERE, created_at=clock.now()) for n in range(31))
    first = limin.reads("/customers?bought=never&show=new")
    (rest,) = re.findall(r'href="/console(/customers\?[^"]*before=\d+[^"]*)"', first)
    assert ("bought=never" in rest, "show=new" in rest) == (True, True)
    second = limin.reads(rest.replace("&amp;", "&"))
    assert ("客人0号" in first, "客人0号" in second, "客人30号" in second) == (False, True, False)


@pytest.mark.parametrize(
    "told",
    [
        Birthday("lunar", 8, 15),
        Birthday("lunar", 12, 30),  # kept on the 29th of a short month
        Birthday("lunar", 6, 6, leap=True),
        Birthday("solar", 2, 29),
    ],
)
def test_a_birthday_stands_in_the_month_in_which_it_is_kept(
    shop: OpenShop, day: Day, told: Birthday
) -> None:
    her_id = wang(shop)
    with shop.bot.database.transaction() as db:
        keep_birthday(db, db.get_one(Member, her_id), told)
    kept, _ = next_birthday(told, clock.today())
    for moment, found in ((kept, True), (kept + timedelta(days=31), False)):
        day.goes_to(clock.at(moment, time(12)))
        text = Colleague(shop, "zhouting").reads("/customers?show=birthday")
        assert ("王姐</a>" in text) == found


@ONE_SERVER
@pytest.mark.parametrize("typed", ["王姐", "8000", "13800138000"])
def test_she_is_found_by_name_phone_or_its_end(shop: OpenShop, typed: str) -> None:
    wang(shop)
    li(shop)
    text = Colleague(shop, "zhouting").sends("/customers", shown=typed).text
    assert "王姐</a>" in text
    assert "小李" not in text
    assert "没有找到" in Colleague(shop, "chenyu").sends("/customers", shown=typed).text


@ONE_SERVER
def test_the_list_goes_on_where_it_ended(shop: OpenShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.console.customers.A_PAGE", 1)
    wang_id = wang(shop)
    li_id = li(shop)
    zhouting = Colleague(shop, "zhouting")
    assert f"before={li_id}" in zhouting.reads("/customers")
    assert f"/customers/{wang_id}" in zhouting.reads(f"/customers?before={li_id}")


@pytest.mark.parametrize("see", PARTS)
def test_every_part_of_her_page_is_shown_without_her_whole_number(shop: OpenShop, see: str) -> None:
    her_id = wang(shop)
    text = Colleague(shop, "zhouting").reads(f"/customers/{her_id}?see={see}")
    assert "王姐</h1>" in text
    assert "13800138000" not in text


@ONE_SERVER
@pytest.mark.parametrize("path", ["", "/file", "/merge", "/export", "/erase", "/merges/1/undo"])
def test_another_stores_customer_is_not_there(shop: OpenShop, path: str) -> None:
    her_id = wang(shop, store=ELSEWHERE)
    limin = Colleague(shop, "limin")
    address = f"/customers/{her_id}{path}"
    fields = {"why": "asked", "word": "注销", "other": "1"}
    answer = limin.sends(address, **fields) if path else limin.sees(address)
    assert answer.status_code == 404
    assert shop.count(Person, Person.name.is_not(None)) == 1


@ONE_SERVER
@pytest.mark.parametrize("path", ["merge", "export", "erase", "merges/1/undo"])
def test_a_guide_joins_exports_and_erases_nobody(shop: OpenShop, path: str) -> None:
    her_id = wang(shop)
    fields = {"why": "asked", "word": "注销", "other": "1"}
    answer = Colleague(shop, "zhouting").sends(f"/customers/{her_id}/{path}", **fields)
    assert answer.status_code == 403
    forged = Colleague(shop, "limin").sends(f"/customers/{her_id}/{path}", csrf_token="x", **fields)
    assert forged.status_code == 403


def test_what_was_learned_of_her_is_kept_and_shown_at_the_counter(shop: OpenShop) -> None:
    her_id = wang(shop)
    zhouting = Colleague(shop, "zhouting")
    typed = {"called": "芳姐", "taboos": "<b>别打电话</b>", "birthday": "农历八月十五"}
    assert keeps(zhouting, her_id, {"name": "王姐"}, name="王姐", **typed).status_code == 302
    page, card = zhouting.reads(f"/customers/{her_id}"), zhouting.reads(f"/counter/{her_id}")
    assert "农历八月十五" in page
    assert "叫她芳姐" in card
    assert "&lt;b&gt;" in page
    assert "<b>别" not in card + page
    event = shop.one(Event, Event.verb == "kept_file")
    assert (event.actor, event.detail) == ("zhouting", {"fields": ["birthday", "called", "taboos"]})


@ONE_SERVER
@pytest.mark.parametrize(
    ("field", "words", "why"),
    [
        ("taboos", "她怀孕了", "不记"),
        ("tags", "身份证310101199003078888", "不记"),
        ("birthday", "2月30日", "没看懂这个日子"),
        ("birthday", "公历2020年5月1日", "不到十四岁"),
        ("name", "", "名字不能空着"),
    ],
)
def test_what_may_not_stand_in_a_file_is_refused_and_nothing_typed_is_lost(
    shop: OpenShop, field: str, words: str, why: str
) -> None:
    her_id = wang(shop)
    was = {"name": "王姐"}
    typed = {"name": "王姐", "called": "芳姐", field: words}
    answer = keeps(Colleague(shop, "zhouting"), her_id, was, **typed)
    assert answer.status_code == 422
    assert why in answer.text
    assert "芳姐" in answer.text
    assert shop.count(Trait) == 0


def test_two_who_change_different_fields_both_keep_their_words(shop: OpenShop) -> None:
    her_id = wang(shop)
    was = {"called": "", "sizes": ""}
    keeps(Colleague(shop, "zhouting"), her_id, was, called="芳姐", sizes="")
    keeps(Colleague(shop, "limin"), her_id, was, called="", sizes="戒指12号")
    assert {row.kind: row.words for row in shop.rows(Trait)} == {
        "called": "芳姐",
        "sizes": "戒指12号",
    }


def test_the_second_of_two_sees_what_the_first_wrote_and_loses_nothing(shop: OpenShop) -> None:
    her_id = wang(shop)
    keeps(Colleague(shop, "zhouting"), her_id, {"called": ""}, called="芳姐")
    limin = Colleague(shop, "limin")
    second = keeps(limin, her_id, {"called": ""}, called="王老师")
    assert second.status_code == 409
    assert "周婷刚刚改成「芳姐」" in second.text
    assert 'value="王老师"' in second.text
    assert keeps(limin, her_id, {"called": "芳姐"}, called="王老师").status_code == 302
    assert shop.one(Trait).words == "王老师"


@ONE_SERVER
def test_who_tries_again_after_a_clash_takes_back_nothing_of_a_colleague(shop: OpenShop) -> None:
    her_id, limin = wang(shop), Colleague(shop, "limin")
    was = {"called": "", "sizes": ""}
    keeps(Colleague(shop, "zhouting"), her_id, was, called="芳姐", sizes="戒指12号")
    second = keeps(limin, her_id, was, called="王老师", sizes="")
    again = {name: FIELD.search(second.text, second.text.index(f'id="{name}"')) for name in was}
    shown = {name: found[1] for name, found in again.items() if found}
    assert shown == {"called": "王老师", "sizes": "戒指12号"}
    keeps(limin, her_id, {"called": "芳姐", "sizes": "戒指12号"}, **shown)
    assert {row.kind: row.words for row in shop.rows(Trait)} == shown


@ONE_SERVER
def test_lines_stay_as_they_are_however_often_they_are_saved(shop: OpenShop) -> None:
    her_id, her = wang(shop), Colleague(shop, "zhouting")
    keeps(her, her_id, {"taboos": ""}, taboos="别打电话\r\n别问孩子")
    keeps(her, her_id, {"taboos": "别打电话\r\n别问孩子"}, taboos="别打电话\r\n别问孩子")
    assert shop.one(Trait).words == "别打电话\n别问孩子"
    assert shop.count(Event, Event.verb == "kept_file") == 1


def test_two_records_are_joined_once_and_taken_apart_again(shop: OpenShop) -> None:
    her_id, other_id = wang(shop), li(shop)
    limin = Colleague(shop, "limin")
    for _ in range(2):
        assert limin.sends(f"/customers/{her_id}/merge", other=str(other_id)).status_code == 302
    merge = shop.one(Merge)
    assert limin.sees(f"/customers/{other_id}").status_code == 200
    assert limin.sends(f"/customers/{her_id}/merges/{merge.id}/undo").status_code == 302
    assert shop.count(Person, Person.merged_into.is_(None)) == 2


@ONE_SERVER
@pytest.mark.parametrize("other", ["", "x", "0", "999", "1" * 30, "-1", "²"])
def test_nobody_is_joined_with_nobody(shop: OpenShop, other: str) -> None:
    her_id = wang(shop)
    assert (
        Colleague(shop, "limin").sends(f"/customers/{her_id}/merge", other=other).status_code == 404
    )
    assert shop.count(Merge) == 0


def test_her_data_are_given_to_her_and_it_stands_in_the_log(shop: OpenShop) -> None:
    her_id = wang(shop)
    answer = Colleague(shop, "limin").sends(f"/customers/{her_id}/export")
    assert answer.json is not None
    assert answer.json["person"][0]["name"] == "王姐"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert shop.one(Audit).verb == "exported"


def test_she_is_erased_only_with_a_reason_and_the_word(shop: OpenShop) -> None:
    her_id = wang(shop)
    limin = Colleague(shop, "limin")
    for why, word in (("", "注销"), ("asked", ""), ("other", "注销")):
        assert limin.sends(f"/customers/{her_id}/erase", why=why, word=word).status_code == 422
    assert "回执号" in limin.sends(f"/customers/{her_id}/erase", why="asked", word="注销").text
    assert shop.one(Person).name is None
    log = shop.one(Audit)
    assert (log.verb, log.person_id, log.about) == ("erased", her_id, "asked")
    assert "这里还没有人" in limin.reads("/customers")


@ONE_SERVER
def test_what_happened_is_told_in_words_page_by_page(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.console.customer.A_PAGE", 1)
    her_id = wang(shop)
    zhouting = Colleague(shop, "zhouting")
    page = f"/customers/{her_id}?see=timeline"
    newest = shop.rows(Event, Event.person_id == her_id)[-1]
    joined = shop.one(Event, Event.verb == "joined")
    assert f"before={newest.id}" in zhouting.reads(page)
    assert "成为会员" in zhouting.reads(f"{page}&before={joined.id + 1}")


def test_what_comes_in_the_next_days_follows_the_page(shop: OpenShop) -> None:
    her_id = wang(shop)
    shown = Colleague(shop, "zhouting").polls(f"/customers/{her_id}/ahead")
    assert (shown.status_code, "<p" in shown.text) == (200, True)
    assert Colleague(shop, "chenyu").polls(f"/customers/{her_id}/ahead").status_code == 404
