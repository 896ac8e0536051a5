"""Codes that are shown at the till: what they look like and how they are found."""

import secrets

from bot.db import fingerprint

# The first digit says what a code is for; 8 is the member code.
GIFT, COUPON = 6, 7
_REST = 10**11


def new_code(kind: int) -> str:
    """Return twelve digits that nobody can guess."""
    return str(kind * _REST + secrets.randbelow(_REST))


def code_hash(code: str) -> str:
    """Return under which hash a code is looked up, however it was typed."""
    digits = "".join(character for character in code if character in "0123456789")
    return fingerprint(digits, field="shown_code")


def grouped(code: str) -> str:
    """Write a code in groups of four, as people read it out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
