"""A case on its page: each step by a form, once, within one's limits, and nothing typed is lost."""

from functools import partial

import pytest
from sqlalchemy import event

from bot.outbox.models import Message
from bot.shop.complaints.models import Approval, Cause, Decision, Evidence
from bot.shop.points.models import PointAccount
from bot.shop.tasks.models import Task
from tests.console.desk import complains
from tests.console.staff import Colleague
from tests.databases import ONE_SERVER
from tests.people import OpenShop, at_once

MARKUP = "<script>alert(1)</script><b>粗</b>"
MOST = 32  # statements of a case's page


def test_a_case_goes_through_its_steps_by_forms(shop: OpenShop) -> None:
    desk = complains(shop)
    assert "现在等：复述确认" in desk.reads()
    desk.calls()
    assert "您最多能给2000积分" in desk.reads()
    desk.decides(points="200")
    desk.finishes()
    assert "现在等：问结果" in desk.reads()
    desk.does("note", step="result", content="yes", what="说别再断就好", once="r")
    assert "现在等：回访" in desk.reads()
    desk.does("note", step="feedback", content="no", what="又断了", once="f")
    assert "第2轮" in desk.reads()


@ONE_SERVER
def test_the_words_to_say_have_her_name_and_her_matter(shop: OpenShop) -> None:
    shown = complains(shop).reads()
    assert "王姐，我说一遍，您听听对不对：手链断了" in shown


def test_what_is_written_to_her_goes_and_is_noted_in_one(shop: OpenShop) -> None:
    desk = complains(shop)
    for _ in range(2):
        told = desk.does("note", step="analyse", what="手链断了，您想换一条，对吗？", write="yes")
        assert told.status_code == 302
    assert shop.one(Message, Message.kind == "staff").params["by"] == "limin"
    assert shop.count(Evidence, Evidence.who == "limin") == 1


@ONE_SERVER
def test_where_no_door_is_open_nothing_is_noted_and_the_words_stay(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.phone.leaves()
    told = desk.does("note", step="analyse", what="我再跟您对一遍", write="yes")
    assert told.status_code == 409
    assert "请打电话给她" in told.text
    assert "我再跟您对一遍</textarea>" in told.text
    assert shop.count(Evidence, Evidence.who == "limin") == 0


def test_pressed_twice_a_note_is_kept_once(shop: OpenShop) -> None:
    desk = complains(shop)
    for _ in range(2):
        assert desk.does("note", step="talk", what="安慰了她").status_code == 302
    assert shop.count(Evidence, Evidence.who == "limin") == 1


def test_pressed_twice_a_decision_is_made_once_and_is_no_error(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.calls()
    for _ in range(2):
        desk.decides("退款", points="100")
    assert shop.one(Decision).solution == "退款"
    assert shop.one(PointAccount).balance == 100
    for _ in range(2):
        desk.finishes()


def test_the_second_of_two_who_decide_sees_the_first_and_loses_nothing(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.calls()
    send = partial(desk.does, "decide")
    told = at_once(
        partial(send, "limin", solution="换一条新的"),
        partial(send, "zhaolei", solution="退款给她", points="50"),
    )
    late = next(each for each in told if each.status_code == 409)
    assert sorted(each.status_code for each in told) == [302, 409]
    assert "已经定了" in late.text
    assert "您写的还在" in late.text
    first = shop.one(Decision)
    other = {"limin": "退款给她", "zhaolei": "换一条新的"}[first.by]
    assert first.solution in late.text
    assert other in late.text


def test_who_looked_before_it_was_opened_again_does_not_decide_blindly(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.calls()
    desk.decides()
    desk.finishes()
    desk.does("note", step="result", content="no", what="还是会断", once="r")
    told = desk.does("decide", "zhaolei", solution="再换一条", round="1")
    assert told.status_code == 409
    assert "再换一条" in told.text
    assert shop.count(Decision) == 1


def test_beyond_her_limits_a_guide_asks_and_the_manager_sees_it(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.calls(login="zhouting")
    told = desk.does("decide", "zhouting", solution="换一条新的", points="500")
    assert told.status_code == 403
    assert "最多200积分" in told.text
    assert 'value="500"' in told.text
    assert "请上级批准" in told.text
    assert desk.does("ask", "zhouting", solution="换一条新的", points="500").status_code == 302
    assert "等李敏批准" in desk.reads("zhouting")
    assert shop.one(Task, Task.kind == "approval").staff == "limin"
    shown = Colleague(shop, "limin").reads("/complaints")
    assert "等您批准" in shown
    assert "周婷请您批准" in desk.reads("limin")
    desk.decides("换一条新的", points="500")
    assert shop.one(Approval).answered_by == "limin"
    assert shop.one(Task, Task.kind == "approval").done_at


def test_a_manager_may_say_no_and_who_asked_hears_why(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.calls(login="zhouting")
    desk.does("ask", "zhouting", solution="换一条新的", points="500")
    assert desk.does("say_no", "zhouting", why="好的").status_code == 404
    assert desk.does("decline", "zhouting", why="好的").status_code == 403
    assert desk.does("decline", why="先修一修看").status_code == 302
    (task,) = shop.rows(Task, Task.kind == "approval", Task.done_at.is_(None))
    assert (task.staff, task.words) == ("zhouting", "先修一修看")
    assert "怎么办" in desk.reads("zhouting")


@pytest.mark.parametrize(
    ("login", "points", "said"),
    [("zhouting", "100", "直接定就行"), ("limin", "999999", "没有人能给这么多")],
)
@ONE_SERVER
def test_what_needs_no_approval_or_can_have_none_is_not_asked(
    shop: OpenShop, login: str, points: str, said: str
) -> None:
    desk = complains(shop)
    desk.calls()
    told = desk.does("ask", login, solution="换一条新的", points=points)
    assert told.status_code == 409
    assert said in told.text
    assert shop.count(Approval) == 0


@ONE_SERVER
def test_a_guide_skips_nothing_and_nobody_skips_listening(shop: OpenShop) -> None:
    desk = complains(shop)
    assert "略过一步" not in desk.reads("zhouting")
    assert desk.does("skip", "zhouting", step="analyse", reason="忙").status_code == 403
    assert desk.does("skip", step="listen", reason="忙").status_code == 409
    assert desk.does("skip", step="analyse", reason="她不接电话").status_code == 302
    assert "她不接电话" in desk.reads()


@ONE_SERVER
def test_a_case_is_for_those_whom_it_concerns(shop: OpenShop) -> None:
    desk = complains(shop)
    stranger = Colleague(shop, "chenyu")
    assert desk.does("decide", "engineer", solution="退款").status_code == 403
    assert stranger.sees(desk.path).status_code == 404
    assert stranger.polls(f"{desk.path}/news").status_code == 404
    for deed in ("note", "decide", "ask", "decline", "done", "skip", "cause"):
        assert desk.does(deed, "chenyu", solution="退款", what="x").status_code == 404
    assert "手链" not in stranger.reads("/complaints")
    assert shop.count(Evidence, Evidence.who == "chenyu") == 0


@ONE_SERVER
def test_a_forged_form_does_nothing(shop: OpenShop) -> None:
    desk = complains(shop)
    told = desk.does("note", step="talk", what="x", csrf_token="0" * 64)
    assert told.status_code == 403
    assert shop.count(Evidence, Evidence.who == "limin") == 0


@ONE_SERVER
def test_markup_in_what_people_write_stays_words(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.phone.says(f"手链断了{MARKUP}")
    desk.calls()
    desk.does("note", step="talk", what=MARKUP, once="m")
    desk.decides(MARKUP, final_offer=MARKUP)
    desk.does("cause", word="making", batch=MARKUP[:40], staff=MARKUP[:40])
    for shown in (desk.reads(), Colleague(shop, "limin").reads("/complaints")):
        assert "<script>alert" not in shown
        assert "<b>粗" not in shown


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("note", {"step": "nothing", "what": "x"}),
        ("note", {"step": "talk", "what": "  "}),
        ("note", {"step": "talk", "what": "长" * 601}),
        ("decide", {"solution": "退款", "points": "-5"}),
        ("decide", {"solution": "退款", "points": "9" * 12}),
        ("cause", {"word": "nothing"}),
    ],
)
@ONE_SERVER
def test_what_can_not_be_read_is_told(shop: OpenShop, deed: str, fields: dict[str, str]) -> None:
    desk = complains(shop)
    desk.calls()
    assert desk.does(deed, **fields).status_code == 422


def test_causes_show_what_comes_from_one_batch(shop: OpenShop) -> None:
    desk = complains(shop)
    assert desk.does("cause", word="making", batch="A7", store="静安店").status_code == 302
    cause = shop.one(Cause)
    assert (cause.word, cause.batch, cause.store, cause.by) == ("making", "A7", "静安店", "limin")
    assert "做工" in desk.reads()


@ONE_SERVER
def test_who_has_the_page_open_hears_that_a_colleague_did_something(shop: OpenShop) -> None:
    desk = complains(shop)
    her = Colleague(shop, "zhouting")
    version = her.reads(desk.path).partition("/news?v=")[2].partition('"')[0]
    assert her.polls(f"{desk.path}/news?v={version}").status_code == 204
    desk.calls()
    assert "同事刚刚动了" in her.polls(f"{desk.path}/news?v={version}").text


@ONE_SERVER
def test_words_of_hers_open_a_closed_case_again(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.calls()
    desk.decides()
    desk.finishes()
    for step in ("result", "feedback"):
        desk.does("note", step=step, content="yes", what="都好", once=step)
    assert "已结束" in desk.reads()
    assert "手链断了" in Colleague(shop, "limin").reads("/complaints?show=closed")
    desk.does("note", step="listen", what="又断了", once="again")
    assert "第2轮" in desk.reads()


def test_a_case_is_shown_by_a_few_statements(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.calls()
    her, seen = Colleague(shop, "limin"), list[str]()
    event.listen(
        shop.bot.database.engine, "before_cursor_execute", lambda *each: seen.append(each[2])
    )
    her.reads(desk.path)
    assert len(seen) <= MOST, "\n".join(seen)
