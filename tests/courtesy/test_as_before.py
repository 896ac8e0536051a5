"""恢复 brings back what she had agreed to before she stopped it, and nothing else."""

import pytest
from sqlalchemy.orm import Session

from bot.shop.consent.actions import answer_consent, consents_of
from bot.shop.consent.models import CHANNELS, PURPOSES
from bot.shop.people.models import Person
from bot.usecases.merging import merge_people
from tests.courtesy.counter import Desk
from tests.people import Phone


def agreed(desk: Desk, hers: Phone) -> set[tuple[str, str]]:
    with desk.shop.bot.database.reading() as db:
        return consents_of(db, [desk.id_of(hers)])[desk.id_of(hers)]


def answers(desk: Desk, hers: Phone, granted: set[tuple[str, str]]) -> None:
    """Let her have agreed to this alone."""

    def work(db: Session) -> None:
        for purpose in PURPOSES:
            for channel in CHANNELS:
                said = {purpose: (purpose, channel) in granted}
                answer_consent(db, desk.id_of(hers), said, channels=[channel])

    desk.shop.bot.database.run(work)


@pytest.mark.parametrize("stop", ["退订", "别发邮件", "别发短信", "别打电话", "别给我发活动了"])
def test_what_she_stopped_comes_back_as_it_was(desk: Desk, stop: str) -> None:
    before = {("service", "sms"), ("care", "wechat"), ("care", "email"), ("promotion", "sms")}
    hers = desk.customer()
    answers(desk, hers, before)
    hers.says(stop)
    hers.says("恢复")
    assert agreed(desk, hers) == before


@pytest.mark.parametrize("stop", ["退订", "别发邮件", "别发短信"])
def test_what_she_never_agreed_to_does_not_come_back(desk: Desk, stop: str) -> None:
    hers = desk.customer()
    answers(desk, hers, {("care", "wechat")})
    hers.says(stop)
    hers.says("恢复")
    assert agreed(desk, hers) == {("care", "wechat")}


def test_stopped_twice_it_comes_back_once_and_whole(desk: Desk) -> None:
    hers = desk.customer()
    before = agreed(desk, hers)
    for words in ("别发短信", "别发活动", "退订", "退订", "恢复", "恢复"):
        hers.says(words)
    assert agreed(desk, hers) == before


def test_care_alone_comes_back_where_she_names_it(desk: Desk) -> None:
    hers = desk.customer()
    hers.says("退订")
    assert "活动和优惠不会发" in str(hers.says("恢复关怀"))
    assert {purpose for purpose, _ in agreed(desk, hers)} == {"service", "care"}


def test_what_she_wants_again_in_wechat_is_no_yes_to_sms(desk: Desk) -> None:
    hers = desk.customer()
    for words in ("退订", "只要生日祝福", "活动可以发了"):
        hers.says(words)
    assert agreed(desk, hers) - {("service", "wechat"), ("service", "sms")} == {
        ("care", "wechat"),
        ("promotion", "wechat"),
    }


def test_what_she_refused_since_does_not_come_back(desk: Desk) -> None:
    hers = desk.customer()
    hers.says("退订")
    refused = {"care": False, "promotion": False}
    desk.shop.bot.database.run(
        lambda db: answer_consent(db, desk.id_of(hers), refused, channels=["sms"])
    )
    hers.says("恢复")
    assert agreed(desk, hers) & {("care", "sms"), ("promotion", "sms")} == set()
    assert ("promotion", "wechat") in agreed(desk, hers)


def test_a_minor_gets_no_offers_back(desk: Desk) -> None:
    hers = desk.customer()
    hers.says("退订")
    for words in ("改生日", "2010年6月1日", "恢复"):
        hers.says(words)
    assert {purpose for purpose, _ in agreed(desk, hers)} == {"service", "care"}


def test_what_she_stopped_under_another_record_comes_back_too(desk: Desk) -> None:
    one, other = desk.customer(), desk.customer()
    answers(desk, one, {("care", "email")})
    ids = desk.id_of(one), desk.id_of(other)
    one.says("别发邮件")

    def merge(db: Session) -> None:
        people = [db.get_one(Person, each, with_for_update=True) for each in ids]
        merge_people(db, *people, by="limin")

    desk.shop.bot.database.run(merge)
    other.says("恢复")
    assert ("care", "email") in agreed(desk, other)
