"""Know the numbers: whose phone each is, whether it can be reached, what it refuses."""

from __future__ import annotations

import re
import secrets

from ..journal import Journal

MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
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
    give(journal, openid, number)
    return number


def give(journal: Journal, openid: str, number: str) -> None:
    """Put a number into her phone; raise BadNumber where it is none or somebody else's."""
    if mobile(number) != number:
        raise BadNumber("手机号是 1 开头的 11 位数字。")
    with journal.transaction():
        taken = journal.row("select openid from handset where number = ?", number)
        if taken and taken["openid"] not in (None, openid):
            raise BadNumber("这个号码在别人手里。")
        journal.run("update handset set openid = null where openid = ?", openid)
        journal.run(
            "insert into handset (number, openid) values (?, ?)"
            " on conflict (number) do update set openid = excluded.openid",
            *(number, openid),
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
