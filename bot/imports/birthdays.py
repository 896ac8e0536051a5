"""Birthdays as members' files write them, by the sun or by the moon."""

import re
from datetime import date, datetime

from bot import clock
from bot.dialogue.answers.birthdays import birthday, under_age
from bot.dialogue.answers.context import Context, Unclear
from bot.imports.tables import Cell
from bot.imports.unfit import Unfit
from bot.imports.values import day, text
from bot.lunar import Birthday

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: 0?0:00(?::00)?)?")
_SERIAL = re.compile(r"[0-9]{5}")
_LUNAR = re.compile(r"^\s*[(（\[]?(?:[农阴旧]历?|lunar)[)）\]:：]?\s*", re.IGNORECASE)
_SOLAR = re.compile(r"^\s*[(（\[]?(?:[公阳新西国]历?|solar)[)）\]:：]?\s*", re.IGNORECASE)
_WHY = {
    "birthday_calendar": "imports.birthday_calendar",
    "birthday_no_such_day": "imports.birthday_none",
    "birthday_future": "imports.birthday_future",
}


def birthday_of(cell: Cell, column: str, *, calendar: Cell = "") -> Birthday | None:
    """Return her birthday; `calendar` is what another column says of it, or its title.

    Raise Unfit for a day that is none or could be two, and for a child: her guardian must agree
    (Personal Information Protection Law, article 31).
    """
    said = _as_text(cell, column)
    if said is None:
        return None
    kept = _solar(said) if _is_plain(said, calendar) else _as_told(said, column, calendar)
    if kept is None:
        raise Unfit("imports.birthday_none", column=column)
    if under_age(kept, clock.today()) == "child":
        raise Unfit("imports.child")
    return kept


def _as_text(cell: Cell, column: str) -> str | None:
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    said = text(cell, column)
    if said and _SERIAL.fullmatch(said):
        return f"{day(float(said), column):%Y-%m-%d}"
    return said


def _is_plain(said: str, calendar: Cell) -> bool:
    """Say whether it is a solar day in the usual form, with a year that has begun."""
    is_day = _ISO.fullmatch(said) and said[:4] <= str(clock.today().year - 1)
    return bool(is_day) and not _LUNAR.match(str(calendar))


def _solar(said: str) -> Birthday | None:
    year, month, its_day = map(int, said[:10].split("-"))
    try:
        return Birthday("solar", month, its_day, year=year)
    except ValueError:
        return None


def _as_told(said: str, column: str, calendar: Cell) -> Birthday:
    """Read it as she would say it herself."""
    told = _SOLAR.sub("公历", _LUNAR.sub("农历", said))
    if not told.startswith(("公历", "农历")) and str(calendar).strip():
        named = "农历" if _LUNAR.match(str(calendar)) else "公历"
        told = named + told if _LUNAR.match(str(calendar)) or _SOLAR.match(str(calendar)) else told
    try:
        return Birthday.from_json(birthday(told, Context(today=clock.today())))
    except Unclear as unclear:
        why = _WHY.get(unclear.key, "imports.birthday")
        raise Unfit(why, column=column) from None
