"""一页: what who follows must know of a customer, on a phone or on paper."""

from flask import Blueprint, abort

from bot.shop.staff.queries import names_of
from bot.usecases.introducing import page_of
from bot.usecases.timeline import told_why
from bot.web.console.customer import HER
from bot.web.console.door import may, one_of_hers, who
from bot.web.console.pages import page
from bot.wiring import bot_of

screen = Blueprint("one_page", __name__)


@screen.get(f"{HER}/page")
@may("one_page")
def show(person_id: int) -> str:
    """Show the page of one of her customers; a guide sees only whom she looks after."""
    bot = bot_of()
    with bot.database.reading() as db:
        person = one_of_hers(db, person_id)
        if who().role == "guide" and person.guide != who().login:
            abort(404)
        found = page_of(db, person.id, who())
        assert found is not None  # the person is there
        writers = {each.login for each in found.notes} | {person.guide or ""}
        return page(
            "customers/one_page.html",
            one=found,
            person=person,
            names=names_of(db, writers),
            why=told_why(db, bot.texts, person.id),
            opening=[bot.texts.render(each) for each in found.opening],
            unsaid=[bot.texts.render(each) for each in found.unsaid],
        )
