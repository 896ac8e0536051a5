"""Know the numbers: whose phone each is, whether it can be reached, what it refuses."""

from __future__ import annotations

import contextlib
import re
import secrets
import unicodedata

from ..journal import Journal

MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
NAMED = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
STATES = ("fine", "empty", "off", "black")


class BadNumber(Exception):
    """Not a mobile number of mainland China, or somebody else's."""


def mobile(text: object) -> str | None:
    """Return the eleven digits of a mainland mobile number, or None."""
    found = MOBILE.fullmatch(text) if isinstance(text, str) else None
    return found[1] if found else None


def of_person(journal: Journal, openid: str) -> str:
    """Return the number in her phone; who has none yet gets one."""
    row = journal.row("select number from handset where openid = ?", openid)
    if row:
        return str(row["number"])
    number = f"139{secrets.randbelow(10**8):08d}"
    _put(journal, openid, number, fixed=False)
    return number


def named(journal: Journal, openid: str, words: str) -> None:
    """Let the number she names in a chat be that of her phone, if it is nobody's.

    So whoever tries a demo with any number gets its SMS; a number that was put in stays.
    """
    said = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", words))
    found = set(NAMED.findall(said))
    if len(found) != 1 or journal.row("select 1 from handset where openid = ? and fixed", openid):
        return
    with contextlib.suppress(BadNumber):
        _put(journal, openid, found.pop(), fixed=False)


def give(journal: Journal, openid: str, number: str) -> None:
    """Put a number into her phone for good; raise BadNumber where it is none or another's."""
    _put(journal, openid, number, fixed=True)


def _put(journal: Journal, openid: str, number: str, *, fixed: bool) -> None:
    if mobile(number) != number:
        raise BadNumber("手机号是 1 开头的 11 位数字。")
    with journal.transaction():
        taken = journal.row("select openid from handset where number = ?", number)
        if taken and taken["openid"] not in (None, openid):
            raise BadNumber("这个号码在别人手里。")
        journal.run("update handset set openid = null where openid = ?", openid)
        journal.run(
            "insert into handset (number, openid, fixed) values (?, ?, ?)"
            " on conflict (number) do update set openid = excluded.openid, fixed = excluded.fixed",
            *(number, openid, fixed),
        )


def state_of(journal: Journal, number: str) -> str:
    """Return whether a number can be reached: fine, empty, off or black."""
    row = journal.row("select state from handset where number = ?", number)
    return str(row["state"]) if row else "fine"


def set_state(journal: Journal, number: str, state: str) -> None:
    """Make a number unreachable, or reachable again; raise BadNumber."""
    if mobile(number) != number or state not in STATES:
        raise BadNumber(f"state 是 {'、'.join(STATES)} 之一，号码是 11 位。")
    journal.run(
        "insert into handset (number, state) values (?, ?)"
        " on conflict (number) do update set state = excluded.state",
        *(number, state),
    )


def refuses(journal: Journal, number: str) -> bool:
    """Say whether a number answered R: then no promotion of ours reaches it."""
    row = journal.row("select refuses from handset where number = ?", number)
    return bool(row and row["refuses"])


def refuse(journal: Journal, number: str) -> None:
    """Put a number on the list of those that answered R."""
    journal.run(
        "insert into handset (number, refuses) values (?, 1)"
        " on conflict (number) do update set refuses = 1",
        number,
    )
