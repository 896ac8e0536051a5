"""Pages for everybody: what the shop does with a customer's data."""

from flask import Blueprint, render_template

from bot import clock
from bot.shop.consent.actions import WORDING
from bot.shop.points.terms import PointRules
from bot.shop.stores.rules import Level
from bot.texts import Line, line
from bot.usecases.announcing import point_changes
from bot.wiring import bot_of

pages = Blueprint("pages", __name__, template_folder="templates")


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


@pages.get("/rules")
def rules() -> str:
    """Show how points and levels are earned, how long they last, and what they bring."""
    bot = bot_of()
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
    today = clock.today()
    points = shop.points.on(today)
    values = {
        "shop": shop.shop.name,
        "service_phone": shop.shop.service_phone,
        "per_yuan": points.per_yuan,
        "levels": [_level(level) for level in shop.levels],
        "months": points.expire_months,
    }
    kept = shop.level_rules
    parts = (
        line("rules.earning"),
        line("rules.lasting" if points.expire_months else "rules.forever"),
        line("rules.spending"),
        *_at_till(points),
        *point_changes(shop, today),
        line("rules.levels"),
        line("rules.keeping", months=kept.keep_months, days=kept.notice_days),
        line("rules.asking"),
    )
    shown = [bot.texts.render(Line(part.key, {**values, **part.values})) for part in parts]
    title = bot.texts.render(line("rules.title", **values))
    return render_template("privacy.html", title=title, paragraphs=shown)


def _at_till(rules: PointRules) -> list[Line]:
    """Say how points pay at the till, where the shop takes them."""
    till = rules.till
    if till is None:
        return []
    return [line("rules.at_till", points=till.points_per_yuan, percent=till.most_percent)]


def _level(level: Level) -> Line:
    key = "rules.by_spend" if level.spend else "rules.by_points"
    key = key if level.spend or level.points else "rules.from_start"
    spend, points = f"{level.spend or 0:,.0f}", level.points or 0
    return line(key, level=level.name, spend=spend, points=points, brings=level.brings)
