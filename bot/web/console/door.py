"""The door of the console: who comes in, whether her role may, whether the form is ours."""

import hmac
from collections.abc import Callable
from hashlib import sha256
from secrets import token_urlsafe
from threading import BoundedSemaphore
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from flask import Response, abort, current_app, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot import clock
from bot.shop.people.actions import living
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.staff.rules import Actor, may_talk
from bot.shop.staff.sessions import LONGEST, NOTED_EVERY, note_seen, session_of
from bot.web.console.roles import MAY, WITHOUT_LOGIN, is_allowed
from bot.wiring import bot_of

COOKIE = "console"
BIGGEST = 2**20  # bytes of a form; a screen that takes files says more for itself
LOOKING = BoundedSemaphore(2)  # of a process's threads: the others are for customers, and for forms
_LOOKS = {"GET", "HEAD", "OPTIONS"}
_NEEDS = "console_needs"

View = TypeVar("View", bound=Callable[..., object])


class Needs(NamedTuple):
    """What a page asks for; a poll is no sign that somebody is there, `biggest` are bytes."""

    word: str
    poll: bool
    biggest: int


class Guest(NamedTuple):
    """Who is logged in."""

    actor: Actor
    name: str


def may(word: str, *, poll: bool = False, biggest: int = BIGGEST) -> Callable[[View], View]:
    """Say which line of `MAY` a page needs; a page without one is never shown."""
    if word not in MAY:
        raise KeyError(f"{word} is no line of MAY in roles.py")

    def mark(view: View) -> View:
        setattr(view, _NEEDS, Needs(word, poll, biggest))
        return view

    return mark


def needs_of(view: object) -> Needs | None:
    """Return what a page needs, or None where nobody has said it."""
    found: Needs | None = getattr(view, _NEEDS, None)
    return found


def who() -> Actor:
    """Return who is logged in, as actions want to know it."""
    actor: Actor = g.guest.actor
    return actor


def check_hers(*, guide: str | None, store: str | None) -> None:
    """Answer 404 unless this customer is one of hers: what she may not see, she can't guess."""
    if not may_talk(who(), guide=guide, store=store):
        abort(404)


def one_of_hers(db: Session, person_id: int) -> Person:
    """Return one of her customers by id, a merged one's too; 404 for all others."""
    person = living(db, person_id)
    if person is None:
        abort(404)
    check_hers(guide=person.guide, store=person.store)
    return person


def arrive() -> BaseResponse | None:
    """Let through who may, before each page; the others go to the log-in, or read why not.

    Pages that look for news while others do hear of none: they ask again in seconds.
    """
    g.token, g.guest = request.cookies.get(COOKIE) or "", None
    needs = needs_of(current_app.view_functions[request.endpoint or ""])
    if needs is None:
        raise RuntimeError(f"{request.endpoint} does not say who may see it")
    if needs.poll:
        g.looks = LOOKING.acquire(blocking=False)
        if not g.looks:
            return Response(status=204)
    request.max_content_length = needs.biggest
    g.guest = _guest(poll=needs.poll)
    if g.guest is None and needs.word != WITHOUT_LOGIN:
        return _to_login()
    if request.method not in _LOOKS:
        _check_form()
    if g.guest and not is_allowed(g.guest.actor.role, needs.word):
        abort(403)
    return None


def leave(_error: BaseException | None) -> None:
    """Let the next page look for news."""
    if g.pop("looks", False):
        LOOKING.release()


def csrf_token() -> str:
    """Return what each form sends along: bound to the cookie, so that nobody else knows it."""
    if not g.token:
        g.token, g.fresh = token_urlsafe(32), True
    key = bot_of().settings.keys.secret.encode()
    return hmac.new(key, f"csrf {g.token}".encode(), sha256).hexdigest()


def keep_cookie(response: Response) -> Response:
    """Give a new browser a token of its own, so that its log-in form can be told from a forged."""
    if g.get("fresh"):
        set_cookie(response, g.token)
    return response


def set_cookie(response: BaseResponse, token: str) -> None:
    """Hand a browser its token; scripts and other sites never see it."""
    secure = urlsplit(bot_of().settings.base_url).scheme == "https"
    response.set_cookie(
        COOKIE,
        token,
        max_age=round(LONGEST.total_seconds()),
        path="/console",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def _guest(*, poll: bool) -> Guest | None:
    if not g.token:
        return None
    bot = bot_of()
    with bot.database.reading() as db:
        found = session_of(db, g.token)
    if found is None:
        return None
    staff, session = found
    if not poll and session.seen < clock.real_now() - NOTED_EVERY:
        bot.database.run(lambda db: note_seen(db, g.token))
    return Guest(Actor(staff.login, staff.role, staff.store), staff.name)


def _to_login() -> BaseResponse:
    """Send her to the log-in, and back to this page afterwards; a part of a page takes it along."""
    if request.headers.get("HX-Request"):
        gone = Response(status=204)
        gone.headers["HX-Redirect"] = url_for("console.account.log_in_form")
        return gone
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("console.account.log_in_form", back=back))


def _check_form() -> None:
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if not g.token or not hmac.compare_digest(given.encode(), csrf_token().encode()):
        raise Refused("form_stale")
