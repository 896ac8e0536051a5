"""Note the stores and guides that a file names and nobody knows."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.staff.models import Staff
from bot.shop.stores.actions import note_place
from bot.shop.stores.models import Store

Place = tuple[str | None, str | None]


def note_places(db: Session, named: Iterable[Place]) -> None:
    """Note each new pair of store and guide as `note_place` does: taken, unconfirmed."""
    places = {place for place in named if any(place)}
    stores = {store for store, _ in places}
    guides = {guide for _, guide in places}
    known: set[str | None] = {None, *db.scalars(select(Store.name).where(Store.name.in_(stores)))}
    here: set[str | None] = {None, *db.scalars(select(Staff.login).where(Staff.login.in_(guides)))}
    for store, guide in sorted(places, key=str):
        if store not in known or guide not in here:
            note_place(db, store=store, guide=guide)
