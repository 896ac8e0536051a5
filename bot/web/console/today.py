"""今天: the screen of that name."""

from flask import Blueprint

from bot.web.console.door import may
from bot.web.console.pages import page

screen = Blueprint("today", __name__)


@screen.get("/")
@screen.get("", strict_slashes=False)
@may("today")
def show() -> str:
    """Say what will be here."""
    return page("coming.html", place="今天", sentence="console.coming_today")
