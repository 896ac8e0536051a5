"""The day's thanks for a purchase: once an hour, in words for a present, for the rain, or plain."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.shop.days.actions import say_rain, take_back_rain
from bot.shop.people.actions import living
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.rules import receipt_key
from bot.shop.purchases.secrecy import hers_to_know
from bot.shop.stores.rules import Shop

SHARED = timedelta(hours=1)
EVENING = time(20)
LAST_WORD = time(22, 30)
NEXT_NOON = time(12)
PLAIN, RAIN = "thanks.plain", "thanks.rain"


def plan_thanks(
    db: Session, person: Person, purchase: Purchase, shop: Shop, *, delay: timedelta
) -> None:
    """Thank her the same day, once for what she buys within an hour; a present has its words."""
    bought_at = min(purchase.at, clock.now())
    recent = select(Message.id).where(
        Message.person_id == person.id,
        Message.kind == "thanks",
        Message.state != "skipped",
        Message.caused_at > bought_at - SHARED,
        Message.caused_at < bought_at + SHARED,
    )
    if db.scalar(recent.limit(1)):
        return
    queue(
        db,
        person.id,
        _words_for(purchase, shop),
        {"guide": purchase.guide},
        kind="thanks",
        journey="thanks",
        purpose="service",
        dedupe=thanks_key(purchase),
        due=clock.now() + delay,
        not_after=_last_moment(bought_at),
        caused_at=bought_at,
    )


def thank_for_the_rest(db: Session, returned: Purchase, shop: Shop) -> None:
    """Thank her for what she bought in the same hour and kept: one message was for all of it."""
    person = living(db, returned.person_id) if returned.person_id else None
    if person is None:
        return
    kept = select(Purchase).where(
        Purchase.person_id == person.id,
        Purchase.at.between(returned.at - SHARED, returned.at + SHARED),
        Purchase.returned_fen == 0,
        Purchase.id != returned.id,
        hers_to_know(clock.today()),
    )
    for purchase in db.scalars(kept.order_by(Purchase.at)).all():
        plan_thanks(db, person, purchase, shop, delay=timedelta(0))


def it_rains(db: Session, store: str, *, since: datetime, by: str) -> None:
    """Note that it rains at a store: who came since then is thanked for coming all the same."""
    say_rain(db, store, since=since, by=by)
    _reword(db, _without_word(db, store, since, clock.now()), PLAIN, RAIN)


def it_did_not_rain(db: Session, store: str, *, by: str) -> None:
    """Take back that it rained today; thanks that have not gone yet speak of no rain."""
    said = take_back_rain(db, store, by=by)
    if said:
        _reword(db, _without_word(db, store, said.since, clock.now()), RAIN, PLAIN)


def thanks_key(purchase: Purchase) -> str:
    """Return what makes the thanks for a purchase unique."""
    return f"thanks:{receipt_key(purchase.till, purchase.receipt)}"


def _words_for(purchase: Purchase, shop: Shop) -> str:
    if purchase.gift:
        return "thanks.gift"
    rained = purchase.rain or shop.today.rained(purchase.store, purchase.at)
    return RAIN if rained else PLAIN


def _without_word(db: Session, store: str, since: datetime, until: datetime) -> list[str]:
    """Return the thanks of a store's purchases whose till has not said itself that it rained."""
    bought = select(Purchase).where(
        Purchase.day == clock.local(since).date(),
        Purchase.at.between(since, until),
        Purchase.store == store,
        Purchase.rain.is_(False),
    )
    return [thanks_key(each) for each in db.scalars(bought)]


def _reword(db: Session, keys: Sequence[str], before: str, after: str) -> None:
    """Change the words of thanks that still wait."""
    waiting = Message.state.in_(("planned", "waiting")) & Message.claimed_until.is_(None)
    thanks = update(Message).where(Message.dedupe.in_(keys), Message.key == before, waiting)
    db.execute(thanks.values(key=after))


def _last_moment(bought_at: datetime) -> datetime:
    """Thanks belong to the day; what was bought in the evening may be thanked till next noon."""
    here = clock.local(bought_at)
    if here.time() < EVENING:
        return clock.at(here.date(), LAST_WORD)
    return clock.at(here.date() + timedelta(days=1), NEXT_NOON)
