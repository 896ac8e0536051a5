"""Record what a till reports: a receipt once, a return once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.shop.purchases.models import Purchase, PurchaseLine, PurchaseReturn
from bot.shop.refusal import Refused


@dataclass(frozen=True)
class SoldLine:
    """One item of a receipt; prices of one piece, in fen."""

    sku: str
    name: str
    quantity: int
    price_fen: int
    category: str | None = None
    list_price_fen: int | None = None
    cost_fen: int | None = None


@dataclass(frozen=True)
class Sale:
    """A receipt as the till reports it."""

    till: str
    receipt: str
    at: datetime
    total_fen: int
    lines: Sequence[SoldLine]
    store: str | None = None
    guide: str | None = None
    gift: bool = False
    rain: bool = False
    points_used: int = 0
    secret_until: date | None = None
    recipient_id: int | None = None


@dataclass(frozen=True)
class CameBack:
    """A return as the till reports it; without lines the whole receipt comes back."""

    till: str
    receipt: str
    key: str
    at: datetime
    lines: Sequence[tuple[str, int]] = ()


def find_purchase(db: Session, till: str, receipt: str) -> Purchase | None:
    return db.scalars(
        select(Purchase).where(Purchase.till == till, Purchase.receipt == receipt)
    ).one_or_none()


def record_purchase(db: Session, sale: Sale, person_id: int | None) -> Purchase | None:
    """Keep a receipt once; return None where this till has reported it before."""
    is_new = insert_once(
        db,
        Purchase,
        till=sale.till,
        receipt=sale.receipt,
        person_id=person_id,
        at=sale.at,
        day=clock.local(sale.at).date(),
        total_fen=sale.total_fen,
        returned_fen=0,
        store=sale.store,
        guide=sale.guide,
        gift=sale.gift,
        rain=sale.rain,
        secret_until=sale.secret_until,
        recipient_id=sale.recipient_id,
    )
    if not is_new:
        return None
    purchase = find_purchase(db, sale.till, sale.receipt)
    assert purchase is not None  # just inserted
    for number, sold in enumerate(sale.lines, start=1):
        db.add(PurchaseLine(purchase_id=purchase.id, number=number, returned=0, **vars(sold)))
    db.flush()
    return purchase


def record_return(db: Session, back: CameBack) -> tuple[Purchase, int] | None:
    """Keep a return once; return the purchase and the fen that came back, None for a repeat.

    Raise Refused where the receipt is unknown, or more comes back than was sold and kept.
    """
    purchase = find_purchase(db, back.till, back.receipt)
    if purchase is None:
        raise Refused("return_unknown", receipt=back.receipt)
    db.refresh(purchase, with_for_update=True)
    if _is_known(db, back):
        return None
    amount = _come_back(db, purchase, back)
    insert_once(
        db,
        PurchaseReturn,
        purchase_id=purchase.id,
        till=back.till,
        receipt=back.receipt,
        return_key=back.key,
        at=back.at,
        amount_fen=amount,
    )
    purchase.returned_fen += amount
    db.flush()
    return purchase, amount


def _is_known(db: Session, back: CameBack) -> bool:
    known = select(PurchaseReturn.id).where(
        PurchaseReturn.till == back.till,
        PurchaseReturn.receipt == back.receipt,
        PurchaseReturn.return_key == back.key,
    )
    return db.scalar(known) is not None


def _come_back(db: Session, purchase: Purchase, back: CameBack) -> int:
    """Mark the items as returned and give their share of what was really paid."""
    kept = purchase.total_fen - purchase.returned_fen
    if not back.lines:
        if not kept and purchase.total_fen:
            raise Refused("return_too_much", receipt=back.receipt)
        _return_rest(db, purchase)
        return kept
    rows = _lines(db, purchase)
    gross = sum(row.price_fen * row.quantity for row in rows) or 1
    value = sum(_return_pieces(rows, sku, pieces, back.receipt) for sku, pieces in back.lines)
    everything = all(row.returned == row.quantity for row in rows)
    return kept if everything else min(kept, value * purchase.total_fen // gross)


def _return_pieces(rows: Sequence[PurchaseLine], sku: str, pieces: int, receipt: str) -> int:
    """Mark pieces of one item as returned, on whichever lines it stands; return their price."""
    price = 0
    for row in rows:
        if row.sku == sku:
            taken = min(pieces, row.quantity - row.returned)
            row.returned += taken
            pieces -= taken
            price += taken * row.price_fen
    if pieces:
        raise Refused("return_too_much", receipt=receipt)
    return price


def _return_rest(db: Session, purchase: Purchase) -> None:
    change(
        db,
        update(PurchaseLine)
        .where(PurchaseLine.purchase_id == purchase.id)
        .values(returned=PurchaseLine.quantity),
    )


def _lines(db: Session, purchase: Purchase) -> list[PurchaseLine]:
    rows = select(PurchaseLine).where(PurchaseLine.purchase_id == purchase.id)
    return list(db.scalars(rows.order_by(PurchaseLine.number)))
