"""Levels: which there are, what they bring, where she stands."""

from bot.dialogue.conversation import Talk
from bot.shop.members.actions import spend_that_counts
from bot.shop.members.models import Member
from bot.shop.stores.rules import Level
from bot.texts import Line, line
from handlers.register import invite


def tell_levels(talk: Talk) -> None:
    """List the levels; a member hears her own first."""
    if talk.is_member and talk.member:
        _tell_hers(talk, talk.member)
    talk.say("levels.all", levels=[_told(level) for level in talk.shop.levels])
    if not talk.is_member:
        invite(talk)


def _tell_hers(talk: Talk, member: Member) -> None:
    """Tell her level, what a birthday brings with it, and how near the next one is."""
    mine, levels = talk.shop.level(member.level), talk.shop.levels
    talk.say("levels.mine", level=mine.name, brings=mine.brings)
    extra = [each for each in talk.shop.coupons if each.given == "birthday"]
    hers = next((each for each in extra if each.is_for(mine.word)), None)
    if hers:
        talk.say("levels.birthday", coupon=hers.name)
    if member.level_until:
        day = member.level_until
        talk.say("levels.until", level=mine.name, day=f"{day.month}月{day.day}日")
    after = levels[levels.index(mine) + 1 :][:1]
    if after and after[0].spend:
        missing = float(after[0].spend) - spend_that_counts(talk.db, member) / 100
        talk.say("levels.next", yuan=f"{max(missing, 0):,.0f}", level=after[0].name)


def _told(level: Level) -> Line:
    key = "levels.by_spend" if level.spend else "levels.by_points"
    key = key if level.spend or level.points else "levels.from_start"
    reached = line(key, spend=f"{level.spend or 0:,.0f}", points=level.points or 0)
    return line("levels.one", name=level.name, how=reached, brings=level.brings)
