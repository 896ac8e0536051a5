"""Gifts from the first word to the last: taken in the chat, fetched at a till, or given back."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import drop_messages, plan_again, queue
from bot.shop.complaints.queries import points_stand_still_since
from bot.shop.gifts.actions import (
    cancel_redemption,
    collect_gift,
    expire_redemption,
    put_back_gift,
    redeem_gift,
)
from bot.shop.gifts.models import Redemption
from bot.shop.gifts.queries import redemption_of
from bot.shop.gifts.rules import Gift
from bot.shop.members.models import Member
from bot.shop.people.actions import lock_person
from bot.shop.points.actions import balance_of
from bot.shop.stores.actions import note_place
from bot.shop.stores.rules import Shop
from bot.texts import Texts, line

REMINDED_BEFORE = timedelta(days=3)
MORNING, EVENING = time(10), time(20)


def redeem(db: Session, member: Member, gift: Gift, *, count: int, today: date) -> Redemption:
    """Spend her points on a gift and plan to remind her of it; raise Refused as the rules say."""
    redemption = redeem_gift(db, member, gift, count=count, today=today)
    reminded_on = redemption.good_until - REMINDED_BEFORE
    if reminded_on > today:
        queue(
            db,
            member.person_id,
            "redeem.reminder",
            {"gift": told_gift(redemption), "day": told_day(redemption.good_until)},
            kind="gift_reminder",
            purpose="service",
            dedupe=_reminder(redemption),
            due=clock.at(reminded_on, MORNING),
            not_after=clock.at(redemption.good_until, EVENING),
        )
    return redemption


def collect(
    db: Session,
    code: str,
    *,
    by: str,
    store: str | None,
    texts: Texts,
    shop: Shop,
    told_after: timedelta = timedelta(0),
) -> Redemption:
    """Hand over the gift of a shown code, once; whoever shows it may have it.

    She is told after a while where a slip may still be undone meanwhile.
    """
    redemption = _held(db, redemption_of(db, code))
    gift = shop.gift(redemption.gift)
    anywhere = gift is None or gift.anywhere
    collect_gift(db, redemption, by=by, store=store, today=clock.today(), anywhere=anywhere)
    note_place(db, store=store, guide=None)
    drop_messages(db, _reminder(redemption), why=texts.render(line("reasons.fetched")))
    due = clock.now() + told_after
    _tell_collected(db, redemption, store=store or shop.shop.name, due=due)
    return redemption


def put_back(db: Session, code: str, *, by: str, texts: Texts) -> Redemption:
    """Undo a handing over at once: it waits for her again, and she hears nothing of it."""
    redemption = _held(db, redemption_of(db, code))
    told = _told_key(redemption)
    put_back_gift(db, redemption, by=by)
    drop_messages(db, told, why=texts.render(line("reasons.slip")))
    plan_again(db, _reminder(redemption))
    return redemption


def cancel(db: Session, redemption: Redemption, *, by: str, texts: Texts) -> Redemption:
    """Give the points back and the gift to the next one, once."""
    held = _held(db, redemption)
    cancel_redemption(db, held, by=by)
    drop_messages(db, _reminder(held), why=texts.render(line("reasons.no_longer_wanted")))
    return held


def expire(db: Session, redemption_id: int, *, today: date) -> bool:
    """End what was not fetched in time, and tell her that the points are back.

    While she complains nothing of hers ends.
    """
    redemption = _held(db, db.get_one(Redemption, redemption_id))
    ended = redemption.state == "open" and redemption.good_until < today
    if not ended or points_stand_still_since(db, redemption.person_id):
        return False
    expire_redemption(db, redemption)
    queue(
        db,
        redemption.person_id,
        "redeem.expired",
        {
            "gift": told_gift(redemption),
            "points": f"{redemption.points:,}",
            "change": f"+{redemption.points:,}",
            "balance": f"{balance_of(db, redemption.person_id):,}",
            "why": redemption.name,
        },
        kind="points",
        purpose="service",
        dedupe=f"redemption:{redemption.id}:expired",
        not_after=clock.now() + REMINDED_BEFORE,
    )
    return True


def _tell_collected(db: Session, redemption: Redemption, *, store: str, due: datetime) -> None:
    """Tell her that her gift was handed over: whoever had the code may have fetched it."""
    queue(
        db,
        redemption.person_id,
        "redeem.collected",
        {
            "gift": told_gift(redemption),
            "points": str(redemption.points),
            "code": redemption.code,
            "store": store,
        },
        kind="redemption",
        purpose="service",
        dedupe=_told_key(redemption),
        due=due,
        not_after=due + REMINDED_BEFORE,
    )


def told_gift(redemption: Redemption) -> str:
    """Name a gift with its number of pieces, where that is not one."""
    return redemption.name if redemption.count == 1 else f"{redemption.name}×{redemption.count}"


def told_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _held(db: Session, redemption: Redemption) -> Redemption:
    """Hold its owner, so that what becomes of her points follows one after the other."""
    lock_person(db, redemption.person_id)
    db.refresh(redemption)
    return redemption


def _told_key(redemption: Redemption) -> str:
    """Return what makes the word of one handing over unique; after a slip comes another one."""
    moment = redemption.closed_at
    return f"redemption:{redemption.id}:collected:{moment.timestamp() if moment else 0:.3f}"


def _reminder(redemption: Redemption) -> str:
    return f"redemption:{redemption.id}:reminder"
