"""交接: a colleague's customers and all that lies with her, given to who follows."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import NamedTuple

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot import clock
from bot.shop.audit.actions import log_deed
from bot.shop.owning.queries import customers_of, how_many, latest_press, many_moved, pressed
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.staff.models import Staff
from bot.shop.staff.queries import Worker
from bot.shop.staff.rules import EVERYWHERE, may_lead
from bot.usecases.handing_over.hands import Hands, hands_of, mates
from bot.usecases.handing_over.lying import lying_with
from bot.usecases.handing_over.moving import hand_over, hand_over_rest, next_slice, proposals
from bot.usecases.handing_over.undoing import Undone, take_back
from bot.web.console.door import may, who
from bot.web.console.pages import given_once, number_in, page
from bot.wiring import bot_of

screen = Blueprint("handover", __name__)

A_PAGE = 30
SECONDS = 8  # then the page says how many are left: a browser waits no longer
POOL, PROPOSED, STAYS = "@pool", "@proposed", ""


class Went(NamedTuple):
    """What a slice did: how many went, and the customer it ended with, None at the end."""

    many: int
    last: int | None


@screen.get("/handover/<login>")
@may("handover")
def show(login: str) -> str:
    """Show whose customers they are, who could follow, and what else lies with her."""
    bot = bot_of()
    with bot.database.reading() as db:
        giver, hands = _hands(db, login, press="")
        people = customers_of(db, login, after=number_in("after") or 0, limit=A_PAGE + 1)
        shown, rule = people[:A_PAGE], hands.shop.owning
        press = latest_press(db, login, since=clock.now() - timedelta(days=rule.undo_days))
        manager = hands.manager
        return page(
            "handover.html",
            giver=giver,
            people=shown,
            more=shown[-1].id if len(people) > A_PAGE else None,
            many=how_many(db, [login]).get(login, 0),
            heirs=_heirs(hands),
            proposed=proposals(hands, [each.id for each in shown]),
            lying=lying_with(hands),
            manager=hands.name(manager) if manager else None,
            served_as=hands.served_as,
            press=press,
            moved=many_moved(db, press) if press else None,
            stayed={word: number_in(word) for word in ("customers", "things")},
            rule=rule,
        )


@screen.post("/handover/<login>")
@may("handover")
def press(login: str) -> BaseResponse:
    """Hand over this page's customers, all of them, or the rest; pressed again it goes on."""
    key = f"handover:{who().login}:{given_once()}"
    what = request.form.get("what", "")
    if what not in ("these", "all", "rest"):
        raise Refused("form_stale")
    if what == "these":
        bot_of().database.run(partial(_these, login=login, press=key, heirs=_chosen()))
    elif what == "all":
        _all(login, key, request.form.get("heir", ""))
    if what != "these":
        bot_of().database.run(partial(_rest, login=login, press=key))
    return redirect(url_for("console.handover.show", login=login))


@screen.post("/handover/<login>/undo")
@may("handover")
def undo(login: str) -> BaseResponse:
    """Take the last press back, a slice at a time; pressed again it goes on.

    What stayed where it is, because somebody has acted on it since, is told.
    """
    key, undone = request.form.get("press", ""), Undone()

    def work(db: Session) -> Undone:
        hands = _hands(db, login, press=key)[1]
        since = clock.now() - timedelta(days=hands.shop.owning.undo_days)
        return take_back(hands) if latest_press(db, login, since=since) == key else Undone()

    ends = monotonic() + SECONDS
    while (more := bot_of().database.run(work)).looked_at and monotonic() < ends:
        undone = undone.and_then(more)
    undone = undone.and_then(more)
    if not undone.looked_at and _stands(key):
        raise Refused("handover_newer")
    customers, things = undone.customers or None, undone.things or None
    done = None if more.looked_at else "undone"
    shown = url_for(
        "console.handover.show", login=login, done=done, customers=customers, things=things
    )
    return redirect(shown)


def _stands(key: str) -> bool:
    with bot_of().database.reading() as db:
        return bool(pressed(db, key, limit=1))


def heirs_for(hands: Hands) -> list[Worker]:
    """Return whom somebody may give customers to: the people of her store, or of all stores."""
    here = mates(hands.people, hands.store if who().role in EVERYWHERE else who().store)
    serve = [one for one in hands.people if one.role in ("guide", "store_manager")]
    others = [one for one in serve if who().role in EVERYWHERE or one.store == who().store]
    return [*here, *(one for one in others if one not in here)]


def heirs_for_customer(db: Session, person: Person) -> list[tuple[str, str]]:
    """Return to whom a customer may be given by hand."""
    bot = bot_of()
    hands = hands_of(
        db,
        bot.texts,
        bot.shops.read(db),
        person.guide,
        by=who().login,
        press="",
        store=person.store,
    )
    return [one for one in _heirs(hands) if person.guide or one[0] != POOL]


def _heirs(hands: Hands) -> list[tuple[str, str]]:
    here = {hands.store, who().store}
    found = [
        (one.login, one.name if one.store in here else f"{one.name}（{one.store or '总部'}）")
        for one in heirs_for(hands)
    ]
    return [*found, (POOL, hands.says("owning.nobody"))]


def _hands(db: Session, login: str, *, press: str) -> tuple[Staff, Hands]:
    """Return the colleague whom somebody hands over for; 404 where she does not lead her."""
    bot, giver = bot_of(), db.get(Staff, login)
    if giver is None or giver.login == who().login:
        abort(404)
    if not may_lead(who(), giver.role, giver.store):
        abort(404)
    shop = bot.shops.read(db)
    return giver, hands_of(db, bot.texts, shop, login, by=who().login, press=press)


def _chosen() -> dict[int, str]:
    """Return whom the form gives to whom; who stays is left out."""
    found = {}
    for name, heir in request.form.items():
        number = name.removeprefix("heir-")
        if name.startswith("heir-") and number.isascii() and number.isdecimal() and heir != STAYS:
            found[int(number[:18])] = heir
    return dict(list(found.items())[:A_PAGE])


def _these(db: Session, *, login: str, press: str, heirs: Mapping[int, str]) -> int:
    hands = _hands(db, login, press=press)[1]
    known = {login: login for login, _ in _heirs(hands)}
    if not set(heirs.values()) <= set(known):
        raise Refused("handover_heir")
    _log(db, login)
    return hand_over(hands, {each: _login(heir) for each, heir in heirs.items()})


def _all(login: str, press: str, heir: str) -> None:
    after, ends = 0, monotonic() + SECONDS
    while monotonic() < ends:
        went = bot_of().database.run(
            partial(_slice, login=login, press=press, heir=heir, after=after)
        )
        if went.last is None:
            return
        after = went.last


def _slice(db: Session, *, login: str, press: str, heir: str, after: int) -> Went:
    hands = _hands(db, login, press=press)[1]
    if heir != PROPOSED and heir not in dict(_heirs(hands)):
        raise Refused("handover_heir")
    ids = next_slice(hands, after)
    if not ids:
        return Went(0, None)
    if after == 0:
        _log(db, login)
    all_to_one = dict.fromkeys(ids, _login(heir))
    return Went(
        hand_over(hands, proposals(hands, ids) if heir == PROPOSED else all_to_one), ids[-1]
    )


def _rest(db: Session, *, login: str, press: str) -> int:
    return hand_over_rest(_hands(db, login, press=press)[1])


def _login(heir: str) -> str | None:
    return None if heir == POOL else heir


def _log(db: Session, login: str) -> None:
    log_deed(db, who().login, "handed_over", about=login)
