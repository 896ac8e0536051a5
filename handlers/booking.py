"""The talk that finds a time for a visit: what for, where, when; booked once all is known."""

import re
from datetime import datetime

from bot import clock
from bot.dialogue.answers import (
    Context,
    Unclear,
    VisitTime,
    address,
    choice,
    phone,
    service,
    shifted,
    spot_phone,
    spot_service,
    spot_store,
    spot_visit,
    store,
    visit,
    visit_or_no,
)
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.shop.appointments.models import Visit
from bot.shop.appointments.rules import Search
from bot.shop.refusal import Refused
from bot.texts import line
from handlers.appointment import cancelled, desk_of, my_visit, starts_of, told_visit
from handlers.free_times import AGAIN, find_time, offer_others, search_of
from handlers.people import ask_somebody

HOME, ASK = "home", "ask"
_HOUSE = re.compile("[路弄室栋楼街区村巷院]")
_HOW_LONG = re.compile("多久|多长时间|多長時間")
_BOOKED = ("appointment.booked", "appointment.booked_home")
_MOVED = ("appointment.moved", "appointment.moved_home")


def _asks_how_long(text: str) -> bool:
    """Say whether she asks how long it takes."""
    return _HOW_LONG.search(text) is not None


def _choose(talk: Talk, answers: Answers) -> Done:
    """Go on with the one she chose of her visits."""
    chosen = my_visit(talk, int(answers["which"]))
    if chosen is None:
        return Done(says=(line("appointment.none"),), ends=True)
    if answers["wish"] == "cancel":
        return cancelled(talk, chosen)
    unable = {"unable": True} if answers["wish"] == "unable" else {}
    return Done(keeps={"moves": chosen.id, "service": chosen.service, **unable})


def _list_services(talk: Talk, _answers: Answers) -> Done:
    """Tell what can be booked; a shop that has set nothing up arranges it by people."""
    names = [line("appointment.one", one=each.name) for each in talk.shop.services]
    if names:
        return Done(says=(line("appointment.services", services=names),))
    ask_somebody(talk, "appointment", "tasks.appointment", "appointment.by_people")
    return Done(ends=True)


def _note_day(_talk: Talk, _answers: Answers) -> Done:
    return Done(says=(line("appointment.noted"),))


def _service(text: str, context: Context) -> str:
    """Read the service she chooses; to ask how long one takes chooses none."""
    if _asks_how_long(text):
        raise Unclear("choice_unclear")
    return service(text, context)


def _spot_service(text: str, context: Context) -> str | None:
    return None if _asks_how_long(text) else spot_service(text, context)


def _settle_place(talk: Talk, answers: Answers) -> Done:
    """Say where: at home; else the store she names, hers, or the only one; else it is asked."""
    if not answers["service"]:
        return Done(says=(line("common.left"),), ends=True)
    wanted = talk.shop.service(answers["service"])
    if wanted is None:  # taken out of the shop's file since
        return Done(redo=("services", "service", "place"))
    if wanted.at_home:
        return Done(HOME, keeps={"nameless_phone": talk.person.phone is None})
    stores = talk.shop.stores_for(wanted.word)
    moves = my_visit(talk, answers.get("moves"))
    likely = (answers.get("store"), moves and moves.store, talk.person.store)
    known = next((each for each in likely if each in stores), None)
    if known is None and len(stores) > 1:
        names = [line("appointment.one", one=each) for each in stores]
        return Done(ASK, says=(line("appointment.stores", stores=names),))
    return Done(known or stores[0])


def _book(talk: Talk, answers: Answers) -> Done:
    """Book or move once she has all said; where somebody was first, offer what is near."""
    sure = answers.get("sure", True)
    if isinstance(sure, dict) and not _is_that_time(sure, answers):
        return _rather(sure, answers)
    if not sure:
        return _not_then(talk, answers)
    search, starts = search_of(talk, answers), datetime.fromisoformat(answers["found"])
    try:
        return _take(talk, answers, search, starts)
    except Refused as refused:
        if refused.reason != "appointment_taken":
            raise
        return offer_others(talk, search, starts)


def _is_that_time(said: VisitTime, answers: Answers) -> bool:
    """Say whether she names the very time that she was asked about."""
    found = datetime.fromisoformat(answers["found"])
    return starts_of(shifted(said, clock.local(found))) == found


def _rather(said: VisitTime, answers: Answers) -> Done:
    """Look for the time she would rather have than the one she was asked about."""
    asked = "instead" if answers.get("unable") else "when"
    redo = {*AGAIN, "offer"} - {asked, "asks"}
    return Done(redo=tuple(redo), keeps={asked: said, "stands": answers["found"]})


def _not_then(talk: Talk, answers: Answers) -> Done:
    """She does not want the time: what she has stays hers, else she is asked for another."""
    hers = my_visit(talk, answers.get("moves"))
    if hers is None:
        return Done(redo=(*AGAIN, "offer", "stands"))
    return Done(says=(line("appointment.stays", **told_visit(talk, hers)),), ends=True)


def _take(talk: Talk, answers: Answers, search: Search, starts: datetime) -> Done:
    desk = desk_of(talk)
    if "moves" not in answers:
        called = answers.get("phone") or talk.person.phone
        contact = (
            {"address": answers["address"], "phone": called} if search.service.at_home else None
        )
        said = answers.get("words")
        booked = desk.book(talk.person, search, starts, words=said, contact=contact)
        return _told(talk, booked, _BOOKED)
    hers = my_visit(talk, answers["moves"])
    if hers is None:  # the shop has cancelled it meanwhile
        raise Refused("appointment_over")
    desk.move(talk.person, hers, search, starts)
    return _told(talk, hers, _MOVED)


def _told(talk: Talk, booked: Visit, keys: tuple[str, str]) -> Done:
    told_it = line(keys[booked.at_home], **told_visit(talk, booked))
    return Done(says=(told_it, line("appointment.how_to_change")))


def _has_several(answers: Answers) -> bool:
    return "mine" in answers


def _spot_day(text: str, context: Context) -> VisitTime | None:
    """Return a day that she names before she is asked for one; a house has numbers too."""
    found = None if _HOUSE.search(text) else spot_visit(text, context)
    return found if found and "from" in found else None


def _says_when_first(answers: Answers) -> bool:
    return "early" in answers and "services" in answers and "service" not in answers


def _never(_answers: Answers) -> bool:
    """The day is asked for later, unless she says it before."""
    return False


def _names_nothing(answers: Answers) -> bool:
    return "service" not in answers


def _not_after_all(_talk: Talk, _answers: Answers) -> Done:
    """She would rather not say where: she books nothing."""
    return Done(says=(line("common.left"),), ends=True)


def _says_nowhere(answers: Answers) -> bool:
    return "" in (answers.get("store"), answers.get("address"))


def _at_a_store(answers: Answers) -> bool:
    return bool(answers["place"] == ASK)


def _at_home(answers: Answers) -> bool:
    return bool(answers["place"] == HOME) and "moves" not in answers


def _calls(answers: Answers) -> bool:
    return _at_home(answers) and bool(answers.get("nameless_phone"))


def _is_unable(answers: Answers) -> bool:
    return bool(answers.get("unable")) and "offer" not in answers


def _is_open(answers: Answers) -> bool:
    return not answers.keys() & {"offer", "instead", "early"}


def _was_offered(answers: Answers) -> bool:
    return "offer" in answers


def _only_asked(answers: Answers) -> bool:
    return bool(answers.get("asks"))


OFF = {"off": 1}
BOOKING = Flow(
    "appointment",
    (
        Ask("which", choice, offered="mine", when=_has_several),
        Do("chosen", _choose, needs=("which",), when=_has_several),
        Do("services", _list_services, when=_names_nothing),
        Ask("early", visit, spot=_spot_day, when=_never),
        Do("noted", _note_day, needs=("early",), when=_says_when_first),
        Ask("service", _service, spot=_spot_service, if_refused=""),
        Do("place", _settle_place, needs=("service",)),
        Ask("store", store, spot=spot_store, when=_at_a_store, if_refused=""),
        Ask("address", address, when=_at_home, loose=True, if_refused=""),
        Do("off", _not_after_all, needs=("place",), when=_says_nowhere),
        Ask("phone", phone, spot=spot_phone, when=_calls, if_refused=""),
        Ask("instead", visit, when=_is_unable, if_refused=OFF),
        Ask("when", visit, when=_is_open, if_refused=OFF),
        Ask("pick", visit, when=_was_offered, if_refused=OFF),
        Do("found", find_time),
        Ask("sure", visit_or_no, when=_only_asked),
        Do("booked", _book, needs=("found",)),
    ),
)
