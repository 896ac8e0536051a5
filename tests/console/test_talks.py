"""The inbox: who waits, who answers, and that nobody answers twice."""

import re
from datetime import timedelta
from functools import partial
from time import process_time

import pytest
from sqlalchemy import text, update

from bot import clock
from bot.channels.sms.gateway import Inbound
from bot.db import put
from bot.dialogue.models import Conversation
from bot.outbox.models import DoorGrant, Message
from bot.shop.media.models import Media
from bot.shop.notes.models import Note
from bot.shop.people.models import Person
from bot.shop.tasks.models import Task
from bot.usecases.erasing import erase, export
from bot.usecases.texting import hear_sms
from bot.web.console import talks
from bot.web.console.door import LOOKING
from tests.console.staff import HERE, ONCE, Colleague, belongs, hire
from tests.databases import ONE_SERVER
from tests.people import LI, WANG, Day, OpenShop, Phone, at_once

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def waits(shop: OpenShop, openid: str = WANG, *, guide: str | None = None) -> tuple[Phone, int]:
    """A customer of the store asks for a person; return her phone and her talk."""
    phone = shop.phone(openid)
    phone.follows()
    phone.says("转人工")
    her_id = belongs(shop, openid, store=HERE, guide=guide)
    return phone, shop.one(Conversation, Conversation.person_id == her_id).id


def writes(her: Colleague, talk: int, words: str, **more: str) -> str:
    """A colleague fills in the field below a talk and sends it."""
    page = her.reads(f"/talks/{talk}")
    once, seen = ONCE.search(page), re.search(r'name="seen" value="(\d+)"', page)
    assert once
    assert seen
    fields = {"words": words, "once": once[1], "seen": seen[1], **more}
    return her.sends(f"/talks/{talk}/write", **fields).text


def test_who_waits_longest_comes_first_but_her_own_guide_answers_her(
    shop: OpenShop, day: Day
) -> None:
    waits(shop, "oFirst-000000000000000000001", guide="chenyu")
    day.passes(minutes=1)
    waits(shop, LI)
    day.passes(minutes=1)
    waits(shop, WANG, guide="zhouting")
    shop.bot.database.run(lambda db: db.execute(update(Person).values(name=None)))
    names = {"oFirst-000000000000000000001": "头位", LI: "小李", WANG: "王姐"}
    for openid, name in names.items():
        with shop.bot.database.transaction() as db:
            db.get_one(Person, shop.person(openid).id).name = name
    her = Colleague(shop, "zhouting")
    order = re.compile("王姐|小李|头位")
    assert order.findall(her.reads("/talks")) == ["王姐", "小李", "头位"]
    day.passes(minutes=5)
    assert order.findall(her.reads("/talks")) == ["王姐", "头位", "小李"]


@ONE_SERVER
def test_another_stores_talk_can_not_be_seen_or_touched_by_its_address(shop: OpenShop) -> None:
    _, talk = waits(shop)
    stranger = Colleague(shop, "chenyu")
    assert "转人工" not in stranger.reads("/talks?show=all")
    assert stranger.sees(f"/talks/{talk}").status_code == 404
    assert stranger.polls(f"/talks/{talk}/said").status_code == 404
    for deed in ("take", "release", "hand", "write", "note", "later/1/back", "promise/1"):
        fields = {"words": "您好", "note": "x", "once": "abc", "to": "chenyu", "day": "2030-01-01"}
        assert stranger.sends(f"/talks/{talk}/{deed}", **fields).status_code == 404, deed
    assert shop.one(Conversation).holder == "bot"
    assert Colleague(shop, "engineer").sees(f"/talks/{talk}").status_code == 403


@ONE_SERVER
def test_a_colleague_takes_a_talk_answers_and_gives_it_back(shop: OpenShop) -> None:
    phone, talk = waits(shop)
    her = Colleague(shop, "zhouting")
    assert her.sends(f"/talks/{talk}/take").status_code == 302
    assert phone.says("在吗") is None
    assert "您好，我是周婷" in writes(her, talk, "您好，我是周婷")
    assert shop.one(Message, Message.kind == "staff").params["words"] == "您好，我是周婷"
    assert "撤销" in her.reads(f"/talks/{talk}?done=taken")
    her.sends(f"/talks/{talk}/release")
    assert shop.one(Conversation).holder == "bot"


def test_two_who_take_a_talk_at_once_are_told_apart(shop: OpenShop) -> None:
    _, talk = waits(shop)
    one, other = Colleague(shop, "zhouting"), Colleague(shop, "limin")
    tokens = [each.token() for each in (one, other)]

    def takes(who: Colleague, token: str) -> int:
        return who.sends(f"/talks/{talk}/take", csrf_token=token).status_code

    done = at_once(lambda: takes(one, tokens[0]), lambda: takes(other, tokens[1]))
    assert sorted(done) == [302, 409]


@ONE_SERVER
def test_a_reply_after_a_colleagues_reply_waits_and_keeps_what_was_typed(shop: OpenShop) -> None:
    _, talk = waits(shop)
    one, other = Colleague(shop, "zhouting"), Colleague(shop, "limin")
    page = other.reads(f"/talks/{talk}")
    once, seen = ONCE.search(page), re.search(r'name="seen" value="(\d+)"', page)
    assert once
    assert seen
    writes(one, talk, "周五给您修好")
    one.sends(f"/talks/{talk}/release")
    late = {"words": "我来看看", "once": once[1], "seen": seen[1]}
    answer = other.sends(f"/talks/{talk}/write", **late).text
    assert "周婷刚刚已经回了她" in answer
    assert ">我来看看</textarea>" in answer
    assert "周五给您修好" in answer
    assert shop.count(Message, Message.kind == "staff") == 1
    writes(other, talk, "我来看看")
    assert shop.count(Message, Message.kind == "staff") == 2


def test_a_form_sent_twice_is_one_message(shop: OpenShop) -> None:
    _, talk = waits(shop)
    her = Colleague(shop, "zhouting")
    fields = {"words": "您好", "once": "the-same-form", "csrf_token": her.token()}
    twins = her.twin(), her.twin()
    done = at_once(*(partial(each.sends, f"/talks/{talk}/write", **fields) for each in twins))
    assert [each.status_code for each in done] == [200, 200]
    assert shop.count(Message, Message.kind == "staff") == 1


@ONE_SERVER
@pytest.mark.parametrize(
    ("words", "told"), [(" ", "还没有写字"), ("长" * 601, "一条最多600个字")], ids=["none", "long"]
)
def test_words_that_can_not_be_sent_stay_where_they_were(
    shop: OpenShop, words: str, told: str
) -> None:
    _, talk = waits(shop)
    shown = writes(Colleague(shop, "zhouting"), talk, words)
    assert told in shown
    assert f">{words}</textarea>" in shown
    assert shop.count(Message, Message.kind == "staff") == 0


@ONE_SERVER
def test_the_open_door_and_what_to_do_when_it_is_shut(shop: OpenShop, day: Day) -> None:
    _, talk = waits(shop)
    day.passes(minutes=2)  # what following allows is over
    her = Colleague(shop, "zhouting")
    assert "还能发5条" in her.reads(f"/talks/{talk}")
    writes(her, talk, "您好")
    assert "还能发4条" in her.reads(f"/talks/{talk}")
    day.passes(hours=49)
    shut = her.reads(f"/talks/{talk}")
    assert "请打电话给她" in shut
    assert "请打电话给她" in writes(her, talk, "还在吗")


@ONE_SERVER
def test_who_has_had_a_text_for_many_can_still_be_written_to(shop: OpenShop, day: Day) -> None:
    _, talk = waits(shop)
    day.passes(minutes=2)
    her_id, until = shop.person(WANG).id, clock.now() + timedelta(days=20)
    mass = {"person_id": her_id, "cause": "mass"}
    shop.bot.database.run(lambda db: put(db, DoorGrant, mass, until=until, left=3))
    her = Colleague(shop, "zhouting")
    assert "还能发5条" in her.reads(f"/talks/{talk}")
    writes(her, talk, "您好")
    assert shop.count(Message, Message.kind == "staff") == 1


def test_words_for_later_go_later_and_can_be_taken_back(shop: OpenShop) -> None:
    _, talk = waits(shop)
    her = Colleague(shop, "zhouting")
    at = f"{clock.local(clock.now() + timedelta(hours=3)):%Y-%m-%dT%H:%M}"
    assert "发出。" in writes(her, talk, "下午好", at=at, later="yes")
    row = shop.one(Message, Message.kind == "staff")
    assert row.due > clock.now() + timedelta(hours=2)
    assert ">下午好</textarea>" in her.sends(f"/talks/{talk}/later/{row.id}/back").text
    assert shop.one(Message, Message.kind == "staff").state == "skipped"
    again = her.sends(f"/talks/{talk}/later/{row.id}/back")
    assert (again.status_code, "收不回来" in again.text) == (409, True)


@ONE_SERVER
@pytest.mark.parametrize("at", ["", "yesterday", "2020-01-01T10:00", "2099-01-01T10:00"])
def test_a_time_at_which_nothing_can_go_is_refused(shop: OpenShop, at: str) -> None:
    _, talk = waits(shop)
    shown = writes(Colleague(shop, "zhouting"), talk, "下午好", at=at, later="yes")
    assert "请选" in shown
    assert ">下午好</textarea>" in shown


@ONE_SERVER
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("周五给您送到", "您说到了"),
        ("我们家的最好", "法律不让商家这样说"),
        ("您好，我是周婷", ""),
        ("<b>全网最低</b>", "「全网最低」"),
        (" ", ""),
    ],
)
def test_what_to_mind_is_said_while_she_types(shop: OpenShop, words: str, told: str) -> None:
    her = Colleague(shop, "zhouting")
    shown = her.sends("/typing", words=words).text
    assert told in shown if told else shown.strip() == ""
    assert shop.count(Message) == 0


@ONE_SERVER
def test_late_in_the_evening_she_is_reminded_that_her_customer_may_rest(
    shop: OpenShop, day: Day
) -> None:
    her = Colleague(shop, "zhouting")
    day.is_at(23)
    assert "9点以后再到" in her.sends("/typing", words="您好").text


@ONE_SERVER
def test_what_is_never_noted_is_said_while_the_note_is_typed(shop: OpenShop) -> None:
    her = Colleague(shop, "zhouting")
    assert "不记在这里" in her.sends("/typing", note="她怀孕了").text
    assert her.sends("/typing", note="喜欢细链子").text.strip() == ""


@ONE_SERVER
def test_the_list_beside_a_talk_shows_where_she_is(shop: OpenShop) -> None:
    _, talk = waits(shop)
    her = Colleague(shop, "zhouting")
    assert f'hx-get="/console/talks/list?beside={talk}"' in her.reads(f"/talks/{talk}")
    shown = her.polls(f"/talks/list?beside={talk}").text
    assert re.search(rf'id="talk-{talk}"[^>]+aria-current="true"', shown)
    assert f"/console/talks/{talk}?show=mine" in shown
    again = re.search(r'hx-get="/console(/talks/list[^"]+)"', shown)
    assert again
    assert her.polls(again[1].replace("&amp;", "&")).status_code == 204


PLACES = ["show=mine", "show=all", "show=all&amp;page=1", "page=1"]


@ONE_SERVER
@pytest.mark.parametrize("place", PLACES)
def test_what_is_done_in_a_talk_leaves_the_list_beside_it_where_it_was(
    shop: OpenShop, place: str
) -> None:
    _, talk = waits(shop)
    her, path = Colleague(shop, "zhouting"), f"/talks/{talk}"
    hire(shop, "limin")
    shown = her.reads(f"{path}?{place.replace('&amp;', '&')}")
    for deed in ("take", "release", "hand", "note"):
        address = re.findall(rf'action="/console({path}/{deed}[^"]*)"', shown)[0]
        told = her.sends(address.replace("&amp;", "&"), note="喜欢细链子", once="k1", to="limin")
        shown = her.reads(told.location.removeprefix("/console"))
        kept = re.findall(r'hx-get="/console/talks/list\?([^"]+)"', shown)
        assert set(kept[0].split("&amp;")) == {f"beside={talk}", *place.split("&amp;")}, deed
    written = re.findall(rf'hx-post="/console({path}/write[^"]*)"', shown)
    assert place in her.sends(written[0].replace("&amp;", "&"), words="您好", once="k").text


@ONE_SERVER
@pytest.mark.parametrize("place", ["show=x&page=-1", "show=&page=²", f"page={'9' * 5000}"])
def test_a_place_in_the_list_that_is_none_is_the_first_page(shop: OpenShop, place: str) -> None:
    _, talk = waits(shop)
    her = Colleague(shop, "zhouting")
    assert f'id="talk-{talk}"' in her.reads(f"/talks?{place}")
    assert her.reads(f"/talks/{talk}?{place}")


def test_a_page_of_the_list_stays_until_nobody_is_on_it(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch, day: Day
) -> None:
    monkeypatch.setattr(talks, "A_PAGE", 1)
    _, first = waits(shop, LI)
    day.passes(minutes=6)
    _, second = waits(shop)
    her = Colleague(shop, "zhouting")
    row, list_ = f'href="/console/talks/{second}?page=1"', f"/talks/list?page=1&beside={second}"
    assert row in her.reads("/talks?page=1")
    assert row in her.polls(list_).text
    writes(her, second, "来了")
    assert f'href="/console/talks/{first}"' in her.polls(list_).text


def test_a_promise_becomes_a_task_of_its_day_by_one_press(shop: OpenShop) -> None:
    _, talk = waits(shop)
    her, then = Colleague(shop, "zhouting"), clock.today() + timedelta(days=3)
    shown = writes(her, talk, f"{then.month}月{then.day}日给您送到")
    promise = re.search(r"/promise/(\d+)", shown)
    assert promise
    for _ in range(2):
        her.sends(f"/talks/{talk}{promise[0]}", day=then.isoformat())
    task = shop.one(Task, Task.kind == "promise")
    assert (task.staff, clock.local(task.due).date()) == ("zhouting", then)


@ONE_SERVER
def test_a_talk_is_handed_to_a_colleague_who_may_have_it(shop: OpenShop) -> None:
    _, talk = waits(shop)
    Colleague(shop, "limin")
    Colleague(shop, "chenyu")
    her = Colleague(shop, "zhouting")
    assert "李敏" in her.reads(f"/talks/{talk}")
    assert her.sends(f"/talks/{talk}/hand", to="chenyu").status_code == 409
    assert her.sends(f"/talks/{talk}/hand", to="nobody").status_code == 409
    assert her.sends(f"/talks/{talk}/hand", to="limin").status_code == 302
    assert shop.one(Conversation).staff == "limin"
    assert her.sends(f"/talks/{talk}/hand", to="limin").status_code == 409


@ONE_SERVER
def test_a_note_is_for_colleagues_and_hers_to_read(shop: OpenShop) -> None:
    _, talk = waits(shop)
    her = Colleague(shop, "zhouting")
    for _ in range(2):
        her.sends(f"/talks/{talk}/note", note="喜欢素圈", once="one-form")
    assert her.reads(f"/talks/{talk}").count("喜欢素圈") == 1
    her_id = shop.person(WANG).id
    with shop.bot.database.reading() as db:
        assert "喜欢素圈" in str(export(db, her_id))
    shop.bot.database.run(lambda db: erase(db, her_id, actor="test", why=""))
    assert shop.count(Note) == 0


@ONE_SERVER
def test_who_wrote_by_sms_waits_beside_the_others_and_is_called(shop: OpenShop) -> None:
    told = Inbound("1", "13700137000", "你们几点关门<b>")
    shop.bot.database.run(lambda db: hear_sms(db, shop.bot.voice, told, provider="aliyun"))
    her = Colleague(shop, "sunjie")
    listed = her.reads("/talks")
    assert "短信" in listed
    talk = shop.one(Conversation).id
    page = her.reads(f"/talks/{talk}")
    assert "请打电话给她" in page
    task = shop.one(Task)
    assert her.sends(f"/talks/{talk}/task/{task.id}", result="").status_code == 422
    assert her.sends(f"/talks/{talk}/task/{task.id}", result="打过了").status_code == 302
    assert her.sends(f"/talks/{talk}/task/{task.id}", result="打过了").status_code == 409
    assert "没有人在等" in her.reads("/talks")


@ONE_SERVER
def test_markup_in_what_she_writes_is_only_words(shop: OpenShop) -> None:
    phone, talk = waits(shop)
    phone.says(MARKUP)
    with shop.bot.database.transaction() as db:
        person = db.get_one(Person, shop.person(WANG).id)
        person.name = person.store = person.guide = MARKUP[:60]
    her = Colleague(shop, "sunjie")
    her.sends(f"/talks/{talk}/note", note=MARKUP, once="a")
    writes(her, talk, MARKUP)
    for page in (f"/talks/{talk}", "/talks", "/talks?show=all", f"/talks/{talk}/said"):
        shown = her.reads(page)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_a_page_that_asks_again_gets_nothing_while_nothing_is_new(shop: OpenShop) -> None:
    phone, talk = waits(shop)
    her = Colleague(shop, "zhouting")
    for place in (f"/talks/{talk}", "/talks"):
        poll = re.search(r'hx-get="/console(/talks/[^"]+v=[^"]+)"', her.reads(place))
        assert poll
        address = poll[1].replace("&amp;", "&")
        assert her.polls(address).status_code == 204
        phone.says("有人吗")
        assert "有人吗" in her.polls(address).text


MANY = (
    "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 10000)"
    " INSERT INTO person (created_at, phone_state, store)"
    " SELECT person.created_at, 'none', person.store FROM number, person"
)
THEIR_TALKS = (
    "INSERT INTO conversation"
    " (person_id, holder, misses, traditional, answers, parked, waiting_since)"
    " SELECT person.id, 'bot', 0, traditional, answers, parked, waiting_since"
    " FROM person, conversation WHERE person.id <> conversation.person_id"
)


def test_ten_thousand_who_wait_are_listed_quickly(shop: OpenShop) -> None:
    waits(shop)
    with shop.bot.database.transaction() as db:
        for statement in (MANY, THEIR_TALKS):
            db.execute(text(statement))
    her = Colleague(shop, "zhouting")
    began = process_time()
    shown = her.reads("/talks?page=300")
    assert process_time() - began < 1
    assert shown.count("talk-row") == 30
    assert "99+" in shown


@ONE_SERVER
@pytest.mark.parametrize(
    ("kind", "plays"), [("audio/amr", False), ("audio/silk", False), ("audio/mpeg", True)]
)
def test_a_voice_that_no_browser_plays_is_taken_along_and_says_so(
    shop: OpenShop, kind: str, plays: bool
) -> None:
    phone = shop.member(WANG)
    belongs(shop, WANG, store=HERE)
    phone.sends({"MsgType": "voice", "MediaId": "m1", "Format": "amr"})
    with shop.bot.database.transaction() as db:
        kept = {"state": "kept", "content_type": kind, "content": b"#!AMR\n"}
        db.execute(update(Media).values(**kept))
    talk = shop.one(Conversation)
    text = Colleague(shop, "zhouting").reads(f"/talks/{talk.id}")
    assert ("<audio" in text, "浏览器放不了" in text) == (plays, not plays)


@ONE_SERVER
def test_while_others_look_for_news_a_page_hears_of_none_and_asks_again(shop: OpenShop) -> None:
    limin = Colleague(shop, "limin")
    with LOOKING, LOOKING:
        assert limin.polls("/talks/list").status_code == 204
        assert limin.sees("/talks").status_code == 200  # whoever opens a page waits for nobody
    for _ in range(3):  # each one makes room for the next
        assert limin.polls("/talks/list").status_code == 200
        assert limin.polls("/talks/1/said").status_code == 404
