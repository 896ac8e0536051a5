"""Where her repair or her order is: told from the works, or by people where it is late."""

from datetime import timedelta

from bot import clock
from bot.dialogue.conversation import Talk
from bot.shop.works.models import Work
from bot.shop.works.queries import works_of
from bot.shop.works.rules import courses
from bot.texts import line
from bot.usecases.making import facts_of, stage_text
from handlers.people import ask_somebody

DONE_WITHIN = timedelta(days=7)
SHOWN = 3
_REPAIRS = ("修", "改圈", "改短", "改长", "改好", "焊", "换绳", "刻字")
_ASKS = (
    "好了吗",
    "好了没",
    "好没",
    "什么时候",
    "多久",
    "进度",
    "到哪",
    "取了",
    "拿了",
    "能取",
    "能拿",
)


def tells_works(talk: Talk) -> bool:
    """Tell how far what she means has come; False where nothing is made or mended for her."""
    works = _meant(talk, works_of(talk.db, talk.person.id, since=talk.now - DONE_WITHIN))
    for work in works[-SHOWN:]:
        _tell(talk, work)
    return bool(works)


def asks_how_far(talk: Talk) -> bool:
    """Say whether she asks how far a work is, and does not want a new one."""
    return any(word in talk.incoming.text for word in _ASKS)


def _meant(talk: Talk, works: list[Work]) -> list[Work]:
    """Leave out what she can't mean: another kind of work, another thing."""
    said = talk.incoming.text
    if any(word in said for word in _REPAIRS):
        works = [work for work in works if work.kind == "repair"]
    named = [work for work in works if _names(said, work.item)]
    return named or works


def _names(said: str, item: str) -> bool:
    return any(item[at : at + 2] in said for at in range(len(item) - 1))


def _tell(talk: Talk, work: Work) -> None:
    facts = facts_of(work, talk.shop, talk.texts)
    waits = work.done_at is None and work.stage in courses()[work.kind].unkept
    if waits and work.promised and work.promised < clock.today():
        talk.say_line(line("works.overdue", **facts))
        ask_somebody(talk, "order", "tasks.work_asked", "works.sorry")
        return
    talk.say(stage_text(work), **facts)
