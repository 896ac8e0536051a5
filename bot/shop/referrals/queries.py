"""Read who brought whom."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.shop.purchases.models import Purchase
from bot.shop.referrals.models import Referral


class Standing(NamedTuple):
    """What a member may know of those she brought: who agreed to be told of, and her points."""

    due: datetime | None  # when the first of those that wait may be rewarded
    told: int
    bought: int
    waiting: int
    points: int


def referral_of(db: Session, newcomer_id: int) -> Referral | None:
    """Return by whom somebody was brought."""
    hers = select(Referral).where(Referral.newcomer_id == newcomer_id)
    return db.scalars(hers.execution_options(populate_existing=True)).one_or_none()


def referral_for(db: Session, purchase_id: int) -> Referral | None:
    """Return whose reward a purchase is."""
    return db.scalars(select(Referral).where(Referral.purchase_id == purchase_id)).one_or_none()


def due_rewards(db: Session, now: datetime, limit: int) -> list[int]:
    """Return referrals whose time for returning is over."""
    due = select(Referral.id).where(Referral.state == "bought", Referral.due <= now)
    return list(db.scalars(due.order_by(Referral.due, Referral.id).limit(limit)))


def standing_of(db: Session, recommender_id: int) -> Standing:
    """Return what she may know; of who did not agree she learns nothing, not even the number."""
    hers = Referral.recommender_id == recommender_id
    agreed = hers & Referral.may_tell.is_(True)
    told = select(func.count()).where(agreed, Referral.state != "void")
    bought = select(func.count()).where(agreed, Referral.state.in_(("bought", "rewarded")))
    waits = agreed & (Referral.state == "bought")
    waiting = select(func.count()).where(waits)
    points = select(func.coalesce(func.sum(Referral.points), 0)).where(
        hers, Referral.state == "rewarded"
    )
    counts = (int(db.scalar(each) or 0) for each in (told, bought, waiting, points))
    due = db.scalar(select(func.min(Referral.due)).where(waits))
    return Standing(due, *counts)


def is_old_customer(db: Session, referral: Referral) -> bool:
    """Say whether a newcomer had bought here before she was brought."""
    before = select(Purchase.id).where(
        Purchase.person_id == referral.newcomer_id, Purchase.at < referral.met_at
    )
    return db.scalar(before.limit(1)) is not None
