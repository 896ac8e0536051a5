"""The counter: one field finds who stands there, and a code is served once."""

from typing import Any

import pytest

from bot import clock
from bot.outbox.models import Message
from bot.shop.bindings.actions import make_code
from bot.shop.events.models import Event
from bot.shop.gifts.models import Redemption
from bot.shop.members.models import Member
from bot.shop.points.actions import earn_points
from bot.usecases.redeeming import redeem
from tests.console.staff import ELSEWHERE, HERE, Colleague, belongs
from tests.databases import ONE_SERVER
from tests.people import WANG, WANG_PHONE, Day, OpenShop, at_once


def wang(shop: OpenShop, *, store: str | None = HERE, **who: Any) -> int:
    """王姐 is a member of a store; return her id."""
    shop.member(WANG, **who)
    return belongs(shop, WANG, store=store)


def gift_of(shop: OpenShop, her_id: int) -> str:
    """Turn 200 points of hers into a gift; return its code."""
    about: dict[str, Any] = {"kind": "adjust", "source": "test", "about": {}, "expires_on": None}
    with shop.bot.database.transaction() as db:
        earn_points(db, her_id, 1000, **about)
        gift = shop.bot.shops.read(db).gift("cloth")
        assert gift
        member = db.get_one(Member, her_id)
        return redeem(db, member, gift, count=1, today=clock.today()).code


@ONE_SERVER
@pytest.mark.parametrize("typed", [WANG_PHONE, "138 0013 8000", "+8613800138000", "8000", "王姐"])
def test_whatever_she_says_leads_to_her_card(shop: OpenShop, typed: str) -> None:
    wang(shop)
    card = Colleague(shop, "zhouting").sends("/counter", shown=typed).text
    assert "王姐</a></h2>" in card
    assert WANG_PHONE not in card


@ONE_SERVER
def test_her_member_code_leads_to_her_card(shop: OpenShop) -> None:
    her_id = wang(shop)
    code = shop.bot.database.run(lambda db: make_code(db, her_id))
    assert "王姐</a></h2>" in Colleague(shop, "zhouting").sends("/counter", shown=code).text


@ONE_SERVER
def test_of_two_with_one_name_the_colleague_chooses(shop: OpenShop) -> None:
    wang(shop)
    shop.member("another", phone="13900139000")
    text = Colleague(shop, "zhouting").sends("/counter", shown="王姐").text
    assert "138****8000" in text
    assert "139****9000" in text


@ONE_SERVER
@pytest.mark.parametrize("typed", ["", " ", "1", "' OR 1=1 --", "<script>", "\0", "9" * 5000, "²²"])
def test_what_finds_nobody_says_so_and_breaks_nothing(shop: OpenShop, typed: str) -> None:
    answer = Colleague(shop, "zhouting").sends("/counter", shown=typed)
    assert answer.status_code == 200
    assert "<script>" not in answer.text


@ONE_SERVER
def test_a_code_nobody_has_is_told_so(shop: OpenShop) -> None:
    answer = Colleague(shop, "zhouting").sends("/counter", shown="600000000000")
    assert (answer.status_code, "没有这个取货码" in answer.text) == (404, True)


def test_another_stores_customer_is_not_found_by_name_or_address(shop: OpenShop) -> None:
    her_id = wang(shop, store=ELSEWHERE)
    zhouting = Colleague(shop, "zhouting")
    assert "您店里没有这位顾客" in zhouting.sends("/counter", shown=WANG_PHONE).text
    assert zhouting.sees(f"/counter/{her_id}").status_code == 404
    assert zhouting.sees("/counter/999999").status_code == 404
    assert Colleague(shop, "sunjie").sees(f"/counter/{her_id}").status_code == 200
    assert Colleague(shop, "sunjie").sees("/counter/999999").status_code == 404


@ONE_SERVER
def test_what_a_customer_calls_herself_is_no_markup(shop: OpenShop) -> None:
    her_id = wang(shop, name="<script>alert(1)</script>")
    text = Colleague(shop, "zhouting").reads(f"/counter/{her_id}")
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text


def test_a_gift_is_handed_over_in_two_steps_and_she_hears_of_it_later(shop: OpenShop) -> None:
    code = gift_of(shop, wang(shop))
    zhouting = Colleague(shop, "zhouting")
    assert "交给她了" in zhouting.sends("/counter", shown=code).text
    assert "已经交给她" in zhouting.sends("/counter/gifts", code=code).text
    gift = shop.one(Redemption)
    assert (gift.state, gift.closed_by, gift.store) == ("collected", "zhouting", HERE)
    told = shop.one(Message, Message.kind == "redemption")
    assert told.due > clock.now()


@ONE_SERVER
def test_pressed_twice_it_is_done_once(shop: OpenShop) -> None:
    code = gift_of(shop, wang(shop))
    zhouting = Colleague(shop, "zhouting")
    answers = [zhouting.sends("/counter/gifts", code=code) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert shop.count(Event, Event.verb == "collected") == 1


def test_of_two_at_once_one_hands_it_over_and_the_other_reads_who_did(shop: OpenShop) -> None:
    code = gift_of(shop, wang(shop))
    both = Colleague(shop, "zhouting"), Colleague(shop, "limin")
    tokens = [each.token() for each in both]
    answers = at_once(
        *(
            lambda who=who, token=token: who.sends("/counter/gifts", code=code, csrf_token=token)
            for who, token in zip(both, tokens, strict=True)
        )
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    lost = next(each for each in answers if each.status_code == 409)
    first = {"zhouting": "周婷", "limin": "李敏"}[str(shop.one(Redemption).closed_by)]
    assert f"已经取走了：{first}" in lost.text


def test_a_slip_is_undone_at_once_and_she_never_hears_of_it(shop: OpenShop) -> None:
    code = gift_of(shop, wang(shop))
    zhouting = Colleague(shop, "zhouting")
    zhouting.sends("/counter/gifts", code=code)
    assert zhouting.sends("/counter/gifts/back", code=code).status_code == 200
    assert shop.one(Redemption).state == "open"
    assert shop.one(Message, Message.kind == "redemption").state == "skipped"
    assert shop.one(Message, Message.kind == "gift_reminder").state == "planned"
    zhouting.sends("/counter/gifts", code=code)
    assert shop.count(Message, Message.kind == "redemption", Message.state == "planned") == 1


@ONE_SERVER
def test_only_who_handed_it_over_undoes_it_and_only_at_once(shop: OpenShop, day: Day) -> None:
    code = gift_of(shop, wang(shop))
    Colleague(shop, "zhouting").sends("/counter/gifts", code=code)
    assert Colleague(shop, "limin").sends("/counter/gifts/back", code=code).status_code == 409
    day.passes(minutes=3)
    assert Colleague(shop, "zhouting").sends("/counter/gifts/back", code=code).status_code == 409
    assert shop.one(Redemption).state == "collected"


@ONE_SERVER
def test_a_gift_of_another_stores_customer_is_served_without_her_file(shop: OpenShop) -> None:
    code = gift_of(shop, wang(shop, store=ELSEWHERE))
    zhouting = Colleague(shop, "zhouting")
    text = zhouting.sends("/counter", shown=code).text
    assert "交给她了" in text
    assert "王姐" not in text
    assert zhouting.sends("/counter/gifts", code=code).status_code == 200


@ONE_SERVER
@pytest.mark.parametrize("path", ["/counter", "/counter/gifts", "/counter/gifts/back"])
def test_a_form_that_is_not_ours_hands_nothing_over(shop: OpenShop, path: str) -> None:
    code = gift_of(shop, wang(shop))
    forged = Colleague(shop, "zhouting").sends(path, code=code, shown=code, csrf_token="x")
    assert forged.status_code == 403
    assert Colleague(shop, "engineer").sends(path, code=code).status_code == 403
    assert shop.one(Redemption).state == "open"


@ONE_SERVER
def test_the_card_says_what_to_greet_her_with_and_what_to_leave_unsaid(shop: OpenShop) -> None:
    her_id = wang(shop)
    gift_of(shop, her_id)
    today = clock.today()
    with shop.bot.database.transaction() as db:
        member = db.get_one(Member, her_id)
        member.birthday_calendar, member.birthday_md = "solar", today.month * 100 + today.day
    shop.phone(WANG).says("我要投诉，戒指断了")
    text = Colleague(shop, "zhouting").reads(f"/counter/{her_id}")
    assert "今天是她生日" in text
    assert "擦银布三件装" in text
    assert "她有一件投诉在办" in text
