"""会话: the screen of that name."""

from flask import Blueprint

from bot.web.console.door import may
from bot.web.console.pages import page

screen = Blueprint("talks", __name__)


@screen.get("/talks")
@may("talks")
def show() -> str:
    """Say what will be here."""
    return page("coming.html", place="会话", sentence="console.coming_talks")
