"""Which mobile number she means; nothing that only looks like one is taken."""

import re
import unicodedata

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.numerals import digit_by_digit
from bot.dialogue.answers.spelling import plain
from bot.dialogue.answers.wording import any_of, spaced

_MOBILE = re.compile(r"(?:0086|86)?0?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(?:0|86)[1-9][0-9]{8,10}|[48]00[0-9]{7}|[2-9][0-9]{6,7}")
_EXTENSION = re.compile(r"(?<![0-9])0[1-9][0-9]{1,2}[-) ]+[1-9][0-9]{6,7}(?![0-9])")
_MISTYPED = re.compile(r"(?<![0-9a-z])[0-9oil]{11}(?![0-9a-z])")
_LOOKALIKES = str.maketrans("oil", "011")
_FOREIGN = re.compile(r"(?:\+|(?<![0-9])00)(?!86|0)[1-9][0-9 -]{6,}")
_RUN = re.compile(r"[0-9](?:[^a-z\u3400-\u9fff]*[0-9])?", re.IGNORECASE)
_PAUSE = re.compile(r"[,，、;；/|]")
_LABEL_LENGTH = 20
_OTHER_NUMBER = any_of("订单 单号 运单 编号 流水 货号 款号 券码 卡号 身份证 证件 qq 微信号 积分")
_NOT_A_PHONE = spaced(rf"""
    (?: {_OTHER_NUMBER} [号是为:\#\s]* | (?<! [a-z] ) (?! tel | phone | mob | cell | no ) [a-z]+ ) $
""")
_LABEL = spaced(r"""
    (?: 我的? | 联系 )? (?: 电话 | 手机 | 電話 | 手機 ) (?: 号码? | 號碼? )? [是为]? [:\s]*
    | (?: tel | phone ) [:\s]+
""")


def phone(text: str, context: Context) -> str:
    """Return her mobile number as eleven digits, however it is written."""
    del context
    said = _in_digits(text)
    found = _mobiles(said) or _mobiles(_without_lookalikes(said))
    if len(found) > 1:
        raise Unclear("phone_two")
    if not found:
        raise Unclear(_what_is_wrong(said))
    return found.pop()


def spot_phone(text: str, context: Context) -> str | None:
    """Return the one mobile number that stands in the message, if there is just one."""
    del context
    found = _mobiles(_in_digits(text))
    return found.pop() if len(found) == 1 else None


def without_phone(said: str) -> str:
    """Return a tidy text without its mobile numbers and the words that announce them."""
    for run in _RUN.findall(said):
        if _mobiles_in(run):
            said = said.replace(run, " ")
    return " ".join(_LABEL.sub(" ", said).split())


def _in_digits(text: str) -> str:
    """Write the number in digits; a name like 丁一 keeps its numeral where digits do without."""
    said = "".join(_digit(char) for char in plain(text))
    return said if _mobiles(said) else digit_by_digit(said)


def _without_lookalikes(said: str) -> str:
    """Take the letters in 138OOOO1111 for the digits she meant."""
    return _MISTYPED.sub(lambda match: match.group().translate(_LOOKALIKES), said)


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


def _mobiles(said: str) -> set[str]:
    """Return the mobile numbers in the stretches of digits and punctuation."""
    found: set[str] = set()
    for run in _RUN.finditer(said):
        before = said[max(0, run.start() - _LABEL_LENGTH) : run.start()]
        is_foreign = before.endswith("+") and not run.group().startswith("86")
        if not is_foreign and not _NOT_A_PHONE.search(before):
            found |= _mobiles_in(run.group())
    return found


def _mobiles_in(run: str) -> set[str]:
    """Join groups of digits, first those that stand close together."""
    groups = re.findall(r"[0-9]+", run)
    whole = {match[1] for group in groups if (match := _MOBILE.fullmatch(group))}
    close = set().union(*(_joined(part) for part in _PAUSE.split(run)))
    return whole or close or _joined(run)


def _joined(run: str) -> set[str]:
    """Return the mobile numbers that use up all digits of the run, none if some are left over."""
    found: set[str] = set()
    pending = ""
    for group in re.findall(r"[0-9]+", run):
        pending += group
        if match := _MOBILE.fullmatch(pending):
            found.add(match[1])
            pending = ""
    return set() if pending else found


def _what_is_wrong(said: str) -> str:
    if _FOREIGN.search(said):
        return "phone_foreign"
    digits = re.sub(r"[^0-9]", "", said)
    if _LANDLINE.fullmatch(digits) or _EXTENSION.search(said):
        return "phone_landline"
    return "phone_digits" if digits else "phone_unclear"
