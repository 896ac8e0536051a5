"""Which mobile number she means; nothing that only looks like one is taken."""

import re
import unicodedata

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.numerals import digit_by_digit
from bot.dialogue.answers.spelling import plain

_MOBILE = re.compile(r"(?:0086|86|0)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"0[1-9][0-9]{8,10}|[48]00[0-9]{7}|[2-9][0-9]{6,7}")
_FOREIGN = re.compile(r"(?:\+|(?<![0-9])00)(?!86|0)[1-9][0-9 -]{6,}")
_RUN = re.compile(r"[0-9][^a-zA-Z\u3400-\u9fff]*(?:[0-9]|(?=[^0-9]|$))")
_PAUSE = re.compile(r"[,，、;；/|\n]")
_NOT_A_PHONE = re.compile(
    r"(?:(?:订单|单号|运单|编号|流水|货号|款号|券码|卡号|身份证|证件|qq|微信号|积分)[号是为:#\s]*"
    r"|(?<![a-z])(?!tel|phone|mobile|mob|cell|no)[a-z]+)$"
)


def phone(text: str, context: Context) -> str:
    """Return her mobile number as eleven digits, however it is written."""
    del context
    said = _as_digits(text)
    found = _mobiles(said)
    if len(found) > 1:
        raise Unclear("phone_two")
    if not found:
        raise Unclear(_what_is_wrong(said))
    return found.pop()


def spot_phone(text: str, context: Context) -> str | None:
    """Return the one mobile number that stands in the message, if there is just one."""
    del context
    found = _mobiles(_as_digits(text))
    return found.pop() if len(found) == 1 else None


def without_phone(said: str) -> str:
    """Return a tidy text without its mobile numbers and the words that announce them."""
    for run in _runs(said):
        if _mobiles_in(run):
            said = said.replace(run, " ")
    label = r"(?:我的?|联系)?(?:电话|手机|電話|手機)(?:号码?|號碼?)?(?:是|为)?[:\s]*|(?:tel|phone)[:\s]+"
    return " ".join(re.sub(label, " ", said, flags=re.IGNORECASE).split())


def _as_digits(text: str) -> str:
    """Write the number in digits; names like 丁一 keep their numerals where digits do without."""
    said = "".join(_digit(char) for char in plain(text))
    return said if _mobiles(said) else digit_by_digit(said)


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


def _mobiles(said: str) -> set[str]:
    found: set[str] = set()
    for start, run in _runs_with_start(said):
        if not _NOT_A_PHONE.search(said[:start]):
            found |= _mobiles_in(run)
    return found


def _runs(said: str) -> list[str]:
    return [run for _, run in _runs_with_start(said)]


def _runs_with_start(said: str) -> list[tuple[int, str]]:
    """List the stretches of digits and the punctuation between them."""
    pattern = re.compile(r"[0-9](?:[^a-z\u3400-\u9fff]*[0-9])?", re.IGNORECASE)
    return [(match.start(), match.group()) for match in pattern.finditer(said)]


def _mobiles_in(run: str) -> set[str]:
    pieces = re.findall(r"[0-9]+", run)
    whole = {match[1] for piece in pieces if (match := _MOBILE.fullmatch(piece))}
    parts = whole or set().union(*(_joined(part) for part in _PAUSE.split(run)))
    return parts or _joined(run)


def _joined(run: str) -> set[str]:
    """Return the mobile numbers that use up all digits of the run, none if some are left over."""
    found: set[str] = set()
    pending = ""
    for piece in re.findall(r"[0-9]+", run):
        pending += piece
        if match := _MOBILE.fullmatch(pending):
            found.add(match[1])
            pending = ""
    return set() if pending else found


def _what_is_wrong(said: str) -> str:
    if _FOREIGN.search(said):
        return "phone_foreign"
    digits = re.sub(r"[^0-9]", "", said)
    if _LANDLINE.fullmatch(digits):
        return "phone_landline"
    return "phone_digits" if digits else "phone_unclear"
