"""今天的店: rain, today's price of gold, the hours of today or of a day to come."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from flask import Blueprint, Response, make_response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot import clock
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import booked_on, is_cut_off
from bot.shop.audit.actions import log_deed
from bot.shop.days.actions import end_rain, set_gold, take_back_gold
from bot.shop.days.models import GoldPrice, OtherHours
from bot.shop.days.queries import gold_before, hours_ahead, rain_on
from bot.shop.days.rules import hours_of, is_far_off
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.staff.queries import names_of
from bot.shop.staff.rules import EVERYWHERE
from bot.shop.stores.rules import Shop, StoreInfo
from bot.usecases.changing_hours import change_hours, keep_usual_hours
from bot.usecases.thanking import it_did_not_rain, it_rains
from bot.usecases.visiting import Desk
from bot.web.console.case_forms import short
from bot.web.console.door import may, who
from bot.web.console.pages import page, say, told
from bot.web.console.typed import fen_of
from bot.wiring import bot_of

screen = Blueprint("shop_day", __name__)

DAYS_AHEAD = timedelta(days=60)  # so far ahead customers hear of other hours
DID = {"rain", "rain_over", "rain_back", "gold", "gold_back", "hours", "hours_back"}
RAIN: dict[str, Callable[[Session, str, str], object]] = {
    "now": lambda db, store, by: it_rains(db, store, since=clock.now(), by=by),
    "morning": lambda db, store, by: it_rains(db, store, since=_morning(), by=by),
    "over": lambda db, store, by: end_rain(db, store, by=by),
    "back": lambda db, store, by: it_did_not_rain(db, store, by=by),
}


class OtherDay(NamedTuple):
    """A day with other hours, what customers hear of it, and whose times fall away."""

    said: OtherHours
    heard: str
    cut_off: Sequence[tuple[Visit, Person]]


@screen.get("/counter/day")
@may("counter")
def show() -> Response:
    """Show what was said of today and of the days to come."""
    did = request.args.get("did", "")
    before = fen_of(request.args.get("before", ""))
    return _shown(did=did if did in DID else "", before=before)


@screen.post("/counter/day/rain")
@may("counter")
def rain() -> BaseResponse:
    """Say that it rains, that it is over, or that it never did."""
    word = request.form.get("rain", "")
    if word not in RAIN:
        raise Refused("form_stale")

    def work(db: Session) -> None:
        store = _store(bot_of().shops.read(db))
        RAIN[word](db, store, who().login)
        log_deed(db, who().login, "said_rain", about=f"{store} {word}")

    bot_of().database.run(work)
    did = {"over": "rain_over", "back": "rain_back"}.get(word, "rain")
    return redirect(url_for("console.shop_day.show", did=did))


@screen.post("/counter/day/gold")
@may("shop_day")
def gold() -> BaseResponse:
    """Set today's price of gold; one far from the last is asked for once more."""
    typed = request.form.get("gold", "").strip()[:40]
    fen = fen_of(typed)
    if not fen:
        return _shown(422, wrong_gold=say("counter.gold_wrong"), typed=request.form)

    def work(db: Session) -> int | None:
        known = _known_gold(db, bot_of().shops.read(db))
        if is_far_off(fen, known) and request.form.get("sure") != str(fen):
            raise Refused("gold_far_off", yuan=f"{(known or 0) / 100:,.2f}")
        said = db.get(GoldPrice, clock.today())
        before = said.fen if said else None
        set_gold(db, fen, by=who().login)
        log_deed(db, who().login, "set_gold", about=f"{fen / 100:.2f}")
        return before

    try:
        before = bot_of().database.run(work)
    except Refused as refused:
        return _shown(409, wrong_gold=told(refused), typed=request.form, sure=fen)
    back = f"{before / 100:.2f}" if before else None
    return redirect(url_for("console.shop_day.show", did="gold", before=back))


@screen.post("/counter/day/gold/back")
@may("shop_day")
def no_gold() -> BaseResponse:
    """Take today's price of gold back: who asks is told that a colleague will say it."""

    def work(db: Session) -> None:
        if take_back_gold(db, by=who().login):
            log_deed(db, who().login, "took_back_gold")

    bot_of().database.run(work)
    return redirect(url_for("console.shop_day.show", did="gold_back"))


@screen.post("/counter/day/hours")
@may("shop_day")
def hours() -> BaseResponse:
    """Set the hours of one day; whose booked time falls away is listed for somebody to call."""
    try:
        day, span, why = _day(), _span(), short("why")
        if why is None:
            raise Refused("hours_why")
        bot_of().database.run(lambda db: _change(db, day, span, why))
    except Refused as refused:
        return _shown(409, wrong_hours=told(refused), typed=request.form)
    return redirect(url_for("console.shop_day.show", did="hours"))


@screen.post("/counter/day/hours/back")
@may("shop_day")
def usual_hours() -> BaseResponse:
    """Let a day have its usual hours again."""
    bot, day = bot_of(), _day()

    def work(db: Session) -> None:
        shop = bot.shops.read(db)
        store, by = _store(shop), who().login
        keep_usual_hours(Desk(db, shop, bot.texts), store, day, by=by)
        log_deed(db, by, "took_back_hours", about=f"{store} {day}")

    bot.database.run(work)
    return redirect(url_for("console.shop_day.show", did="hours_back"))


def _change(db: Session, day: date, span: str, why: str) -> None:
    shop, by = bot_of().shops.read(db), who().login
    store = _store(shop)
    change_hours(Desk(db, shop, bot_of().texts), store, day, span, why=why, by=by)
    log_deed(db, by, "set_hours", about=f"{store} {day} {span or 'shut'}")


def _shown(status: int = 200, **values: Any) -> Response:
    with bot_of().database.reading() as db:
        shop, today = bot_of().shops.read(db), clock.today()
        stores = {store.name: store for store in _stores(shop)}
        price, rain = db.get(GoldPrice, today), rain_on(db, today, stores)
        others = [_other(db, shop, each) for each in hours_ahead(db, today, stores)]
        said = [*rain.values(), *(each.said for each in others), *([price] if price else ())]
        names = names_of(db, {each.by for each in said})
    in_file = shop.today.gold_on(today)
    return make_response(
        page(
            "counter/day.html",
            stores=[(store, store.hours_on(today)) for store in stores.values()],
            gold=in_file,
            heard_gold=say("questions.gold_price", yuan=f"{in_file:,}") if in_file else "",
            **{"price": price, "rain": rain, "others": others, "names": names, "today": today},
            last_day=today + DAYS_AHEAD,
            **values,
        ),
        status,
    )


def _other(db: Session, shop: Shop, said: OtherHours) -> OtherDay:
    booked = booked_on(db, said.store, said.day)
    cut_off = [each for each in booked if is_cut_off(shop, each[0])]
    return OtherDay(said, _heard(shop, said), cut_off)


def _heard(shop: Shop, said: OtherHours) -> str:
    """Return what customers hear of a day who ask for the hours."""
    hours = said.hours.replace("-", "–")
    if said.day == clock.today():
        now, store = clock.local(clock.now()), shop.store(said.store)
        state = say("stores.open_now" if store and store.is_open(now) else "stores.shut_now")
        return (
            say("stores.today", hours=hours, state=state) if hours else say("stores.closed_today")
        )
    when = f"{said.day.month}月{said.day.day}日"
    told_hours = hours or say("stores.closed")
    return say("stores.other_day", store=said.store, when=when, why=said.why, hours=told_hours)


def _stores(shop: Shop) -> list[StoreInfo]:
    """Return the stores of whose day she may speak: her own, for who leads all of them."""
    return [each for each in shop.stores if who().role in EVERYWHERE or each.name == who().store]


def _store(shop: Shop) -> str:
    wanted = request.form.get("store", "")
    if wanted not in {store.name for store in _stores(shop)}:
        raise Refused("form_stale")
    return wanted


def _known_gold(db: Session, shop: Shop) -> int | None:
    """Return the last price there was, in fen: said at the counter, else in the shop's file."""
    in_file = shop.today.gold_price
    return gold_before(db, clock.today()) or (int(in_file * 100) if in_file else None)


def _day() -> date:
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        raise Refused("hours_day") from None
    if not clock.today() <= day <= clock.today() + DAYS_AHEAD:
        raise Refused("hours_day")
    return day


def _span() -> str:
    """Return the hours that were typed, "" for a day on which the store is shut."""
    if "shut" in request.form:
        return ""
    span = hours_of(request.form.get("opens", ""), request.form.get("closes", ""))
    if span is None:
        raise Refused("hours_wrong")
    return span


def _morning() -> datetime:
    return clock.at(clock.today(), time())
