"""Two records of one person become one while she talks: the newer talk goes on."""

import pytest
from sqlalchemy.orm import Session

from bot.dialogue.models import Conversation
from bot.usecases.merging import undo_merge
from tests.people import LI, LI_PHONE, WANG, Day, OpenShop, Phone
from tests.shop.test_who_is_who import merges


@pytest.fixture
def wang(shop: OpenShop) -> Phone:
    """王姐, with whose record the other one is merged."""
    return shop.member(WANG)


@pytest.fixture
def li(shop: OpenShop) -> Phone:
    """Her other WeChat, a record of its own so far."""
    return shop.member(LI, name="王姐", phone=LI_PHONE)


def asks(shop: OpenShop, openid: str) -> str | None:
    """Return what she is being asked."""
    her_id = shop.person(openid).id
    return next((t.asks for t in shop.rows(Conversation) if t.person_id == her_id), None)


def undoes(shop: OpenShop, merge_id: int) -> None:
    def undo(db: Session) -> None:
        undo_merge(db, merge_id, by="李敏")

    shop.bot.database.run(undo)


def test_an_open_talk_goes_on_after_the_merge(shop: OpenShop, wang: Phone, li: Phone) -> None:
    wang.says("你好")
    li.says("改名字")
    merges(shop, LI, WANG)
    assert "王大姐" in str(li.says("王大姐"))
    assert shop.person(WANG).name == "王大姐"


def test_of_two_open_talks_the_newer_goes_on(
    shop: OpenShop, wang: Phone, li: Phone, day: Day
) -> None:
    li.says("改生日")
    day.passes(minutes=5)
    wang.says("改名字")
    merges(shop, LI, WANG)
    assert asks(shop, WANG) == "name"


def test_an_older_open_talk_gives_way_and_comes_back_by_undoing(
    shop: OpenShop, wang: Phone, li: Phone, day: Day
) -> None:
    wang.says("改名字")
    before = shop.rows(Conversation)
    day.passes(minutes=5)
    li.says("改生日")
    merge_id = merges(shop, LI, WANG)
    assert asks(shop, WANG) == "birthday"
    undoes(shop, merge_id)
    assert (asks(shop, WANG), asks(shop, LI)) == ("name", "birthday")
    again = [talk for talk in shop.rows(Conversation) if talk.id == before[0].id]
    assert [talk.answers for talk in again] == [before[0].answers]
    assert "王大姐" in str(wang.says("王大姐"))


def test_a_talk_that_asks_nothing_moves_nothing(shop: OpenShop, wang: Phone, li: Phone) -> None:
    wang.says("改名字")
    li.says("你好")
    merge_id = merges(shop, LI, WANG)
    assert asks(shop, WANG) == "name"
    undoes(shop, merge_id)
    assert asks(shop, LI) is None


def test_a_talk_that_people_hold_stays_with_them(shop: OpenShop, wang: Phone, li: Phone) -> None:
    li.says("人工")
    talk_id = next(talk.id for talk in shop.rows(Conversation) if talk.waiting_since)
    merges(shop, LI, WANG)
    talk = shop.one(Conversation, Conversation.id == talk_id)
    assert talk.person_id == shop.person(WANG).id
    assert talk.waiting_since


def test_what_was_erased_meanwhile_does_not_come_back(
    shop: OpenShop, wang: Phone, li: Phone
) -> None:
    li.says("改名字")
    merges(shop, LI, WANG)
    wang.says("注销")
    wang.says("是")
    assert {talk.flow for talk in shop.rows(Conversation)} == {None}
