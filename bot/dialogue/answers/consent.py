"""Which of the two things named in the question she agrees to: service notices, care messages."""

import re
from typing import Literal

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.yesno import refuses, yes_no

Topic = Literal["service", "care"]

_ALL = re.compile(
    r"(?:全部|全都?|两(?:个|样|项|种|条|者)|二者|俩|所有|1[和跟、,+& ]*2|一和二|service.*care)(?:都|全)?"
)
_NAMED = re.compile(
    r"(?P<service>服务(?:通知|提醒|消息|类)?|(?:购买|购物|订单|预约|消费)[和与、,及]?(?:购买|购物|订单|预约|消费)?的?(?:通知|提醒|消息)?|"
    r"第一[个种项条样]?|第1[个种项条样]?|前(?:面)?(?:那|一|这)?[个种项者]|(?<![0-9])1(?![0-9])|^一$|一(?=要|可以|不)|"
    r"通知(?!我))"
    r"|(?P<care>(?:关怀|关心|保养|知识|生日|节日|过节|问候|祝福|护理)(?:和|与|、|及|类|的)?"
    r"(?:(?:关怀|保养|知识|生日|节日|问候|祝福|消息|信息|短信|提醒|类|的)(?:和|与|、|及)?)*|"
    r"第二[个种项条样]?|第2[个种项条样]?|后(?:面)?(?:那|一|这)?[个种项者]|(?<![0-9])2(?![0-9])|^二$|二(?=要|可以|不))"
)
_NOT = re.compile(r"不|别|免|拒|取消|去掉|算了|无需|甭|没兴趣|没必要|除了?|除去|🙅|❌")
_NOT_NOT = re.compile(
    r"不错|不好意思|没问题|(?:不是|没有?)不\w?|不介意|不反对|不过|分别|特别|别的|不用谢|不客气"
)
_EXCEPT = re.compile(r"除[了去开]|除(?=\S)")
_OTHERS = re.compile(r"其他|其它|其余|别的|剩下|另(?:外)?一?个|另外")
_ASKING = re.compile(r"[?]|吗|什么|啥|怎|多少|哪|干嘛|是不是|会不会")
_CLAUSE = re.compile(r"[,，。.!！;；\s、]+")


def consent(text: str, context: Context | None = None) -> dict[Topic, bool]:
    """Return her yes or no to each: nothing is granted that she did not agree to.

    A plain yes grants both, a plain no none; naming one grants that one alone.
    """
    del context
    said = _NOT_NOT.sub("", plain(text))
    if _ASKING.search(said):
        raise Unclear("consent_which")
    wishes = _wishes(_ALL.sub("都", said)) if not _ALL.search(said) else {}
    if not wishes:
        answer = _plain_answer(text)
        return {"service": answer, "care": answer}
    return _granted(wishes, said)


def _plain_answer(text: str) -> bool:
    said = _ALL.sub("都", plain(text))
    if said == "都":
        return True
    try:
        return yes_no(said)
    except Unclear:
        if refuses(said):
            return False
        raise Unclear("consent_which") from None


def _wishes(said: str) -> dict[Topic, bool]:
    """Return yes or no for each topic she names."""
    wishes: dict[Topic, bool] = {}
    for clause in _CLAUSE.split(said):
        wishes |= _wishes_in(clause)
    return wishes


def _wishes_in(clause: str) -> dict[Topic, bool]:
    named = list(_NAMED.finditer(clause))
    if not named:
        return {}
    if len(named) == 1 or "都" in clause:
        wanted = not _NOT.search(clause)
        return {_topic(match): wanted for match in named}
    stops = [match.start() for match in named[1:]] + [len(clause)]
    if named[0].start() > 0:  # 要1不要2: the word stands before what it is about
        starts = [0] + [match.end() for match in named[:-1]]
        spans = zip(starts, [match.end() for match in named], strict=True)
    else:
        spans = zip([match.start() for match in named], stops, strict=True)
    return {
        _topic(match): not _NOT.search(clause[start:end])
        for match, (start, end) in zip(named, spans, strict=True)
    }


def _topic(match: re.Match[str]) -> Topic:
    return "service" if match["service"] else "care"


def _granted(wishes: dict[Topic, bool], said: str) -> dict[Topic, bool]:
    """Add what follows for the topic she did not name."""
    if len(wishes) == 1 and not any(wishes.values()):
        others_wanted = _EXCEPT.search(said) or _OTHERS.search(said)
        if "service" in wishes and not others_wanted:
            raise Unclear("consent_which")
        return {"service": "service" not in wishes, "care": "care" not in wishes}
    return {"service": wishes.get("service", False), "care": wishes.get("care", False)}
