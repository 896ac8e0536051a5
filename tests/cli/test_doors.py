"""Why can't I write to her, and by which doors the care of a month went."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import queue
from bot.outbox.shares import shares_of_care
from tests.cli.operator import Operator
from tests.people import WANG, Day, OpenShop


def opened(operator: Operator) -> OpenShop:
    return OpenShop(operator.app, operator.app.extensions["huitouke"])


def test_a_shopkeeper_reads_how_she_can_be_reached(operator: Operator) -> None:
    shop = opened(operator)
    shop.member(WANG).says("别发活动")
    her = f"care reach --member {shop.person(WANG).id}"
    assert "现在先不发：她说过不想收这一类" in operator.types(f"{her} --purpose promotion").stdout
    told = operator.types(her).stdout
    assert "客服消息：可以用，还能发5条" in told
    assert "短信：现在不行，没有设置短信。" in told
    assert "群发：可以用，还能发4条" in told


def test_nobody_has_this_number(operator: Operator) -> None:
    assert operator.types("care reach --member 4711").exit_code == 1


def test_the_share_of_each_door_adds_up_to_what_was_due(operator: Operator, day: Day) -> None:
    shop = opened(operator)
    shop.member(WANG).says("你好")
    hers, today = shop.person(WANG).id, clock.today()
    with shop.bot.database.transaction() as db:
        for number, purpose in enumerate(("care", "care", "promotion", "service")):
            queue(
                db,
                hers,
                "common.words",
                {"words": "天冷了"},
                kind="holiday",
                purpose=purpose,
                dedupe=f"share:{number}",
                not_after=clock.now() + timedelta(hours=1),
            )
    operator.types("care send")
    command = f"care doors --from {today} --to {today}"
    found = json.loads(operator.types(f"{command} --json").stdout)
    assert found["due"] == 3 == sum(found["doors"].values()) + sum(found["others"].values())
    assert found["others"] == {"waiting": 2, "skipped": 1}  # nobody answers as WeChat here
    assert "还在等：2条，占67%。" in operator.types(command).stdout


def test_a_time_without_care_is_told(operator: Operator) -> None:
    told = operator.types("care doors --from 2020-01-01 --to 2020-01-02")
    assert told.stdout == "这段时间没有要发的关怀。\n"


def test_what_is_counted_is_found_by_the_day_it_was_due(operator: Operator) -> None:
    database = opened(operator).bot.database
    today = clock.today()
    with database.reading() as db:
        if database.engine.dialect.name == "postgresql":  # it would scan what is so small
            db.execute(text("SET LOCAL enable_seqscan = off"))
        plans = explained(db, database.engine, lambda: shares_of_care(db, today, today))
    assert len(plans) == 2
    assert all("ix_outbox_cared" in plan for plan in plans), plans


def explained(db: Session, engine: Engine, work: Callable[[], object]) -> list[str]:
    """Do some work; return the server's plan for each of its statements."""
    said: list[tuple[str, Any]] = []

    def listen(_link: object, _cursor: object, sql: str, given: Any, *_: object) -> None:
        said.append((sql, given))

    event.listen(engine, "before_cursor_execute", listen)
    work()
    event.remove(engine, "before_cursor_execute", listen)
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    link = db.connection()
    return [str(link.exec_driver_sql(explain + sql, given).all()) for sql, given in said]
