"""What an operator's monitoring reads: what waits, what went wrong, and at what cost."""

import logging
import re
from datetime import timedelta

import pytest
import redis
from sqlalchemy import Select, text, update
from sqlalchemy.orm import Session

from bot import clock, jobs
from bot.dialogue.models import Inbox
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.shop.points.models import PointAccount
from bot.web.health import DUE_COUNT, INBOX_COUNTS, OUTBOX_COUNTS
from tests.people import LI, LI_PHONE, WANG, OpenShop

STATES = ("planned", "waiting", "sent", "skipped", "task", "failed", "uncertain")


def shown(shop: OpenShop) -> dict[str, float]:
    """Return the page's numbers by name."""
    page = shop.app.test_client().get("/metrics").get_data(as_text=True)
    return {name: float(value) for name, value in re.findall(r"^(huitouke\S+) (\S+)$", page, re.M)}


def has_messages(shop: OpenShop) -> None:
    """Put one message of every state into the outbox."""
    shop.member(WANG)
    her_id = shop.person(WANG).id
    with shop.bot.database.transaction() as db:
        for state in STATES:
            queue(db, her_id, "common.words", {}, kind="x", purpose="reply", dedupe=state)
            db.execute(update(Message).where(Message.dedupe == state).values(state=state))


def test_what_waits_and_what_went_wrong_is_counted_and_what_is_done_is_not(shop: OpenShop) -> None:
    has_messages(shop)
    told = shown(shop)
    by_state = {f'huitouke_outbox{{state="{state}"}}': 1.0 for state in STATES}
    done = [f'huitouke_outbox{{state="{state}"}}' for state in ("sent", "skipped", "task")]
    assert {k: v for k, v in told.items() if k in by_state} == {
        name: 1.0 for name in by_state if name not in done
    }
    assert told["huitouke_outbox_due"] == 2


def test_a_message_of_tomorrow_is_not_late(shop: OpenShop) -> None:
    has_messages(shop)
    with shop.bot.database.transaction() as db:
        db.execute(update(Message).values(look_at=clock.now() + timedelta(days=1)))
    assert shown(shop)["huitouke_outbox_due"] == 0


def test_failed_and_pending_messages_of_customers_are_counted(shop: OpenShop) -> None:
    for state in ("pending", "failed", "done"):
        shop.stranger().says("你好")
        with shop.bot.database.transaction() as db:
            db.execute(update(Inbox).where(Inbox.state == "done").values(state=state))
    told = shown(shop)
    assert told['huitouke_inbox{state="pending"}'] + told['huitouke_inbox{state="failed"}'] == 2


@pytest.mark.parametrize("which", [*OUTBOX_COUNTS, *INBOX_COUNTS, DUE_COUNT])
def test_each_count_reads_an_index_and_not_the_table(
    shop: OpenShop, which: Select[str, int]
) -> None:
    with shop.bot.database.reading() as db:
        plan = explained(db, which)
    assert re.search("ix_(outbox_(look_at|troubled)|inbox_(pending|failed))", plan), plan
    assert not re.search(r"Seq Scan|^SCAN \w+$", plan, re.M), plan


def explained(db: Session, which: Select[str, int]) -> str:
    """Return the server's plan; PostgreSQL prefers a scan only because the table is tiny."""
    sqlite = db.get_bind().dialect.name == "sqlite"
    compiled = which.compile(db.get_bind(), compile_kwargs={"render_postcompile": True})
    sql = str(compiled).replace("%(now)s::TIMESTAMP WITH TIME ZONE", "now()").replace("?", "'2026'")
    if not sqlite:
        db.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
    return "\n".join(str(row[-1]) for row in db.connection().exec_driver_sql(explain + sql))


def test_the_nightly_check_is_quiet_where_all_is_well(shop: OpenShop) -> None:
    shop.member(WANG)
    assert checks(shop) == 0
    assert shown(shop)["huitouke_unbalanced_accounts"] == 0


def test_a_balance_that_is_not_its_ledger_is_told_and_shown(
    shop: OpenShop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "CHECKED_AT_ONCE", 1)
    shop.member(WANG)
    shop.member(LI, phone=LI_PHONE)
    ids = [shop.person(openid).id for openid in (WANG, LI)]
    with shop.bot.database.transaction() as db:
        for each in ids:
            db.merge(PointAccount(person_id=each, balance=0, debt=0))
        db.execute(update(PointAccount).where(PointAccount.person_id == ids[1]).values(balance=9))
    with caplog.at_level(logging.ERROR):
        assert checks(shop) == 1
    assert f"1 balances are not the sum of their ledger: {ids[1]}" in caplog.text
    assert shown(shop)["huitouke_unbalanced_accounts"] == 1


def test_a_redis_that_forgot_shows_no_number_rather_than_a_wrong_one(
    shop: OpenShop, redis_url: str
) -> None:
    checks(shop)
    redis.Redis.from_url(redis_url).flushall()
    assert "huitouke_unbalanced_accounts" not in shown(shop)


def checks(shop: OpenShop) -> int:
    with shop.app.app_context():
        return jobs.check_points()
