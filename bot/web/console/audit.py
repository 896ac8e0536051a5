"""The audit log, for head office: who did what, when, of whom."""

from flask import Blueprint, request

from bot.shop.audit.queries import audit_page
from bot.shop.staff.queries import names_of
from bot.web.console.door import may
from bot.web.console.pages import number_in, page
from bot.wiring import bot_of

screen = Blueprint("audit", __name__)

A_PAGE = 50


@screen.get("/audit")
@may("audit")
def show() -> str:
    """Show the log, newest first; narrowed to a colleague or a customer."""
    login = request.args.get("login", "").strip()
    person, before = number_in("person"), number_in("before")
    with bot_of().database.reading() as db:
        lines = audit_page(
            db, login=login or None, person_id=person, before=before, limit=A_PAGE + 1
        )
        names = names_of(db, {each.login for each in lines})
    more = lines[A_PAGE - 1].id if len(lines) > A_PAGE else None
    shown = {"lines": lines[:A_PAGE], "names": names, "more": more}
    return page("audit.html", **shown, login=login, person=person)
