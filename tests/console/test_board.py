"""The board: whose cases she sees, which come first, what the filters leave."""

from collections import Counter
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

from sqlalchemy import select

from bot import clock
from bot.shop.complaints.board import (
    Filter,
    cases_for,
    cases_seen_by,
    open_by_step,
    sees_case,
    stands_at,
)
from bot.shop.complaints.models import Complaint, Evidence
from bot.shop.complaints.rules import PROVES, STEPS
from bot.shop.people.models import Person
from bot.shop.staff.models import ROLES
from bot.shop.staff.rules import Actor
from bot.web.console.complaints import A_PAGE
from tests.console.desk import complains
from tests.console.staff import ELSEWHERE, HERE, Colleague
from tests.people import OpenShop

HER = Actor("limin", "store_manager", HERE)


def kept(shop: OpenShop, *, hours: float | None = 1, name: str = "", **more: Any) -> int:
    """Let a case stand somewhere; return its number."""
    now = clock.now()
    usual: dict[str, Any] = {"status": "open", "kind": "quality", "severity": "mild", "store": HERE}
    usual |= {"rung": "store_manager", "about": {"trouble": name}, "seed": 0, "owner": "limin"}
    with shop.bot.database.transaction() as db:
        person = Person(created_at=now, store=more.pop("hers", HERE), guide=more.pop("guide", None))
        db.add(person)
        db.flush()
        until = None if hours is None else now + timedelta(hours=hours)
        times = {"opened_at": now, "heard_at": now, "spoke_at": now, "deadline": until}
        case = Complaint(person_id=person.id, **usual | times | more)
        db.add(case)
        db.flush()
        return case.id


def finds(shop: OpenShop, who: Actor = HER, **wanted: Any) -> list[int]:
    with shop.bot.database.reading() as db:
        found = cases_for(db, who, Filter(**wanted), clock.now(), limit=50)
    return [each.complaint.id for each in found]


def test_the_board_shows_the_cases_that_the_rule_lets_her_see(shop: OpenShop) -> None:
    for hers, guide, store, owner in product(
        (None, HERE, ELSEWHERE), (None, "zhouting", "chenyu"), (None, ELSEWHERE), ("zhouting", None)
    ):
        kept(shop, hers=hers, guide=guide, store=store, owner=owner)
    cases = select(Complaint, Person).join(Person, Person.id == Complaint.person_id)
    for role, store in product(ROLES, (None, HERE)):
        who = Actor("zhouting", role, store)
        with shop.bot.database.reading() as db:
            found = {case.id for case, _ in db.execute(cases.where(cases_seen_by(who)))}
            allowed = {
                case.id for case, person in db.execute(cases) if sees_case(who, case, person)
            }
        assert found == allowed


def test_what_must_be_done_first_comes_first_and_pages_go_on_behind(shop: OpenShop) -> None:
    later, waits, soon, late = (kept(shop, hours=hours) for hours in (5, None, 1, -2))
    assert finds(shop) == [late, soon, later, waits]
    with shop.bot.database.reading() as db:
        first = cases_for(db, HER, Filter(), clock.now(), limit=2)
        rest = cases_for(db, HER, Filter(), clock.now(), after=first[-1].place, limit=9)
    assert [each.complaint.id for each in rest] == [later, waits]


def test_filters_leave_what_they_name(shop: OpenShop) -> None:
    late = kept(shop, hours=-1)
    grave = kept(shop, severity="grave", owner="zhaolei")
    closed = kept(shop, status="closed", closed_at=clock.now(), hours=None)
    assert finds(shop, late=True) == [late]
    assert finds(shop, severity="grave") == [grave]
    assert finds(shop, mine=True) == [late]
    assert finds(shop, closed=True) == [closed]
    assert finds(shop, store=ELSEWHERE) == []


def test_lateness_is_said_in_words(shop: OpenShop) -> None:
    kept(shop, hours=-1, name="手链断了")
    shown = Colleague(shop, "limin").reads("/complaints?show=late")
    assert "迟了" in shown
    assert "手链断了" in shown


def test_a_step_is_found_and_a_strange_cursor_begins_anew(shop: OpenShop) -> None:
    complains(shop)
    her = Colleague(shop, "limin")
    for strange in ("nonsense", "0001-01-01T00:00:00%2B14:00~1", "9999-12-31T23:59:00-14:00~1"):
        assert "手链断了" in her.reads(f"/complaints?step=analyse&after={strange}")
        assert her.sees(f"?after={strange}").status_code == 200
    assert "手链断了" not in her.reads("/complaints?step=handle")


def test_where_a_case_stands_is_the_same_for_the_query_and_for_the_rule(shop: OpenShop) -> None:
    for dice in map(Random, range(40)):
        with_evidence(shop, kept(shop, round=2), dice)
    with shop.bot.database.reading() as db:
        shown = cases_for(db, HER, Filter(), clock.now(), limit=99)
        by_rule = {row.complaint.id: row.step for row in shown}
        found = db.execute(select(Complaint.id, stands_at()))
        by_query = {number: step for number, step in found}  # noqa: C416 - for its types
        assert open_by_step(db, HER) == Counter(by_rule.values())
    assert by_query == by_rule
    assert len(set(by_rule.values())) > 6


def with_evidence(shop: OpenShop, number: int, dice: Random) -> None:
    """Let a case in its second round have come so far, with some more evidence of any kind."""
    words = ("told", "corrected", "skipped", "done", "silent")
    facts = [(each, min(PROVES[each]), 2) for each in STEPS[: dice.randrange(len(STEPS) + 1)]]
    facts += [(dice.choice(STEPS), dice.choice(words), dice.choice((1, 2))) for _ in range(3)]
    facts += [("analyse", "corrected", 1), ("analyse", "noted", 1)][: dice.randrange(3)]
    common = {"complaint_id": number, "what": "", "who": "limin", "at": clock.now()}
    with shop.bot.database.transaction() as db:
        for step, word, turn in facts:
            db.add(Evidence(step=step, word=word, round=turn, **common))
            db.flush()


def test_the_cases_of_a_step_are_found_behind_a_full_page_of_others(shop: OpenShop) -> None:
    complains(shop)
    for _ in range(A_PAGE + 1):
        kept(shop, hours=-1, name="另一件")
    shown = Colleague(shop, "limin").reads("/complaints?step=analyse")
    assert "手链断了" in shown
    assert "另一件" not in shown


def test_an_empty_board_teaches_what_will_stand_there(shop: OpenShop) -> None:
    assert "顾客在微信里说了不满" in Colleague(shop, "limin").reads("/complaints")
