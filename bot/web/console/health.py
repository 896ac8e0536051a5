"""运行: do the parts answer, what went by each door today, what went wrong and what to do."""

from typing import NamedTuple

from flask import Blueprint

from bot import clock
from bot.jobs import queue_of
from bot.outbox.models import DoorPause
from bot.outbox.notices.queries import notices_waiting
from bot.outbox.state import DoorToday, Trouble, doors_today, in_trouble, shut_doors
from bot.store import Lost
from bot.web.console.door import may
from bot.web.console.pages import number_in, page
from bot.web.health import late_messages
from bot.wiring import Bot, bot_of

screen = Blueprint("health", __name__)

A_PAGE = 20
DOORS = ("custom", "template", "subscribe", "mass", "sms", "email")


class Engine(NamedTuple):
    """The parts beside the database: None where Redis does not answer."""

    workers: int
    jobs: int | None
    token_seconds: int | None


class Post(NamedTuple):
    """What the outbox says of itself."""

    late: int
    notices: int
    doors: list[DoorToday]
    shut: list[DoorPause]
    trouble: list[Trouble]


@screen.get("/health")
@may("health")
def show() -> str:
    """Show how all of it is doing; what is wrong says what to do."""
    bot, before = bot_of(), number_in("before")
    post = _post(bot, before)
    more = post.trouble[A_PAGE - 1].message.id if len(post.trouble) > A_PAGE else None
    shown = post._replace(trouble=post.trouble[:A_PAGE])
    return page("health.html", engine=_engine(bot), post=shown, more=more, settings=bot.settings)


def _engine(bot: Bot) -> Engine:
    try:
        lasts = bot.wechat.token_lasts() if bot.wechat else None
        return Engine(bot.store.workers(), queue_of(bot).count, lasts)
    except Lost:
        return Engine(0, None, None)


def _post(bot: Bot, before: int | None) -> Post:
    with bot.database.reading() as db:
        doors = [door for door in DOORS if door in bot.channels or (door == "mass" and bot.wechat)]
        return Post(
            late_messages(db),
            notices_waiting(db),
            doors_today(db, doors, clock.now()),
            shut_doors(db),
            in_trouble(db, before=before, limit=A_PAGE + 1),
        )
