"""The red button and shadow mode: what leaves the house, stopped or only shown."""

from sqlalchemy.orm import Session

from bot.outbox import switches
from bot.web.api.actors import acting
from bot.web.api.fields import Maybe, ShownMoment, Word
from bot.web.api.shapes import Answer, Body
from bot.wiring import Bot


class Press(Body):
    """On or off, and who pressed it."""

    on: bool
    by: Maybe[Word] = None


class SwitchStands(Answer):
    """How a switch stands, who pressed it last, and when."""

    on: bool
    by: str
    at: ShownMoment


def stop(bot: Bot, body: Press) -> SwitchStands:
    """Stop all that goes out, on every process within seconds; or let it go on.

    What she writes is answered meanwhile. What waited goes by its own rules, or is too late.
    """
    return _turn(bot, switches.STOP, body)


def shadow(bot: Bot, body: Press) -> SwitchStands:
    """Decide about everything and send nothing but answers; `GET /outbox` shows what would go."""
    return _turn(bot, switches.SHADOW, body)


def _turn(bot: Bot, name: str, body: Press) -> SwitchStands:
    def work(db: Session) -> SwitchStands:
        turned = switches.turn(db, name, on=body.on, who=acting(db, body.by))
        return SwitchStands(on=turned.is_on, by=turned.by, at=turned.at)

    return bot.database.run(work)
