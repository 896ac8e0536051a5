"""A visit that is booked at the counter: the free times of a service, and the way back."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import free_times, upcoming_of
from bot.shop.appointments.rules import FreeTime, Search, Wanted
from bot.shop.people.actions import lock_person
from bot.shop.refusal import Refused
from bot.shop.stores.rules import Shop
from bot.usecases.visiting import Desk
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.counter import Found, counter
from bot.web.console.door import may, one_of_hers, who
from bot.web.console.pages import page, told
from bot.web.console.sales import HER
from bot.wiring import bot_of

screen = Blueprint("visits", __name__)

DAYS = 7


@screen.get(f"{HER}/visits")
@may("counter")
def show(person_id: int) -> str:
    """Show the free times of a service in the next days, at her colleague's store."""
    bot, today = bot_of(), clock.today()
    with bot.database.reading() as db:
        person, shop = one_of_hers(db, person_id), bot.shops.read(db)
        search = _search(shop, request.args.get("service", ""))
        free = free_times(db, shop, search, Wanted(today, today + timedelta(days=DAYS - 1)))
    days: dict[str, dict[datetime, FreeTime]] = {}
    for each in free:  # where two have the same hour free, it is shown once
        here = clock.local(each.starts)
        days.setdefault(f"{here.month}月{here.day}日", {}).setdefault(each.starts, each)
    return page("counter/times.html", person=person, service=search.service, days=days)


@screen.post(f"{HER}/visits")
@may("counter")
def book(person_id: int) -> Response:
    """Book a time for her; pressed twice, it is one visit."""
    bot = bot_of()

    def work(db: Session) -> Visit:
        shop = bot.shops.read(db)
        person = lock_person(db, one_of_hers(db, person_id).id)
        assert person is not None  # she is there
        search, starts = _search(shop, request.form.get("service", "")), _starts()
        for visit in upcoming_of(db, person.id):
            if (visit.service, visit.starts) == (search.service.word, starts):
                return visit
        return Desk(db, shop, bot.texts).book(person, search, starts, by=who().login)

    try:
        visit = bot.database.run(work)
    except Refused as refused:
        return counter(Found(person_id=person_id), status=409, wrong=told(refused))
    return counter(Found(person_id=person_id), booked=visit)


@screen.post(f"{HER}/visits/<int(max={BIGGEST_ID}):visit_id>/cancel")
@may("counter")
def cancel(person_id: int, visit_id: int) -> Response:
    """Call a visit off; she is told."""
    bot = bot_of()

    def work(db: Session) -> None:
        person, visit = one_of_hers(db, person_id), db.get(Visit, visit_id)
        if visit is None or visit.person_id != person.id:
            raise Refused("appointment_unknown")
        lock_person(db, person.id)
        db.refresh(visit)
        Desk(db, bot.shops.read(db), bot.texts).cancel(visit, by=who().login)

    try:
        bot.database.run(work)
    except Refused as refused:
        return counter(Found(person_id=person_id), status=409, wrong=told(refused))
    return counter(Found(person_id=person_id))


def _search(shop: Shop, word: str) -> Search:
    """Return what a time is looked for: a service of the shop, not at her home."""
    service = shop.service(word)
    if service is None or service.at_home:
        raise Refused("form_stale")
    stores, own = tuple(each.name for each in shop.stores), who().store
    return Search(service, (own,) if own in stores else stores)


def _starts() -> datetime:
    try:
        starts = datetime.fromisoformat(request.form.get("starts", ""))
    except ValueError:
        raise Refused("form_stale") from None
    if starts.tzinfo is None:
        raise Refused("form_stale")
    return starts
