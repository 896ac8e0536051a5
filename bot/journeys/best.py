"""Find who bought the most in each region, once for each day on which they are thanked."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db import Database, insert_once
from bot.journeys.due.people import is_member
from bot.journeys.models import TopSpender
from bot.journeys.plans import Journey
from bot.shop.members.models import Member
from bot.shop.purchases.models import Purchase
from bot.shop.stores.models import Store

YEAR = timedelta(days=365)


def find_the_best(database: Database, journey: Journey, first: date, last: date) -> None:
    """Find them for each day between two on which a step comes; who was found stays."""
    for step in journey.steps:
        for day in journey.days(step, first, last):
            with database.reading() as db:
                is_found = db.scalar(select(TopSpender.id).where(TopSpender.day == day).limit(1))
                best = [] if is_found else _best(db, day, step.mark_fen)
            if best:
                database.run(partial(_keep, day=day, best=best))


def _best(db: Session, day: date, least: int) -> Sequence[Any]:
    """Return region, person and amount of the best of the year before a day."""
    region = func.coalesce(Store.region, "").label("region")
    spent = func.sum(Purchase.total_fen - Purchase.returned_fen).label("spent")
    place = func.row_number().over(partition_by=region, order_by=(spent.desc(), Purchase.person_id))
    each = (
        select(region, Purchase.person_id, spent, place.label("place"))
        .join(Member, is_member(Purchase.person_id))
        .outerjoin(Store, Store.name == Purchase.store)
        .where(Purchase.day >= day - YEAR, Purchase.day < day)
        .group_by(region, Purchase.person_id)
        .subquery()
    )
    best = select(each.c.region, each.c.person_id, each.c.spent)
    return db.execute(best.where(each.c.place == 1, each.c.spent >= max(least, 1))).all()


def _keep(db: Session, day: date, best: Sequence[Any]) -> None:
    for region, person_id, spent in best:
        told = {"day": day, "region": region, "person_id": person_id, "spent_fen": int(spent)}
        insert_once(db, TopSpender, **told)
