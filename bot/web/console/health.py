"""运行: the screen of that name."""

from flask import Blueprint

from bot.web.console.door import may
from bot.web.console.pages import page

screen = Blueprint("health", __name__)


@screen.get("/health")
@may("health")
def show() -> str:
    """Say what will be here."""
    return page("coming.html", place="运行", sentence="console.coming_health")
