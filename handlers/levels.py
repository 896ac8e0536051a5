"""Levels: which there are, what they bring, where she stands."""

from bot.dialogue.conversation import Talk
from bot.shop.stores.rules import Level
from bot.texts import Line, line
from handlers.register import invite


def tell_levels(talk: Talk) -> None:
    """List the levels; a member hears her own first."""
    if talk.is_member and talk.member:
        mine = talk.shop.level(talk.member.level)
        talk.say("levels.mine", level=mine.name, brings=mine.brings)
    talk.say("levels.all", levels=[_told(level) for level in talk.shop.levels])
    if not talk.is_member:
        invite(talk)


def _told(level: Level) -> Line:
    key = "levels.by_spend" if level.spend else "levels.by_points"
    key = key if level.spend or level.points else "levels.from_start"
    reached = line(key, spend=f"{level.spend or 0:,.0f}", points=level.points or 0)
    return line("levels.one", name=level.name, how=reached, brings=level.brings)
