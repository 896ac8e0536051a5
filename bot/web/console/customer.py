"""One customer's page: her file, what happened, points and coupons, doors, what comes next."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot import clock
from bot.journeys.rehearsal import Rehearsal
from bot.outbox.queries import messages_page
from bot.shop.coupons.queries import coupons_page
from bot.shop.events.queries import events_page
from bot.shop.members.queries import CustomerFile, customer_file
from bot.shop.owning.queries import may_be_undone
from bot.shop.people.models import Person
from bot.shop.people.queries import merges_into
from bot.shop.points.queries import ledger_page, points_standing
from bot.shop.points.reasons import reason_of
from bot.shop.refusal import Refused
from bot.shop.staff.queries import names_of
from bot.usecases.filing import FIELDS, Wrong, filed, keep_file
from bot.usecases.timeline import about, named_in, told_event, told_why
from bot.usecases.valuing import values_of
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.door import may, one_of_hers, who
from bot.web.console.handover import heirs_for_customer
from bot.web.console.pages import number_in, page, say, told
from bot.web.console.roles import is_allowed
from bot.wiring import bot_of

screen = Blueprint("customer", __name__)

HER = f"/customers/<int(max={BIGGEST_ID}):person_id>"
A_PAGE = 30
DAYS_AHEAD = 14
Values = dict[str, Any]


@screen.get(HER)
@may("customers")
def show(person_id: int) -> BaseResponse:
    """Show one of her customers; `see` says which part."""
    see = request.args.get("see", "file")
    return shown(person_id, see=see if see in PARTS else "file")


@screen.get(f"{HER}/ahead")
@may("customers")
def look_ahead(person_id: int) -> str:
    """Play the days to come for her alone: it takes longer than a page may, so it follows it."""
    bot = bot_of()
    with bot.database.reading() as db:
        person, shop = one_of_hers(db, person_id), bot.shops.read(db)
        rehearsal = Rehearsal(db, bot.texts, shop, bot.policy, bot.speaker, clock.now())
        told = [each.tell(bot.texts) for each in rehearsal.play([person.id], DAYS_AHEAD)]
    return page("customers/days.html", told=told)


@screen.post(f"{HER}/file")
@may("customers")
def keep(person_id: int) -> BaseResponse:
    """Keep what was changed; what a colleague changed meanwhile is shown, nothing typed is lost."""
    typed = {each: _lines(each) for each in FIELDS if each in request.form}
    was = {each: _lines(f"was_{each}") for each in FIELDS}

    def work(db: Session) -> list[str]:
        person = one_of_hers(db, person_id)
        return keep_file(db, person.id, typed=typed, was=was, by=who().login)

    try:
        changed = bot_of().database.run(work)
    except Wrong as wrong:
        with bot_of().database.reading() as db:
            names = names_of(db, {clash.by for clash in wrong.clashes.values() if clash.by})
        hers = {each: words for each, words in typed.items() if words != was[each]}
        again = _typed_again(wrong, hers, names)
        return shown(person_id, status=409 if wrong.clashes else 422, **again)
    done = "kept" if changed else None
    return redirect(url_for("console.customer.show", person_id=person_id, done=done))


def _lines(name: str) -> str:
    """Return what a field holds: a browser sends each new line as two characters."""
    return request.form.get(name, "").replace("\r\n", "\n")


def shown(person_id: int, *, see: str = "file", status: int = 200, **values: Any) -> Response:
    """Make the page of one of her customers."""
    bot = bot_of()
    with bot.database.reading() as db:
        person = one_of_hers(db, person_id)
        file = customer_file(db, person.id)
        assert file is not None  # the person is there
        shop = bot.shops.read(db)
        known = {
            "file": file,
            "person": person,
            "shop": shop,
            "value": values_of(db, [file], shop)[person.id],
            "points": points_standing(db, person.id, clock.today()),
            "guide": names_of(db, [person.guide]).get(person.guide) if person.guide else None,
            **PARTS[see](db, file),
        }
    return make_response(page("customers/page.html", see=see, **known | values), status)


def do(person_id: int, work: Callable[[Session], None], *, done: str) -> BaseResponse:
    """Do something about her, and show her page with what was done or why it was not."""
    try:
        bot_of().database.run(work)
    except Refused as refused:
        return shown(person_id, status=409, wrong=told(refused))
    return redirect(url_for("console.customer.show", person_id=person_id, done=done))


def _typed_again(wrong: Wrong, typed: Mapping[str, str], names: Mapping[str, str]) -> Values:
    said = {each: told(refused) for each, refused in wrong.refused.items()}
    for each, (now, by) in wrong.clashes.items():
        who = names.get(by or "") or say("customer.by_colleague")
        key = "customer.clash" if now else "customer.clash_emptied"
        said[each] = say(key, who=who, now=now)
    return {"typed": typed, "said": said}


def _file(db: Session, file: CustomerFile) -> Values:
    merges = merges_into(db, file.person.id)
    return {"fields": filed(db, file.person), "merges": merges, **_whose(db, file.person)}


def _whose(db: Session, person: Person) -> Values:
    """Read why she is whose she is, and what may be changed about it."""
    bot, me = bot_of(), who()
    rule = bot.shops.read(db).owning
    last = may_be_undone(db, person.id, since=clock.now() - timedelta(days=rule.undo_days))
    leads = is_allowed(me.role, "handover")
    return {
        "why": told_why(db, bot.texts, person.id),
        "undoable": last is not None and (leads or last.by == me.login),
        "heirs": heirs_for_customer(db, person) if leads else [],
        "takes": person.guide is None
        and me.role != "engineer"
        and (leads or rule.pool == "anyone"),
    }


def _timeline(db: Session, file: CustomerFile) -> Values:
    bot = bot_of()
    rows = events_page(db, file.person.id, before=number_in("before"), limit=A_PAGE + 1)
    names = names_of(db, named_in(rows))
    lines = [
        (each, told_event(bot.texts, each), about(bot.texts, each, names)) for each in rows[:A_PAGE]
    ]
    return {"lines": lines, "names": names, "more": _more(rows)}


def _points(db: Session, file: CustomerFile) -> Values:
    texts, her_id = bot_of().texts, file.person.id
    rows = ledger_page(db, her_id, before=number_in("before"), limit=A_PAGE + 1)
    entries = [(each, reason_of(texts, each)) for each in rows[:A_PAGE]]
    coupons = coupons_page(db, person_id=her_id, limit=A_PAGE)
    return {"entries": entries, "coupons": coupons, "more": _more(rows)}


def _reach(db: Session, file: CustomerFile) -> Values:
    found = bot_of().reaching(db).of(db, file.person.id, "care")
    assert found is not None  # the person is there
    return {"reach": found}


def _ahead(db: Session, file: CustomerFile) -> Values:
    """Read what became of the last words to her; the days to come are a part of their own."""
    return {"messages": messages_page(db, person_id=file.person.id, limit=A_PAGE)}


def _more(rows: list[Any]) -> int | None:
    return rows[A_PAGE - 1].id if len(rows) > A_PAGE else None


PARTS: Mapping[str, Callable[[Session, CustomerFile], Values]] = {
    "file": _file,
    "timeline": _timeline,
    "points": _points,
    "reach": _reach,
    "ahead": _ahead,
}
