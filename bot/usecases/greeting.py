"""Who stands at the counter: what to greet her with, what waits for her, what to leave unsaid."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot import clock
from bot.lunar import birthday_in
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import upcoming_of
from bot.shop.complaints.queries import open_complaints
from bot.shop.coupons.models import Coupon
from bot.shop.coupons.queries import open_coupons
from bot.shop.gifts.models import Redemption
from bot.shop.gifts.queries import open_redemptions
from bot.shop.members.actions import birthday_of
from bot.shop.members.queries import CustomerFile, customer_file
from bot.shop.points.queries import Standing, points_standing
from bot.shop.purchases.models import Purchase, PurchaseLine
from bot.shop.purchases.queries import receipts_of
from bot.shop.purchases.secrecy import secrets_of
from bot.shop.traits.queries import traits_of
from bot.shop.works.models import Work
from bot.shop.works.queries import works_of
from bot.shop.works.rules import courses
from bot.texts import Line, line

BEFORE_BIRTHDAY, AFTER_BIRTHDAY = timedelta(days=7), timedelta(days=3)
LONG_AGO = timedelta(days=180)
RECEIPTS = 10


class Card(NamedTuple):
    """What a colleague has before her while she serves somebody."""

    file: CustomerFile
    points: Standing
    gifts: list[Redemption]
    coupons: list[Coupon]
    visits: list[Visit]
    works: list[Work]
    bought: list[tuple[Purchase, list[PurchaseLine]]]
    complains: bool
    secret_until: date | None
    traits: dict[str, str]


def card_of(db: Session, person_id: int) -> Card | None:
    """Return the card of somebody; ids of merged records answer too."""
    file = customer_file(db, person_id)
    if file is None:
        return None
    her_id, today = file.person.id, clock.today()
    return Card(
        file=file,
        points=points_standing(db, her_id, today),
        gifts=open_redemptions(db, her_id),
        coupons=open_coupons(db, her_id, today),
        visits=upcoming_of(db, her_id),
        works=works_of(db, her_id, since=clock.now()),
        bought=receipts_of(db, her_id, limit=RECEIPTS),
        complains=bool(open_complaints(db, her_id)),
        secret_until=secrets_of(db, [her_id], today).get(her_id),
        traits=traits_of(db, her_id),
    )


def greetings(card: Card, today: date) -> list[Line]:
    """Return what to greet her with, what concerns her most first."""
    ready = [work.item for work in card.works if work.stage not in courses()[work.kind].unkept]
    found = [line("greeting.ready", item=item) for item in ready]
    found += [_visit(visit) for visit in card.visits if clock.local(visit.starts).date() == today]
    found += _birthday(card, today)
    if card.gifts:
        found.append(line("greeting.gifts", gifts="、".join(each.name for each in card.gifts)))
    return found + _bought(card, today)


def unsaid(card: Card) -> list[Line]:
    """Return what not to speak of, or not to do, while she is here."""
    found = [line("greeting.complains")] if card.complains else []
    if card.secret_until:
        found.append(line("greeting.secret", day=_day(card.secret_until)))
    if taboos := card.traits.get("taboos"):
        found.append(line("greeting.taboos", taboos=taboos))
    return found


def _visit(visit: Visit) -> Line:
    here = clock.local(visit.starts)
    return line("greeting.visit", hour=f"{here:%H:%M}", specialist=visit.specialist)


def _birthday(card: Card, today: date) -> list[Line]:
    birthday = birthday_of(card.file.member) if card.file.member else None
    if birthday is None:
        return []
    years = {today.year - 1, today.year, today.year + 1}
    days = [day for year in years for day in birthday_in(birthday, year)]
    if today in days:
        return [line("greeting.birthday_today")]
    if near := [day for day in days if today < day <= today + BEFORE_BIRTHDAY]:
        return [line("greeting.birthday_soon", day=_day(near[0]))]
    if past := [day for day in days if today - AFTER_BIRTHDAY <= day < today]:
        return [line("greeting.birthday_past", day=_day(past[0]))]
    return []


def _bought(card: Card, today: date) -> list[Line]:
    if not card.bought:
        return [line("greeting.first_time")]
    purchase, lines = card.bought[0]
    kept = [each.name for each in lines if each.returned < each.quantity]
    if not kept or purchase.day == today:
        return []
    key = "greeting.long_ago" if purchase.day < today - LONG_AGO else "greeting.bought"
    return [line(key, day=_day(purchase.day), item=kept[0])]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
