"""Rows of a members' file, each one a member."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot import clock
from bot.imports.birthdays import birthday_of
from bot.imports.cells import Cells, check_shape
from bot.imports.parcels import Parcel, Refuse
from bot.imports.tables import Row, Table
from bot.imports.unfit import Unfit
from bot.imports.values import MOST_POINTS, day, mobile, moment, whole, words
from bot.lunar import Birthday
from bot.shop.stores.rules import Shop
from bot.usecases.importing.filed import FiledMember

NEEDED = {"imports.column_phone": ("phone",), "imports.column_name": ("name",)}
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_PLACE = 30, 200, 60


@dataclass(frozen=True)
class MemberReader:
    """Reads a members' file by the shop's rules; remembers which phones it has had."""

    table: Table
    shop: Shop
    had: dict[str, tuple[int, int]] = field(default_factory=dict)

    def survey(self) -> int:
        """Read the file once to its end; return how many rows it has.

        What can't be read to its end raises Unusable, before anything was taken.
        """
        return sum(1 for _ in self.table.rows())

    def parcels(self, refuse: Refuse) -> Iterator[Parcel[FiledMember]]:
        """Return member after member; what can't be taken is refused."""
        for row in self.table.rows():
            try:
                one = self._read(row)
            except Unfit as unfit:
                refuse(row, unfit.why)
            else:
                yield Parcel([row], one, repeats=0 if one else 1)

    def _read(self, row: Row) -> FiledMember | None:
        """Return the member of a row, None where an earlier row says the very same."""
        check_shape(self.table, row)
        cells = Cells(self.table, row)
        one = self._member(cells)
        content = hash(one)
        number, before = self.had.setdefault(one.phone, (row.number, content))
        if number == row.number:
            return one
        if before == content:
            return None
        raise Unfit("imports.same_phone", row=number)

    def _member(self, cells: Cells) -> FiledMember:
        phone = mobile(cells["phone"], cells.column("phone"))
        if phone is None:
            raise Unfit("imports.missing", column=cells.column("phone"))
        joined = cells.read("joined", moment)
        if joined and joined > clock.now():
            raise Unfit("imports.future", column=cells.column("joined"))
        return FiledMember(
            phone=phone,
            name=cells.read("name", words, longest=LONGEST_NAME),
            birthday=self._birthday(cells),
            level=self._level(cells),
            points=cells.read("points", whole, most=MOST_POINTS),
            points_end=cells.read("points_end", day),
            store=cells.read("store", words, longest=LONGEST_PLACE),
            guide=self._guide(cells),
            address=cells.read("address", words, longest=LONGEST_ADDRESS),
            joined_at=joined,
        )

    def _birthday(self, cells: Cells) -> Birthday | None:
        lunar = cells.read("birthday_lunar", birthday_of, calendar="农历")
        return lunar or cells.read("birthday", birthday_of, calendar=cells["calendar"])

    def _level(self, cells: Cells) -> str | None:
        """Return the shop's word for a level, which the file may call by its name or shorter."""
        said = cells.read("level", words, longest=LONGEST_PLACE)
        if said is None:
            return None
        for level in self.shop.levels:
            if said.casefold() in (level.word, level.name.casefold(), _short(level.name)):
                return level.word
        names = "、".join(level.name for level in self.shop.levels)
        raise Unfit("imports.level", level=said, levels=names)

    def _guide(self, cells: Cells) -> str | None:
        said = cells.read("guide", words, longest=LONGEST_PLACE)
        colleague = self.shop.colleague(said)
        return colleague.login if colleague else said


def _short(name: str) -> str:
    return name.removesuffix("会员").casefold()
