"""What somebody shows or says so that she is found: a code, a phone, its end, a name. Pure."""

import re
import unicodedata
from typing import Literal, NamedTuple

Kind = Literal["gift", "coupon", "member", "phone", "tail", "name"]
# The first of the twelve digits of a shown code says what it is for.
CODES: dict[str, Kind] = {"6": "gift", "7": "coupon", "8": "member"}
LONGEST = 60
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\s-]+(?=[0-9])")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_CODE = re.compile(r"([678])[0-9]{11}")


class Shown(NamedTuple):
    """What was typed or scanned, and what it is."""

    kind: Kind
    value: str


def read_shown(typed: str) -> Shown | None:
    """Say what was typed or scanned; None where it is nothing."""
    said = unicodedata.normalize("NFKC", typed).replace("\0", "").strip()[:LONGEST]
    digits = _BETWEEN_DIGITS.sub("", said)
    if found := _CODE.fullmatch(digits):
        return Shown(CODES[found[1]], digits)
    if found := _MOBILE.fullmatch(digits):
        return Shown("phone", found[1])
    if re.fullmatch("[0-9]{4}", digits):
        return Shown("tail", digits)
    return Shown("name", said) if said else None
