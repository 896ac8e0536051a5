"""Log in, log out, change one's password."""

from urllib.parse import urlsplit

from flask import Blueprint, g, make_response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot.shop.audit.actions import log_deed
from bot.shop.refusal import Refused
from bot.shop.staff.passwords import (
    change_password,
    forget_tries,
    hashed,
    is_right,
    stored_hash,
    use_try,
)
from bot.shop.staff.sessions import begin_session, end_session
from bot.web.callers import address
from bot.web.console.door import COOKIE, may, set_cookie, who
from bot.web.console.pages import page, told
from bot.web.console.roles import WITHOUT_LOGIN
from bot.wiring import bot_of

screen = Blueprint("account", __name__)

LONGEST_LOGIN = 60


@screen.get("/login")
@may(WITHOUT_LOGIN)
def log_in_form() -> BaseResponse:
    """Ask who it is; who is known already goes on."""
    if g.guest:
        return redirect(_back())
    return make_response(page("login.html", back=request.args.get("back", "")))


@screen.post("/login")
@may(WITHOUT_LOGIN)
def log_in() -> BaseResponse:
    """Let her in where the password is right; the browser gets a new token by that."""
    login = request.form.get("login", "").strip()[:LONGEST_LOGIN]
    try:
        _check_password(login, request.form.get("password", ""))
    except Refused as refused:
        status = 429 if refused.reason == "staff_tries" else 422
        values = {"login": login, "wrong": told(refused), "back": request.form.get("back", "")}
        return make_response(page("login.html", **values), status)
    token = bot_of().database.run(lambda db: _let_in(db, login))
    response = redirect(_back())
    set_cookie(response, token)
    return response


@screen.post("/logout")
@may("account")
def log_out() -> BaseResponse:
    """End this session."""

    def work(db: Session) -> None:
        end_session(db, g.token)
        log_deed(db, who().login, "logged_out")

    bot_of().database.run(work)
    response = redirect(url_for("console.account.log_in_form"))
    response.delete_cookie(COOKIE, path="/console")
    return response


@screen.get("/account")
@may("account")
def show() -> str:
    """Show who is logged in, and a form for a new password."""
    return page("account.html", done="done" in request.args)


@screen.post("/account/password")
@may("account")
def set_password() -> BaseResponse:
    """Take a new password; the old one is asked for, and other browsers are logged out."""
    login = who().login
    try:
        _check_password(login, request.form.get("password", ""))
        kept = hashed(request.form.get("new", ""))
        if request.form.get("new") != request.form.get("again"):
            raise Refused("staff_password_again")
    except Refused as refused:
        return make_response(page("account.html", wrong=told(refused)), 422)

    def work(db: Session) -> None:
        change_password(db, login, kept=kept, token=g.token)
        forget_tries(db, login)
        log_deed(db, login, "changed_password")

    bot_of().database.run(work)
    return redirect(url_for("console.account.show", done=1))


def _check_password(login: str, password: str) -> None:
    """Raise Refused unless the password is right; each try is counted before it is looked at."""
    database, here = bot_of().database, address()
    database.run(lambda db: use_try(db, login=login, address=here))
    with database.reading() as db:
        stored = stored_hash(db, login)
    if not is_right(stored, password):
        database.run(lambda db: log_deed(db, login, "gave_wrong_password", about=here))
        raise Refused("staff_wrong_password")


def _let_in(db: Session, login: str) -> str:
    forget_tries(db, login)
    log_deed(db, login, "logged_in", about=address())
    if g.token:
        end_session(db, g.token)
    return begin_session(db, login)


def _back() -> str:
    """Return where she wanted to go: a page of the console, never another site's."""
    wanted = request.values.get("back", "")
    parts = urlsplit(wanted)
    inside = wanted.startswith("/console") and not parts.netloc and "\\" not in wanted
    return wanted if inside else url_for("console.today.show")
