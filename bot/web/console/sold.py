"""What was sold or came back, read from a form at the counter: each amount exact to the fen."""

from itertools import zip_longest
from typing import NamedTuple

from flask import request

from bot import clock
from bot.shop.points.terms import TillRules
from bot.shop.purchases.actions import Sale, SoldLine
from bot.shop.refusal import Refused
from bot.web.api.fields import BIGGEST_NUMBER
from bot.web.console.typed import fen_of, pieces_of, points_of

MOST_ROWS = 30
LONGEST_NAME, LONGEST_SKU = 120, 60


class Row(NamedTuple):
    """One item as it was typed."""

    item: str = ""
    pieces: str = ""
    price: str = ""


def rows_typed() -> list[Row]:
    """Return the rows of the form, empty ones too; what can't be shown is left out."""
    columns = (request.form.getlist(name) for name in ("item", "pieces", "price"))
    rows = [Row(*map(_clean, each)) for each in zip_longest(*columns, fillvalue="")]
    return rows[:MOST_ROWS]


def rows_to_show() -> list[Row]:
    """Return the rows that the form shows again, after one was added or taken out."""
    rows, less = rows_typed(), request.form.get("less", "")
    if "more" in request.form:
        rows = [*rows, Row()][:MOST_ROWS]
    if less.isascii() and less.isdecimal() and int(less[:4]) < len(rows):
        del rows[int(less[:4])]
    return rows or [Row()]


def sale_of(
    *, till: str, receipt: str, store: str | None, guide: str, rules: TillRules | None
) -> Sale:
    """Return the sale of the form; raise Refused with what is wrong in it.

    Without a total it is the sum of the rows less what points pay. A single row without a price
    costs the total.
    """
    rows = [row for row in rows_typed() if any(row)]
    points = points_of(request.form.get("points", ""))
    if points is None:
        raise Refused("sale_points")
    total = _fen(request.form.get("total", ""))
    lines = [_line(row, total if len(rows) == 1 else None) for row in rows]
    if not lines:
        raise Refused("sale_empty")
    if total is None:
        worth = rules.worth(points) if rules else 0
        total = max(0, sum(each.price_fen * each.quantity for each in lines) - worth)
    if total > BIGGEST_NUMBER:
        raise Refused("sale_much")
    return Sale(
        till=till,
        receipt=receipt,
        at=clock.now(),
        total_fen=total,
        lines=lines,
        store=store,
        guide=guide,
        gift="gift" in request.form,
        rain="rain" in request.form,
        points_used=points,
    )


def pieces_back() -> list[tuple[str, int]]:
    """Return how many pieces of which item come back; nothing where all of the receipt does."""
    if "all" in request.form:
        return []
    counts = [pieces_of(typed) for typed in request.form.getlist("count")]
    if None in counts:
        raise Refused("return_count")
    pieces = list(zip(request.form.getlist("sku"), counts, strict=False))
    found = [(sku, count) for sku, count in pieces if count]
    if not found:
        raise Refused("return_nothing")
    return found


def _line(row: Row, total: int | None) -> SoldLine:
    if not row.item:
        raise Refused("sale_item")
    count = pieces_of(row.pieces or "1")
    if not count:
        raise Refused("sale_count", item=row.item)
    price = _fen(row.price, item=row.item)
    if price is None and total is None:
        raise Refused("sale_price", item=row.item)
    each = price if price is not None else (total or 0) // count
    return SoldLine(sku=row.item[:LONGEST_SKU], name=row.item, quantity=count, price_fen=each)


def _fen(typed: str, item: str = "") -> int | None:
    """Return an amount, None where nothing was typed; raise Refused for what is none."""
    if not typed.strip():
        return None
    fen = fen_of(typed)
    if fen is None:
        raise Refused("sale_price", item=item) if item else Refused("sale_total")
    return fen


def _clean(typed: str) -> str:
    return "".join(each for each in typed if each.isprintable()).strip()[:LONGEST_NAME]
