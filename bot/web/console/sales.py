"""What is bought at the counter, and what comes back."""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.bindings.actions import read_code
from bot.shop.people.actions import living
from bot.shop.people.models import Person
from bot.shop.purchases.actions import CameBack, Sale, find_purchase
from bot.shop.refusal import Refused
from bot.texts import line
from bot.usecases.selling import Buyer, bring_back, sell
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.counter import COUNTER, Found, counter
from bot.web.console.door import may, one_of_hers, who
from bot.web.console.pages import given_once, say, told
from bot.web.console.sold import pieces_back, rows_to_show, sale_of
from bot.wiring import bot_of

screen = Blueprint("sales", __name__)

HER = f"/counter/<int(max={BIGGEST_ID}):person_id>"
LONGEST_RECEIPT = 80


@screen.post(f"{HER}/purchases")
@may("counter")
def add(person_id: int) -> Response:
    """Note what she bought; without a receipt the form's own key stands for it."""
    bot, once = bot_of(), given_once()
    if "more" in request.form or "less" in request.form:
        return _another_row(person_id)

    def work(db: Session) -> Sale:
        person, shop = one_of_hers(db, person_id), bot.shops.read(db)
        store, guide = who().store, who().login
        about = {"till": _till(), "receipt": _receipt() or f"手记{once}"}
        sale = sale_of(**about, store=store, guide=guide, rules=shop.points.till)
        result = sell(db, sale, _buyer(db, person, sale), shop, delay=bot.thanks_delay)
        if result == "known":
            _check_is_this(db, sale, person)
        return sale

    try:
        sale = bot.database.run(work)
    except Refused as refused:
        return _again(person_id, refused)
    yuan = f"{sale.total_fen / 100:,.2f}"
    return counter(Found(person_id=person_id), sold=sale, bought=say("counter.sold", yuan=yuan))


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
        back = CameBack(till, receipt, key=once, at=clock.now(), lines=pieces_back())
        bring_back(db, back, bot.shops.read(db), why=why)

    try:
        bot.database.run(work)
    except Refused as refused:
        return _again(person_id, refused)
    return counter(Found(person_id=person_id), done=say("counter.brought_back"))


def _buyer(db: Session, person: Person, sale: Sale) -> Buyer:
    """Say who buys; whose points pay has shown her code, and it is hers."""
    code = request.form.get("code", "")
    if not sale.points_used or not code:
        return Buyer(member_id=person.id)
    shown = living(db, read_code(db, code).person_id)
    if shown is None or shown.id != person.id:
        raise Refused("points_till_unproven")
    return Buyer(member_code=code)


def _check_is_this(db: Session, sale: Sale, person: Person) -> None:
    """Raise Refused where a receipt of this number is another purchase, and not this one twice."""
    known = find_purchase(db, sale.till, sale.receipt)
    if known and (known.person_id, known.total_fen) != (person.id, sale.total_fen):
        raise Refused("receipt_known", receipt=sale.receipt)


def _receipt() -> str:
    typed = request.form.get("receipt", "")
    clean = "".join(each for each in typed if each.isprintable()).strip()
    if len(clean) > LONGEST_RECEIPT:
        raise Refused("words_long", longest=LONGEST_RECEIPT)
    return clean


def _till() -> str:
    return who().store or COUNTER


def _another_row(person_id: int) -> Response:
    return counter(Found(person_id=person_id), typed=request.form, rows=rows_to_show())


def _again(person_id: int, refused: Refused) -> Response:
    """Show the form again with what was typed."""
    values = {"wrong": told(refused), "typed": request.form, "rows": rows_to_show()}
    return counter(Found(person_id=person_id), status=409, **values)
