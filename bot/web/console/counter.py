"""柜台: the screen of that name."""

from flask import Blueprint

from bot.web.console.door import may
from bot.web.console.pages import page

screen = Blueprint("counter", __name__)


@screen.get("/counter")
@may("counter")
def show() -> str:
    """Say what will be here."""
    return page("coming.html", place="柜台", sentence="console.coming_counter")
