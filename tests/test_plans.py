"""No page and no tick reads a table that grows with the shop from end to end."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.schedule import Scheduler
from tests.console.staff import HERE, Colleague, belongs
from tests.people import WANG, OpenShop

GROWING = (
    *("person", "identity", "member", "purchase", "purchase_line", "point_account", "point_entry"),
    *("inbox", "conversation", "outbox", "event", "receipt", "consent", "wish", "trait", "coupon"),
    *("redemption", "visit", "work", "task", "complaint_case", "complaint_evidence", "media"),
)
PAGES = (
    *("", "/talks", "/talks?show=mine", "/talks?show=all", "/complaints", "/complaints?closed=1"),
    *("/counter", "/counter/{}", "/customers", "/customers?q=王芳", "/customers?q=0001"),
    *("/customers/{}", "/customers/{}?see=timeline", "/customers/{}?see=points", "/audit"),
    *("/customers?bought=active", "/customers?bought=cooling", "/customers?bought=never"),
    *("/customers/{}?see=reach", "/customers/{}/page", "/health", "/settings", "/pulse"),
)
SAYINGS = (
    *("我的积分", "换礼品", "预约清洗", "取消", "我的订单到哪了", "我的券", "推荐朋友", "算了"),
    *("手链断了，我要投诉", "退订"),
)
# SQLite: a whole table, and not as the order of the few that are shown; PostgreSQL: its own word
SCANS = {
    # nor by what many of its rows have in common
    "sqlite": r"^(?:SCAN (\w+)(?! USING)|SEARCH (\w+) USING.*\((?:channel|reach|kind)=\?\)$)",
    "postgresql": r"Seq Scan on (\w+)",
}
SORTS = "USE TEMP B-TREE FOR ORDER BY"
Asked = tuple[str, Any]


@pytest.fixture
def asked(shop: OpenShop) -> Iterator[list[Asked]]:
    """What the database is asked, as it hears it."""
    heard: list[Asked] = []

    def note(*seen: Any) -> None:
        heard.append((seen[2], seen[3]))

    engine = shop.bot.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield heard
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("login", ["zhouting", "sunjie"])
def test_a_page_finds_what_it_shows_by_an_index(
    shop: OpenShop, asked: list[Asked], login: str
) -> None:
    shop.member(WANG)
    her_id = belongs(shop, WANG, store=HERE, guide="zhouting")
    colleague = Colleague(shop, login)
    for path in PAGES:
        if colleague.sees(path.format(her_id)).status_code == 403:
            continue
        asked.clear()
        colleague.reads(path.format(her_id))
        assert not scans(shop, asked), path


def test_a_turn_finds_what_it_tells_by_an_index(shop: OpenShop, asked: list[Asked]) -> None:
    wang = shop.member(WANG)
    for words in SAYINGS:
        asked.clear()
        assert wang.says(words)
        assert not scans(shop, asked), words


def test_a_tick_finds_what_is_due_by_an_index(
    shop: OpenShop, asked: list[Asked], redis_url: str
) -> None:
    shop.member(WANG)
    scheduler = Scheduler(shop.bot)
    scheduler.tick()
    asked.clear()
    scheduler.tick()
    assert len(asked) > 10  # it has looked
    assert not scans(shop, asked)


def scans(shop: OpenShop, asked: list[Asked]) -> list[str]:
    """Return what was asked that reads a growing table from end to end."""
    questions = [each for each in asked if each[0].startswith("SELECT")]
    engine = shop.bot.database.engine
    return [words for words, values in questions if scanned(engine, words, values)]


def scanned(engine: Engine, words: str, values: Any) -> list[str]:
    """Return the growing tables that a statement reads from end to end."""
    server = engine.dialect.name
    with engine.connect() as link:
        if server == "postgresql":  # here too little is in it to choose by: any index will do
            link.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN " if server == "postgresql" else "EXPLAIN QUERY PLAN "
        plan = [str(row[-1]) for row in link.exec_driver_sql(explain + words, values)]
        link.rollback()
    sorts = any(SORTS in line for line in plan)
    ordered = "ORDER BY" in words and "LIMIT" in words and not sorts
    hits = [hit for line in plan for hit in re.finditer(SCANS[server], line.strip())]
    found = {name for hit in hits for name in hit.groups() if name}
    return [] if server == "sqlite" and ordered else sorted(found & set(GROWING))
