"""Her file: see it, change what is in it."""

from collections.abc import Callable
from typing import Any

from bot.crypto import mask_email, mask_phone
from bot.dialogue.answers import (
    birthday,
    mail_word,
    name,
    phone,
    spot_birthday,
    spot_name,
    spot_phone,
)
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.lunar import Birthday
from bot.shop.events.actions import note
from bot.shop.members.actions import birthday_of
from bot.shop.members.models import Member
from bot.shop.people.actions import note_name, note_phone
from bot.shop.people.models import Person
from bot.texts import Line, line
from handlers.mail_address import tells_address
from handlers.proving import PROVED, bind, proof_steps
from handlers.register import invite, keep_birthday

_FIELDS = (
    ("change_birthday", ("生日",)),
    ("change_phone", ("手机", "电话", "号码")),
    ("change_name", ("名字", "姓名", "称呼")),
    ("change_email", ("邮箱", "邮件地址", "email")),
)
# whether the phone is proved, and whether it could be by SMS
_PROVED = {
    (True, True): "profile.proved",
    (True, False): "profile.proved",
    (False, True): "profile.not_proved_yet",
    (False, False): "profile.not_proved",
}


def show_or_change(talk: Talk) -> None:
    """Change what she names; show the whole file where she names nothing."""
    if not talk.is_member or not talk.member:
        talk.say("profile.no_member")
        invite(talk)
        return
    if word := mail_word(talk.incoming.text):
        tells_address(talk, word)
        return
    for flow, words in _FIELDS:
        if any(word in talk.incoming.text for word in words):
            talk.start(flow)
            return
    if "地址" in talk.incoming.text:
        talk.say("profile.no_address")
        return
    _show(talk, talk.member)


def _show(talk: Talk, member: Member) -> None:
    told = birthday_of(member)
    is_proved = talk.person.phone_state == "verified"
    talk.say(
        "profile.file",
        phone=mask_phone(talk.person.phone),
        proved=line(_PROVED[is_proved, talk.proves_by_sms]),
        birthday=told.describe() if told else line("profile.not_told"),
        email=_mail_of(talk.person),
        level=talk.shop.level(member.level).name,
    )


def _mail_of(person: Person) -> Line | str:
    if not person.email:
        return line("profile.not_told")
    shown = mask_email(person.email)
    return line("profile.mail_refused", email=shown) if person.email_refused else shown


def _change_name(talk: Talk, name: str) -> Done:
    note_name(talk.person, name)
    note(talk.db, "changed_name", person_id=talk.person.id, actor="customer")
    return Done(says=(line("profile.name_changed", name=name),))


def _change_phone(talk: Talk, answers: Answers) -> Done:
    """A new number is a claim until it is proved, by SMS or by the code at the till."""
    phone, is_proved = answers["phone"], answers.get("checked") == PROVED
    if phone is None:
        return Done(says=(line("profile.unchanged"),))
    if talk.person.phone == phone and not is_proved:
        return Done(says=(line("profile.phone_same"),))
    if is_proved and not bind(talk, phone):
        return Done(says=(line("proof.owned"),))
    if not is_proved:
        note_phone(talk.person, phone, state="claimed")
    note(talk.db, "changed_phone", person_id=talk.person.id, actor="customer")
    key = "profile.phone_proved" if is_proved else "profile.phone_changed"
    return Done(says=(line(key, phone=mask_phone(phone)),))


def _change_birthday(talk: Talk, told: dict[str, Any]) -> Done:
    if talk.member is None:
        return Done(ends=True)
    birthday = Birthday.from_json(told)
    if not keep_birthday(talk, talk.member, birthday):
        return Done(says=(line("register.under_age"),), ends=True)
    return Done(says=(line("profile.birthday_changed", birthday=birthday.describe()),))


def _flow(name: str, ask: Ask, change: Callable[[Talk, Any], Done]) -> Flow:
    """Return a talk of one question; an answer of None says that all stays as it is."""

    def act(talk: Talk, answers: Answers) -> Done:
        if answers[ask.name] is None:
            return Done(says=(line("profile.unchanged"),))
        return change(talk, answers[ask.name])

    return Flow(name, (ask, Do("changed", act, needs=(ask.name,))))


NAME = _flow(
    "change_name", Ask("name", name, spot=spot_name, if_refused=None, loose=True), _change_name
)
PHONE = Flow(
    "change_phone",
    (
        Ask("phone", phone, spot=spot_phone, if_refused=None),
        *proof_steps(before="changed"),
        Do("changed", _change_phone, needs=("phone",)),
    ),
)
BIRTHDAY = _flow(
    "change_birthday",
    Ask("birthday", birthday, spot=spot_birthday, if_refused=None),
    _change_birthday,
)
