"""Levels: up at once, down with notice, never while she complains."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import clock, jobs
from bot.outbox.models import Message
from bot.shop.members.models import Member
from bot.shop.members.rules import fate_of, months_before
from tests.people import WANG, OpenShop
from tests.shop.till import Till

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("deserves_it", "until", "fate"),
    [
        (True, None, "stays"),
        (True, TODAY - timedelta(days=1), "stays"),
        (False, None, "is_warned"),
        (False, TODAY, "waits"),
        (False, TODAY - timedelta(days=1), "falls"),
    ],
)
def test_a_level_is_lost_after_its_notice(deserves_it: bool, until: date, fate: str) -> None:
    assert fate_of(deserves_it=deserves_it, until=until, today=TODAY) == fate


def test_twelve_months_begin_with_a_month() -> None:
    assert months_before(TODAY, 12) == date(2025, 11, 1)
    assert months_before(date(2026, 1, 31), 1) == date(2025, 12, 1)


@pytest.fixture
def silver(shop: OpenShop, till: Till) -> OpenShop:
    """王姐 became a silver member today, in a long past November."""
    _goes_to("2026-11-22")
    shop.member(WANG)
    till.sells(3200_00, openid=WANG)
    assert _member(shop).level == "silver"
    return shop


def test_she_is_told_at_once_that_she_rose(silver: OpenShop) -> None:
    told = silver.one(Message, Message.kind == "level")
    assert (told.key, told.purpose, told.journey) == ("levels.reached", "service", "level")


def test_a_level_is_kept_for_a_year(silver: OpenShop) -> None:
    _goes_to("2027-11-01")
    _reviews(silver)
    assert _member(silver).level_until is None


def test_she_is_warned_keeps_it_for_a_month_and_loses_it(silver: OpenShop) -> None:
    _goes_to("2027-12-01")
    assert _reviews(silver) == 0
    assert _member(silver).level_until == date(2027, 12, 31)
    _goes_to("2027-12-31")
    assert _reviews(silver) == 0
    _goes_to("2028-01-01")
    assert (_reviews(silver), _reviews(silver)) == (1, 0)
    assert (_member(silver).level, _member(silver).level_until) == ("regular", None)
    kinds = [message.key for message in silver.rows(Message, Message.kind == "level")]
    assert kinds == ["levels.reached", "levels.ending", "levels.fallen"]


def test_who_buys_again_keeps_it_and_hears_no_more_of_it(silver: OpenShop, till: Till) -> None:
    _goes_to("2027-12-01")
    _reviews(silver)
    till.sells(3000_00, openid=WANG)
    _goes_to("2027-12-02")
    _reviews(silver)
    assert _member(silver).level_until is None
    assert silver.one(Message, Message.key == "levels.ending").state == "skipped"


def test_while_she_complains_no_level_falls(silver: OpenShop) -> None:
    _goes_to("2027-12-01")
    silver.phone(WANG).says("我要投诉，你们的戒指掉钻了")
    _reviews(silver)
    assert _member(silver).level_until is None


def _reviews(shop: OpenShop) -> int:
    with shop.app.app_context():
        return jobs.review_levels()


def _member(shop: OpenShop) -> Member:
    her_id = shop.person(WANG).id

    def read(db: Session) -> Member:
        return db.get_one(Member, her_id)

    return shop.bot.database.run(read)


def _goes_to(day: str) -> None:
    clock.run_ahead(datetime.fromisoformat(f"{day}T10:00:00+08:00") - clock.real_now())
