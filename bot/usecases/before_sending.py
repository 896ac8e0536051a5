"""What to mind before words go to a customer: the law, a day that is promised, the hour."""

import re
from collections.abc import Iterator
from datetime import datetime

from bot import clock
from bot.outbox.hours import QuietHours
from bot.shop.traits.rules import never_noted
from bot.texts import Line, line
from bot.texts_check.words import BY_LAW
from bot.usecases.keeping_word import promised_day

_BY_LAW = re.compile("|".join(each.pattern for each in BY_LAW))


def to_mind(words: str, now: datetime, quiet: QuietHours) -> Iterator[Line]:
    """Return what somebody who writes to a customer should mind; nothing of it stops her."""
    if not words.strip():
        return
    if found := _BY_LAW.search(words):
        yield line("console.mind_law", word=found[0])
    if day := promised_day(words, clock.local(now).date()):
        yield line("console.mind_day", day=f"{day.month}月{day.day}日")
    if quiet.end_after(now, None):
        yield line("console.mind_hour", hour=f"{quiet.ends.hour}点")


def to_mind_in_note(words: str) -> Iterator[Line]:
    """Return what does not belong into a note about a customer, who may ask to read it."""
    if found := never_noted(words):
        yield line("console.mind_note", word=found)
