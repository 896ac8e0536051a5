"""Appointments: to book, move or cancel a visit, to ask about it, to come late."""

import re
from datetime import date, datetime, time, timedelta

from bot import clock
from bot.dialogue.answers import (
    VisitTime,
    VisitWish,
    only_asks,
    only_shifts,
    spot_service,
    spot_store,
    spot_visit,
    visit_wish,
)
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Done
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import upcoming_of
from bot.texts import Line, line
from bot.usecases.visiting import Desk

_WISHES = re.compile("^(那|我)?(想|要|帮|给我|来)")
LATE_BY = timedelta(minutes=30)
JUST_NOW = timedelta(minutes=10)  # 取消 on its own cancels what was booked so shortly before
IN_MIND = timedelta(days=1)  # and asks about what was booked or moved since then
_WEEKDAYS = (
    *("appointment.monday", "appointment.tuesday", "appointment.wednesday"),
    *("appointment.thursday", "appointment.friday", "appointment.saturday", "appointment.sunday"),
)


def appointment(talk: Talk) -> None:
    """Do what she wants of a visit: book, move, cancel, tell, or note that she comes late."""
    mine = upcoming_of(talk.db, talk.person.id)
    wish = visit_wish(talk.incoming.text)
    if wish == "needed":
        talk.say("appointment.needed")
    elif wish == "tell":
        _tell(talk, mine)
    elif talk.conversation.flow == "appointment" and not _begins_anew(talk, mine, wish):
        return
    elif wish in ("another", "book"):
        _begin(talk, mine, again=wish == "another")
    elif not mine:
        talk.say("appointment.none")
    elif wish == "late":
        _note_late(talk, mine[0])
    else:
        _change(talk, mine, wish)


def wants_a_visit(talk: Talk) -> bool:
    """Take what is surely about a visit: a service of ours with a day, or a change of hers."""
    said, context = talk.incoming.text, talk.context
    when, wish = spot_visit(said, context) or {}, visit_wish(said)
    names_time = bool(when.keys() & {"from", "time", "days", "minutes"}) or only_shifts(said)
    books = wish == "book" and "from" in when and spot_service(said, context) is not None
    changes = wish in ("unable", "late") or (wish == "move" and names_time)
    if not books and not (changes and upcoming_of(talk.db, talk.person.id)):
        return False
    appointment(talk)
    return True


def offers_visit(talk: Talk) -> bool:
    """Offer a time for the service that she names; False where the shop books no such thing."""
    wanted = talk.shop.service(spot_service(talk.incoming.text, talk.context))
    if wanted is None:
        return False
    if talk.conversation.flow != "appointment":
        if not wanted.at_home:
            talk.say("appointment.offered")
        _begin(talk, upcoming_of(talk.db, talk.person.id), again=False)
    return True


def names_service(talk: Talk) -> bool:
    """Take a service that she wants, or names and says no more; False for other words."""
    said = talk.incoming.text
    names = {name for each in talk.shop.services for name in (each.name, *each.called)}
    wanted = said in names or _WISHES.search(said) is not None
    return wanted and visit_wish(said) == "book" and offers_visit(talk)


def last_booked(talk: Talk) -> Visit | None:
    """Return the visit that she booked or moved last, where that was today."""
    mine = upcoming_of(talk.db, talk.person.id)
    newest = max(mine, key=lambda visit: visit.changed_at, default=None)
    return newest if newest and newest.changed_at > talk.now - IN_MIND else None


def take_back(talk: Talk, visit: Visit) -> None:
    """Cancel what she booked just now; ask about what she booked some time ago."""
    if visit.changed_at < talk.now - JUST_NOW:
        _ask_instead(talk, visit)
    else:
        _cancel(talk, visit)


def told(moment: datetime) -> dict[str, object]:
    """Return day, weekday and hour of a moment in words."""
    here = clock.local(moment)
    return {
        "day": f"{here.month}月{here.day}日",
        "weekday": line(_WEEKDAYS[here.weekday()]),
        "hour": f"{here:%H:%M}",
    }


def told_visit(talk: Talk, visit: Visit) -> dict[str, object]:
    """Return all that is told of a visit."""
    service = talk.shop.service(visit.service)
    return {
        **told(visit.starts),
        "service": service.name if service else visit.service,
        "store": visit.store,
        "place": told_place(visit.store, at_home=visit.at_home),
        "specialist": visit.specialist,
        "bring": service.bring if service else "",
    }


def told_place(store: str, *, at_home: bool) -> Line:
    return line("appointment.at_home" if at_home else "appointment.at_store", store=store)


def desk_of(talk: Talk) -> Desk:
    return Desk(talk.db, talk.shop, talk.texts)


def my_visit(talk: Talk, visit_id: int | None) -> Visit | None:
    """Return one of her visits to come."""
    hers = upcoming_of(talk.db, talk.person.id)
    return next((each for each in hers if each.id == visit_id), None)


def called(talk: Talk, visit: Visit) -> str:
    """Return what she may call one of several visits."""
    told_it = told_visit(talk, visit)
    return f"{told_it['service']}{told_it['day']}{told_it['hour']}"


def cancelled(talk: Talk, visit: Visit) -> Done:
    """Cancel a visit of hers, and end with saying so."""
    desk_of(talk).cancel(visit)
    return Done(says=(line("appointment.cancelled", **told_visit(talk, visit)),), ends=True)


def starts_of(said: VisitTime) -> datetime | None:
    """Return the moment that she names, where she names one."""
    if "time" not in said or "from" not in said or said["from"] != said["to"]:
        return None
    hour = time.fromisoformat(str(said["time"]))
    return clock.at(date.fromisoformat(str(said["from"])), hour)


def _begins_anew(talk: Talk, mine: list[Visit], wish: VisitWish) -> bool:
    """Say whether what she says while a time is being found puts that aside; else it goes on."""
    said, context = talk.incoming.text, talk.context
    if wish in ("cancel", "unable") and not mine:
        talk.leave()
        talk.say("common.left")
        return False
    names_something = spot_service(said, context) or spot_visit(said, context)
    if wish == "move" or (wish in ("book", "another") and not names_something):
        return False
    talk.leave()
    return True


def _begin(talk: Talk, mine: list[Visit], *, again: bool) -> None:
    """Begin to book with what she has said already; the same service is not booked twice."""
    said, context = talk.incoming.text, talk.context
    word, when = spot_service(said, context), spot_visit(said, context)
    known = next((each for each in mine if each.service == word), None)
    tapped = talk.incoming.kind == "click"
    answers: Answers = {"words": None if tapped else talk.words, "asks": only_asks(said)}
    if word:
        answers["service"] = word
    if named := spot_store(said, context):
        answers["store"] = named
    if when and ("from" in when or "time" in when or "any" in when):
        answers["when"] = when
    if known and not again:
        talk.say("appointment.known", **told_visit(talk, known))
        if "when" not in answers or starts_of(answers["when"]) == known.starts:
            return
        answers |= {"moves": known.id, "asks": True}
    talk.start("appointment", **answers)


def _change(talk: Talk, mine: list[Visit], wish: VisitWish) -> None:
    """Move or cancel the visit she means; where she has several and names none, ask which."""
    meant = _meant(talk, mine)
    if meant is None:
        talk.say("appointment.several", visits=[_listed(talk, each) for each in mine])
        pairs = [(str(each.id), called(talk, each)) for each in mine]
        talk.start("appointment", mine=pairs, wish=wish)
    elif wish == "cancel":
        _cancel(talk, meant)
    elif wish == "unable":
        _ask_instead(talk, meant)
    else:
        when = spot_visit(talk.incoming.text, talk.context)
        answers = {"when": when} if when else {}
        talk.start("appointment", moves=meant.id, service=meant.service, **answers)


def _meant(talk: Talk, mine: list[Visit]) -> Visit | None:
    """Return her only visit, or the only one of the service that she names."""
    word = spot_service(talk.incoming.text, talk.context)
    named = [each for each in mine if each.service == word] or mine
    return named[0] if len(named) == 1 else None


def _ask_instead(talk: Talk, visit: Visit) -> None:
    talk.say("appointment.yours", **told_visit(talk, visit))
    talk.start("appointment", moves=visit.id, service=visit.service, unable=True)


def _cancel(talk: Talk, visit: Visit) -> None:
    if talk.conversation.flow == "appointment":
        talk.leave()
    for said in cancelled(talk, visit).says:
        talk.say(said.key, **said.values)


def _note_late(talk: Talk, visit: Visit) -> None:
    """Let the store know that she comes later; nobody minds."""
    talk.call_people("visit_late", "tasks.visit_late", within=LATE_BY, waits=False)
    talk.say("appointment.late", **told_visit(talk, visit))


def _tell(talk: Talk, mine: list[Visit]) -> None:
    if mine:
        talk.say("appointment.mine", visits=[_listed(talk, each) for each in mine])
    else:
        talk.say("appointment.none")


def _listed(talk: Talk, visit: Visit) -> Line:
    return line("appointment.listed", **told_visit(talk, visit))
