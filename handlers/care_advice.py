"""How to keep a piece beautiful: advice by what it is made of, warranty, repair."""

import re

from bot.dialogue.answers.spelling import plain
from bot.dialogue.conversation import Talk
from bot.shop.purchases.queries import latest_purchase
from handlers.appointment import offers_visit, wants_a_visit
from handlers.people import ask_somebody
from handlers.works import asks_how_far, tells_works

# What it is made of, by the words she uses; the first that fits counts.
_MADE_OF = (
    ("pearl", ("珍珠", "珠链")),
    ("jade", ("玉", "翡翠", "和田")),
    ("diamond", ("钻", "鑽")),
    ("silver", ("银", "銀", "925")),
    ("gold", ("金", "18k", "18K", "黄金", "黃金")),
    ("wool", ("羊绒", "羊絨", "羊毛", "毛衣", "毛呢", "大衣", "针织", "針織")),
    ("silk", ("真丝", "真絲", "丝巾", "絲巾", "桑蚕丝", "桑蠶絲", "旗袍")),
    ("down", ("羽绒", "羽絨")),
    ("leather", ("皮衣", "皮鞋", "皮包", "皮带", "皮帶", "包包", "真皮", "皮沙发", "皮沙發")),
    ("wood", ("实木", "實木", "木头", "木頭", "地板", "餐桌", "红木", "紅木", "柜", "櫃")),
    ("sofa", ("沙发", "沙發", "床垫", "床墊")),
    ("curtain", ("窗帘", "窗簾", "四件套", "床品", "地毯")),
)

_BY_US = re.compile(
    "[想要来去]洗|[拿带送].{0,4}[来去到].{0,4}[洗清保]|[来去到]店.{0,5}[洗清保]|[帮给]我?.{0,4}[洗清]"
    "|[想要].{0,3}清洗|洗一?[洗下]"
)
_BY_HERSELF = re.compile("怎么|怎样|如何|咋|自己|在家|能不能[用拿]|可以用|用什么")


def how_to_care(talk: Talk) -> None:
    """Give advice for what she names, else for what she bought last, else in general.

    Who says when she comes, or that we shall do it, wants it done in the store.
    """
    if wants_a_visit(talk) or (_wants_it_done(talk.incoming.text) and offers_visit(talk)):
        return
    material = _material(talk.incoming.text) or _material(_last_item(talk))
    talk.say(f"care_advice.{material or 'any'}")


def _wants_it_done(text: str) -> bool:
    said = plain(text)
    return _BY_US.search(said) is not None and not _BY_HERSELF.search(said)


def warranty(talk: Talk) -> None:
    talk.say("care_advice.warranty")


def certificate(talk: Talk) -> None:
    talk.say("care_advice.certificate")


def repair(talk: Talk) -> None:
    """A repair wants eyes: book where she says when she comes; else somebody gets in touch.

    Who asks how far hers is hears that.
    """
    if asks_how_far(talk) and tells_works(talk):
        return
    if not wants_a_visit(talk):
        ask_somebody(talk, "repair", "tasks.repair", "care_advice.repair")


def _material(words: str) -> str:
    fits = (name for name, signs in _MADE_OF if any(sign in words for sign in signs))
    return next(fits, "")


def _last_item(talk: Talk) -> str:
    found = latest_purchase(talk.db, talk.person.id)
    return found[1][0].name if found and found[1] else ""
