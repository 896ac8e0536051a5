"""顾客: the screen of that name."""

from flask import Blueprint

from bot.web.console.door import may
from bot.web.console.pages import page

screen = Blueprint("customers", __name__)


@screen.get("/customers")
@may("customers")
def show() -> str:
    """Say what will be here."""
    return page("coming.html", place="顾客", sentence="console.coming_customers")
