"""What stands in a cell: phones, money, days, counts, as other systems and Excel write them.

A cell is text in a CSV; in a workbook it may be a number or a date. Each reader takes the cell and
the column's title, returns the value or None for an empty one, and raises Unfit.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from bot import clock
from bot.imports.tables import Cell
from bot.imports.unfit import Unfit
from bot.shop.people.addresses import address_in

BIGGEST = 2**31 - 1  # what a whole-number column holds
MOST_POINTS = 100_000_000
_EMPTY = {
    *("", "-", "--", "—", "——", "/", "\\", "无", "空"),
    *("null", "none", "nil", "n/a", "#n/a", "nan", "0000-00-00", "0000-00-00 00:00:00"),
}
_UNREADABLE = re.compile("[\0\ud800-\udfff\ufffd]")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how systems keep Excel from changing a number
_LEADS_FORMULA = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")
_MOBILE = re.compile(r"(?:\+?86|0086)?0?(1[3-9][0-9]{9})")
_BETWEEN_DIGITS = re.compile(r"[\s().-]")
_SHORTENED = re.compile(r"([0-9])\.?([0-9]*)e\+?([0-9]{1,2})", re.IGNORECASE)
_MONEY = re.compile(r"[¥￥$]?(-?)[¥￥]?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?(?:元|rmb|cny)?")
_DAY = re.compile(
    r"([0-9]{4})[-/.年]\s?([0-9]{1,2})[-/.月]\s?([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_HOUR = re.compile(r"[T\s]*([0-9]{1,2})[:时]([0-9]{2})(?:[:分]([0-9]{2})秒?)?(?:\.[0-9]+)?分?")
_COMPACT = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
_OFFSET = re.compile(r"(?:Z|[+-][0-9]{2}:?[0-9]{2})$")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_YEARS = range(1970, 2200)
# Excel's day 1 is 1 January 1900, and it takes 1900 for a leap year: ECMA-376, part 1, 18.17.4.1
_EXCEL_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial number has no zone
_SERIALS = range(10_000, 80_000)  # 1927 to 2119
_NOON = time(12)


def words(cell: Cell, column: str, *, longest: int) -> str | None:
    """Return the text of a cell in one line."""
    said = text(cell, column)
    if said is None:
        return None
    said = " ".join(said.split())
    if len(said) > longest:
        raise Unfit("imports.too_long", column=column, longest=longest)
    return said


def text(cell: Cell, column: str) -> str | None:
    """Return what stands in a cell; None where it says nothing."""
    if isinstance(cell, str):
        said = cell.strip()
        if said.startswith(("=", "'")):
            said = _unwrapped(said)
        if said.casefold() in _EMPTY:
            return None
        if _UNREADABLE.search(said):
            raise Unfit("imports.unreadable", column=column)
        return said
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _unwrapped(said: str) -> str:
    """Undo what keeps a spreadsheet from reading a text as a number or a formula."""
    if found := _AS_TEXT.fullmatch(said):
        return found[1].strip()
    return said[1:] if said.startswith(_LEADS_FORMULA) or said[1:2].isdigit() else said


def mobile(cell: Cell, column: str) -> str | None:
    """Return a mobile number as eleven digits."""
    said = text(cell, column)
    if said is None:
        return None
    plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", said).removesuffix(".0"))
    if found := _MOBILE.fullmatch(plain):
        return found[1]
    if "*" in plain:
        raise Unfit("imports.phone_hidden", column=column)
    if short := _SHORTENED.fullmatch(said):
        return _lengthened(short, column)
    raise Unfit("imports.phone", column=column)


def mail_address(cell: Cell, column: str) -> str | None:
    """Return a mail address as mail servers take it."""
    said = text(cell, column)
    if said is None:
        return None
    if found := address_in(said):
        return found
    raise Unfit("imports.email", column=column)


def _lengthened(short: "re.Match[str]", column: str) -> str:
    """Return 1.3800138000E+10 as digits, where all of them are still there."""
    digits = short[1] + short[2]
    if len(digits) == 11 and short[3] == "10" and (found := _MOBILE.fullmatch(digits)):
        return found[1]
    raise Unfit("imports.phone_shortened", column=column)


def fen(cell: Cell, column: str) -> int | None:
    """Return yuan as whole fen, half a fen and more rounded up."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        yuan = Decimal(str(cell))
    else:
        said = text(cell, column)
        if said is None:
            return None
        yuan = _decimal(said, column)
    if yuan < 0:
        raise Unfit("imports.yuan_negative", column=column)
    if yuan > BIGGEST // 100:
        raise Unfit("imports.too_many", column=column)
    return int((yuan * 100).to_integral_value(ROUND_HALF_UP))


def _decimal(said: str, column: str) -> Decimal:
    found = _MONEY.fullmatch(said) or _MONEY.fullmatch(
        unicodedata.normalize("NFKC", said).replace(" ", "").casefold()
    )
    if found is None:
        raise Unfit("imports.yuan", column=column)
    return Decimal(found[1] + found[2].replace(",", "") + (found[3] or ""))


def whole(cell: Cell, column: str, *, most: int = BIGGEST) -> int | None:
    """Return a whole number of at least 0: 1,280 and 1280.0 are 1280."""
    said = text(cell, column)
    if said is None:
        return None
    try:
        number = Decimal(said.replace(",", "").removesuffix("分"))
    except InvalidOperation:
        raise Unfit("imports.whole", column=column) from None
    if not number.is_finite() or number < 0 or number != number.to_integral_value():
        raise Unfit("imports.whole", column=column)
    if number > most:
        raise Unfit("imports.too_many", column=column)
    return int(number)


def day(cell: Cell, column: str) -> date | None:
    """Return a day; Excel's serial numbers are days too."""
    found = moment(cell, column)
    return found and clock.local(found).date()


def moment(cell: Cell, column: str, hour: Cell = "") -> datetime | None:
    """Return a moment in UTC; a day alone is its noon in the shop, unless `hour` says more."""
    if isinstance(cell, str):
        said = text(cell, column)
        if said is None:
            return None
        naive = _usual(said) or _read_moment(said, column)
    else:
        naive = _from_workbook(cell, column)
    if naive.year not in _YEARS:
        raise Unfit("imports.far_moment", column=column)
    if naive.tzinfo:
        return naive.astimezone(UTC)
    at = naive.time() if naive.time() != time(0) else (_hour(hour) or _NOON)
    return clock.at(naive.date(), at)


def _usual(said: str) -> datetime | None:
    """Return a moment in the form that most files have, and Python reads fast."""
    if len(said) != 19 or said[4] != "-" or said[13] != ":":
        return None
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


def _read_moment(said: str, column: str) -> datetime:
    if _SERIAL.fullmatch(said):
        return _from_workbook(float(said), column)
    found = _DAY.match(said)
    try:
        if found is None:
            raise ValueError
        if _OFFSET.search(said, 16):
            return datetime.fromisoformat(said.replace(" ", "T", 1))
        year, month, its_day = map(int, (part for part in found.groups() if part))
        rest = said[found.end() :].strip()
        return datetime.combine(date(year, month, its_day), _time(rest) if rest else time(0))
    except ValueError:
        raise Unfit("imports.moment", column=column) from None


def _from_workbook(cell: Cell, column: str) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time(0))
    if isinstance(cell, int | float) and int(cell) in _SERIALS:
        whole_seconds = round(cell * 86400)
        return _EXCEL_BEGINS + timedelta(seconds=whole_seconds)
    if isinstance(cell, int | float):  # 20261122, a day that lost its form
        return _read_moment(f"{cell:.0f}", column)
    raise Unfit("imports.moment", column=column)


def _hour(cell: Cell) -> time | None:
    """Return the time of day of a column of its own; None where it says none we can read."""
    if isinstance(cell, time):
        return cell
    if isinstance(cell, float) and 0 < cell < 1:
        return (_EXCEL_BEGINS + timedelta(seconds=round(cell * 86400))).time()
    try:
        return _time(str(cell))
    except ValueError:
        return None


def _time(said: str) -> time:
    """Read 14:30 or 14:30:05; raise ValueError for what is none, or what is no such hour."""
    found = _HOUR.fullmatch(said.strip()) or _COMPACT.fullmatch(said)
    if found is None:
        raise ValueError(said)
    return time(int(found[1]), int(found[2]), int(found[3] or 0))
