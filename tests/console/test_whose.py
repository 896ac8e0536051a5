"""Whose customers she sees: what SQL finds is what the rule says, and the API keeps to it."""

from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

from sqlalchemy import select

from bot import clock
from bot.shop.complaints.models import Complaint
from bot.shop.keys.actions import make_key
from bot.shop.media.models import Media
from bot.shop.people.models import Person
from bot.shop.people.queries import seen_by
from bot.shop.staff.models import ROLES
from bot.shop.staff.rules import Actor, may_talk
from bot.shop.tasks.models import Task
from tests.api.cast import Till
from tests.console.desk import complains
from tests.console.staff import ELSEWHERE, HERE, Colleague, hire
from tests.databases import ONE_SERVER
from tests.people import WANG, OpenShop


def test_a_list_shows_the_customers_that_the_rule_lets_her_see(shop: OpenShop) -> None:
    people = list(product((None, HERE, ELSEWHERE), (None, "zhouting", "chenyu")))
    with shop.bot.database.transaction() as db:
        for store, guide in people:
            db.add(Person(created_at=clock.now(), store=store, guide=guide))
    for role, store in product(ROLES, (None, HERE)):
        who = Actor("zhouting", role, store)
        with shop.bot.database.reading() as db:
            rows = db.execute(select(Person.store, Person.guide).where(seen_by(who)))
            found = {tuple(row) for row in rows}
        assert found == {(s, g) for s, g in people if may_talk(who, guide=g, store=s)}


@ONE_SERVER
def test_another_store_acts_by_the_api_in_no_case_and_no_task_of_hers(shop: OpenShop) -> None:
    desk = complains(shop)
    hire(shop, "chenyu")
    till = Till(shop.app, key=a_key(shop))
    task = shop.rows(Task)[0]
    deeds = {
        f"{desk.path}/evidence": {"step": 4, "what": "打过电话", "by": "chenyu"},
        f"{desk.path}/decision": {"solution": "退款", "by": "chenyu"},
        f"{desk.path}/done": {"proof": "1", "by": "chenyu"},
        f"{desk.path}/skip": {"step": 4, "reason": "没空", "by": "chenyu"},
        f"/tasks/{task.id}/done": {"result": "打过电话", "by": "chenyu"},
    }
    told = {path: till.posts(path, body).status_code for path, body in deeds.items()}
    assert set(told.values()) == {403}, told
    assert till.posts(f"{desk.path}/evidence", {"step": 4, "what": "打过", "by": "limin"}).json


def test_who_leads_a_case_sees_what_she_sent_and_no_longer_once_it_is_closed(
    shop: OpenShop,
) -> None:
    desk = complains(shop)
    address = kept_picture(shop, shop.person(WANG).id)
    chenyu = Colleague(shop, "chenyu")
    assert chenyu.sees(address).status_code == 404
    lead(shop, desk.number, "chenyu")
    assert "王姐" in chenyu.reads(desk.path)
    assert chenyu.sees(address).status_code == 200
    lead(shop, desk.number, "chenyu", status="closed", closed_at=clock.now() - timedelta(days=1))
    assert chenyu.sees(address).status_code == 404


@ONE_SERVER
def test_who_sells_is_taken_on_for_one_store(shop: OpenShop) -> None:
    sunjie = Colleague(shop, "sunjie")
    refused = sunjie.sends("/staff", name="王小美", login="xiaomei", role="guide", store="")
    assert (refused.status_code, "哪家店" in refused.text) == (422, True)
    taken = sunjie.sends("/staff", name="钱总", login="qian", role="regional_manager", store="")
    assert taken.status_code == 200


def a_key(shop: OpenShop) -> str:
    boss = Actor("sunjie", "head_office", None)
    make = partial(make_key, name="报表", role="head_office", who=boss)
    return shop.bot.database.run(make)


def lead(shop: OpenShop, number: int, login: str, **changes: Any) -> None:
    """Let somebody lead a case, whatever her store."""
    with shop.bot.database.transaction() as db:
        case = db.get_one(Complaint, number)
        for name, value in {"owner": login, **changes}.items():
            setattr(case, name, value)


def kept_picture(shop: OpenShop, her_id: int) -> str:
    """Let a picture of hers be kept; return its address."""
    now = clock.now()
    kept = {"state": "kept", "content": b"jpeg", "content_type": "image/jpeg", "size": 4}
    with shop.bot.database.transaction() as db:
        shown = Media(
            key="p1", person_id=her_id, kind="picture", source="x", at=now, look_at=now, **kept
        )
        db.add(shown)
        db.flush()
        return f"/media/{shown.id}"
