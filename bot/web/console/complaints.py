"""投诉: the screen of that name."""

from flask import Blueprint

from bot.web.console.door import may
from bot.web.console.pages import page

screen = Blueprint("complaints", __name__)


@screen.get("/complaints")
@may("complaints")
def show() -> str:
    """Say what will be here."""
    return page("coming.html", place="投诉", sentence="console.coming_complaints")
