"""Read what days have of their own."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.days.models import GoldPrice, OtherHours, RainyDay
from bot.shop.days.rules import Days


def days_from(db: Session, today: date) -> Days:
    """Return what was said of today and later; who bought in yesterday's rain is still thanked."""
    rain = select(RainyDay).where(RainyDay.day >= today - timedelta(days=1))
    hours = select(OtherHours).where(OtherHours.day >= today)
    return Days(
        rain=db.scalars(rain).all(),
        gold=db.get(GoldPrice, today),
        hours=db.scalars(hours.order_by(OtherHours.day, OtherHours.store)).all(),
    )


def rain_on(db: Session, day: date, stores: Collection[str]) -> dict[str, RainyDay]:
    """Return where it rains, or has rained, on a day."""
    rows = select(RainyDay).where(RainyDay.day == day, RainyDay.store.in_(stores))
    return {each.store: each for each in db.scalars(rows)}


def gold_before(db: Session, day: date) -> int | None:
    """Return the last price of gold before a day, in fen; that of the day where it is the first."""
    prices = select(GoldPrice.fen).where(GoldPrice.day <= day)
    earlier_first = prices.order_by((GoldPrice.day == day), GoldPrice.day.desc())
    return db.scalar(earlier_first.limit(1))


def hours_ahead(db: Session, today: date, stores: Collection[str]) -> list[OtherHours]:
    """Return the days to come on which these stores keep other hours, the next one first."""
    rows = select(OtherHours).where(OtherHours.day >= today, OtherHours.store.in_(stores))
    return list(db.scalars(rows.order_by(OtherHours.day, OtherHours.store)))
