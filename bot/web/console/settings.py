"""设置: the screen of that name."""

from flask import Blueprint

from bot.web.console.door import may
from bot.web.console.pages import page

screen = Blueprint("settings", __name__)


@screen.get("/settings")
@may("settings")
def show() -> str:
    """Say what will be here."""
    return page("coming.html", place="设置", sentence="console.coming_settings")
