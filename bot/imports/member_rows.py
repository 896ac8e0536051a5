"""Rows of a members' file, each one a member."""

from collections.abc import Iterator
from datetime import datetime

from bot import clock
from bot.imports.birthdays import birthday_of
from bot.imports.cells import Column, check_shape
from bot.imports.parcels import Parcel, Refuse
from bot.imports.tables import Cell, Row, Table
from bot.imports.unfit import Unfit
from bot.imports.values import MOST_POINTS, day, mail_address, mobile, moment, text, whole, words
from bot.lunar import Birthday
from bot.shop.stores.rules import Shop
from bot.usecases.importing.filed import FiledMember

NEEDED = {"imports.column_phone": ("phone",), "imports.column_name": ("name",)}
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_PLACE = 30, 200, 60


class MemberReader:
    """Reads a members' file by the shop's rules; remembers which phones it has had."""

    def __init__(self, table: Table, shop: Shop) -> None:
        self._table = table
        self._shop = shop
        self._had: dict[str, tuple[int, int]] = {}
        self._phone = Column(table, "phone", mobile)
        self._name = Column(table, "name", words, longest=LONGEST_NAME)
        self._birthday = Column(table, "birthday", text)
        self._lunar = Column(table, "birthday_lunar", birthday_of, calendar="农历")
        self._calendar = Column(table, "calendar", text)
        self._level = Column(table, "level", self._level_of)
        self._points = Column(table, "points", whole, most=MOST_POINTS)
        self._points_end = Column(table, "points_end", day)
        self._store = Column(table, "store", words, longest=LONGEST_PLACE)
        self._guide = Column(table, "guide", self._guide_of)
        self._address = Column(table, "address", words, longest=LONGEST_ADDRESS)
        self._email = Column(table, "email", mail_address)
        self._joined = Column(table, "joined", _past)

    def survey(self) -> int:
        """Read the file once to its end; return how many rows it has.

        What can't be read to its end raises Unusable, before anything was taken.
        """
        return sum(1 for _ in self._table.rows())

    def parcels(self, refuse: Refuse) -> Iterator[Parcel[FiledMember]]:
        """Return member after member; what can't be taken is refused."""
        for row in self._table.rows():
            try:
                one = self._read(row)
            except Unfit as unfit:
                refuse(row, unfit.why)
            else:
                yield Parcel([row], one, repeats=0 if one else 1)

    def _read(self, row: Row) -> FiledMember | None:
        """Return the member of a row, None where an earlier row says the very same."""
        check_shape(self._table, row)
        one = self._member(row)
        content = hash(one)
        number, before = self._had.setdefault(one.phone, (row.number, content))
        if number == row.number:
            return one
        if before == content:
            return None
        raise Unfit("imports.same_phone", row=number)

    def _member(self, row: Row) -> FiledMember:
        return FiledMember(
            phone=self._phone.needed(row),
            name=self._name(row),
            birthday=self._lunar(row) or self._birthday_of(row),
            level=self._level(row),
            points=self._points(row),
            points_end=self._points_end(row),
            store=self._store(row),
            guide=self._guide(row),
            address=self._address(row),
            email=self._email(row),
            joined_at=self._joined(row),
        )

    def _birthday_of(self, row: Row) -> Birthday | None:
        calendar = self._calendar(row) or self._birthday.title
        return birthday_of(self._birthday.raw(row), self._birthday.title, calendar=calendar)

    def _level_of(self, cell: Cell, column: str) -> str | None:
        """Return the shop's word for a level, which the file may call by its name or shorter."""
        said = words(cell, column, longest=LONGEST_PLACE)
        if said is None:
            return None
        for level in self._shop.levels:
            names = (level.word, level.name, level.name.removesuffix("会员"))
            if said.casefold() in map(str.casefold, names):
                return level.word
        known = "、".join(level.name for level in self._shop.levels)
        raise Unfit("imports.level", level=said, levels=known)

    def _guide_of(self, cell: Cell, column: str) -> str | None:
        return guide_of(cell, column, self._shop)


def guide_of(cell: Cell, column: str, shop: Shop) -> str | None:
    """Return a guide by her login; one whom the shop's file doesn't know as she is written."""
    said = words(cell, column, longest=LONGEST_PLACE)
    colleague = shop.colleague(said) if said else None
    return colleague.login if colleague else said


def _past(cell: Cell, column: str) -> datetime | None:
    at = moment(cell, column)
    if at and at > clock.now():
        raise Unfit("imports.future", column=column)
    return at
