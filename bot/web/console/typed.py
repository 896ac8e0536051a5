"""Amounts and pieces as people type them at a counter: full width, with commas, with 元."""

import re

from bot.web.api.fields import BIGGEST_NUMBER

MOST_PIECES = 9999
_NARROW = str.maketrans("０１２３４５６７８９．，。", "0123456789.,.")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_YUAN = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")


def yuan_of(typed: str) -> str:
    """Return an amount as the API takes it; what is none comes back for it to refuse."""
    plain = typed.strip().translate(_NARROW).removeprefix("¥").removeprefix("￥")
    plain = plain.removesuffix("元").strip()
    return plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain


def fen_of(typed: str) -> int | None:
    """Return an amount in whole fen; None for what is none, or is more than can be kept."""
    found = _YUAN.fullmatch(yuan_of(typed))
    if found is None:
        return None
    fen = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return fen if fen <= BIGGEST_NUMBER else None


def pieces_of(typed: str) -> int | None:
    """Return how many pieces were meant, nothing meaning none; None for what is no number."""
    return _whole(typed, MOST_PIECES)


def points_of(typed: str) -> int | None:
    """Return how many points were meant, nothing meaning none; None for what is no number."""
    return _whole(typed, BIGGEST_NUMBER)


def _whole(typed: str, most: int) -> int | None:
    plain = typed.strip().translate(_NARROW) or "0"
    fits = plain.isascii() and plain.isdecimal() and len(plain) <= len(str(most))
    return int(plain) if fits and int(plain) <= most else None
