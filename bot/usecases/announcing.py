"""What changes about points from a day on, told until that day."""

from datetime import date

from bot.shop.stores.rules import Shop
from bot.texts import Line, line


def point_changes(shop: Shop, today: date) -> list[Line]:
    """Return a sentence for each change of earning, lasting and prices that is still to come."""
    told = []
    change = shop.points.to_come(today)
    if change and change.per_yuan is not None:
        told.append(
            line("points.change_earning", day=_day(change.starts), per_yuan=change.per_yuan)
        )
    if change and change.expire_months is not None:
        key = "points.change_lasting" if change.expire_months else "points.change_forever"
        told.append(line(key, day=_day(change.starts), months=change.expire_months))
    for gift in shop.gifts:
        if gift.next and today < gift.next.starts:
            day, points = _day(gift.next.starts), f"{gift.next.points:,}"
            told.append(line("points.change_gift", day=day, gift=gift.name, points=points))
    return told


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
