"""What follows from each way in which a service notice fails: nobody is forgotten or told twice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot import clock
from bot.channels import Channel
from bot.outbox.models import DoorPause, Message
from bot.outbox.parcels import Parcel, Result, carry_all
from bot.shop.people.models import Identity
from bot.shop.tasks.models import Task
from tests.databases import ONE_SERVER, PostgreSQL
from tests.emptied import empty
from tests.outbox.desk import Desk
from tests.people import Day
from tests.wechat import CARD, Fan, WeChat


@pytest.fixture
def database_url(_kept_database: PostgreSQL) -> Iterator[str]:
    """One server: what WeChat answers does not depend on it."""
    yield _kept_database.url("kept")
    empty(_kept_database)


@pytest.fixture
def wang(wechat: WeChat, day: Day) -> Fan:
    """王姐, who has not written for three days; WeChat reports nothing by itself."""
    wechat.sim("PUT", "/settings", {"report_copies": 0})
    fan = wechat.fan()
    day.passes(days=3)
    return fan


def pauses(desk: Desk) -> dict[str, timedelta]:
    """Return which doors are paused and for how long."""
    return {each.door: each.until - clock.real_now() for each in desk.shop.rows(DoorPause)}


@ONE_SERVER
@pytest.mark.parametrize(
    ("code", "reach"), [(43004, "left"), (40003, "left"), (43019, "blocked"), (48002, "blocked")]
)
def test_who_cannot_be_reached_is_called(
    wechat: WeChat, desk: Desk, wang: Fan, code: int, reach: str
) -> None:
    wechat.breaks("errcode", path=CARD, errcode=code, times=None)
    key = desk.tells_progress(wang)
    desk.sends()
    assert desk.message(key).state == "task"
    assert desk.shop.one(Identity).reach == reach
    assert (len(desk.calls_to_make()), len(wechat.calls(CARD))) == (1, 1)


@ONE_SERVER
def test_who_refuses_notices_is_called_and_stays_within_reach(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    wechat.breaks("errcode", path=CARD, errcode=43101, times=None)
    desk.tells_progress(wang)
    desk.sends()
    desk.tells_progress(wang)
    desk.sends()
    assert len(wechat.calls(CARD)) == 1
    assert ["她不收服务通知" in why for why in desk.calls_to_make()] == [True, True]
    assert desk.shop.one(Identity).reach == "open"


@ONE_SERVER
@pytest.mark.parametrize("code", [40037, 40249, 43116, 47003])
def test_a_template_that_is_refused_stops_alone_and_somebody_hears_of_it(
    wechat: WeChat, desk: Desk, wang: Fan, code: int
) -> None:
    wechat.breaks("errcode", path=CARD, errcode=code)
    for _ in range(2):
        desk.tells_progress(wang)
        desk.sends()
    points = {"change": "增加8分", "balance": "8", "why": "购物"}
    desk.writes(wang, brings=points, kind="points", purpose="service")
    desk.sends()
    assert [len(desk.calls_to_make()), len(wang.cards())] == [2, 1]
    assert str(code) in desk.shop.one(Task, Task.kind == "template").why
    assert [door[:9] for door in pauses(desk)] == ["template:"]


@ONE_SERVER
def test_a_days_quota_makes_no_case_wait(wechat: WeChat, desk: Desk, wang: Fan) -> None:
    wechat.breaks("errcode", path=CARD, errcode=45009, times=None)
    key = desk.tells_progress(wang)
    desk.sends()
    assert desk.message(key).state == "task"
    assert "暂停" in desk.calls_to_make()[0]
    assert set(pauses(desk)) == {"template"}


@ONE_SERVER
def test_a_full_minute_is_waited_for(wechat: WeChat, desk: Desk, wang: Fan, day: Day) -> None:
    wechat.breaks("errcode", path=CARD, errcode=45011)
    key = desk.tells_progress(wang)
    desk.sends()
    assert desk.message(key).state == "waiting"
    with desk.shop.bot.database.transaction() as db:
        db.execute(delete(DoorPause))
    day.passes(seconds=61)
    desk.sends()
    assert len(wang.cards()) == 1


@ONE_SERVER
def test_a_ban_is_not_waited_for_all_day(wechat: WeChat, desk: Desk, wang: Fan, day: Day) -> None:
    wechat.breaks("errcode", path=CARD, errcode=48001, times=None)
    key = desk.tells_progress(wang)
    desk.sends()
    assert desk.message(key).state == "waiting"
    day.passes(minutes=25)
    desk.sends()
    assert desk.message(key).state == "task"


@ONE_SERVER
def test_a_busy_wechat_is_tried_again_and_then_people_call(
    wechat: WeChat, desk: Desk, wang: Fan, day: Day
) -> None:
    wechat.breaks("errcode", path=CARD, errcode=-1, times=None)
    key = desk.tells_progress(wang)
    for seconds in (0, 6, 31, 121):
        day.passes(seconds=seconds)
        desk.sends()
    assert desk.message(key).state == "failed"
    assert (len(desk.calls_to_make()), len(wechat.calls(CARD))) == (1, 4)


@pytest.mark.parametrize(
    "kind", ["timeout", "http_502", "html_200", "accept_then_timeout", "truncated"]
)
def test_after_an_answer_that_never_came_wechat_is_asked_again_and_shows_one_card(
    wechat: WeChat, desk: Desk, wang: Fan, kind: str
) -> None:
    wechat.breaks(kind, path=CARD, seconds=1)
    key = desk.tells_progress(wang)
    assert desk.sends()["uncertain"] == 1
    assert "核对" in desk.why(wang)
    desk.claims_run_out()
    assert desk.sends()["sent"] == 1
    assert (desk.message(key).state, len(wang.cards())) == ("sent", 1)
    marks = {each["body"]["client_msg_id"] for each in wechat.calls(CARD)}
    assert len(marks) == 1
    assert desk.tasks() == []


@ONE_SERVER
def test_what_stays_uncertain_is_a_call(wechat: WeChat, desk: Desk, wang: Fan) -> None:
    wechat.breaks("accept_then_reset", path=CARD, times=None)
    key = desk.tells_progress(wang)
    for _ in range(7):
        desk.sends()
        desk.claims_run_out()
    assert desk.message(key).state == "uncertain"
    assert (len(wechat.calls(CARD)), len(wang.cards())) == (4, 1)
    assert len(desk.calls_to_make()) == 1


@ONE_SERVER
@pytest.mark.parametrize("code", [43004, 45009, 40037])
def test_a_refusal_of_the_second_try_says_nothing_about_the_first(
    wechat: WeChat, desk: Desk, wang: Fan, code: int
) -> None:
    wechat.breaks("accept_then_reset", path=CARD)
    key = desk.tells_progress(wang)
    desk.sends()
    desk.claims_run_out()
    wechat.breaks("errcode", path=CARD, errcode=code)
    desk.sends()
    assert desk.message(key).state == "uncertain"
    assert len(desk.calls_to_make()) == 1


def test_a_process_that_died_after_its_claim_leaves_one_card(
    wechat: WeChat, desk: Desk, wang: Fan, monkeypatch: pytest.MonkeyPatch
) -> None:
    for word in ("before", "after"):
        key = desk.tells_progress(wang)
        with monkeypatch.context() as dying:
            dying.setattr("bot.outbox.hands.carry_all", _killed(word))
            with pytest.raises(KeyboardInterrupt):
                desk.sends()
        desk.claims_run_out()
        desk.sends()
        assert desk.message(key).state == "sent"
    assert len(wang.cards()) == 2


def _killed(when: str) -> Callable[..., list[Result]]:
    """Return a way to the door on which the process dies, before or after it was there."""

    def dies(bundle: Sequence[Parcel], channels: Mapping[str, Channel]) -> list[Result]:
        if when == "after":
            carry_all(bundle, channels)
        raise KeyboardInterrupt

    return dies


def test_a_process_that_was_dead_for_long_leaves_a_call(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    wechat.breaks("accept_then_reset", path=CARD)
    key = desk.tells_progress(wang)
    desk.sends()
    with desk.shop.bot.database.transaction() as db:
        row = db.get_one(Message, desk.message(key).id)
        row.tried_at = clock.real_now() - timedelta(minutes=11)
    desk.claims_run_out()
    desk.sends()
    assert desk.message(key).state == "uncertain"
    assert (len(wechat.calls(CARD)), len(desk.calls_to_make())) == (1, 1)


def test_what_may_have_come_is_not_said_in_her_conversation_too(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    wechat.breaks("accept_then_reset", path=CARD)
    desk.tells_progress(wang)
    desk.sends()
    assert "店长李敏" not in str(wang.says("门店地址"))
    desk.claims_run_out()
    desk.sends()
    assert (len(wang.cards()), wang.sees()) == (1, [])


def test_a_restored_backup_does_not_show_the_card_again(
    wechat: WeChat, desk: Desk, wang: Fan
) -> None:
    key = desk.tells_progress(wang)
    desk.sends()
    with desk.shop.bot.database.transaction() as db:
        row = db.get_one(Message, desk.message(key).id)
        row.state, row.door, row.sent_at = "planned", None, None
    desk.sends()
    assert (len(wechat.calls(CARD)), len(wang.cards())) == (2, 1)
