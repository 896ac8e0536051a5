"""顾客: the list of her customers, narrowed or searched."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from flask import Blueprint, request
from sqlalchemy import ColumnElement, true

from bot import clock
from bot.shop.members.models import Member
from bot.shop.members.queries import CustomerFile, files_seen_by, kept_within
from bot.shop.people.models import Person
from bot.shop.people.shown import read_shown
from bot.shop.purchases.queries import is_of_class, never_bought
from bot.shop.stores.rules import Shop
from bot.shop.stores.segments import SEGMENTS
from bot.usecases.valuing import values_of
from bot.web.console.door import may, who
from bot.web.console.pages import number_in, page
from bot.wiring import bot_of

screen = Blueprint("customers", __name__)

A_PAGE = 30
# How the list may be narrowed: the word in the address, and what stands on the tab.
NARROWED = (
    ("", "都看"),
    ("mine", "我的"),
    ("members", "会员"),
    ("birthday", "这个月生日"),
    ("new", "还没入会"),
)
NEVER = "never"
BOUGHT = (*SEGMENTS, NEVER)


@screen.get("/customers")
@may("customers")
def show() -> str:
    """Show her customers, newest first."""
    narrowed, bought = request.args.get("show", ""), request.args.get("bought", "")
    bought = bought if bought in BOUGHT else ""
    with bot_of().database.reading() as db:
        how = _how(bought, bot_of().shops.read(db))
        where = _where().get(narrowed, true()) & how
        files = files_seen_by(db, who(), where=where, before=number_in("before"), limit=A_PAGE + 1)
    return _listed(files, narrowed=narrowed, bought=bought)


@screen.post("/customers")
@may("customers")
def find() -> str:
    """Search by name, phone or the last four digits; what was sought stands in no address."""
    typed = request.form.get("shown", "")
    shown = read_shown(typed)
    with bot_of().database.reading() as db:
        files = files_seen_by(db, who(), shown=shown, limit=A_PAGE + 1)
    return _listed(files, sought=typed if shown else "")


def _where() -> Mapping[str, ColumnElement[bool]]:
    born = (Member.birthday_calendar, Member.birthday_leap, Member.birthday_md)
    return {
        "mine": Person.guide == who().login,
        "members": Member.status == "member",
        "birthday": kept_within(*born, _this_month()),
        "new": Member.person_id.is_(None),
    }


def _how(bought: str, shop: Shop) -> ColumnElement[bool]:
    """Return what finds those of a class, or those who have bought nothing."""
    if bought == NEVER:
        return never_bought()
    classes = (is_of_class(each, shop.segments) for each in SEGMENTS if each == bought)
    return next(classes, true())


def _this_month() -> list[date]:
    """Return the days of this month, on which birthdays are kept by the sun or by the moon."""
    first = clock.today().replace(day=1)
    days = monthrange(first.year, first.month)[1]
    return [first + timedelta(days=passed) for passed in range(days)]


def _listed(
    files: list[CustomerFile], *, narrowed: str = "", bought: str = "", sought: str = ""
) -> str:
    more = files[A_PAGE - 1].person.id if len(files) > A_PAGE else None
    with bot_of().database.reading() as db:
        shop = bot_of().shops.read(db)
        values = values_of(db, files[:A_PAGE], shop)
    return page(
        "customers/list.html",
        files=files[:A_PAGE],
        more=None if sought else more,
        narrowed=narrowed,
        bought=bought,
        classes=BOUGHT,
        tabs=NARROWED,
        sought=sought,
        shop=shop,
        values=values,
    )
