"""Her mail address in the chat: kept sealed, and written to only with a yes of its own."""

import pytest
from sqlalchemy import text

from bot.shop.consent.actions import consents_of
from bot.shop.consent.models import Consent
from tests.people import LI, LI_PHONE, WANG, OpenShop

TELLS = "我的邮箱是 wang@example.com"


def by_mail(shop: OpenShop, openid: str = WANG) -> set[str]:
    """Return what she agreed to by mail."""
    her_id = shop.person(openid).id
    with shop.bot.database.reading() as db:
        granted = consents_of(db, [her_id])[her_id]
    return {purpose for purpose, channel in granted if channel == "email"}


def test_her_address_is_kept_sealed_and_shown_in_part(shop: OpenShop) -> None:
    wang = shop.member()
    wang.says(TELLS)
    with shop.bot.database.reading() as db:
        stored = str(db.execute(text("SELECT email FROM person")).all())
    assert shop.person(WANG).email == "wang@example.com"
    assert "wang" not in stored
    assert "w***@example.com" in str(wang.says("我的资料"))
    assert "wang@" not in str(wang.heard)


@pytest.mark.parametrize(("answer", "agreed"), [("同意", {"care"}), ("不用", set())])
def test_she_is_asked_once_whether_care_may_go_there(
    shop: OpenShop, answer: str, agreed: set[str]
) -> None:
    wang = shop.member()
    assert "同意" in str(wang.says(TELLS))
    wang.says(answer)
    assert by_mail(shop) == agreed
    assert "同意" not in str(wang.says("邮箱改成fang@example.com"))
    assert by_mail(shop) == agreed


@pytest.mark.parametrize("stops", ["退订", "别发邮件"])
def test_her_yes_to_mail_is_taken_back_in_a_word(shop: OpenShop, stops: str) -> None:
    wang = shop.member()
    for words in (TELLS, "同意", stops):
        wang.says(words)
    assert by_mail(shop) == set()
    assert "同意" not in str(wang.says("邮箱改成fang@example.com"))


def test_who_wants_no_mail_may_change_her_mind(shop: OpenShop) -> None:
    wang = shop.member()
    for words in (TELLS, "不用", "可以发邮件了"):
        wang.says(words)
    assert by_mail(shop) == {"care", "service"}


def test_an_address_that_goes_takes_its_yes_along(shop: OpenShop) -> None:
    wang = shop.member()
    for words in (TELLS, "同意", "删掉我的邮箱"):
        wang.says(words)
    assert (shop.person(WANG).email, by_mail(shop)) == (None, set())
    assert "同意" in str(wang.says("我的邮箱是fang@example.com"))


def test_an_address_that_somebody_else_has_tells_nothing(shop: OpenShop) -> None:
    li = shop.member(LI, name="小李", phone=LI_PHONE)
    assert li.says(TELLS) == shop.member().says(TELLS)
    assert shop.person(WANG).email == shop.person(LI).email


def test_the_last_address_counts_while_she_is_asked(shop: OpenShop) -> None:
    wang = shop.member()
    first = wang.says(TELLS)
    assert wang.says("不对，是wang.li@example.com") == first
    assert shop.person(WANG).email == "wang.li@example.com"


def test_a_stranger_leaves_no_address(shop: OpenShop) -> None:
    shop.phone().says(TELLS)
    assert shop.person(LI).email is None
    assert shop.count(Consent) == 0
