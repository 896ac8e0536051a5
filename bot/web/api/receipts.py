"""What a till reports, as it writes it: receipts and returns."""

from typing import Annotated, Any, NamedTuple

from pydantic import (
    Discriminator,
    Field,
    RootModel,
    Tag,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from bot.shop.purchases.actions import CameBack, Sale, SoldLine
from bot.usecases.presents import NO_PRESENT, Present
from bot.web.api.fields import (
    BIGGEST_NUMBER,
    Count,
    Day,
    Id,
    Maybe,
    Moment,
    Name,
    Phone,
    Receipt,
    Word,
    Yuan,
)
from bot.web.api.shapes import Body, OfSomebody

MOST_AT_ONCE = 1000
MOST_LINES = 500


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


class Somebody(Body):
    """Whom a present is for; by the strongest of member, openid and phone."""

    member_id: Maybe[Id] = None
    openid: Maybe[Word] = None
    phone: Maybe[Phone] = None


class ForSomebody(Body):
    """A present for somebody else: nothing of it is ever told to her, until a day."""

    somebody: Somebody = Field(alias="for")
    until: Maybe[Day] = None

    def present(self) -> Present:
        return Present(**self.somebody.model_dump(), until=self.until)


class Secret(Body):
    """Bought on this account by somebody else, for its owner: she hears nothing until a day."""

    secret: bool
    until: Maybe[Day] = None

    def present(self) -> Present:
        return Present(secret=self.secret, until=self.until if self.secret else None)


class Purchase(OfSomebody):
    """A receipt; the buyer is found by the strongest of code, member, openid and phone.

    `points_used` paid a part of the bill, which only a `member_code` allows; `total` is what was
    paid beside them.

    `gift` is true for a present; says for whom it is; or that it is a secret from the owner of
    the account. A secret ends on the day `until`, or after the days that the shop has set.
    """

    till: Word
    receipt: Receipt
    at: Moment
    total: Yuan
    lines: Annotated[list[Line], Field(max_length=MOST_LINES)]
    store: Maybe[Word] = None
    guide: Maybe[Word] = None
    gift: bool | ForSomebody | Secret | None = False
    rain: bool | None = False
    points_used: Annotated[int, Field(ge=0, le=BIGGEST_NUMBER)] | None = None

    def sale(self) -> Sale:
        return Sale(
            till=self.till,
            receipt=self.receipt,
            at=self.at,
            total_fen=self.total,
            lines=[line.sold() for line in self.lines],
            store=self.store,
            guide=self.guide,
            gift=self.gift is True or isinstance(self.gift, ForSomebody),
            rain=bool(self.rain),
            points_used=self.points_used or 0,
        )

    def present(self) -> Present:
        told = self.gift
        return told.present() if isinstance(told, ForSomebody | Secret) else NO_PRESENT


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
