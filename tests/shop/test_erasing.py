"""She closes her account: what was kept of her is gone in the same turn, for good."""

import re
from base64 import b64decode
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import clock, jobs
from bot.db import Base, fingerprint
from bot.dialogue.models import Conversation, Inbox
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.shop.consent.models import Consent
from bot.shop.events.models import Event
from bot.shop.media.models import Media
from bot.shop.members.models import Member
from bot.shop.people.models import Identity, Person
from bot.shop.points.models import PointEntry
from bot.shop.purchases.models import Purchase
from bot.shop.tasks.models import Task
from bot.usecases.erasing import erase, export
from bot.usecases.tables import belongings
from tests.people import LI, WANG, WANG_PHONE, OpenShop, Phone, at_once, text_of
from tests.shop.test_who_is_who import merges
from tests.shop.till import Till

ROOT = Path(__file__).parent.parent.parent
NAME, WORDS, TILL_PHONE = "欧阳不二", "我的秘密是一只猫", "13600136000"
PLANNED = "生日快乐"


@pytest.fixture
def wang(till: Till, shop: OpenShop) -> Phone:
    """王姐, who bought, proved her phone, complained, and waits for two messages."""
    wang = shop.member(WANG, name=NAME)
    till.checks(till.code_of(WANG), WANG_PHONE)
    till.sells(900_00, openid=WANG)
    for words in (WORDS, "我要投诉", "会员码", "改生日", "农历八月十五"):
        wang.says(words)
    plans(shop, WANG)
    return wang


def plans(shop: OpenShop, openid: str) -> None:
    """Plan a message for tomorrow."""
    hers = shop.person(openid).id
    with shop.bot.database.transaction() as db:
        queue(
            db,
            hers,
            "common.words",
            {"words": PLANNED},
            kind="reply",
            purpose="service",
            dedupe=f"tomorrow:{openid}",
            due=clock.now() + timedelta(days=1),
        )


def leaves(phone: Phone) -> str:
    """Let her close her account; return the last she hears."""
    phone.says("注销")
    return str(phone.says("是"))


def everything(shop: OpenShop) -> str:
    """Return all rows of all tables, opened."""
    with shop.bot.database.reading() as db:
        tables = [mapper.class_ for mapper in Base.registry.mappers]
        return str([[vars(row) for row in db.scalars(select(table))] for table in tables])


def test_nothing_tells_who_she_was(wang: Phone, shop: OpenShop) -> None:
    hers = (NAME, WANG_PHONE, WORDS, PLANNED)
    hashes = [fingerprint(NAME, field="name"), fingerprint(WANG_PHONE, field="phone")]
    assert all(one in everything(shop) for one in (*hers, *hashes))
    leaves(wang)
    assert [one for one in (*hers, *hashes) if one in everything(shop)] == []


def test_she_hears_what_goes_and_what_the_law_keeps_before_she_confirms(
    wang: Phone, shop: OpenShop
) -> None:
    told = str(wang.says("删除我的资料"))
    assert "900积分" in told
    assert "按法律要留下的只有购买记录" in told
    assert shop.person(WANG).name == NAME


def test_who_waits_for_an_answer_to_a_complaint_is_told_that_it_will_not_reach_her(
    wang: Phone, shop: OpenShop
) -> None:
    assert "店里正在办" in str(wang.says("注销"))
    assert "店里正在办" not in str(shop.stranger().says("注销"))


def test_what_she_bought_stays_without_her_name(wang: Phone, shop: OpenShop) -> None:
    leaves(wang)
    purchase = shop.one(Purchase)
    assert purchase.total_fen == 900_00
    buyer = shop.one(Person, Person.id == purchase.person_id)
    assert (buyer.name, buyer.phone, buyer.phone_state) == (None, None, "none")
    assert shop.count(Identity, Identity.person_id == buyer.id) == 0


def test_her_yes_pushed_again_erases_nobody_else_and_gets_the_same_receipt(
    wang: Phone, shop: OpenShop
) -> None:
    wang.says("注销")
    push = wang.writes(text_of("是"))
    first, *rest = at_once(*[lambda: wang.reads(wang.pushes(push))] * 3)
    assert "回执号" in first
    assert rest == [first, first]
    assert shop.count(Event, Event.verb == "erased") == 1


def test_she_is_a_stranger_afterwards_and_may_join_again(wang: Phone, shop: OpenShop) -> None:
    old = shop.person(WANG).id
    leaves(wang)
    assert "还不是会员" in str(wang.says("我的积分"))
    shop.member(WANG, name=NAME)
    assert shop.person(WANG).id != old
    assert shop.count(PointEntry) == 0


def test_nothing_of_the_last_talk_is_kept_but_the_receipt(wang: Phone, shop: OpenShop) -> None:
    receipt = leaves(wang)
    kept = shop.one(Inbox)
    assert (kept.said, kept.reply) == ({"text": "", "detail": {}}, {"text": receipt})
    assert (shop.one(Conversation).flow, shop.one(Conversation).answers) == (None, {})


def test_what_was_planned_for_her_is_not_sent(wang: Phone, shop: OpenShop) -> None:
    leaves(wang)
    message = shop.rows(Message)[-1]
    assert (message.state, message.reason) == ("skipped", "她注销了，资料已经删掉，不再发")
    assert shop.count(Task, Task.done_at.is_(None)) == 0


def test_what_is_on_its_way_arrives_and_is_not_kept(wang: Phone, shop: OpenShop) -> None:
    on_its_way = clock.real_now() - timedelta(seconds=1)
    with shop.bot.database.transaction() as db:
        planned = update(Message).where(Message.dedupe == f"tomorrow:{WANG}")
        db.execute(planned.values(claimed_until=on_its_way, text=WORDS))
    leaves(wang)
    shop.bot.post.deliver_all()
    message = shop.rows(Message)[-1]
    assert (message.state, message.text, message.params) == ("uncertain", None, {})


def test_a_record_that_was_merged_into_hers_goes_too(till: Till, shop: OpenShop) -> None:
    shop.member(LI, name=NAME, phone=TILL_PHONE)
    wang = shop.member(WANG)
    merges(shop, LI, WANG)
    leaves(wang)
    assert NAME not in everything(shop)
    assert not shop.knows(LI)
    assert shop.members() == 0


def test_a_return_after_that_is_taken(wang: Phone, till: Till, shop: OpenShop) -> None:
    leaves(wang)
    assert till.takes_back(shop.one(Purchase).receipt) == "created"


def test_her_phone_at_the_till_is_somebody_new(wang: Phone, till: Till, shop: OpenShop) -> None:
    leaves(wang)
    till.sells(100_00, phone=WANG_PHONE)
    first, second = shop.rows(Purchase)
    assert first.person_id != second.person_id


def test_a_no_erases_nothing(wang: Phone, shop: OpenShop) -> None:
    wang.says("注销")
    assert "都留着" in str(wang.says("不"))
    assert shop.person(WANG).name == NAME
    assert shop.count(Event, Event.verb == "erased") == 0


def test_a_late_yes_erases_too_and_the_receipt_follows(
    wang: Phone, shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang.says("注销")
    monkeypatch.setattr("bot.web.webhook.LATE_SECONDS", -1.0)
    assert wang.says("是") is None
    with shop.app.app_context():
        jobs.answer_pending()
    last = shop.rows(Message)[-1]
    assert (last.person_id, last.state) == (shop.person(WANG).id, "planned")
    assert "回执号" in last.params["words"]
    assert NAME not in everything(shop)


def test_the_proof_of_what_she_had_agreed_to_is_a_hash(wang: Phone, shop: OpenShop) -> None:
    receipt = leaves(wang)
    detail = shop.one(Event, Event.verb == "erased").detail
    assert re.fullmatch("[0-9a-f]{64}", detail["proof"])
    assert detail["proof"][:8].upper() in receipt
    assert shop.count(Consent) == 0


def test_a_child_is_forgotten_with_every_word_and_all_that_was_planned(
    till: Till, shop: OpenShop
) -> None:
    child = shop.member(LI, name=NAME)
    till.sells(900_00, openid=LI)
    plans(shop, LI)
    child.says("改生日")
    told = str(child.says(f"我叫{NAME}，2015年6月1日"))
    assert "爸爸妈妈" in told
    assert [one for one in (NAME, "2015", "6月1日", PLANNED) if one in everything(shop)] == []
    assert shop.count(PointEntry) == shop.count(Member) == 0
    assert shop.rows(Message)[-1].state == "skipped"


def test_she_may_have_all_that_is_kept_of_her(wang: Phone, shop: OpenShop) -> None:
    with shop.bot.database.transaction() as db:
        her_id = shop.person(WANG).id
        at = {"at": clock.now(), "look_at": clock.now()}
        db.add(Media(key="m", person_id=her_id, kind="picture", source="s", **at))
        db.flush()
        db.execute(update(Media).values(state="kept", content=b"a picture"))
    with shop.bot.database.reading() as db:
        kept = export(db, her_id) or {}
    assert kept["person"][0]["phone"] == WANG_PHONE
    assert any(row["said"]["text"] == WORDS for row in kept["inbox"])
    assert kept["purchase"][0]["total_fen"] == 900_00
    assert b64decode(kept["media"][0]["content"]) == b"a picture"
    assert not [name for rows in kept.values() for name in rows[0] if name.endswith("_hash")]


def test_who_is_erased_has_nothing_left_but_sales_and_a_trace(wang: Phone, shop: OpenShop) -> None:
    her_id = shop.person(WANG).id
    leaves(wang)
    with shop.bot.database.reading() as db:
        kept = export(db, her_id) or {}
    assert set(kept) == {"person", "purchase", "outbox", "staff_notice", "task", "event"}


def test_a_message_that_waits_while_she_is_erased_is_a_strangers(
    wang: Phone, shop: OpenShop
) -> None:
    her_id = shop.person(WANG).id
    erasing = partial(erase, person_id=her_id, actor="operator", why="她注销了")
    at_once(lambda: shop.bot.database.run(erasing), *[lambda: wang.says("你好")] * 5)
    assert "还不是会员" in str(wang.says("我的积分"))
    assert NAME not in everything(shop)


def test_nobody_is_erased_by_a_number_that_nobody_has(shop: OpenShop) -> None:
    none = partial(erase, person_id=4711, actor="operator", why="")
    assert shop.bot.database.run(none) is None


def test_every_table_is_named_where_erasing_looks() -> None:
    files = {file.relative_to(ROOT) for file in (ROOT / "bot").rglob("models.py")}
    named = (ROOT / "bot/usecases/tables.py").read_text()
    modules = [".".join(file.with_suffix("").parts) for file in files]
    assert [one for one in modules if f"import {one}\n" not in named.replace("  #", "\n  #")] == []
    assert belongings([1])
