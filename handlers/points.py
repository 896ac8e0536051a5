"""Points: how many, when they end, where each came from."""

from bot import clock
from bot.dialogue.conversation import Talk
from bot.shop.points.models import PointEntry
from bot.shop.points.queries import ledger_page, points_standing
from bot.shop.points.reasons import reason_of
from bot.shop.points.terms import TillRules
from bot.texts import Line, line
from bot.usecases.announcing import point_changes
from bot.usecases.presents import untold_sources
from handlers.register import invite

SHOWN = 10


def how_many(talk: Talk) -> None:
    """Tell the balance and what of it ends next."""
    if not talk.is_member:
        talk.say("points.no_member")
        invite(talk)
        return
    standing = points_standing(talk.db, talk.person.id, talk.context.today)
    if not standing.balance:
        talk.say("points.none")
        return
    talk.say("points.balance", points=f"{standing.balance:,}")
    if standing.ends_on:
        ends = standing.ends_on
        key = "points.ending_all" if standing.ending == standing.balance else "points.ending"
        talk.say(key, points=f"{standing.ending:,}", month=f"{ends:%Y年}{ends.month}月")


def tell_rules(talk: Talk) -> None:
    """Tell how points are earned and how long they last; the whole stands on a page."""
    today = talk.context.today
    rules = talk.shop.points.on(today)
    key = "points.rules" if rules.expire_months else "points.rules_forever"
    talk.say(key, per_yuan=rules.per_yuan, months=rules.expire_months)
    if rules.till:
        talk.say_line(at_till(rules.till))
    for change in point_changes(talk.shop, today):
        talk.say_line(change)


def at_till(rules: TillRules) -> Line:
    """Say how many points pay a yuan, and how much of a bill."""
    return line("points.at_till", points=rules.points_per_yuan, percent=rules.most_percent)


def where_from(talk: Talk) -> None:
    """Tell the ledger line by line, newest first."""
    if not talk.is_member:
        talk.say("points.no_member")
        invite(talk)
        return
    untold = untold_sources(talk.db, talk.person.id)
    entries = ledger_page(talk.db, talk.person.id, limit=SHOWN + 1, without=untold)
    if not entries:
        talk.say("points.none")
        return
    lines = [_told(talk, entry) for entry in entries[:SHOWN]]
    standing = points_standing(talk.db, talk.person.id, talk.context.today)
    key = "points.history_more" if len(entries) > SHOWN else "points.history"
    talk.say(key, lines=lines, points=f"{standing.balance:,}", shown=SHOWN)


def _told(talk: Talk, entry: PointEntry) -> Line:
    day = clock.local(entry.at)
    return line(
        "points.entry",
        day=f"{day.month}月{day.day}日",
        change=f"{entry.change:+,}".replace("-", "−"),
        reason=reason_of(talk.texts, entry),
    )
