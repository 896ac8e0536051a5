"""A customer's whole number, to who asks for it: each time stands in the audit log."""

from flask import Blueprint, abort
from sqlalchemy.orm import Session

from bot.shop.audit.actions import log_deed
from bot.shop.people.actions import living
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.door import check_hers, may, who
from bot.web.console.pages import page
from bot.wiring import bot_of

screen = Blueprint("phones", __name__)


@screen.post(f"/people/<int(max={BIGGEST_ID}):person_id>/phone")
@may("phones")
def show(person_id: int) -> str:
    """Show the number of one of her customers."""

    def work(db: Session) -> str:
        person = living(db, person_id)
        if person is None:
            abort(404)
        check_hers(guide=person.guide, store=person.store)
        log_deed(db, who().login, "saw_phone", person_id=person.id)
        return person.phone or ""

    return page("phone.html", phone=bot_of().database.run(work))
