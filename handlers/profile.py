"""Her file: see it, change what is in it."""

from bot.crypto import mask_phone
from bot.dialogue.answers import (
    birthday,
    name,
    phone,
    refuses,
    spot_birthday,
    spot_name,
    spot_phone,
)
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Aside, Ask, Do, Done, Flow
from bot.lunar import Birthday
from bot.shop.events.actions import note
from bot.shop.members.actions import birthday_of
from bot.shop.people.actions import note_name, note_phone
from bot.texts import line
from bot.usecases.birthdays import tell_birthday

_FIELDS = (
    ("change_birthday", ("生日",)),
    ("change_phone", ("手机", "电话", "号码")),
    ("change_name", ("名字", "姓名", "称呼")),
)


def show_or_change(talk: Talk) -> None:
    """Change what she names; show the whole file where she names nothing."""
    if not talk.is_member or not talk.member:
        talk.say("profile.no_member")
        return
    for flow, words in _FIELDS:
        if any(word in talk.incoming.text for word in words):
            talk.start(flow)
            return
    told = birthday_of(talk.member)
    proved = "proved" if talk.person.phone_state == "verified" else "not_proved"
    talk.say(
        "profile.file",
        phone=mask_phone(talk.person.phone),
        proved=line(f"profile.{proved}"),
        birthday=told.describe() if told else line("profile.not_told"),
        level=talk.shop.level(talk.member.level).name,
    )


def _change_name(talk: Talk, answers: Answers) -> Done:
    note_name(talk.person, answers["name"])
    note(talk.db, "changed_name", person_id=talk.person.id, actor="customer")
    return Done(says=(line("profile.name_changed"),))


def _change_phone(talk: Talk, answers: Answers) -> Done:
    """A new number is a claim: what stands under it is bound by the code at the till."""
    if talk.person.phone == answers["phone"]:
        return Done(says=(line("profile.phone_same"),))
    note_phone(talk.person, answers["phone"], state="claimed")
    note(talk.db, "changed_phone", person_id=talk.person.id, actor="customer")
    return Done(says=(line("profile.phone_changed", phone=mask_phone(answers["phone"])),))


def _change_birthday(talk: Talk, answers: Answers) -> Done:
    if talk.member is None:
        return Done(ends=True)
    told = Birthday.from_json(answers["birthday"])
    if not tell_birthday(talk.db, talk.person, talk.member, told, talk.context.today):
        return Done(says=(line("register.under_age"),), ends=True)
    return Done(says=(line("profile.birthday_changed", birthday=told.describe()),))


_NEVER_MIND = (Aside(refuses, "profile.as_you_like", gives_up=True),)

NAME = Flow(
    "change_name",
    (
        Ask("name", name, spot=spot_name, asides=_NEVER_MIND, loose=True),
        Do("changed", _change_name, needs=("name",)),
    ),
)
PHONE = Flow(
    "change_phone",
    (
        Ask("phone", phone, spot=spot_phone, asides=_NEVER_MIND),
        Do("changed", _change_phone, needs=("phone",)),
    ),
)
BIRTHDAY = Flow(
    "change_birthday",
    (
        Ask("birthday", birthday, spot=spot_birthday, asides=_NEVER_MIND),
        Do("changed", _change_birthday, needs=("birthday",)),
    ),
)
