"""Move in from another system: its members' and sales files become customers and purchases.

A file is read to its end before anything is taken, then in slices that no chat waits for. What is
there already is known by its key, a phone or till and receipt: an import that was cut off is
finished by repeating it.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import cast

from sqlalchemy.orm import Session

from bot.bulk import in_slices
from bot.imports import member_rows, receipt_rows
from bot.imports.course import Import, Result
from bot.imports.headers import Names, Wanted
from bot.imports.member_rows import MemberReader
from bot.imports.receipt_rows import ReceiptReader
from bot.imports.tables import Table, open_table
from bot.imports.unfit import Unfit
from bot.shop.stores.rules import Shop
from bot.texts import CONTENT, line, read_toml
from bot.usecases.importing.filed import FiledMember
from bot.usecases.importing.levels import move_levels
from bot.usecases.importing.members import take_members
from bot.usecases.importing.places import Place, note_places
from bot.usecases.importing.purchases import PastSale, Took, take_purchases
from bot.wiring import Bot


def import_members(bot: Bot, file: Path, *, dry_run: bool = False) -> Import[FiledMember]:
    """Open a members' file; raise Unusable where nothing can be taken from it."""
    shop, table = _shop(bot), _open(bot, file, "members", member_rows.NEEDED)
    places: set[Place] = set()

    def take(db: Session, rows: list[FiledMember]) -> list[Result]:
        results = take_members(db, rows, shop)
        places.update((each.store, each.guide) for each in rows)
        return [Unfit("imports.closed") if each == "closed" else each for each in results]

    reader, finish = MemberReader(table, shop), partial(_note_places, bot, places)
    return Import(bot.database, bot.texts, file, table, reader, take, finish, dry_run)


def import_purchases(bot: Bot, file: Path, *, dry_run: bool = False) -> Import[PastSale]:
    """Open a sales file; raise Unusable where nothing can be taken from it."""
    shop, table = _shop(bot), _open(bot, file, "purchases", receipt_rows.NEEDED)
    buyers: set[int] = set()
    places: set[Place] = set()

    def take(db: Session, sales: list[PastSale]) -> list[Result]:
        took = take_purchases(db, sales, shop)
        buyers.update(each.person_id for each in took if each.person_id)
        places.update((each.sale.store, each.sale.guide) for each in sales)
        return [_told(*pair) for pair in zip(took, sales, strict=True)]

    def finish() -> None:
        _note_places(bot, places)
        _move_levels(bot, buyers, shop)

    reader = ReceiptReader(table, shop)
    return Import(bot.database, bot.texts, file, table, reader, take, finish, dry_run)


def _shop(bot: Bot) -> Shop:
    with bot.database.reading() as db:
        return bot.shops.read(db)


def _open(bot: Bot, file: Path, kind: str, needed: Mapping[str, Sequence[str]]) -> Table:
    """Open a table by the names that content has for its columns."""
    names = cast(Names, read_toml(CONTENT / "imports.toml")[kind])
    called: dict[str, Sequence[str]] = {
        bot.texts.render(line(key)): fields for key, fields in needed.items()
    }
    return open_table(file, Wanted(names, called))


def _told(took: Took, sale: PastSale) -> Result:
    if took.result != "differs":
        return took.result
    recorded, told = (f"{fen / 100:.2f}" for fen in (took.recorded_fen, sale.sale.total_fen))
    return Unfit("imports.receipt_differs", recorded=recorded, told=told)


def _move_levels(bot: Bot, buyers: set[int], shop: Shop) -> None:
    """Move up whom the whole file has brought to a level: everybody in it, also after a repeat."""

    def move(some: list[int]) -> int:
        return bot.database.run(partial(move_levels, person_ids=some, shop=shop))

    sum(moved for _, moved in in_slices(sorted(buyers), move))


def _note_places(bot: Bot, places: set[Place]) -> None:
    bot.database.run(partial(note_places, named=places))
