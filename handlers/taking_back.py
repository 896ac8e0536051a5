"""取消 outside of any question: it means what was asked for last, a visit or a gift."""

from bot.dialogue.answers import choice
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import upcoming_of
from bot.shop.gifts.models import Redemption
from bot.shop.gifts.queries import open_redemptions
from bot.texts import Line, line
from bot.usecases.redeeming import told_gift
from handlers.appointment import IN_MIND, called, cancelled, last_booked, take_back, told_visit
from handlers.gift_codes import give_back, given_back
from handlers.social import hears_no

FLOW = "taking_back"


def takes_back(talk: Talk) -> None:
    """Take back the newest of what she booked and redeemed today, else ask about what is open."""
    visit = last_booked(talk)
    waiting = open_redemptions(talk.db, talk.person.id)
    taken_at = waiting[0].made_at if waiting else None
    if taken_at and taken_at > talk.now - IN_MIND and not (visit and visit.changed_at > taken_at):
        give_back(talk)
    elif visit:
        take_back(talk, visit)
    else:
        _ask_which(talk, upcoming_of(talk.db, talk.person.id), waiting)


def _ask_which(talk: Talk, visits: list[Visit], waiting: list[Redemption]) -> None:
    """Ask whether the only thing that is open is meant, or which of several."""
    if not visits and not waiting:
        hears_no(talk)
    elif not visits and len(waiting) == 1:
        give_back(talk)
    elif not waiting and len(visits) == 1:
        take_back(talk, visits[0])
    else:
        told = [*(_told_visit(talk, each) for each in visits), *map(_told_gift, waiting)]
        talk.say("taking_back.several", things=told)
        talk.start(FLOW, offered=_names(talk, visits, waiting))


def _names(talk: Talk, visits: list[Visit], waiting: list[Redemption]) -> list[tuple[str, str]]:
    """Return what she may call each of them."""
    of_visits = [(f"visit:{each.id}", called(talk, each)) for each in visits]
    return of_visits + [(f"gift:{each.id}", told_gift(each)) for each in waiting]


def _told_visit(talk: Talk, visit: Visit) -> Line:
    return line("taking_back.visit", **told_visit(talk, visit))


def _told_gift(redemption: Redemption) -> Line:
    return line("taking_back.gift", gift=told_gift(redemption))


def _take_back(talk: Talk, answers: Answers) -> Done:
    """Cancel the one she chose, unless it was used meanwhile."""
    kind, _, number = str(answers["which"]).partition(":")
    if kind == "gift":
        return given_back(talk, int(number))
    visits = upcoming_of(talk.db, talk.person.id)
    visit = next((each for each in visits if each.id == int(number)), None)
    return cancelled(talk, visit) if visit else Done(says=(line("appointment.none"),), ends=True)


TAKE_BACK = Flow(
    FLOW,
    (
        Ask("which", choice, offered="offered"),
        Do("taken", _take_back, needs=("which",)),
    ),
)
