"""Take over receipts of the past, many at once: purchases, lines, points, the journal."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import String, func, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import Row, among, as_table, new_ids, write_rows
from bot.shop.events.actions import note
from bot.shop.members.models import Member
from bot.shop.openings.models import Opening
from bot.shop.people.models import Person
from bot.shop.purchases.actions import Sale
from bot.shop.purchases.models import Purchase, PurchaseLine
from bot.shop.stores.rules import Shop
from bot.usecases.importing.people import Newcomer, meet_many, phone_hash
from bot.usecases.importing.points import Receipt, earn_many, purchase_points

_PURCHASE = "id till receipt person_id at day total_fen returned_fen store guide gift rain"
_LINE = "purchase_id number sku name category quantity price_fen list_price_fen cost_fen returned"


@dataclass(frozen=True)
class PastSale:
    """A receipt of the past, and the phone its buyer gave."""

    sale: Sale
    phone: str | None

    @property
    def key(self) -> tuple[str, str]:
        return self.sale.till, self.sale.receipt


class Took(NamedTuple):
    """What became of a receipt, and whose it is; `differs` is known with another total."""

    result: Literal["created", "known", "differs"]
    person_id: int | None
    recorded_fen: int


class _Bought(NamedTuple):
    """A purchase that has its number and its buyer."""

    id: int
    person_id: int | None
    sale: Sale


def take_purchases(db: Session, sales: Sequence[PastSale], shop: Shop) -> list[Took]:
    """Take over receipts, each (till, receipt) once; return what became of each, in order.

    Levels and places are left to `move_levels` and `note_places`, once for the whole file.
    """
    known = _known(db, sales)
    new = [each for each in sales if each.key not in known]
    bought = _record(db, new)
    _give_points(db, bought, shop)
    taken = {(b.sale.till, b.sale.receipt): Took("created", b.person_id, 0) for b in bought}
    return [taken.get(each.key) or _known_as(known[each.key], each) for each in sales]


def _known(db: Session, sales: Iterable[PastSale]) -> dict[tuple[str, str], Took]:
    keys = as_table(db, [each.key for each in sales], till=String(), receipt=String())
    same = (Purchase.till == keys.c.till) & (Purchase.receipt == keys.c.receipt)
    found = select(Purchase.till, Purchase.receipt, Purchase.person_id, Purchase.total_fen)
    rows = db.execute(found.join(keys, same))
    return {(till, receipt): Took("known", owner, fen) for till, receipt, owner, fen in rows}


def _known_as(recorded: Took, reported: PastSale) -> Took:
    same = recorded.recorded_fen == reported.sale.total_fen
    return recorded if same else recorded._replace(result="differs")


def _record(db: Session, sales: Sequence[PastSale]) -> list[_Bought]:
    buyers = _meet_buyers(db, sales)
    ids = new_ids(db, Purchase, len(sales))
    bought = [
        _Bought(id_, buyers.get(each.phone), each.sale)
        for id_, each in zip(ids, sales, strict=True)
    ]
    write_rows(db, Purchase, _PURCHASE, map(_purchase, bought))
    write_rows(db, PurchaseLine, _LINE, _lines(bought))
    if bought:
        receipts = [[each.sale.till, each.sale.receipt] for each in bought]
        note(db, "imported_purchases", person_id=None, actor="import", receipts=receipts)
    return bought


def _meet_buyers(db: Session, sales: Sequence[PastSale]) -> dict[str | None, int]:
    """Hold the buyers; who has no store or guide yet gets those of her first purchase here."""
    first = {each.phone: each.sale for each in reversed(sales) if each.phone}
    hashes = {phone: phone_hash(phone) for phone in first}
    newcomers = {
        hashes[phone]: Newcomer(phone, store=sale.store, guide=sale.guide)
        for phone, sale in first.items()
    }
    met = meet_many(db, newcomers)
    hers = {met[hashes[phone]]: sale for phone, sale in first.items()}
    alone = [
        {"id": person.id, "store": person.store or sale.store, "guide": person.guide or sale.guide}
        for person, sale in hers.items()
        if not (person.store and person.guide)
    ]
    if alone:
        db.execute(update(Person), alone)
    return {phone: met[by_phone].id for phone, by_phone in hashes.items()}


def _purchase(one: _Bought) -> Row:
    sale = one.sale
    return (
        one.id,
        sale.till,
        sale.receipt,
        one.person_id,
        sale.at,
        clock.local(sale.at).date(),
        sale.total_fen,
        0,
        sale.store,
        sale.guide,
        sale.gift,
        sale.rain,
    )


def _lines(bought: Iterable[_Bought]) -> Iterator[Row]:
    for one in bought:
        for number, sold in enumerate(one.sale.lines, start=1):
            yield (
                one.id,
                number,
                sold.sku,
                sold.name,
                sold.category,
                sold.quantity,
                sold.price_fen,
                sold.list_price_fen,
                sold.cost_fen,
                0,
            )


def _give_points(db: Session, bought: Iterable[_Bought], shop: Shop) -> None:
    """Give members the points of what they bought, unless their opening balance holds them."""
    hers = [each for each in bought if each.person_id]
    people = {each.person_id for each in hers if each.person_id}
    until = _counted_until(db, people)
    earn_many(
        db,
        (
            purchase_points(each.person_id, _bought(each.sale), shop)
            for each in hers
            if each.person_id in until and each.sale.at >= (until[each.person_id] or each.sale.at)
        ),
    )


def _bought(sale: Sale) -> Receipt:
    return Receipt(sale.till, sale.receipt, sale.at, sale.total_fen)


def _counted_until(db: Session, person_ids: Collection[int]) -> dict[int, datetime | None]:
    """Return who of them is a member, and until when her opening balance counts."""
    rows = (
        select(Member.person_id, func.max(Opening.at))
        .outerjoin(Opening, Opening.person_id == Member.person_id)
        .where(among(db, Member.person_id, person_ids), Member.status == "member")
        .group_by(Member.person_id)
    )
    return dict(db.execute(rows).all())
