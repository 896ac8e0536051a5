"""What an SMS of hers asks for: a word or a digit, for there is no talking by SMS.

https://cloud.tencent.com/document/product/382/39023 says which words end marketing.
"""

import re
from typing import Literal

from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wording import spaced

Asks = Literal["stop", "cancel", "score", "call", "words"]

_STOP = re.compile(r"(?:回复?|请)?(?:r{1,3}|td?|tt|退订|拒收)(?:了|谢谢)?")
_CANCEL = frozenset({"n", "no", "取消", "取消预约", "不来了", "来不了", "来不了了"})
_SCORE = re.compile(r"([1-5])分?")
_CALL = spaced(r"""
    回 (?: 我 | 个 | 一个 )* 电 | (?: 打 | 来 | 回 | 给我 ) (?: 我 | 个 | 一个 | 过来 )* 电话
    | 联系我
""")
_AROUND = re.compile(r"[\s,.。!！?？、~'\"“”‘’「」【】()\[\]-]+")


def texted(text: str) -> Asks:
    """Return what an SMS asks for, in any width and case, whatever stands around the word."""
    said = _AROUND.sub("", plain(text))
    if _STOP.fullmatch(said):
        return "stop"
    if said in _CANCEL:
        return "cancel"
    if _SCORE.fullmatch(said):
        return "score"
    return "call" if _CALL.search(said) else "words"


def texted_score(text: str) -> int:
    """Return the digit of an SMS that is a score."""
    found = _SCORE.fullmatch(_AROUND.sub("", plain(text)))
    assert found, "only what `texted` calls a score"
    return int(found[1])
