"""What people buy and bring back, and when: believable for a jewellery shop."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from bot import clock
from bot.demo_data.cast import Good, often_first
from bot.shop.purchases.actions import SoldLine
from bot.shop.stores.rules import Shop

_COST = 62  # percent of the list price that the shop paid
_REDUCED = (100, 100, 100, 95, 92, 88)  # percent of the list price that is paid
_OPENS, _CLOSES = 10 * 60 + 15, 20 * 60 + 45  # minutes of the day


class CameBack(NamedTuple):
    """What of a receipt came back: items by the number of their line."""

    key: str
    at: datetime
    lines: frozenset[int]
    amount_fen: int


class Receipt(NamedTuple):
    """One receipt of one till, with what came back of it."""

    till: str
    receipt: str
    at: datetime
    day: date
    total_fen: int
    lines: Sequence[SoldLine]
    store: str | None
    guide: str | None
    gift: bool
    rain: bool
    back: CameBack | None = None

    @property
    def kept_fen(self) -> int:
        return self.total_fen - (self.back.amount_fen if self.back else 0)


def moment(dice: Random, day: date) -> datetime:
    """Return a moment of a day at which the shop is open."""
    minutes = _OPENS + int(dice.random() * (_CLOSES - _OPENS))
    return clock.at(day, time(minutes // 60, minutes % 60, int(dice.random() * 60)))


def home_of(dice: Random, shop: Shop) -> tuple[str | None, str | None]:
    """Return the store she goes to and the guide who looks after her there."""
    if not shop.stores:
        return None, None
    store = often_first(dice, shop.stores).name
    return store, _guide(dice, shop, store)


def receipt_of(
    dice: Random,
    goods: Sequence[Good],
    shop: Shop,
    *,
    day: date,
    key: str,
    home: str | None,
) -> Receipt:
    """Draw one purchase on a day; most are made in the store she always goes to."""
    elsewhere = shop.stores and (home is None or dice.random() < 0.12)
    store = dice.choice(shop.stores).name if elsewhere else home
    pieces = 1 + (dice.random() < 0.25) + (dice.random() < 0.08)
    lines = [_sold(dice, often_first(dice, goods)) for _ in range(pieces)]
    return Receipt(
        till=f"{store or ''}收银{dice.randint(1, 2)}",
        receipt=f"{day:%y%m%d}-{key}",
        at=moment(dice, day),
        day=day,
        total_fen=sum(sold.price_fen * sold.quantity for sold in lines),
        lines=lines,
        store=store,
        guide=_guide(dice, shop, store),
        gift=dice.random() < 0.1,
        rain=dice.random() < 0.06,
    )


def with_return(dice: Random, receipt: Receipt, until: date) -> Receipt:
    """Bring one item back within a week, for one receipt in thirty."""
    back_on = receipt.day + timedelta(days=1 + int(dice.random() * 7))
    if dice.random() > 1 / 30 or back_on > until:
        return receipt
    number = dice.randrange(len(receipt.lines))
    sold = receipt.lines[number]
    back = CameBack(
        key=f"R{back_on:%y%m%d}-{receipt.receipt.partition('-')[2]}",
        at=moment(dice, back_on),
        lines=frozenset({number + 1}),
        amount_fen=sold.price_fen * sold.quantity,
    )
    return receipt._replace(back=back)


def _sold(dice: Random, good: Good) -> SoldLine:
    percent = _REDUCED[int(dice.random() * len(_REDUCED))]
    return _line(good, percent, 1 + (dice.random() < 0.04))


@cache
def _line(good: Good, percent: int, quantity: int) -> SoldLine:
    listed = good.price * 100
    return SoldLine(
        sku=good.sku,
        name=good.name,
        category=good.category,
        quantity=quantity,
        price_fen=listed * percent // 100,
        list_price_fen=listed,
        cost_fen=listed * _COST // 100,
    )


def _guide(dice: Random, shop: Shop, store: str | None) -> str | None:
    """Return the login of somebody who sells there; now and then nobody is named."""
    guides = _guides(shop, store)
    return dice.choice(guides) if guides and dice.random() < 0.9 else None


def _guides(shop: Shop, store: str | None) -> list[str]:
    return [one.login for one in shop.people if one.role == "guide" and one.store == store]
