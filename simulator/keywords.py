"""Say what a template's key takes; its type is its name without the number.

developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html
"""

from __future__ import annotations

import re

CLOCK = r"\d{1,2}:\d{2}(:\d{2})?"
DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
MOMENT = rf"(({DAY}( {CLOCK})?)|{CLOCK})"
TYPES = {
    "thing": r"[\s\S]{1,20}",
    "number": r"[+-]?\d+(\.\d+)?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[!-~]{1,32}",
    "time": rf"{MOMENT}(~{MOMENT})?",
    "date": rf"{MOMENT}(~{MOMENT})?",
    "amount": r"[¥￥$€£]?\d{1,10}(\.\d+)?元?",
    "phone_number": r"[\d+*() -]{1,17}",
    "car_number": r"\S{1,8}",
    "name": r"[㐀-鿿·]{1,10}|[A-Za-z .'·-]{1,20}|\S{1,10}",
    "phrase": r"[㐀-鿿]{1,5}",
    "const": r"[\s\S]{1,20}",
}
LONGEST_NUMBER = 32


def type_of(key: str) -> str | None:
    """Return the type in a key's name, or None where there is none of that name."""
    kind = key.rstrip("0123456789")
    return kind if kind != key and kind in TYPES else None


def takes(key: str, value: object) -> bool:
    """Say whether a key takes this value; nothing is cut for anybody."""
    kind = type_of(key)
    if kind is None or not isinstance(value, str) or not value.strip():
        return False
    if kind == "number" and len(value) > LONGEST_NUMBER:
        return False
    return re.fullmatch(TYPES[kind], value) is not None
