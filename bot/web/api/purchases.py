"""What a till reports: receipts, one or many, and what comes back."""

import time
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    Discriminator,
    Field,
    RootModel,
    Tag,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from bot.shop.purchases.actions import CameBack, Sale, SoldLine
from bot.shop.refusal import Refused
from bot.texts import line
from bot.usecases.selling import Buyer, bring_back, sell
from bot.web.api.fields import Count, Id, Maybe, Moment, Name, Phone, Receipt, Word, Yuan
from bot.web.api.problems import reason, what_is_wrong
from bot.web.api.shapes import Answer, Body
from bot.wiring import Bot

MOST_AT_ONCE = 1000
MOST_LINES = 500
# SQLite has one writer, and who waits for it looks again every 25 ms
SLICE_SECONDS = 0.1
PAUSE_SECONDS = 0.03


class Line(Body):
    """One item of a receipt; prices are those of one piece."""

    sku: Word
    name: Name
    category: Maybe[Word] = None
    quantity: Count
    price: Yuan
    list_price: Maybe[Yuan] = None
    cost: Maybe[Yuan] = None

    def sold(self) -> SoldLine:
        return SoldLine(
            sku=self.sku,
            name=self.name,
            category=self.category,
            quantity=self.quantity,
            price_fen=self.price,
            list_price_fen=self.list_price,
            cost_fen=self.cost,
        )


class Purchase(Body):
    """A receipt; the buyer is found by the strongest of code, member, openid and phone."""

    till: Word
    receipt: Receipt
    at: Moment
    total: Yuan
    lines: Annotated[list[Line], Field(max_length=MOST_LINES)]
    phone: Maybe[Phone] = None
    openid: Maybe[Word] = None
    member_id: Maybe[Id] = None
    member_code: Maybe[Word] = None
    store: Maybe[Word] = None
    guide: Maybe[Word] = None
    gift: bool | None = False
    rain: bool | None = False

    def sale(self) -> Sale:
        return Sale(
            till=self.till,
            receipt=self.receipt,
            at=self.at,
            total_fen=self.total,
            lines=[line.sold() for line in self.lines],
            store=self.store,
            guide=self.guide,
            gift=bool(self.gift),
            rain=bool(self.rain),
        )

    def buyer(self) -> Buyer:
        return Buyer(
            member_code=self.member_code,
            member_id=self.member_id,
            openid=self.openid,
            phone=self.phone,
        )


class Unreadable(NamedTuple):
    """An item of a list whose shape is wrong; the others are taken all the same."""

    receipt: str | None
    error: ValidationError


def _readable(item: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(item)
    except ValidationError as error:
        receipt = item.get("receipt") if isinstance(item, dict) else None
        return Unreadable(receipt if isinstance(receipt, str) else None, error)


def _how_many(body: Any) -> str:
    return "purchases" if isinstance(body, list) else "purchase"


Several = Annotated[
    list[Annotated[Purchase, WrapValidator(_readable)]], Field(max_length=MOST_AT_ONCE)
]
One = Annotated[Purchase, Tag("purchase")] | Annotated[Several, Tag("purchases")]


class Report(RootModel[Annotated[One, Discriminator(_how_many)]]):
    """One receipt, or a list of them."""


class ReturnedLine(Body):
    """How many pieces of an item came back."""

    sku: Word
    quantity: Count


class Return(Body):
    """What came back; without lines all that is left of the receipt."""

    till: Word
    receipt: Receipt
    return_receipt: Maybe[Receipt] = None
    at: Moment
    lines: Annotated[list[ReturnedLine], Field(min_length=1, max_length=MOST_LINES)] | None = None

    def came_back(self) -> CameBack:
        return CameBack(
            till=self.till,
            receipt=self.receipt,
            key=self.return_receipt or self.at.isoformat(),
            at=self.at,
            lines=[(line.sku, line.quantity) for line in self.lines or ()],
        )


class Result(Answer):
    """What became of a receipt; `known` where it was reported before."""

    receipt: str | None
    result: Literal["created", "known", "refused"]
    reason: str | None = None


class Results(Answer):
    """What became of each receipt of a list, in its order."""

    items: list[Result]


class Reported(RootModel[Result | Results]):
    """One result, or one for each receipt."""


def report(bot: Bot, body: Report) -> Reported:
    """Report a purchase, or up to a thousand.

    The key is till and receipt: what is reported twice counts once and is `known`. An item that
    can't be taken is `refused` with a sentence; the others of its list are taken.
    """
    if isinstance(body.root, Purchase):
        return Reported(_take_all(bot, [body.root])[0])
    return Reported(Results(items=_take_all(bot, body.root)))


def bring(bot: Bot, body: Return) -> Result:
    """Report a return: points go back, what was planned for the purchase stops.

    The key is till, receipt and return_receipt, or the time where there is none.
    """
    why = bot.texts.render(line("reasons.returned"))
    try:
        result = bot.database.run(lambda db: bring_back(db, body.came_back(), why=why))
    except Refused as refused:
        return _refused(body.receipt, reason(bot.texts, refused))
    return Result(receipt=body.receipt, result=result)


def _take_all(bot: Bot, reports: Sequence[Purchase | Unreadable]) -> list[Result]:
    """Work through a list in short transactions; between them a waiting chat gets its turn."""
    results: list[Result] = []
    while len(results) < len(reports):
        if results:
            time.sleep(PAUSE_SECONDS)
        rest = reports[len(results) :]
        results += bot.database.run(partial(_take_some, bot=bot, reports=rest))
    return results


def _take_some(db: Session, *, bot: Bot, reports: Sequence[Purchase | Unreadable]) -> list[Result]:
    """Take receipts until the time of one transaction is over, at least one."""
    until = time.monotonic() + SLICE_SECONDS
    results = []
    for one in reports:
        results.append(_take_one(db, bot, one))
        if time.monotonic() > until:
            break
    return results


def _take_one(db: Session, bot: Bot, one: Purchase | Unreadable) -> Result:
    if isinstance(one, Unreadable):
        return _refused(one.receipt, what_is_wrong(bot.texts, one.error))
    try:
        with db.begin_nested():
            shop = bot.shops.read(db)
            result = sell(db, one.sale(), one.buyer(), shop, delay=bot.thanks_delay)
    except Refused as refused:
        return _refused(one.receipt, reason(bot.texts, refused))
    except DataError:
        return _refused(one.receipt, bot.texts.render(line("api.out_of_range")))
    return Result(receipt=one.receipt, result=result)


def _refused(receipt: str | None, why: str) -> Result:
    return Result(receipt=receipt, result="refused", reason=why)
