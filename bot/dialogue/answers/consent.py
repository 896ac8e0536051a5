"""Which of the two things named in the question she agrees to: service notices, care messages."""

import re
from typing import Literal

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.remarks import refuses
from bot.dialogue.answers.spelling import clauses, plain
from bot.dialogue.answers.wording import any_of, spaced
from bot.dialogue.answers.yesno import yes_no

Topic = Literal["service", "care"]
Wish = tuple[Topic, bool]

_SERVICE_WORD = any_of("服务 购买 购物 订单 预约 消费 通知 提醒")
_CARE_WORD = any_of("关怀 关心 保养 护理 知识 生日 节日 过节 问候 祝福")
_GO_ON = "(?: 的 | 类 | 和 | 与 | 及 | 消息 | 信息 | 短信 )"
_ALL = spaced(r"""
    全部 | 全都? | 两 [个样项种条者] | 二者 | 俩 | 所有
    | (?<! [0-9] ) 1 [和跟、,+&\ ]* 2 (?! [0-9] ) | 一和二
""")
_TOPIC = spaced(rf"""
    (?P<service> {_SERVICE_WORD} (?: {_GO_ON}* {_SERVICE_WORD} )* (?! 好 | 真 )
        | 第[一1][个种项条样]? | 前面?[那一这的]?[个种项者的] | (?<! [0-9] ) 1 (?! [0-9] )
        | (?<! [十第] ) 一 (?= [要可不] | $ ) )
    | (?P<care> {_CARE_WORD} (?: {_GO_ON}* (?: {_CARE_WORD} | 提醒 | 通知 ) )*
        | 第[二2][个种项条样]? | 后面?[那一这的]?[个种项者的] | (?<! [0-9] ) 2 (?! [0-9] )
        | (?<! [十第] ) 二 (?= [要可不] | $ ) )
""")
_NOT = spaced("不 | 别 | 免 | 拒 | 取消 | 去掉 | 算了 | 无需 | 甭 | 没兴趣 | 没必要 | 除 | 🙅 | ❌")
_NO_NEGATION = spaced(r"""
    不错 | 不好意思 | 没问题 | (?: 不是 | 没有? ) 不\w?
    | 不介意 | 不反对 | 不用谢 | 不客气 | 特别 | 分别
""")
_AROUND_WORD = any_of("""
    只 就 仅 光 单 要 想 需要 收 接收 接受 同意 愿意 可以 可 行 好 发 选 选择 留 订 订阅 看 推送
    给 我 我们 你们 那 这 个 都 也 和 与 跟 及 了 够 吧 啊 呀 哈 呢 的 得 ok 嗯 没问题 消息 信息
    类 项 种 条 方面 相关 还 是 请 先 暂时 再 太 不 别 必 用 免 算了 拒绝 取消 去掉 除 除了 以外
    之外 外 其他 其它 其余 另 另外 剩下 没兴趣 没必要 无需 甭 👌 👍 ❌ 🙅
""")
_AROUND = spaced(rf"(?: {_AROUND_WORD} | \+ | & )*+")
_THE_REST = spaced("其他 | 其它 | 其余 | 别的 | 剩下 | 另外?")
_QUESTION = spaced("[?] | 吗 | 什么 | 啥 | 怎 | 多少 | 哪 | 干嘛 | 是不是 | 会不会 | 不过 | 但")


def consent(text: str, context: Context | None = None) -> dict[Topic, bool]:
    """Return her yes or no to each: nothing is granted that she did not agree to.

    A plain yes grants both, a plain no none; naming one grants that one alone.
    Source: Personal Information Protection Law, article 14.
    """
    del context
    said = _ALL.sub("都", plain(text))
    wishes, others = _wishes(_THE_REST.sub(",其他", _NO_NEGATION.sub("", said)))
    if not wishes:
        answer = _both(said)
        return {"service": answer, "care": answer}
    if _QUESTION.search(said) or len(set(wishes)) > len(dict(wishes)):
        raise Unclear("consent_which")
    return _granted(dict(wishes), others, the_rest="除" in said or bool(_THE_REST.search(said)))


def _both(said: str) -> bool:
    """Return one answer for both topics."""
    if said == "都":
        return True
    try:
        return yes_no(said)
    except Unclear:
        if refuses(said):
            return False
        raise Unclear("consent_which") from None


def _wishes(said: str) -> tuple[list[Wish], list[str]]:
    """Return a yes or no for each topic she names, and the clauses that name none."""
    wishes: list[Wish] = []
    others: list[str] = []
    for clause in clauses(said):
        found = _wishes_in(clause)
        wishes += found
        others += [] if found else [clause]
    return wishes, others


def _wishes_in(clause: str) -> list[Wish]:
    topics = list(_TOPIC.finditer(clause))
    if not _AROUND.fullmatch(_TOPIC.sub("", clause)):
        return []
    alike = len(topics) == 1 or "都" in clause
    return [
        ("service" if topic["service"] else "care", not _NOT.search(clause if alike else words))
        for topic, words in zip(topics, _words_about(clause, topics), strict=False)
    ]


def _words_about(clause: str, topics: list[re.Match[str]]) -> list[str]:
    """Return what is said about each topic: after it in 1要2不要, before it in 要1不要2."""
    starts, ends = [topic.start() for topic in topics], [topic.end() for topic in topics]
    if starts and starts[0] == 0:
        spans = zip(starts, [*starts[1:], len(clause)], strict=True)
    else:
        spans = zip([0, *ends], ends, strict=False)
    return [clause[start:end] for start, end in spans]


def _granted(wishes: dict[Topic, bool], others: list[str], *, the_rest: bool) -> dict[Topic, bool]:
    """Add what follows for the topic she did not name: 不要生日问候 leaves the service notices."""
    leaves_one = len(wishes) == 1 and not any(wishes.values())
    if leaves_one and any(_NOT.search(clause) for clause in others):
        leaves_one = False
    elif leaves_one and "service" in wishes and not the_rest:
        raise Unclear("consent_which")
    return {"service": wishes.get("service", leaves_one), "care": wishes.get("care", leaves_one)}
