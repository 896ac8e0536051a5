"""Moving a time from where it stands: 往后推一天, 提前一小时, 晚点行吗."""

from datetime import datetime

from bot import clock
from bot.dialogue.answers import VisitTime, shifted
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers
from bot.shop.appointments.queries import free_times
from bot.shop.appointments.rules import OFFERED, FreeTime, Search, Wanted
from handlers.appointment import my_visit

_FAR = ("days", "minutes")


def stands_at(talk: Talk, answers: Answers, said: VisitTime) -> datetime | None:
    """Return the time to move from: of what was offered the last or first, else the one she has."""
    if times := _offered(answers):
        back = "earlier" in said or any(int(said.get(unit, 0)) < 0 for unit in _FAR)
        return datetime.fromisoformat(times[0] if back else times[-1])
    if "stands" in answers:
        return datetime.fromisoformat(answers["stands"])
    hers = my_visit(talk, answers.get("moves"))
    return hers.starts if hers else None


def meant(answers: Answers, said: VisitTime, stands: datetime | None) -> VisitTime:
    """Return what she says of a time in days and hours, where there is one to move from."""
    if stands is None or (_offered(answers) and not any(unit in said for unit in _FAR)):
        return said
    return shifted(said, clock.local(stands))


def beside(talk: Talk, search: Search, said: VisitTime, stands: datetime) -> list[FreeTime]:
    """Return the nearest free times after, or before, another one on its day."""
    day = clock.local(stands).date()
    free = free_times(talk.db, talk.shop, search, Wanted(day, day))
    if "later" in said:
        return [each for each in free if each.starts > stands][:OFFERED]
    return [each for each in free if each.starts < stands][-OFFERED:]


def only_towards(said: VisitTime) -> bool:
    """Say whether she wants it later or earlier, and leaves it to us how much."""
    return ("later" in said or "earlier" in said) and not said.keys() & {"from", "time", "part"}


def _offered(answers: Answers) -> list[str]:
    return list(answers.get("offer", {}).get("times", ()))
