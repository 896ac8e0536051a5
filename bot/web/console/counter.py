"""柜台: one field for a code, a phone or a name, and the card of who stands there."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, make_response, request
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.bindings.actions import read_code
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.queries import coupon_of
from bot.shop.gifts.models import Redemption
from bot.shop.gifts.queries import redemption_of
from bot.shop.members.queries import CustomerFile, files_seen_by
from bot.shop.people.actions import living
from bot.shop.people.models import Person
from bot.shop.people.shown import Shown, read_shown
from bot.shop.refusal import Refused
from bot.shop.staff.queries import names_of
from bot.shop.staff.rules import may_talk
from bot.shop.stores.rules import Shop
from bot.shop.works.rules import courses
from bot.usecases.greeting import Card, card_of, greetings, unsaid
from bot.web.api.fields import BIGGEST_ID
from bot.web.api.problems import STATUSES
from bot.web.console.door import may, one_of_hers, who
from bot.web.console.pages import page, say, told
from bot.wiring import bot_of

screen = Blueprint("counter", __name__)

A_FEW = 10
SOON = timedelta(days=90)  # points that end within it are spoken of
COUNTER = "柜台"  # the till's name for who belongs to no store


@dataclass
class Found:
    """What the field led to: a code with what it is for, a customer, or several."""

    code: str = ""
    gift: Redemption | None = None
    coupon: Coupon | None = None
    proves: Person | None = None
    person_id: int | None = None
    files: list[CustomerFile] = field(default_factory=list)
    sought: str = ""


@screen.get("/counter")
@may("counter")
def show() -> Response:
    """Show the field, and nobody yet."""
    return counter(Found())


@screen.get(f"/counter/<int(max={BIGGEST_ID}):person_id>")
@may("counter")
def show_card(person_id: int) -> Response:
    """Show the card of one of her customers."""
    with bot_of().database.reading() as db:
        person = one_of_hers(db, person_id)
    return counter(Found(person_id=person.id))


@screen.post("/counter")
@may("counter")
def find() -> Response:
    """Find who or what was scanned or typed."""
    shown = read_shown(request.form.get("shown", ""))
    if shown is None:
        return counter(Found())
    with bot_of().database.reading() as db:
        try:
            found = find_shown(db, shown)
        except Refused as refused:
            status = STATUSES.get(refused.reason, 409)
            return counter(Found(sought=shown.value), wrong=told(refused), status=status)
    return counter(found)


def find_shown(db: Session, shown: Shown) -> Found:
    """Return what was shown; raise Refused for a code that nobody has, or that is too old."""
    match shown.kind:
        case "gift":
            gift = redemption_of(db, shown.value)
            return Found(code=shown.value, gift=gift, person_id=gift.person_id)
        case "coupon":
            coupon = coupon_of(db, shown.value)
            return Found(code=shown.value, coupon=coupon, person_id=coupon.person_id)
        case "member":
            person = living(db, read_code(db, shown.value).person_id)
            assert person is not None  # a code points at a row that exists
            return Found(code=shown.value, proves=person, person_id=person.id)
    files = files_seen_by(db, who(), shown=shown, limit=A_FEW + 1)
    if len(files) == 1:
        return Found(person_id=files[0].person.id)
    return Found(files=files[:A_FEW], sought=shown.value)


def counter(found: Found, *, status: int = 200, **values: Any) -> Response:
    """Make the page: what was found, and the card where she may see it.

    Whoever holds a code may be served by anybody; the file behind it is for her own people.
    """
    bot = bot_of()
    with bot.database.reading() as db:
        card = card_of(db, found.person_id) if found.person_id else None
        if card and not may_talk(who(), guide=card.file.person.guide, store=card.file.person.store):
            card = None
        values |= {"found": found, "card": card, "shop": bot.shops.read(db)}
        values |= _beside(card) if card else {}
        values |= {"today": _today(values["shop"]), "rains": _rains_here(values["shop"])}
        slip = found.gift or found.coupon
        values["names"] = names_of(db, [slip.closed_by]) if slip and slip.closed_by else {}
    return make_response(page("counter/page.html", **values), status)


def _today(shop: Shop) -> list[str]:
    """Return what is asked at every counter today: hours, the price of gold, whether it rains."""
    day, here = clock.today(), next((one for one in shop.stores if one.name == who().store), None)
    said: list[str] = []
    if here:
        hours = here.hours_on(day)
        key = "counter.hours" if hours else "counter.shut"
        said.append(say(key, store=here.name, hours=hours))
    if gold := shop.today.gold_on(day):
        said.append(say("counter.gold", yuan=f"{gold:f}"))
    if _rains_here(shop):
        said.append(say("counter.rain"))
    return said


def _rains_here(shop: Shop) -> bool:
    """Say whether it rains at the colleague's store."""
    return shop.today.rained(who().store, clock.now())


def _beside(card: Card) -> dict[str, Any]:
    """Return what stands on a card beside her file."""
    texts = bot_of().texts
    return {
        "greetings": [texts.render(each) for each in greetings(card, clock.today())],
        "unsaid": [texts.render(each) for each in unsaid(card)],
        "courses": courses(),
        "soon": clock.today() + SOON,
    }
