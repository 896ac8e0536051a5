"""Who looks after a customer is changed by hand: given, taken from the pool, undone."""

from datetime import timedelta

from flask import Blueprint, abort, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot import clock
from bot.shop.audit.actions import log_deed
from bot.shop.owning.queries import may_be_undone
from bot.shop.refusal import Refused
from bot.usecases.handing_over.hands import Hands, hands_of
from bot.usecases.handing_over.moving import hand_over
from bot.usecases.handing_over.pool import take_from_pool
from bot.usecases.handing_over.undoing import take_back
from bot.web.console.customer import HER, do
from bot.web.console.door import may, one_of_hers, who
from bot.web.console.handover import POOL, heirs_for
from bot.web.console.pages import given_once
from bot.web.console.roles import is_allowed
from bot.wiring import bot_of

screen = Blueprint("customer_guide", __name__)

LONGEST = 120


@screen.post(f"{HER}/guide")
@may("handover")
def give(person_id: int) -> BaseResponse:
    """Give her to another colleague, or to the people of her store, with the reason."""
    was, heir = request.form.get("was") or None, request.form.get("heir", "")
    words, key = request.form.get("why", "").strip()[:LONGEST], _key()

    def work(db: Session) -> None:
        person = one_of_hers(db, person_id)
        hands = _hands(db, was, key)
        if heir != POOL and heir not in {one.login for one in heirs_for(hands)}:
            raise Refused("handover_heir")
        if not words:
            raise Refused("handover_why")
        to = None if heir == POOL else heir
        if not hand_over(hands, {person.id: to}, why="by_hand", words=words) and person.guide != to:
            raise Refused("handover_moved")
        log_deed(db, who().login, "gave_customer", person_id=person.id, about=to)

    return do(person_id, work, done="moved")


@screen.post(f"{HER}/take")
@may("customers")
def take(person_id: int) -> BaseResponse:
    """Look after a customer whom nobody has."""
    key = _key()

    def work(db: Session) -> None:
        person = one_of_hers(db, person_id)
        if person.guide != who().login:
            take_from_pool(_hands(db, None, key), person.id, who())

    return do(person_id, work, done="moved")


@screen.post(f"{HER}/guide/undo")
@may("customers")
def undo(person_id: int) -> BaseResponse:
    """Take back the last change of hands, before she was met: who made it, or who leads."""
    bot = bot_of()

    def work(db: Session) -> None:
        person = one_of_hers(db, person_id)
        since = clock.now() - timedelta(days=bot.shops.read(db).owning.undo_days)
        last = may_be_undone(db, person.id, since=since)
        if last is None or not (last.by == who().login or is_allowed(who().role, "handover")):
            abort(404)
        if take_back(_hands(db, last.giver, last.press), of=person.id).customers:
            raise Refused("handover_met")

    return do(person_id, work, done="moved")


def _hands(db: Session, giver: str | None, key: str) -> Hands:
    bot = bot_of()
    return hands_of(db, bot.texts, bot.shops.read(db), giver, by=who().login, press=key)


def _key() -> str:
    return f"hand:{who().login}:{given_once()}"
