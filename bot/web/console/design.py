"""All parts that screens are made of, on one page."""

from datetime import timedelta

from flask import Blueprint

from bot import clock
from bot.web.console.door import may
from bot.web.console.pages import page

screen = Blueprint("design", __name__)


@screen.get("/design")
@may("design")
def show() -> str:
    """Show every part as it looks, with what it is for."""
    now = clock.now()
    return page("design.html", ago=now - timedelta(minutes=7), ahead=now + timedelta(hours=3))
