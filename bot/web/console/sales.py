"""What is bought at the counter, and what comes back."""

from typing import Any

from flask import Blueprint, Response, request
from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.purchases.actions import CameBack, find_purchase
from bot.shop.refusal import Refused
from bot.texts import line
from bot.usecases.selling import Buyer, bring_back, sell
from bot.web.api import receipts
from bot.web.api.fields import BIGGEST_ID
from bot.web.api.problems import what_is_wrong
from bot.web.console.counter import COUNTER, Found, counter
from bot.web.console.door import may, one_of_hers, who
from bot.web.console.pages import given_once, say, told
from bot.wiring import bot_of

screen = Blueprint("sales", __name__)

HER = f"/counter/<int(max={BIGGEST_ID}):person_id>"


@screen.post(f"{HER}/purchases")
@may("counter")
def add(person_id: int) -> Response:
    """Note what she bought; without a receipt the form's own key stands for it."""
    bot, once = bot_of(), given_once()
    receipt = request.form.get("receipt", "").strip() or f"手记{once}"

    def work(db: Session) -> None:
        person = one_of_hers(db, person_id)
        buyer, sale = Buyer(member_id=person.id), _sold(receipt).sale()
        sell(db, sale, buyer, bot.shops.read(db), delay=bot.thanks_delay)

    try:
        bot.database.run(work)
    except ValidationError as error:
        return _again(person_id, 422, what_is_wrong(bot.texts, error))
    except Refused as refused:
        return _again(person_id, 409, told(refused))
    return counter(Found(person_id=person_id), sold=receipt, till=_till())


@screen.post(f"{HER}/returns")
@may("counter")
def bring(person_id: int) -> Response:
    """Take back a receipt of hers, or some pieces of it."""
    bot, once = bot_of(), given_once()
    till, receipt = request.form.get("till", ""), request.form.get("receipt", "")
    why = bot.texts.render(line("reasons.returned"))

    def work(db: Session) -> None:
        person = one_of_hers(db, person_id)
        purchase = find_purchase(db, till, receipt)
        if purchase is None or purchase.person_id != person.id:
            raise Refused("return_unknown", receipt=receipt)
        back = CameBack(till, receipt, key=once, at=clock.now(), lines=_pieces())
        bring_back(db, back, bot.shops.read(db), why=why)

    try:
        bot.database.run(work)
    except Refused as refused:
        return _again(person_id, 409, told(refused))
    return counter(Found(person_id=person_id), done=say("counter.brought_back"))


def _sold(receipt: str) -> receipts.Purchase:
    """Read the form as a till would report it; raise ValidationError where it is none."""
    form, total = request.form, request.form.get("total", "").strip()
    item = form.get("item", "").strip()
    one: dict[str, Any] = {"sku": form.get("sku", "").strip() or item[:60], "name": item}
    return receipts.Purchase.model_validate(
        {
            "till": _till(),
            "receipt": receipt,
            "at": clock.now().isoformat(),
            "total": total,
            "lines": [one | {"quantity": 1, "price": total}],
            "store": who().store,
            "guide": who().login,
            "gift": "gift" in form,
            "rain": "rain" in form,
        }
    )


def _pieces() -> list[tuple[str, int]]:
    """Return how many pieces of which item come back; nothing said means all of the receipt."""
    counts = zip(request.form.getlist("sku"), request.form.getlist("count"), strict=False)
    return [
        (sku, min(int(count), 9999))
        for sku, count in counts
        if count.isascii() and count.isdecimal() and int(count[:9]) > 0
    ]


def _till() -> str:
    return who().store or COUNTER


def _again(person_id: int, status: int, wrong: str) -> Response:
    """Show the form again with what was typed."""
    return counter(Found(person_id=person_id), status=status, wrong=wrong, typed=request.form)
