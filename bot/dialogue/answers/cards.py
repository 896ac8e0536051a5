"""Hide identity-card and bank numbers in what she writes, before anything is kept."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

_ID_HIDDEN, _CARD_HIDDEN = "［证件号已隐去］", "［卡号已隐去］"
_MOST_DIGITS = 19
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ORDER_NUMBER = re.compile(r"(?:单号?|编号|流水号?|[A-Za-z])[号是为:：#\s]*$")
_NARROW = {"Ｘ": "X", "ｘ": "x", "－": "-", "—": "-", "\u3000": " ", "\u00a0": " ", "\u200b": " "}
_RUN = re.compile(r"[0-9]+(?:[ \-_.·]{1,2}[0-9]+)*(?:[ \-]?[Xx](?![A-Za-z]))?")
_PIECE = re.compile(r"[0-9]+[Xx]?|[Xx]")


def spot_id_or_bank(text: str) -> str:
    """Return the text with identity-card and bank numbers replaced by what says so.

    Identity numbers: 18 digits with the check digit of GB 11643-1999, or the 15 of
    before. Bank cards: 16 to 19 digits with the check digit of ISO/IEC 7812-1.
    """
    digits = "".join(_as_digit(char) for char in text)
    hidden = sorted(_numbers(digits), reverse=True)
    for start, end, words in hidden:
        text = text[:start] + words + text[end:]
    return text


def _as_digit(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return _NARROW.get(char, char)


def _numbers(digits: str) -> Iterator[tuple[int, int, str]]:
    for run in _RUN.finditer(digits):
        pieces = [
            (run.start() + piece.start(), run.start() + piece.end())
            for piece in _PIECE.finditer(run.group())
        ]
        yield from _numbers_in(digits, pieces)


def _numbers_in(digits: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Find the longest numbers that begin and end where a group of digits does."""
    first = 0
    while first < len(pieces):
        for last in range(min(len(pieces), first + _MOST_DIGITS) - 1, first - 1, -1):
            groups = [digits[start:end] for start, end in pieces[first : last + 1]]
            start, end = pieces[first][0], pieces[last][1]
            if words := _what_it_is(groups, digits[max(0, start - 20) : start]):
                yield start, end, words
                first = last
                break
        first += 1


def _what_it_is(groups: list[str], before: str) -> str | None:
    number = "".join(groups).upper()
    if any(_MOBILE.fullmatch(group) for group in groups):
        return None
    if _is_id(number):
        return _ID_HIDDEN
    if _ORDER_NUMBER.search(before):
        return None
    if _is_old_id(number):
        return _ID_HIDDEN
    if _is_bank_card(number) and (_in_fours(groups) or not _holds_mobile(groups)):
        return _CARD_HIDDEN
    return None


def _is_id(number: str) -> bool:
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number) or not _is_person(number[:2], number[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return "10X98765432"[total % 11] == number[17]


def _is_old_id(number: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{15}", number)) and _is_person(number[:2], f"19{number[6:12]}")


def _is_person(province: str, birthday: str) -> bool:
    try:
        born = date(int(birthday[:4]), int(birthday[4:6]), int(birthday[6:]))
    except ValueError:
        return False
    return bool(_PROVINCE.fullmatch(province)) and born.year >= 1850


def _is_bank_card(number: str) -> bool:
    if not re.fullmatch(r"[1-9][0-9]{15,18}", number):
        return False
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(map(int, number[-1::-2]))) % 10 == 0


def _in_fours(groups: list[str]) -> bool:
    return len(groups) >= 4 and all(len(group) == 4 for group in groups[:-1])


def _holds_mobile(groups: list[str]) -> bool:
    """Tell whether neighbouring groups make a mobile number, which is never hidden."""
    return any(
        _MOBILE.fullmatch("".join(groups[first:last]))
        for first in range(len(groups))
        for last in range(first + 2, len(groups) + 1)
    )
