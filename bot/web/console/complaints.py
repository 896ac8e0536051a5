"""投诉: the board of cases, by step, what must be done first on top."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, request
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.complaints.board import Filter, OnBoard, Place, cases_for
from bot.shop.complaints.rules import STEPS, number_of
from bot.shop.staff.queries import workers
from bot.shop.stores.rules import Shop
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.door import may, who
from bot.web.console.pages import moment_of, page, say
from bot.wiring import bot_of

screen = Blueprint("complaints", __name__)

A_PAGE = 60
SEVERITIES = ("grave", "serious", "mild")
SHOWS = ("open", "mine", "late", "closed")
# the steps that belong to one kind of work stand in one column
LANES = {"reach": STEPS[:5], "solve": STEPS[5:7], "ask": STEPS[7:8], "follow": STEPS[8:]}


class Card(NamedTuple):
    """One case on the board."""

    id: int
    name: str | None
    trouble: str
    step: str
    number: int
    severity: str
    until: datetime | None
    late: bool
    owner: str | None
    store: str | None
    again: bool
    asked: str | None
    asks_me: bool


@screen.get("/complaints")
@may("complaints")
def show() -> str:
    """Show the cases that she sees, narrowed by what she chose."""
    chosen = {name: request.args.get(name, "") for name in ("show", "store", "step", "severity")}
    chosen["show"] = chosen["show"] if chosen["show"] in SHOWS else "open"
    now, bot = clock.now(), bot_of()
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
        found = cases_for(db, who(), _filter(chosen), now, after=_after(), limit=A_PAGE + 1)
        cards = _cards(db, shop, found[:A_PAGE], now)
    more = found[A_PAGE - 1].place if len(found) > A_PAGE else None
    return page(
        "complaints.html",
        cards=cards,
        lanes={name: [one for one in cards if one.step in steps] for name, steps in LANES.items()},
        chosen=chosen,
        stores=[("", say("console.all")), *((one.name, one.name) for one in shop.stores)],
        steps=STEPS,
        severities=SEVERITIES,
        more=more and f"{more.until.isoformat()}~{more.id}",
    )


def _filter(chosen: dict[str, str]) -> Filter:
    show = chosen["show"]
    severity = chosen["severity"] if chosen["severity"] in SEVERITIES else None
    return Filter(
        mine=show == "mine",
        late=show == "late",
        closed=show == "closed",
        store=chosen["store"] or None,
        step=chosen["step"] if chosen["step"] in STEPS and show != "closed" else None,
        severity=severity,
    )


def _after() -> Place | None:
    """Return behind which case the list goes on; what can't be read begins it anew."""
    until, _, number = request.args.get("after", "").rpartition("~")
    moment = moment_of(until)
    known = number.isascii() and number.isdecimal() and len(number) <= len(str(BIGGEST_ID))
    return Place(moment, min(int(number), BIGGEST_ID)) if moment and known else None


def _cards(db: Session, shop: Shop, found: Sequence[OnBoard], now: datetime) -> list[Card]:
    names = {one.login: one.name for one in workers(db, shop)}
    return [_card(each, names, now) for each in found]


def _card(each: OnBoard, names: dict[str, str], now: datetime) -> Card:
    case, step = each.complaint, each.step
    return Card(
        id=case.id,
        name=each.person.name,
        trouble=str(case.about.get("trouble", "")),
        step=step,
        number=number_of(step),
        severity=case.severity,
        until=case.deadline,
        late=case.deadline is not None and case.deadline <= now,
        owner=names.get(case.owner or "", case.owner),
        store=case.store,
        again=case.round > 1,
        asked=each.asked and names.get(each.asked, each.asked),
        asks_me=each.asked == who().login,
    )
