"""The code of a gift at the till: handed over or given back, once."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.events.models import Event
from bot.shop.gifts.models import Redemption
from bot.shop.members.models import Member
from bot.shop.points.actions import earn_points
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from bot.usecases.redeeming import redeem
from tests.api.cast import WANG, Shop, Till, says
from tests.databases import ONE_SERVER


@pytest.fixture
def wang(shop: Shop) -> int:
    """王姐, with a thousand points."""
    shop.opens()
    wang = shop.joins("wang", WANG)
    more: dict[str, Any] = {"kind": "adjust", "source": "test", "about": {}, "expires_on": None}
    shop.does(lambda db: earn_points(db, wang, 1000, **more))
    return wang


@pytest.fixture
def code(shop: Shop, wang: int) -> str:
    """The code of a gift for 200 points."""

    def work(db: Session) -> str:
        gift = shop.bot.shops.read(db).gift("cloth")
        assert gift is not None
        member = db.get_one(Member, wang)
        return redeem(db, member, gift, count=1, today=clock.today()).code

    return shop.does(work)


def posts(till: Till, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = till.posts(f"/redemptions/{path}", body)
    return answer.status_code, says(answer)


def test_it_is_handed_over_once(till: Till, wang: int, code: str) -> None:
    status, told = posts(till, f"{code}/collect", by="zhouting", store="静安店")
    assert (status, told["member"], told["name"]) == (200, wang, "擦银布三件装")
    assert (told["state"], told["by"], told["store"]) == ("collected", "zhouting", "静安店")
    status, problem = posts(till, f"{code}/collect", by="zhouting", store="静安店")
    assert (status, problem["type"]) == (409, "redemption_collected")


def test_it_is_cancelled_once_and_the_points_are_back(till: Till, wang: int, code: str) -> None:
    assert till.sees(f"/members/{wang}")["points"] == 800
    assert posts(till, f"{code}/cancel", by="zhouting")[0] == 200
    assert till.sees(f"/members/{wang}")["points"] == 1000
    assert posts(till, f"{code}/cancel", by="zhouting")[0] == 409
    assert posts(till, f"{code}/collect", by="zhouting")[1]["type"] == "redemption_cancelled"


def test_the_ledger_tells_both(till: Till, wang: int, code: str) -> None:
    posts(till, f"{code}/cancel")
    entries = till.finds(f"/members/{wang}/points")
    assert [(entry["change"], entry["kind"]) for entry in entries] == [
        (200, "given_back"),
        (-200, "redeem"),
        (1000, "adjust"),
    ]


@ONE_SERVER
@pytest.mark.parametrize("wrong", ["600000000000", "x", "²²", "%00", "6" * 3000, "-"])
@pytest.mark.parametrize("what", ["collect", "cancel"])
def test_a_code_nobody_has_is_told_so(till: Till, wang: int, wrong: str, what: str) -> None:
    status, problem = posts(till, f"{wrong}/{what}")
    assert (status, problem["type"]) == (404, "redemption_unknown")


@ONE_SERVER
def test_only_a_colleague_hands_over(till: Till, shop: Shop, code: str) -> None:
    assert posts(till, f"{code}/collect", by="nobody")[0] == 422
    assert shop.does(lambda db: db.query(Redemption).one().state) == "open"


@ONE_SERVER
def test_a_store_nobody_knows_is_taken(till: Till, code: str) -> None:
    assert posts(till, f"{code}/collect", store="快闪店")[1]["store"] == "快闪店"


def umbrella_of(shop: Shop, wang: int, *, anywhere: bool) -> str:
    """The code of an umbrella that waits in 静安店."""
    parsed: dict[str, Any] = read_toml(CONTENT / "shop.toml")
    umbrella = next(gift for gift in parsed["gifts"] if gift["word"] == "umbrella")
    umbrella |= {"points": 300, "anywhere": anywhere}
    shop.does(lambda db: import_shop(db, parsed, by="test"))

    def work(db: Session) -> str:
        gift = shop.bot.shops.read(db).gift("umbrella")
        assert gift is not None
        member = db.get_one(Member, wang)
        return redeem(db, member, gift, count=1, today=clock.today()).code

    return shop.does(work)


def test_another_store_may_hand_it_over_and_the_journal_says_so(
    shop: Shop, till: Till, wang: int
) -> None:
    code = umbrella_of(shop, wang, anywhere=True)
    assert posts(till, f"{code}/collect", store="徐汇店")[0] == 200
    event = shop.does(lambda db: db.query(Event).where(Event.verb == "collected").one())
    assert event.detail["elsewhere"] == "徐汇店"


def test_what_stays_in_its_store_is_fetched_only_there(shop: Shop, till: Till, wang: int) -> None:
    code = umbrella_of(shop, wang, anywhere=False)
    status, problem = posts(till, f"{code}/collect", store="徐汇店")
    assert (status, problem["type"]) == (409, "redemption_elsewhere")
    assert "静安店" in problem["detail"]
    assert posts(till, f"{code}/collect", store="静安店")[0] == 200


def test_what_was_taken_is_found_by_whose_it_is_and_how_it_stands(
    till: Till, wang: int, code: str
) -> None:
    (open_,) = till.finds("/redemptions", member=wang, state="open")
    assert (open_["gift"], "code" in open_) == ("cloth", False)
    posts(till, f"{code}/collect", by="zhouting", store="静安店")
    assert till.finds("/redemptions", state="open") == []
    assert [each["state"] for each in till.finds("/redemptions", member=wang)] == ["collected"]
    assert till.finds("/redemptions", member=4711) == []
    assert till.gets("/redemptions", state="lost").status_code == 422
