"""Becoming a member: name, consent, phone, and a birthday if she likes."""

from bot.dialogue.answers import (
    already_member,
    asks_why,
    birthday,
    consent,
    name,
    phone,
    refuses,
    spot_name,
    spot_phone,
    yes_no,
)
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Aside, Ask, Do, Done, Flow, Say
from bot.dialogue.turn import meet_anew
from bot.lunar import Birthday
from bot.shop.members.models import Member
from bot.texts import line
from bot.usecases.birthdays import tell_birthday
from bot.usecases.joining import join_shop
from handlers.proving import PROVED, bind, proof_steps

NO_BIRTHDAY = "none"


def wants_to_join(talk: Talk) -> None:
    """Begin, or tell a member that she is one."""
    if talk.is_member and talk.member:
        talk.say("register.is_member", level=talk.shop.level(talk.member.level).name)
    else:
        talk.start("register")


def invite(talk: Talk) -> None:
    """Offer membership to who has none, unless she is joining just now, or complains."""
    if talk.conversation.flow != "register" and not talk.complains:
        talk.say("register.invite")


def _join(talk: Talk, answers: Answers) -> Done:
    agreed = {**answers["consent"], "promotion": answers.get("promotion", False)}
    joined = join_shop(
        talk.db,
        talk.person,
        name=answers["name"],
        phone=answers["phone"],
        agreed=agreed,
        shop=talk.shop,
    )
    talk.member = joined.member
    proof = _prove(talk, answers)
    level = talk.shop.level(joined.member.level)
    done = line("register.done", level=level.name, brings=level.brings)
    return Done(says=(done, line(proof)))


def _prove(talk: Talk, answers: Answers) -> str:
    """Let the phone be hers where she proved it; return what is said about that."""
    if answers.get("checked") != PROVED:
        return "register.code_hint"
    return "proof.bound" if bind(talk, answers["phone"]) else "proof.owned"


def keep_birthday(talk: Talk, member: Member, told: Birthday) -> bool:
    """Keep a birthday; of a child nothing is kept, and False returned."""
    why = talk.texts.render(line("reasons.under_age"))
    kept = tell_birthday(talk.db, talk.person, member, told, talk.context.today, why=why)
    if not kept:
        meet_anew(talk)
    return kept


def _keep_birthday(talk: Talk, answers: Answers) -> Done:
    if talk.member is None:  # her membership was closed while the question was open
        return Done(ends=True)
    told = Birthday.from_json(answers["birthday"])
    if not keep_birthday(talk, talk.member, told):
        return Done(says=(line("register.under_age"),), ends=True)
    return Done(says=(line("register.birthday_kept", birthday=told.describe()),))


def _no_thanks(_talk: Talk, _answers: Answers) -> Done:
    return Done(says=(line("register.birthday_skipped"),))


def _wants_messages(answers: Answers) -> bool:
    """Say whether she agreed to anything: who wants nothing is not asked about promotion too."""
    return any(answers["consent"].values())


def _told_birthday(answers: Answers) -> bool:
    return bool(answers.get("birthday") != NO_BIRTHDAY)


def _kept_birthday_to_herself(answers: Answers) -> bool:
    return bool(answers.get("birthday") == NO_BIRTHDAY)


_WHY = Aside(asks_why, "register.why")
_ALREADY = Aside(already_member, "register.already")

REGISTER = Flow(
    "register",
    (
        Say("hello"),
        Ask(
            "name",
            name,
            spot=spot_name,
            called=("名字", "姓名", "称呼"),
            asides=(_WHY, _ALREADY, Aside(refuses, "register.without_name", gives_up=True)),
            loose=True,
        ),
        Ask("consent", consent, asides=(Aside(asks_why, "register.why_consent"), _ALREADY)),
        Ask(
            "promotion",
            yes_no,
            asides=(Aside(asks_why, "register.why_promotion"),),
            when=_wants_messages,
        ),
        Ask(
            "phone",
            phone,
            spot=spot_phone,
            called=("手机", "电话", "号码"),
            asides=(_WHY, _ALREADY, Aside(refuses, "register.without_phone", gives_up=True)),
        ),
        *proof_steps(before="joined"),
        Do("joined", _join, needs=("name", "consent", "promotion", "phone")),
        Ask(
            "birthday",
            birthday,
            asides=(Aside(asks_why, "register.why_birthday"),),
            if_refused=NO_BIRTHDAY,
        ),
        Do("birthday_kept", _keep_birthday, needs=("birthday",), when=_told_birthday),
        Do("birthday_skipped", _no_thanks, needs=("birthday",), when=_kept_birthday_to_herself),
    ),
)
