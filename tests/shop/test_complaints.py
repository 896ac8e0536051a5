"""A complaint from the first word to the end, and what is hard about it."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.models import Message
from bot.outbox.queries import standings
from bot.shop.complaints.models import Complaint, Decision, Evidence
from bot.shop.complaints.rules import Compensation
from bot.shop.coupons.models import Coupon
from bot.shop.people.models import Person
from bot.shop.points.models import PointEntry
from bot.shop.tasks.models import Task
from bot.usecases.complaining import deciding
from bot.usecases.complaining.telling import House
from bot.usecases.forgetting import who_left
from tests.people import WANG, Day, Opens, OpenShop, Phone, at_once
from tests.shop.case import KEY, Office, complains
from tests.shop.till import Till, yesterday


@pytest.fixture
def shop(opens: Opens) -> OpenShop:
    return opens(api_key=KEY)


@pytest.fixture
def office(shop: OpenShop, day: Day) -> Office:
    office = Office(shop, day)
    office.opens()
    return office


@pytest.fixture
def wang(shop: OpenShop, office: Office) -> Phone:
    hers = shop.member()
    with shop.bot.database.transaction() as db:
        db.execute(update(Person).values(store="静安店"))
    return hers


def decides_and_is_killed(db: Session, *, shop: OpenShop, number: int) -> None:
    house = House(shop.bot.texts, shop.bot.shops.read(db))
    given, role = Compensation(), "store_manager"
    how = {"solution": "换", "final_offer": None, "by": "limin"}
    deciding.decide(db, house, number, given=given, role=role, **how)  # type: ignore[arg-type]
    raise SystemExit


def test_her_thing_is_named_and_people_hear_of_it_at_once(wang: Phone, office: Office) -> None:
    assert "手链" in complains(wang)
    assert office.case().owner == "limin"
    (task,) = office.tasks()
    assert (task.staff, task.words) == ("limin", "你们的手链才戴三天就断了")


def test_while_she_is_telling_nothing_is_said(wang: Phone, office: Office) -> None:
    complains(wang)
    assert wang.says("上周六买的") is None
    assert office.passes(seconds=60) == []
    assert wang.says("发票还在") is None
    assert office.passes(seconds=70) == []
    (next_word,) = office.passes(seconds=10)
    assert "店长李敏" in next_word
    assert office.minds() == []


def test_she_is_not_asked_what_she_said_or_what_is_on_file(wang: Phone, office: Office) -> None:
    complains(wang, "你们的手链断了，太差了，给我换一条")
    (next_word,) = office.passes(minutes=2)
    assert "号码" not in next_word
    assert not any(key.startswith("complaint.ask_") for key in office.case().said)


def test_two_questions_at_most(shop: OpenShop, office: Office) -> None:
    stranger = shop.stranger()
    stranger.says("投诉")
    office.passes(minutes=2)
    stranger.says("手链断了")
    office.passes(minutes=2)
    stranger.says("13912345678")
    stranger.says("还有别的")
    asked = [key for key in office.case().said if ".ask_" in key]
    assert len(asked) == 2


def test_no_wording_comes_twice_in_a_case(wang: Phone, office: Office) -> None:
    heard = [complains(wang)]
    heard += office.passes(minutes=2)
    for _ in range(4):
        office.passes(minutes=5)
        heard.append(wang.says("进度") or "")
        heard.append(wang.says("店里还说过会给我回电话") or "")
    said = [words for words in heard if words]
    assert len(said) == len(set(said))


def test_a_case_is_led_to_its_end(wang: Phone, office: Office, shop: OpenShop) -> None:
    complains(wang)
    office.passes(minutes=2)
    office.leads(compensation={"points": 200})
    assert any("单号0618" in told for told in office.tells())
    assert "谢谢" in str(wang.says("满意"))
    assert len(office.passes(days=3, minutes=1)) == 1
    wang.says("都好了")
    assert office.case().status == "closed"
    assert shop.one(PointEntry).source == f"complaint:{office.case().id}:1"


@pytest.mark.parametrize(
    ("asked", "name", "fen"),
    [
        ("88.00", "店里的心意", 8800),
        ("sorry_50", "店里的心意", 5000),
        ("购物返券", "购物返券", 10_000),
    ],
)
def test_a_coupon_for_the_harm_is_hers_once_whatever_she_says_to_the_solution(
    wang: Phone, office: Office, shop: OpenShop, asked: str, name: str, fen: int
) -> None:
    complains(wang)
    office.leads(compensation={"coupon": asked})
    coupon = shop.one(Coupon)
    assert (coupon.name, coupon.off_fen) == (name, fen)
    assert shop.count(Message, Message.journey == "coupon") == 0  # the decision tells of it


def test_a_coupon_the_shop_does_not_have_is_refused_and_nothing_is_decided(
    wang: Phone, office: Office, shop: OpenShop
) -> None:
    complains(wang)
    office.does("evidence", step=4, what="对过了", by="limin")
    office.does("evidence", step=5, what="说好了", by="limin")
    promised = {"solution": "换", "compensation": {"coupon": "没有的券"}, "by": "limin"}
    status, problem = office.does("decision", **promised)
    assert (status, problem["type"]) == (409, "complaint_coupon")
    assert shop.count(Decision) == 0


def test_what_was_not_put_right_gets_a_second_chance(wang: Phone, office: Office) -> None:
    complains(wang)
    office.leads()
    wang.says("满意")
    office.passes(days=3, minutes=1)
    assert "李敏" in str(wang.says("又断了"))
    assert (office.case().status, office.case().round) == ("open", 2)


def test_silence_closes_and_says_how_to_come_back(wang: Phone, office: Office) -> None:
    complains(wang)
    office.leads()
    wang.says("满意")
    office.passes(days=3, minutes=1)
    assert len(office.passes(days=4, minutes=1)) == 1
    assert office.case().status == "closed"
    complains(wang, "手链又断了")
    assert office.case().round == 2


def test_her_silence_about_the_result_is_called_after(wang: Phone, office: Office) -> None:
    complains(wang)
    office.leads()
    office.tells()
    office.passes(days=4, minutes=1)
    assert [task.kind for task in office.tasks()] == ["complaint"]
    office.passes(days=3, minutes=1)
    office.passes(days=4, minutes=1)
    assert office.case().status == "closed"


@pytest.mark.parametrize("words", ["不满意", "算了"])
def test_who_is_not_content_gets_the_last_offer_and_the_way_out(
    wang: Phone, office: Office, words: str
) -> None:
    complains(wang)
    office.leads(final_offer="全额退款")
    answer = str(wang.says(words))
    assert all(word in answer for word in ("全额退款", "李敏", "021-6218-0618", "12315"))
    assert office.tasks()[0].staff == "limin"


def test_an_offer_she_takes_is_what_must_be_done(wang: Phone, office: Office) -> None:
    complains(wang)
    office.leads(final_offer="全额退款")
    wang.says("不满意")
    wang.says("可以")
    assert office.does("done", proof="退款单号8842", by="limin")[0] == 200
    assert any("全额退款" in told for told in office.tells())


def test_an_offer_she_refuses_goes_up(wang: Phone, office: Office) -> None:
    complains(wang)
    office.leads(final_offer="送您一条丝巾")
    wang.says("不满意")
    wang.says("不行")
    assert office.case().owner == "zhaolei"


def test_giving_up_before_it_is_solved_is_no_peace(wang: Phone, office: Office) -> None:
    complains(wang)
    office.passes(minutes=5)
    assert "李敏" in str(wang.says("算了"))
    assert office.case().status == "open"


def test_a_second_thing_is_a_case_of_its_own(wang: Phone, shop: OpenShop, office: Office) -> None:
    complains(wang)
    office.passes(minutes=5)
    complains(wang, "还有你们店员态度太差了")
    assert [case.kind for case in shop.rows(Complaint)] == ["quality", "service"]
    assert "店长李敏" in str(wang.says("进度"))


def test_two_things_in_one_breath_are_one_case(wang: Phone, shop: OpenShop) -> None:
    complains(wang, "手链断了，店员还翻白眼")
    assert shop.count(Complaint) == 1


def test_complaining_again_joins_the_open_case(wang: Phone, shop: OpenShop, office: Office) -> None:
    complains(wang)
    office.passes(minutes=5)
    complains(wang, "气死我了，手链到底怎么办")
    assert shop.count(Complaint) == 1
    assert "到底怎么办" in office.tasks()[0].words


def test_after_a_year_it_is_a_new_case(wang: Phone, shop: OpenShop, office: Office) -> None:
    complains(wang)
    office.leads()
    wang.says("满意")
    office.passes(days=3, minutes=1)
    wang.says("都好了")
    office.day.passes(days=365)
    assert "手链" in complains(wang)
    assert [case.status for case in shop.rows(Complaint)] == ["closed", "open"]


def test_who_contradicts_herself_is_believed(wang: Phone, office: Office) -> None:
    complains(wang)
    office.passes(minutes=2)
    wang.says("不对，是戒指断了")
    assert office.case().about["thing"] == "戒指"
    (again,) = office.passes(minutes=2)
    assert "戒指断了" in again


def test_five_photos_and_no_word_are_evidence(wang: Phone, shop: OpenShop, office: Office) -> None:
    wang.says("投诉")
    photo = {"MsgType": "image", "PicUrl": "http://x/y.jpg", "MediaId": "M1"}
    assert [wang.sends(photo) for _ in range(5)] == [None] * 5
    assert shop.count(Evidence, Evidence.word == "seen") == 5
    assert len(office.passes(minutes=2)) == 1


def test_photos_sent_just_before_belong_to_it(wang: Phone, shop: OpenShop) -> None:
    wang.sends({"MsgType": "image", "PicUrl": "http://x/y.jpg", "MediaId": "M1"})
    complains(wang)
    assert shop.count(Evidence, Evidence.word == "seen") == 1


def test_at_midnight_she_hears_the_true_hour_at_once(wang: Phone, office: Office) -> None:
    office.day.is_at(0, 10)
    assert "今天12:00前" in complains(wang, "店员骂我，态度太差了")
    office.passes(minutes=2)
    assert office.case().promised is not None


def test_a_grave_matter_is_called_and_nothing_more_is_said(wang: Phone, office: Office) -> None:
    first = complains(wang, "戴了你们的耳钉过敏了")
    assert "店长李敏" in first
    assert wang.says("耳朵都肿了") is None
    assert office.passes(minutes=5) == []
    assert "店长李敏" in str(wang.says("进度"))


def test_it_may_turn_grave_in_the_middle(wang: Phone, office: Office) -> None:
    complains(wang)
    assert "店长李敏" in str(wang.says("我要打12315"))
    assert office.case().severity == "grave"
    assert office.passes(minutes=5) == []


def test_who_leaves_in_the_middle_is_called(wang: Phone, shop: OpenShop, office: Office) -> None:
    complains(wang)
    wang.leaves()
    (task,) = office.tasks()
    assert "取消了关注" in task.why
    office.day.passes(days=20)
    with shop.bot.database.reading() as db:
        assert who_left(db, clock.now(), 5) == []
        assert len(who_left(db, clock.now().replace(year=clock.now().year + 1), 5)) == 1


def test_a_promise_that_will_be_missed_is_confessed_before_she_asks(
    wang: Phone, office: Office
) -> None:
    complains(wang)
    office.passes(minutes=2)
    promised = office.case().promised
    assert promised is not None
    office.day.goes_to(promised)
    (confession,) = office.minds()
    assert "店长李敏" in confession
    assert "区域经理赵蕾" in confession
    assert office.minds() == []


def test_several_missed_deadlines_are_one_task_for_the_top(wang: Phone, office: Office) -> None:
    complains(wang)
    office.passes(minutes=2)
    assert len(office.passes(days=5)) == 1
    (task,) = office.tasks()
    assert (task.staff, office.case().owner) == ("sunjie", "sunjie")
    assert office.minds() == []


def test_a_call_that_is_noted_keeps_the_promise(wang: Phone, office: Office) -> None:
    complains(wang)
    office.passes(minutes=2)
    number = office.tasks()[0].id
    assert office.calls(f"/tasks/{number}/done", {"result": "打过了", "by": "limin"})[0] == 200
    assert office.case().promised is None
    assert office.passes(hours=3) == []


def test_nothing_is_decided_too_early(wang: Phone, office: Office) -> None:
    complains(wang)
    status, told = office.does("decision", solution="退钱", by="limin")
    assert (status, told["type"]) == (409, "complaint_too_early")
    assert office.does("done", proof="x", by="limin")[1]["type"] == "complaint_undecided"
    assert office.does("evidence", step=8, what="满意", by="limin")[0] == 409
    assert office.does("skip", step=6, reason="不想办", by="limin")[0] == 409


def test_a_guide_does_not_go_beyond_her_limits(wang: Phone, office: Office, shop: OpenShop) -> None:
    complains(wang)
    office.passes(minutes=2)
    much = {"solution": "换", "compensation": {"points": 5000}, "by": "zhouting"}
    status, told = office.does("decision", **much)
    assert (status, told["type"]) == (403, "complaint_beyond")
    offer = {"solution": "换", "final_offer": "退钱", "by": "zhouting"}
    assert office.does("decision", **offer)[0] == 403
    assert shop.count(Decision) == 0
    assert shop.count(Message, Message.kind == "complaint", Message.sent_at.is_(None)) <= 1


def test_of_two_who_decide_at_once_one_wins_and_the_other_hears_what_happened(
    wang: Phone, office: Office, shop: OpenShop
) -> None:
    complains(wang)
    office.passes(minutes=2)
    deeds: list[Callable[[], tuple[int, dict[str, str]]]] = [
        lambda: office.does("decision", solution="换一条新的", by="limin"),
        lambda: office.does("decision", solution="退钱", by="zhaolei"),
    ]
    (won, _), (lost, told) = sorted(at_once(*deeds), key=lambda answer: answer[0])
    assert (won, lost, told["type"]) == (200, 409, "complaint_decided")
    assert shop.one(Decision).solution in told["detail"]


def test_what_is_told_stands_in_the_same_commit_as_the_decision(
    wang: Phone, office: Office, shop: OpenShop
) -> None:
    complains(wang)
    office.passes(minutes=2)
    office.tells()
    with pytest.raises(SystemExit):
        shop.bot.database.run(partial(decides_and_is_killed, shop=shop, number=office.case().id))
    assert (shop.count(Decision), office.tells()) == (0, [])
    office.does("decision", solution="换", by="limin")
    assert len(office.tells()) == 1


def test_no_care_and_no_expiry_while_a_case_is_open(
    wang: Phone, office: Office, shop: OpenShop, till: Till
) -> None:
    till.gives(WANG, 300, ends=clock.today())
    complains(wang)
    office.day.passes(days=10)
    assert till.spends(WANG, 300)
    with shop.bot.database.reading() as db:
        assert standings(db, [shop.person(WANG).id])[shop.person(WANG).id][0].complains


def test_points_that_had_ended_before_she_complained_are_gone(
    wang: Phone, till: Till, day: Day
) -> None:
    till.gives(WANG, 300, ends=yesterday())
    complains(wang)
    assert not till.spends(WANG, 300)


def test_a_greeting_after_a_complaint_offers_no_membership(shop: OpenShop, office: Office) -> None:
    stranger = shop.stranger()
    complains(stranger)
    office.passes(minutes=5)
    for words in ("你好", "我的积分", "谢谢"):
        assert "办会员" not in str(stranger.says(words))


def test_a_question_in_between_is_answered(wang: Phone, office: Office) -> None:
    complains(wang)
    assert "静安店" in str(wang.says("你们几点关门"))
    assert len(office.passes(minutes=2)) == 1


def test_in_the_middle_of_joining_she_is_heard(shop: OpenShop, office: Office) -> None:
    stranger = shop.stranger()
    stranger.says("办会员")
    assert "手链" in complains(stranger)
    office.passes(minutes=2)
    assert stranger.says("我叫王芳") != "好的，那您的手机号是多少？"


def test_a_repeat_opens_no_second_case(wang: Phone, shop: OpenShop) -> None:
    xml = wang.writes({"MsgType": "text", "Content": "手链断了，太失望了"})
    first, again = (wang.reads(wang.pushes(xml)) for _ in range(2))
    assert first == again
    assert (shop.count(Complaint), shop.count(Task)) == (1, 1)
