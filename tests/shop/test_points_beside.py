"""Points beside purchases: a word before some end, and what people give or take by hand."""

from datetime import date, timedelta
from functools import partial

import pytest

from bot import clock, jobs
from bot.outbox.models import Message
from bot.shop.events.models import Event
from bot.shop.refusal import Refused
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from bot.usecases.adjusting import adjust_points
from tests.people import WANG, OpenShop
from tests.shop.till import Till


@pytest.fixture(autouse=True)
def _wang(shop: OpenShop, till: Till) -> None:
    """王姐 is a member, in a shop with colleagues, and has a hundred points that don't end."""
    imports = partial(import_shop, content=read_toml(CONTENT / "shop.toml"), by="test")
    shop.bot.database.run(imports)
    shop.member(WANG)
    till.gives(WANG, 100)


def warns(shop: OpenShop) -> int:
    with shop.app.app_context():
        return jobs.warn_of_points()


def soon(days: int = 30) -> date:
    return clock.today() + timedelta(days=days)


def test_she_is_told_once_before_points_end(shop: OpenShop, till: Till) -> None:
    till.gives(WANG, 60, ends=soon())
    assert (warns(shop), warns(shop)) == (1, 0)
    warning = shop.one(Message, Message.journey == "points")
    assert (warning.purpose, warning.key) == ("service", "points.warning")
    assert warning.params["points"] == "60"


def test_a_day_without_the_job_is_made_up_for(shop: OpenShop, till: Till) -> None:
    till.gives(WANG, 60, ends=soon(28))
    assert warns(shop) == 1


@pytest.mark.parametrize(("points", "days"), [(49, 30), (60, 31), (60, 5), (60, 400)])
def test_few_points_and_far_days_are_not_worth_a_word(
    shop: OpenShop, till: Till, points: int, days: int
) -> None:
    till.gives(WANG, points, ends=soon(days))
    assert warns(shop) == 0


def adjusts(shop: OpenShop, change: int, *, by: str = "limin") -> int | str:
    """Adjust her points; return the balance, or the word of the refusal."""
    her_id = shop.person(WANG).id
    work = partial(adjust_points, person_id=her_id, change=change, why="补记小票", by=by)
    try:
        return shop.bot.database.run(work)
    except Refused as refused:
        return refused.reason


def test_a_manager_gives_and_takes_with_a_reason(shop: OpenShop, till: Till) -> None:
    assert (adjusts(shop, 50), adjusts(shop, -120)) == (150, 30)
    assert till.account(WANG) == (30, 0)
    told = shop.rows(Message, Message.kind == "points")
    assert [message.params["change"] for message in told] == ["+50", "−120"]
    assert shop.count(Event, Event.actor == "limin") == 2


@pytest.mark.parametrize(
    ("change", "by", "why"),
    [
        (5001, "limin", "adjust_limit"),
        (-5001, "limin", "adjust_limit"),
        (0, "limin", "adjust_limit"),
        (1, "zhouting", "adjust_limit"),
        (1, "nobody", "staff_unknown"),
        (-101, "limin", "points_short"),
    ],
)
def test_nobody_goes_beyond_her_limit(
    shop: OpenShop, till: Till, change: int, by: str, why: str
) -> None:
    assert adjusts(shop, change, by=by) == why
    assert till.account(WANG) == (100, 0)
