"""What she says to the question for the code of an SMS: the code, or that she wants another one."""

import re

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.numerals import digit_by_digit
from bot.dialogue.answers.phones import spot_phone
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wording import spaced

_LONGEST = 10
AGAIN, OTHER_PHONE = "again", "other"
_AGAIN = spaced("""
    重新?[发传]  | 再 [发传来] | 补发 | [没未] (?: 有 )? (?: 收 | 看 )? [到见] | 收不到 | 没来
    | 没有? (?: 短信 | 验证码 ) | 过期 | 失效
""")
_OTHER = spaced("""
    [换改] .{0,4} (?: 号 | 手机 | 电话 ) | (?: 号码?|手机号?|电话 ) .{0,4} (?: 错 | 不对 | 换了 )
    | (?: 错 | 不是这个? ) (?: 的 | 了 )? (?: 号 | 手机 | 电话 ) | 打错了? .{0,2} 号
""")
_CODE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
_ALONE = re.compile(r"[0-9][0-9\s-]*")


def sms_code(text: str, context: Context) -> str:
    """Return the digits of the code; `again`, `other`, or the digits of another phone.

    Digits alone are a code she mistyped, however many; raise Unclear where there is none.
    """
    if other := spot_phone(text, context):
        return other
    said = plain(text)
    if _OTHER.search(said):
        return OTHER_PHONE
    found: set[str] = set(_CODE.findall(said)) or set(_CODE.findall(_joined(digit_by_digit(said))))
    if len(found) == 1:
        return found.pop()
    if _ALONE.fullmatch(said):
        return _joined(said)[:_LONGEST]
    if _AGAIN.search(said):
        return AGAIN
    raise Unclear("code_digits" if re.search("[0-9]", said) else "code_unclear")


def _joined(said: str) -> str:
    """Close the gaps in a code that she wrote in groups: 402 918, 40-29-18."""
    return re.sub(r"(?<=[0-9])[\s-]+(?=[0-9])", "", said)
