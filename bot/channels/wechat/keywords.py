"""What a key of a template may hold: its type stands in its name, such as thing1 or time4.

A sentence is cut to its length; what must be whole (an amount, a phone, a code) is refused when
it does not fit. A code is shown without its spaces, a number without its commas.
https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html
"""

import re
from collections.abc import Callable

_KEY = re.compile(r"([a-z_]+?)\d+")
_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\ufeff]")
_MORE = "…"

_DAY, _CLOCK = r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日", r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
_MOMENT = rf"({_DAY}( {_CLOCK})?|{_CLOCK})"
_SPAN = rf"{_MOMENT}(~{_MOMENT})?"
_WHOLE = {
    "character_string": r"[\x21-\x7e]{1,32}",
    "number": r"(?=.{1,32}$)-?[0-9]+(\.[0-9]+)?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
    "amount": r"[¥￥$€£]?[0-9]{1,10}(\.[0-9]{1,2})?元?",
    "phone_number": r"[0-9+*() -]{1,17}",
    "car_number": r"[\u4e00-\u9fffA-Za-z0-9]{1,8}",
    "const": r".{1,20}",
    "time": _SPAN,
    "date": _SPAN,
}
_LATIN_NAME = re.compile(r"[A-Za-z .'-]+")
_THING, _NAME, _LATIN = 20, 10, 20


class Unfit(Exception):
    """A value that its key can't hold; the text names the key and why, never the value."""


def fit(key: str, value: str) -> str:
    """Return the value as its key may hold it, cut where that is allowed; raise Unfit."""
    kind = kind_of(key)
    plain = _SPACES.sub(" ", _UNSEEN.sub(" ", value)).strip()
    if not plain:
        raise Unfit(f"{key} is empty")
    if kind == "character_string":
        plain = plain.replace(" ", "")
    if kind in ("number", "amount"):
        plain = plain.replace(",", "")
    if kind in _CUT:
        return _CUT[kind](plain)
    if not re.fullmatch(_WHOLE[kind], plain):
        raise Unfit(f"{key} does not hold what a {kind} may be")
    return plain


def kind_of(key: str) -> str:
    """Return the type in a key's name; raise Unfit where WeChat knows no such type."""
    named = _KEY.fullmatch(key)
    if not named or named[1] not in KINDS:
        raise Unfit(f"{key} is no key: WeChat's types are {', '.join(sorted(KINDS))}")
    return named[1]


def _thing(plain: str) -> str:
    return _cut(plain, _THING)


def _name(plain: str) -> str:
    if _LATIN_NAME.fullmatch(plain):
        return plain[:_LATIN].rstrip()
    return _cut(plain.replace(" ", ""), _NAME)


def _cut(plain: str, longest: int) -> str:
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + _MORE


_CUT: dict[str, Callable[[str], str]] = {"thing": _thing, "name": _name}
KINDS = frozenset({*_WHOLE, *_CUT})
