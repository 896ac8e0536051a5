"""Days that are dear to her: told, changed, shown, forgotten; a sad one is not kept."""

from bot.dialogue.answers import DearDay, dear_date, dear_day, spot_dear_date
from bot.dialogue.conversation import UNREAD, Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.lunar import Birthday
from bot.shop.anniversaries.actions import forget_days, keep_day
from bot.shop.anniversaries.queries import days_of
from bot.texts import line
from handlers.register import invite


def tells_day(talk: Talk) -> None:
    """Keep, forget or show what she names; of a sad day nothing is kept."""
    match dear_day(talk.incoming.text):
        case DearDay("sad"):
            talk.may_ride = False
            talk.say("dear_days.sad")
        case _ if not talk.is_member:
            talk.say("dear_days.no_member")
            invite(talk)
        case DearDay("keep", what):
            talk.start("dear_days", **{"what": what, UNREAD: talk.words})
        case DearDay("forget", what):
            forgotten = forget_days(talk.db, talk.person.id, what)
            talk.say("dear_days.forgotten" if forgotten else "dear_days.nothing_kept")
        case _:
            _show(talk)


def _show(talk: Talk) -> None:
    days = days_of(talk.db, talk.person.id)
    if not days:
        talk.say("dear_days.nothing_kept")
        return
    told = [line("dear_days.one", what=what, day=day.describe()) for what, day in days]
    talk.say("dear_days.all", days=told)


def _keep(talk: Talk, answers: Answers) -> Done:
    day, what = Birthday.from_json(answers["day"]), answers["what"]
    keep_day(talk.db, talk.person.id, what, day)
    return Done(says=(line("dear_days.kept", what=what, day=day.describe()),))


DEAR_DAYS = Flow(
    "dear_days",
    (
        Ask("day", dear_date, spot=spot_dear_date),
        Do("kept", _keep, needs=("day",)),
    ),
)
