"""What customers send by SMS: heard once, by the right person, and nothing forged gets in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from bot import clock
from bot.dialogue.models import Conversation, Inbox
from bot.outbox.models import Message
from bot.shop.appointments.models import Visit
from bot.shop.appointments.rules import Search
from bot.shop.complaints.models import Complaint
from bot.shop.consent.actions import as_table, consents_of
from bot.shop.events.models import Event
from bot.shop.members.models import Member
from bot.shop.people.actions import note_phone
from bot.shop.people.models import Identity, Person
from bot.shop.surveys.models import Survey
from bot.shop.tasks.models import Task
from bot.usecases.proving import bind_by_sms
from bot.usecases.surveying import Subject, ask
from bot.usecases.visiting import Desk
from tests.people import LI, WANG, WANG_PHONE, Opens, OpenShop, at_once

SECRET = "of-the-callback-0001"
STRANGER = "13600006666"


@dataclass
class Texter:
    """The gateway, which tells what was sent from a number."""

    shop: OpenShop
    number: int = 0

    def sends(self, phone: str, text: str, **more: object) -> TestResponse:
        """Send an SMS of its own."""
        self.number += 1
        return self.tells([self.row(phone, text, **more)])

    def row(self, phone: str, text: str, **more: object) -> dict[str, object]:
        here = clock.local(clock.now())
        said = {"phone_number": phone, "content": text, "sign_name": "缘来珠宝", "dest_code": "1"}
        when = {"send_time": f"{here:%Y-%m-%d %H:%M:%S}", "sequence_id": self.number}
        return {**said, **when, **more}

    def tells(
        self, rows: object, *, secret: str = SECRET, provider: str = "aliyun"
    ) -> TestResponse:
        """Push these rows, or these bytes."""
        body = rows if isinstance(rows, bytes) else json.dumps(rows).encode()
        client = self.shop.app.test_client()
        return client.post(f"/sms/{provider}/{secret}/inbound", data=body)


@pytest.fixture
def texter(opens: Opens) -> Texter:
    """A shop with Aliyun's gateway, and 王姐, whose phone is proved."""
    account = {"sms_access_key": "key", "sms_access_secret": "secret", "sms_sign": "缘来珠宝"}
    shop = opens(sms_provider="aliyun", sms_callback_secret=SECRET, **account)
    shop.member(WANG)
    with shop.bot.database.transaction() as db:
        note_phone(db.get_one(Person, shop.person(WANG).id), WANG_PHONE, state="verified")
    return Texter(shop)


def consents(shop: OpenShop, person_id: int) -> dict[str, Any]:
    """Return what she agreed to."""
    with shop.bot.database.reading() as db:
        return as_table(consents_of(db, [person_id])[person_id])


def answers(shop: OpenShop) -> list[Message]:
    """Return what is sent back."""
    return shop.rows(Message, Message.kind == "text_reply")


def call_tasks(shop: OpenShop) -> list[str]:
    """Return why somebody is to call."""
    return [task.why for task in shop.rows(Task, Task.kind == "call_back")]


def test_r_ends_marketing_by_sms_and_nothing_else(texter: Texter) -> None:
    answer = texter.sends(WANG_PHONE, " ｒ。")
    assert (answer.status_code, answer.get_json()["code"]) == (200, 0)
    hers = consents(texter.shop, texter.shop.person(WANG).id)
    assert [hers[purpose]["sms"] for purpose in ("service", "care", "promotion")] == [
        *(True, False, False)
    ]
    assert hers["care"]["wechat"]
    assert call_tasks(texter.shop) == []


def test_what_is_told_again_is_heard_once(texter: Texter) -> None:
    row = texter.row(WANG_PHONE, "在吗")
    heard = [texter.tells([row]) for _ in range(3)]
    assert [each.get_json()["code"] for each in heard] == [0, 0, 0]
    assert texter.shop.count(Inbox, Inbox.kind == "sms") == 1
    assert len(call_tasks(texter.shop)) == 1


def test_what_is_told_twenty_times_at_once_is_heard_once(texter: Texter) -> None:
    row = texter.row(STRANGER, "在吗")
    heard = at_once(*[lambda: texter.tells([row])] * 8, hands=8)
    assert {each.status_code for each in heard} == {200}
    assert texter.shop.count(Inbox, Inbox.kind == "sms") == 1
    assert texter.shop.count(Identity, Identity.channel == "sms") == 1


def test_who_wants_a_call_gets_one_task_and_nothing_without_a_template(texter: Texter) -> None:
    texter.sends(WANG_PHONE, "请回电")
    texter.sends(WANG_PHONE, "下午三点以后")
    texter.shop.bot.post.deliver_all()
    assert [row.state for row in answers(texter.shop)] == ["skipped"]
    assert len(call_tasks(texter.shop)) == 1


def test_a_stranger_becomes_a_person_without_membership(texter: Texter) -> None:
    texter.sends(STRANGER, "你们周末开门吗")
    texter.sends(STRANGER, "我想看看戒指")
    identity = texter.shop.one(Identity, Identity.channel == "sms")
    person = texter.shop.one(Person, Person.id == identity.person_id)
    assert (person.phone, texter.shop.count(Member, Member.person_id == person.id)) == (STRANGER, 0)
    task = texter.shop.one(Task, Task.kind == "call_back")
    assert "周末" in task.words
    assert "戒指" in task.words
    assert texter.shop.one(Conversation, Conversation.person_id == person.id).waiting_since


def test_her_sms_stands_in_the_same_talk_as_her_wechat(texter: Texter) -> None:
    texter.sends(WANG_PHONE, "手链修好了吗")
    hers = texter.shop.person(WANG).id
    assert [row.person_id for row in texter.shop.rows(Inbox, Inbox.kind == "sms")] == [hers]


def test_a_number_only_claimed_in_a_chat_is_not_hers(texter: Texter) -> None:
    texter.shop.member(LI, name="小李", phone=STRANGER)
    texter.sends(STRANGER, "在吗")
    sent = texter.shop.one(Inbox, Inbox.kind == "sms")
    assert sent.person_id != texter.shop.person(LI).id


def test_r_counts_for_everybody_on_file_with_the_number(texter: Texter) -> None:
    texter.shop.member(LI, name="小李", phone=STRANGER)
    texter.sends(STRANGER, "TD")
    assert not consents(texter.shop, texter.shop.person(LI).id)["promotion"]["sms"]


def test_who_texted_first_is_who_proves_the_number_later(texter: Texter) -> None:
    texter.sends(STRANGER, "周末开门吗")
    texter.shop.member(LI, name="小李", phone=STRANGER)
    rules = texter.shop.rules
    with texter.shop.bot.database.transaction() as db:
        person = db.get_one(Person, texter.shop.person(LI).id)
        bind_by_sms(db, person, STRANGER, shop=rules, why="")
    hers = texter.shop.person(LI).id
    assert texter.shop.one(Inbox, Inbox.kind == "sms").person_id == hers


def test_n_cancels_the_only_visit(texter: Texter) -> None:
    visit = book(texter)
    texter.sends(WANG_PHONE, "N")
    assert texter.shop.one(Visit, Visit.id == visit).state == "cancelled"
    assert [row.key for row in answers(texter.shop)] == ["texting.visit_off"]
    assert consents(texter.shop, texter.shop.person(WANG).id)["promotion"]["sms"]


def test_n_for_nothing_is_for_people(texter: Texter) -> None:
    texter.sends(WANG_PHONE, "取消")
    assert len(call_tasks(texter.shop)) == 1


def test_a_digit_answers_the_survey_and_a_low_one_is_called(texter: Texter) -> None:
    with texter.shop.bot.database.transaction() as db:
        person = db.get_one(Person, texter.shop.person(WANG).id)
        ask(db, person, Subject("visit", 1, "survey.ask_visit", "清洗", "静安店", None))
        survey = db.query(Survey).one()
        survey.about = "said"  # it reached her by people
    texter.sends(WANG_PHONE, "２")
    assert texter.shop.one(Survey).score == 2
    assert len(call_tasks(texter.shop)) == 1


def reminded(texter: Texter) -> None:
    """Let the reminder of her visit have gone."""
    with texter.shop.bot.database.transaction() as db:
        visit = db.query(Visit).one()
        message = db.query(Message).filter_by(dedupe=visit.key).one()
        message.state, message.sent_at, message.door = "sent", clock.now(), "sms"


def test_a_one_after_the_reminder_says_that_she_comes(texter: Texter) -> None:
    visit = book(texter)
    reminded(texter)
    texter.sends(WANG_PHONE, "1")
    assert texter.shop.count(Event, Event.verb == "confirmed_visit") == 1
    assert texter.shop.one(Visit, Visit.id == visit).state == "booked"
    assert call_tasks(texter.shop) == []


def test_a_one_belongs_to_what_was_asked_last(texter: Texter) -> None:
    book(texter)
    reminded(texter)
    with texter.shop.bot.database.transaction() as db:
        person = db.get_one(Person, texter.shop.person(WANG).id)
        ask(db, person, Subject("visit", 1, "survey.ask_visit", "清洗", "静安店", None))
        survey = db.query(Survey).one()
        survey.about, survey.made_at = "said", clock.now() + timedelta(seconds=1)
    texter.sends(WANG_PHONE, "1")
    assert texter.shop.one(Survey).score == 1
    assert texter.shop.count(Event, Event.verb == "confirmed_visit") == 0


@pytest.mark.parametrize("words", ["投诉", "你们卖假货，我要打12315"])
def test_a_complaint_by_sms_opens_a_case(texter: Texter, words: str) -> None:
    texter.sends(WANG_PHONE, words)
    texter.sends(WANG_PHONE, "戴了三天就断了")
    case = texter.shop.one(Complaint)
    assert case.person_id == texter.shop.person(WANG).id
    assert call_tasks(texter.shop) == []


def test_who_knows_no_secret_is_nobody(texter: Texter) -> None:
    rows = [texter.row(WANG_PHONE, "R")]
    refused = [
        texter.tells(rows, secret="of-the-callback-0002"),
        texter.tells(rows, provider="tencent"),
        texter.tells(rows, secret="%E2%80%AE"),
    ]
    assert {each.status_code for each in refused} == {404}
    assert texter.shop.count(Inbox, Inbox.kind == "sms") == 0


@pytest.mark.parametrize(
    "junk", [b"", b"\xc4\xe3\xba\xc3", b"[[]]", b"null", b'{"a":' * 5000, b'"R"', b"[" * 100_000]
)
def test_junk_is_answered_and_not_repeated(texter: Texter, junk: bytes) -> None:
    answer = texter.tells(junk)
    assert (answer.status_code, answer.get_json()) == (200, {"code": 0, "msg": "接收成功"})


def test_a_huge_body_is_refused(texter: Texter) -> None:
    assert texter.tells(b" " * (2 << 20)).status_code == 413


def test_a_bad_row_takes_none_of_the_others_with_it(texter: Texter) -> None:
    rows = [texter.row("+1 212 555 0100", "hi"), texter.row(STRANGER, "在吗", sequence_id=7), {}]
    assert texter.tells(rows).status_code == 200
    assert texter.shop.count(Inbox, Inbox.kind == "sms") == 1


@pytest.mark.parametrize("text", ["🌸" * 3, "字" * 500, "\ud800", "\x00", "", "<a href=x>"])
def test_any_text_is_kept(texter: Texter, text: str) -> None:
    assert texter.sends(STRANGER, text).status_code == 200
    assert texter.shop.count(Inbox, Inbox.kind == "sms") == 1


def book(texter: Texter) -> int:
    """Book a cleaning for 王姐 three days from now; return its number."""
    rules = texter.shop.rules
    with texter.shop.bot.database.transaction() as db:
        desk = Desk(db, rules, texter.shop.bot.texts)
        person = db.get_one(Person, texter.shop.person(WANG).id)
        day = clock.local(clock.now() + timedelta(days=3)).replace(hour=15, minute=0, second=0)
        search = Search(rules.services[0], ("静安店",))
        return desk.book(person, search, day.replace(microsecond=0)).id
