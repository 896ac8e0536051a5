"""设置: the two switches of the house, and the way to the other settings."""

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot.outbox.switches import SHADOW, STOP, turn
from bot.shop.audit.actions import log_deed
from bot.shop.refusal import Refused
from bot.usecases.timeline import rule_told
from bot.web.console.door import may, who
from bot.web.console.pages import page
from bot.wiring import bot_of

screen = Blueprint("settings", __name__)


@screen.get("/settings")
@may("settings")
def show() -> str:
    """Show how the switches stand, and by what rule customers have their guides."""
    bot = bot_of()
    with bot.database.reading() as db:
        owning = bot.shops.read(db).owning
    whose = [bot.texts.render(each) for each in rule_told(owning)]
    return page("settings.html", turned=request.args.get("turned", ""), whose=whose)


@screen.post("/settings/switch")
@may("settings")
def press() -> BaseResponse:
    """Turn a switch on or off; pressed twice it stays as it is."""
    name, on = request.form.get("name", ""), request.form.get("on") == "yes"
    if name not in (STOP, SHADOW):
        raise Refused("form_stale")

    def work(db: Session) -> None:
        turn(db, name, on=on, who=who())
        log_deed(db, who().login, "turned_switch", about=f"{name} {'on' if on else 'off'}")

    bot_of().database.run(work)
    turned = f"{name}_{'on' if on else 'off'}"
    return redirect(url_for("console.settings.show", turned=turned))
