"""Read the shop's file that counts, with what today has of its own."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.days.queries import days_from
from bot.shop.days.rules import with_days
from bot.shop.stores.models import ShopFile
from bot.shop.stores.rules import Shop


def imported_shop(db: Session) -> Shop | None:
    """Return the shop as imported last, or None while it lives from `content/shop.toml`."""
    newest = select(ShopFile.content).order_by(ShopFile.imported_at.desc(), ShopFile.id.desc())
    content = db.scalar(newest.limit(1))
    return Shop.model_validate(content) if content else None


class ShopBook:
    """The shop's rules, read again only when the content's version or the day has moved."""

    def __init__(self, default: Shop) -> None:
        self._default = default
        self._kept: tuple[tuple[int, date | None], Shop] = ((0, None), default)

    def read(self, db: Session) -> Shop:
        """Return the rules that count in this transaction."""
        version, today = db.info["content_version"], clock.today()
        if self._kept[0] != (version, today):
            shop = with_days(imported_shop(db) or self._default, days_from(db, today))
            self._kept = ((version, today), shop.on(today))
        return self._kept[1]
