"""Take over the shop's file, and note stores that a till names."""

import hashlib
import json
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot import clock
from bot.db import insert_once, put
from bot.shop.events.actions import note
from bot.shop.gifts.actions import set_stock
from bot.shop.staff.models import Staff
from bot.shop.stores.models import ShopFile, Store
from bot.shop.stores.rules import Shop, read_shop


def import_shop(db: Session, content: dict[str, Any], *, by: str) -> Shop:
    """Take over a shop file; raise ShopFileError where it is wrong. The same file changes nothing.

    Raise Refused where it has fewer pieces of a gift than are promised already.

    Staff who are not in the file stay: leaving is a decision of its own.
    """
    shop = read_shop(content)
    plain = shop.model_dump(mode="json")
    digest = hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
    put(db, ShopFile, {"digest": digest}, imported_at=clock.now(), content=plain)
    for store in shop.stores:
        put(db, Store, {"name": store.name}, confirmed=True, region=store.region)
    for gift in shop.gifts:
        set_stock(db, gift)
    for one in shop.people:
        values = {"name": one.name, "role": one.role, "store": one.store, "confirmed": True}
        put(db, Staff, {"login": one.login}, **values, active=True, left_at=None)
    db.execute(text("UPDATE shop_state SET content_version = content_version + 1"))
    note(db, "imported_shop", person_id=None, actor=by, digest=digest)
    return shop


def note_place(db: Session, *, store: str | None, guide: str | None) -> None:
    """Note a store or guide that a till named and nobody knows: taken, shown as unconfirmed."""
    if store:
        insert_once(db, Store, name=store, confirmed=False)
    if guide:
        unknown = {"name": guide, "role": "guide", "store": store}
        insert_once(db, Staff, login=guide, **unknown, confirmed=False, active=True)
