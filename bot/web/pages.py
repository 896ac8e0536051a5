"""Pages for everybody: what the shop does with a customer's data."""

from flask import Blueprint, render_template

from bot.shop.consent.actions import WORDING
from bot.texts import line
from bot.wiring import bot_of

pages = Blueprint("pages", __name__)


@pages.get("/privacy")
def privacy() -> str:
    """Show who handles which data, why, how long, and what she may ask for."""
    bot = bot_of()
    with bot.database.reading() as db:
        about = bot.shops.read(db).shop
    values = {
        "shop": about.name,
        "handler": about.handler,
        "service_phone": about.service_phone,
        "version": WORDING,
    }
    title = bot.texts.render(line("privacy.title", **values))
    paragraphs = bot.texts.render(line("privacy.text", **values)).split("\n\n")
    return render_template("privacy.html", title=title, paragraphs=paragraphs)
