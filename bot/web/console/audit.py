"""The audit log, for head office: who did what, when, of whom."""

from flask import Blueprint, request

from bot.shop.audit.queries import audit_page
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
    more = lines[A_PAGE - 1].id if len(lines) > A_PAGE else None
    return page("audit.html", lines=lines[:A_PAGE], more=more, login=login, person=person)
