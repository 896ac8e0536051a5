"""同事: who may log in, who not any more, and new passwords."""

from flask import Blueprint, make_response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot.shop.owning.queries import how_many
from bot.shop.refusal import Refused
from bot.shop.staff.leading import fresh_password, led_by, reset_password, set_active, take_on
from bot.shop.staff.models import Staff
from bot.shop.staff.passwords import hashed
from bot.shop.staff.rules import LED_BY
from bot.web.console.door import may, who
from bot.web.console.pages import page, say, told
from bot.wiring import bot_of

screen = Blueprint("staff", __name__)

FIELDS = ("login", "name", "role", "store")


@screen.get("/staff")
@may("staff")
def show() -> str:
    """Show the colleagues whose log-in she looks after, and a form for a new one."""
    return _shown()


@screen.post("/staff")
@may("staff")
def add() -> BaseResponse:
    """Take somebody on; her first password is shown once."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    if who().role == "store_manager":
        typed["store"] = who().store or ""
    password = fresh_password()
    kept = hashed(password)

    def work(db: Session) -> None:
        names = {each: typed[each] for each in ("login", "name", "role")}
        take_on(db, **names, store=typed["store"] or None, kept=kept, who=who())

    try:
        bot_of().database.run(work)
    except Refused as refused:
        return make_response(_shown(typed=typed, wrong=told(refused)), 422)
    return make_response(_shown(told_once=(typed["name"], password)))


@screen.post("/staff/<login>/active")
@may("staff")
def turn(login: str) -> BaseResponse:
    """Let a colleague log in again, or no longer."""
    active = request.form.get("active") == "yes"
    bot_of().database.run(lambda db: set_active(db, login, active=active, who=who()))
    return redirect(url_for("console.staff.show", turned=login))


@screen.post("/staff/<login>/password")
@may("staff")
def renew(login: str) -> BaseResponse:
    """Give a colleague a new password, shown once."""
    password = fresh_password()
    kept = hashed(password)

    def work(db: Session) -> str:
        reset_password(db, login, kept=kept, who=who())
        return db.get_one(Staff, login).name

    name = bot_of().database.run(work)
    return make_response(_shown(told_once=(name, password)))


def _shown(
    *,
    typed: dict[str, str] | None = None,
    wrong: str = "",
    told_once: tuple[str, str] | None = None,
) -> str:
    bot = bot_of()
    with bot.database.reading() as db:
        people = led_by(db, who())
        turned = next((one for one in people if one.login == request.args.get("turned")), None)
        stores = [(store.name, store.name) for store in bot.shops.read(db).stores]
        hers = how_many(db, [turned.login]).get(turned.login, 0) if turned else 0
    roles = [(role, say(f"console.role_{role}")) for role in LED_BY[who().role]]
    return page(
        "staff.html",
        hers=hers,
        people=people,
        stores=[("", "不属于门店"), *stores],
        roles=sorted(roles),
        turned=turned,
        typed=typed or {},
        wrong=wrong,
        told_once=told_once,
    )
