"""One text for many: each gets it once or is accounted for, whatever WeChat does."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot import clock
from bot.channels.wechat.mass import MassMessages
from bot.outbox.actions import queue
from bot.outbox.doors import MASS as GRANT
from bot.outbox.doors import month_ends
from bot.outbox.mass.claiming import claim_all
from bot.outbox.mass.models import MassBatch, MassReport
from bot.outbox.models import DoorGrant, DoorPause, Message
from bot.shop.tasks.models import Task
from tests.databases import ONE_SERVER
from tests.outbox.desk import Desk
from tests.people import Day, at_once
from tests.wechat import MASS, Fan, WeChat


@pytest.fixture
def fans(wechat: WeChat, desk: Desk, day: Day) -> list[Fan]:
    """Three who agreed to care and have not written for three days."""
    wechat.sim("PUT", "/settings", {"report_copies": 0, "mass_again_seconds": 0.0})
    found = [wechat.fan(name) for name in ("王姐", "小李", "陈阿姨")]
    desk.agrees(*found)
    day.passes(days=3)
    return found


def left(desk: Desk) -> list[int]:
    """Return what is left of this month for whoever was written to."""
    rows = desk.shop.rows(DoorGrant, DoorGrant.cause == GRANT)
    return [row.left for row in rows]


def reports(fan: Fan, number: str, status: str = "send success", **more: str) -> None:
    """Let WeChat report on a call."""
    counts = {"TotalCount": "3", "FilterCount": "3", "SentCount": "3", "ErrorCount": "0"} | more
    job = {"MsgType": "event", "Event": "MASSSENDJOBFINISH", "MsgID": number, "Status": status}
    fan.does("push", fields=job | counts)


def batch(desk: Desk) -> MassBatch:
    """Return the only batch."""
    return desk.shop.one(MassBatch)


def test_who_is_to_hear_the_same_hears_it_by_one_call(
    wechat: WeChat, desk: Desk, fans: list[Fan]
) -> None:
    keys = desk.wishes(*fans)
    assert desk.sends()["sent"] == 3
    assert [fan.sees("mass") for fan in fans] == [["中秋快乐"]] * 3
    assert {desk.message(key).door for key in keys} == {"mass"}
    assert (len(wechat.calls(MASS)), left(desk)) == (1, [3, 3, 3])
    assert "跟别人的一起群发" in desk.why(fans[0])


def test_other_words_are_another_call(wechat: WeChat, desk: Desk, fans: list[Fan]) -> None:
    extra = wechat.fan("周小姐")
    desk.agrees(extra)
    desk.wishes(*fans[:2])
    desk.wishes(fans[2], extra, words="月亮真圆")
    desk.sends()
    assert len(wechat.calls(MASS)) == 2


@ONE_SERVER
def test_a_single_one_is_no_matter_for_it(wechat: WeChat, desk: Desk, fans: list[Fan]) -> None:
    (key,) = desk.wishes(fans[0])
    desk.sends()
    assert desk.message(key).state == "waiting"
    assert "没有别人同时要收" in (desk.message(key).reason or "")
    assert (wechat.calls(MASS), left(desk)) == ([], [4])


def test_what_names_her_never_goes_to_many(wechat: WeChat, desk: Desk, fans: list[Fan]) -> None:
    person = desk.shop.person
    for number, fan in enumerate(fans):
        with desk.shop.bot.database.transaction() as db:
            queue(
                db,
                person(fan.openid).id,
                "thanks.plain",
                {},
                kind="holiday",
                journey="holiday",
                purpose="care",
                dedupe=f"named:{number}",
                not_after=clock.now() + timedelta(hours=6),
            )
    desk.sends()
    assert wechat.calls(MASS) == []
    assert set(desk.states()) == {"waiting"}


def test_the_fifth_of_a_month_waits_for_the_next_and_lapses(
    wechat: WeChat, desk: Desk, fans: list[Fan]
) -> None:
    hers = [desk.shop.person(fan.openid).id for fan in fans]
    with desk.shop.bot.database.transaction() as db:
        for each in hers:
            db.add(DoorGrant(person_id=each, cause=GRANT, left=0, until=month_ends(clock.now())))
    keys = desk.wishes(*fans, words="第五句")
    desk.sends()
    assert wechat.calls(MASS) == []
    assert "收满四条" in (desk.message(keys[0]).reason or "")


@ONE_SERVER
def test_a_new_month_begins_anew(desk: Desk, fans: list[Fan], day: Day) -> None:
    hers = desk.shop.person(fans[0].openid).id
    with desk.shop.bot.database.transaction() as db:
        db.add(DoorGrant(person_id=hers, cause=GRANT, left=0, until=month_ends(clock.now())))
    day.goes_to(month_ends(clock.now()) + timedelta(hours=14))
    desk.wishes(*fans)
    assert desk.sends()["sent"] == 3
    assert left(desk) == [3, 3, 3]


def test_who_left_in_the_meantime_gets_nothing_and_the_others_do(
    wechat: WeChat, desk: Desk, fans: list[Fan]
) -> None:
    keys = desk.wishes(*fans)
    fans[0].does("unfollow")
    desk.sends()
    assert desk.message(keys[0]).state == "skipped"
    assert [len(fan.sees("mass")) for fan in fans] == [0, 1, 1]


def test_who_says_stop_between_claim_and_call_gets_nothing(
    wechat: WeChat, desk: Desk, fans: list[Fan], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = desk.wishes(*fans)

    def and_then(*args: Any) -> None:
        claim_all(*args)
        fans[0].says("退订")

    monkeypatch.setattr("bot.outbox.mass.deliver.claim_all", and_then)
    desk.sends()
    assert [len(fan.sees("mass")) for fan in fans] == [0, 1, 1]
    assert desk.message(keys[0]).state == "skipped"


@ONE_SERVER
@pytest.mark.parametrize("kind", ["accept_then_timeout", "accept_then_reset", "truncated"])
def test_an_answer_that_is_lost_is_asked_for_under_the_same_mark(
    wechat: WeChat, desk: Desk, fans: list[Fan], day: Day, kind: str
) -> None:
    wechat.breaks(kind, path=MASS, seconds=1)
    keys = desk.wishes(*fans)
    desk.sends()
    assert {desk.message(key).state for key in keys} == {"uncertain"}
    day.passes(minutes=2)
    desk.sends()
    assert {desk.message(key).state for key in keys} == {"sent"}
    assert len({call["body"]["clientmsgid"] for call in wechat.calls(MASS)}) == 1
    assert [len(fan.sees("mass")) for fan in fans] == [1, 1, 1]
    assert (desk.tasks(), left(desk)) == ([], [3, 3, 3])


@ONE_SERVER
@pytest.mark.parametrize("kind", ["timeout", "http_502", "html_200"])
def test_what_never_arrived_is_sent_when_asked_again(
    wechat: WeChat, desk: Desk, fans: list[Fan], day: Day, kind: str
) -> None:
    wechat.breaks(kind, path=MASS, seconds=1)
    desk.wishes(*fans)
    desk.sends()
    day.passes(minutes=2)
    desk.sends()
    assert [len(fan.sees("mass")) for fan in fans] == [1, 1, 1]


def test_nobody_waits_for_a_batch_in_doubt(wechat: WeChat, desk: Desk, fans: list[Fan]) -> None:
    wechat.breaks("accept_then_reset", path=MASS)
    desk.wishes(*fans)
    desk.sends()
    assert fans[0].says("在吗")
    desk.writes(fans[0], "在的")
    desk.sends()
    assert fans[0].sees() == ["在的"]


@ONE_SERVER
def test_what_stays_in_doubt_past_its_time_is_told_to_people_once(
    wechat: WeChat, desk: Desk, fans: list[Fan], day: Day
) -> None:
    wechat.breaks("accept_then_reset", path=MASS, times=None)
    keys = desk.wishes(*fans)
    desk.sends()
    day.passes(hours=7)
    desk.sends()
    assert {desk.message(key).state for key in keys} == {"uncertain"}
    assert (batch(desk).state, len(wechat.calls(MASS))) == ("uncertain", 1)
    assert [task.kind for task in desk.shop.rows(Task)] == ["mass"]


@ONE_SERVER
@pytest.mark.parametrize(
    ("code", "least"), [(45028, timedelta(0)), (45011, timedelta(0)), (48001, timedelta(minutes=9))]
)
def test_a_shut_door_gives_all_back_and_is_waited_for(
    wechat: WeChat, desk: Desk, fans: list[Fan], code: int, least: timedelta
) -> None:
    wechat.breaks("errcode", path=MASS, errcode=code, times=None)
    keys = desk.wishes(*fans)
    desk.sends()
    assert {desk.message(key).state for key in keys} == {"waiting"}
    assert (left(desk), desk.shop.one(DoorPause).door) == ([4, 4, 4], "mass")
    assert (desk.pause() or timedelta()) > least
    assert len(wechat.calls(MASS)) == 1


@ONE_SERVER
def test_a_busy_wechat_is_tried_again(
    wechat: WeChat, desk: Desk, fans: list[Fan], day: Day
) -> None:
    wechat.breaks("errcode", path=MASS, errcode=-1, times=2)
    desk.wishes(*fans)
    for seconds in (0, 6, 31):
        day.passes(seconds=seconds)
        desk.sends()
    assert [len(fan.sees("mass")) for fan in fans] == [1, 1, 1]
    assert left(desk) == [3, 3, 3]


@ONE_SERVER
def test_words_that_wechat_refuses_are_told_to_people_once(
    wechat: WeChat, desk: Desk, fans: list[Fan]
) -> None:
    wechat.breaks("errcode", path=MASS, errcode=45002, times=None)
    keys = desk.wishes(*fans)
    desk.sends()
    assert {desk.message(key).state for key in keys} == {"failed"}
    assert [task.kind for task in desk.shop.rows(Task)] == ["mass"]
    assert left(desk) == [4, 4, 4]


def test_a_report_is_kept_however_often_it_comes(
    wechat: WeChat, desk: Desk, fans: list[Fan]
) -> None:
    desk.wishes(*fans)
    desk.sends()
    for sent in ("2", "9"):
        reports(fans[0], batch(desk).msg_id or "", SentCount=sent)
    desk.sends()
    told = desk.shop.one(MassReport)
    assert (told.status, told.sent, batch(desk).state) == ("send success", 2, "done")


def test_a_report_may_come_before_our_call_returns(
    wechat: WeChat, desk: Desk, fans: list[Fan]
) -> None:
    wechat.sim("PUT", "/settings", {"report_copies": 1, "report_seconds": 0.0})
    wechat.breaks("accept_then_slow", path=MASS, seconds=0.3)
    desk.wishes(*fans)
    desk.sends()
    assert batch(desk).state == "done"


@ONE_SERVER
@pytest.mark.parametrize(
    ("status", "sent", "state", "why"),
    [
        ("err(10001)", "0", "failed", "广告"),
        ("send fail", "0", "failed", "send fail"),
        ("sendfail", "1", "uncertain", "sendfail"),
        ("err(99999)", "junk", "failed", "err(99999)"),
    ],
)
def test_a_report_that_it_failed_says_so_for_each(
    wechat: WeChat, desk: Desk, fans: list[Fan], status: str, sent: str, state: str, why: str
) -> None:
    keys = desk.wishes(*fans)
    desk.sends()
    reports(fans[0], batch(desk).msg_id or "", status, SentCount=sent)
    desk.sends()
    assert {desk.message(key).state for key in keys} == {state}
    assert why in (desk.message(keys[0]).reason or "")
    assert len(desk.tasks()) == 1


def test_a_report_that_never_comes_is_asked_for(
    wechat: WeChat, desk: Desk, fans: list[Fan], day: Day
) -> None:
    desk.wishes(*fans)
    desk.sends()
    day.passes(minutes=31)
    desk.sends()
    assert len(wechat.calls("/cgi-bin/message/mass/get")) == 1
    assert batch(desk).state in ("done", "sent")


def test_a_strangers_report_changes_nothing(wechat: WeChat, desk: Desk, fans: list[Fan]) -> None:
    reports(fans[0], "77", "err(10001)")
    reports(fans[0], "no number")
    desk.wishes(*fans)
    desk.sends()
    assert set(desk.states()) == {"sent"}


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_dies_at_the_call_leaves_one_message_each(
    wechat: WeChat, desk: Desk, fans: list[Fan], monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    desk.wishes(*fans)
    with monkeypatch.context() as dying:
        dying.setattr(MassMessages, "send", _killed(when))
        with pytest.raises(KeyboardInterrupt):
            desk.sends()
    the_claim_runs_out(desk)
    desk.sends()
    assert [len(fan.sees("mass")) for fan in fans] == [1, 1, 1]
    assert (set(desk.states()), left(desk)) == ({"sent"}, [3, 3, 3])


def _killed(when: str) -> Callable[..., str]:
    """Return a call during which the process dies, before or after WeChat has it."""
    calls = MassMessages.send

    def dies(channel: MassMessages, openids: Sequence[str], text: str, *, once: str) -> str:
        if when == "after":
            calls(channel, openids, text, once=once)
        raise KeyboardInterrupt

    return dies


@pytest.mark.parametrize("step", ["begin_call", "accept"])
def test_a_process_that_dies_beside_the_call_leaves_one_message_each(
    wechat: WeChat, desk: Desk, fans: list[Fan], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    desk.wishes(*fans)
    with monkeypatch.context() as dying:
        dying.setattr(f"bot.outbox.mass.deliver.{step}", dies)
        with pytest.raises(KeyboardInterrupt):
            desk.sends()
    the_claim_runs_out(desk)
    desk.sends()
    assert [len(fan.sees("mass")) for fan in fans] == [1, 1, 1]
    assert (set(desk.states()), left(desk)) == ({"sent"}, [3, 3, 3])


def the_claim_runs_out(desk: Desk) -> None:
    """Let the time pass for which a process had the batch to itself."""
    past = {"claimed_until": clock.real_now() - timedelta(seconds=1)}
    with desk.shop.bot.database.transaction() as db:
        db.execute(update(MassBatch).values(past))


def test_three_workers_send_it_once(wechat: WeChat, desk: Desk, fans: list[Fan]) -> None:
    desk.wishes(*fans)
    at_once(*[desk.sends] * 3)
    desk.sends()
    assert [len(fan.sees("mass")) for fan in fans] == [1, 1, 1]
    assert left(desk) == [3, 3, 3]


def test_the_calls_of_a_day_are_counted_beforehand(
    wechat: WeChat, desk: Desk, fans: list[Fan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.mass.quotas.EACH_DAY", 1)
    desk.wishes(*fans)
    desk.sends()
    others = [wechat.fan(name) for name in ("赵阿姨", "钱阿姨", "孙阿姨")]
    desk.agrees(*others)
    keys = desk.wishes(*others, words="又一句")
    desk.sends()
    assert len(wechat.calls(MASS)) == 1
    assert desk.message(keys[0]).state == "waiting"
    assert left(desk) == [3, 3, 3, 4, 4, 4]  # given back to who was claimed


def test_many_are_claimed_a_slice_at_a_time(
    wechat: WeChat, desk: Desk, fans: list[Fan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.mass.claiming.SLICE", 2)
    monkeypatch.setattr("bot.outbox.mass.claiming.SLICE_OF_UPDATES", 2)
    desk.wishes(*fans)
    desk.sends()
    assert len(wechat.calls(MASS)[0]["body"]["touser"]) == 3
    assert desk.shop.count(Message, Message.claimed_until.is_not(None)) == 0
