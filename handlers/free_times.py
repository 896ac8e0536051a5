"""Finding a time for a visit: what she means, whether it is free, what else is offered."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot import clock
from bot.dialogue.answers import VisitTime
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Done
from bot.shop.appointments.queries import free_at, free_times, last_day, next_free
from bot.shop.appointments.rules import FreeTime, Search, Wanted, to_offer
from bot.shop.refusal import Refused
from bot.texts import line
from handlers.appointment import cancelled, my_visit, starts_of, told, told_place, told_visit
from handlers.moving import beside, meant, only_towards, stands_at

Offer = dict[str, Any]
SOME_DAYS = timedelta(days=6)  # an hour without a day means the days to come
AGAIN = ("early", "when", "instead", "pick", "found", "sure", "booked", "asks")


def find_time(talk: Talk, answers: Answers) -> Done:
    """Find the time she means; offer others where it is gone or she names none."""
    said = answers.get("pick") or answers.get("instead") or answers.get("when")
    said = said or answers["early"]
    if "off" in said:
        return _stays_away(talk, answers)
    stands = stands_at(talk, answers, said)
    exactly = meant(answers, said, stands)
    keeps = {"store": said["store"]} if "store" in said else {}
    if exactly != said:  # what we worked out is told her before it is booked
        keeps["asks"] = True
    search = search_of(talk, answers | keeps)
    if stands and only_towards(exactly) and not _chosen(said, answers.get("offer", {})):
        found: FreeTime | Done = _offer_beside(talk, search, exactly, stands)
    else:
        found = _look_for(talk, search, exactly, answers.get("offer", {}))
    if isinstance(found, FreeTime):
        found = _found(found, search, asks=bool((answers | keeps).get("asks")))
    return replace(found, keeps=found.keeps | keeps)


def search_of(talk: Talk, answers: Answers) -> Search:
    """Return where to look, by what she has answered so far."""
    service = talk.shop.service(answers["service"])
    if service is None:  # taken out of the shop's file since
        raise Refused("appointment_service_gone")
    stores = talk.shop.stores_for(service.word)
    place = answers.get("store") or answers["place"]
    there = (place,) if place in stores else tuple(stores)
    return Search(service, there, answers.get("moves"))


def offer_others(talk: Talk, search: Search, starts: datetime) -> Done:
    """Say that a time is gone, and offer what is left near it."""
    here = clock.local(starts)
    wanted = Wanted(here.date(), here.date(), here.time())
    return _offer_within(talk, search, wanted, "appointment.gone", **told(starts))


def _found(free: FreeTime, search: Search, *, asks: bool) -> Done:
    """Keep a free time; who only asked for it hears that it is, and is asked."""
    if not asks:
        return Done(free.starts.isoformat())
    place = told_place(free.store, at_home=search.service.at_home)
    possible = line("appointment.possible", **told(free.starts), place=place)
    return Done(free.starts.isoformat(), says=(possible,))


def _stays_away(talk: Talk, answers: Answers) -> Done:
    """Cancel what she can't make; what she only thought of moving stays hers."""
    hers = my_visit(talk, answers.get("moves"))
    if hers is None:
        return Done(says=(line("common.left"),), ends=True)
    if answers.get("unable"):
        return cancelled(talk, hers)
    return Done(says=(line("appointment.stays", **told_visit(talk, hers)),), ends=True)


def _look_for(talk: Talk, search: Search, said: VisitTime, offer: Offer) -> FreeTime | Done:
    if chosen := _chosen(said, offer):
        return free_at(talk.db, talk.shop, search, chosen) or offer_others(talk, search, chosen)
    today, last = talk.context.today, last_day(talk.shop)
    wanted = _wanted(said, offer, today)
    if wanted is None:
        return _offer(search, next_free(talk.db, talk.shop, search, today), "appointment.next")
    if wanted.first > last:
        too_far = line("appointment.too_far", **told(clock.at(last, time())))
        return Done(says=(too_far,), redo=(*AGAIN, "offer"))
    starts = starts_of(said | {"from": str(wanted.first), "to": str(wanted.last)})
    if starts is None:
        return _offer_within(talk, search, wanted, "appointment.free")
    return _exactly(talk, search, starts)


def _exactly(talk: Talk, search: Search, starts: datetime) -> FreeTime | Done:
    """Return her very time; what begins very soon needs no booking, what is gone its neighbours."""
    soon = talk.now + timedelta(minutes=talk.shop.booking.notice_minutes)
    if talk.now <= starts < soon and not search.service.at_home:
        return Done(says=(line("appointment.just_come"),), ends=True)
    return free_at(talk.db, talk.shop, search, starts) or offer_others(talk, search, starts)


def _offer_within(talk: Talk, search: Search, wanted: Wanted, key: str, **values: object) -> Done:
    """Offer what is free in the days she wants, or on the next days where nothing is."""
    if found := to_offer(free_times(talk.db, talk.shop, search, wanted), wanted):
        return _offer(search, found, key, wanted, **values)
    next_day = max(wanted.last, talk.context.today) + timedelta(days=1)
    later = next_free(talk.db, talk.shop, search, next_day)
    return _offer(search, later, "appointment.full")


def _offer_beside(talk: Talk, search: Search, said: VisitTime, stands: datetime) -> Done:
    """Offer what is free later or earlier that day, or on the next days where nothing is."""
    day = clock.local(stands).date()
    if found := beside(talk, search, said, stands):
        return _offer(search, found, "appointment.free", Wanted(day, day))
    later = next_free(talk.db, talk.shop, search, day + timedelta(days=1))
    return _offer(search, later, "appointment.full")


def _offer(
    search: Search, found: list[FreeTime], key: str, wanted: Wanted | None = None, **values: object
) -> Done:
    """Say what is free and go back to the question; nothing at all ends it with a person."""
    if not found:
        return Done(says=(line("appointment.none_free"),), ends=True)
    days = [clock.local(free.starts).date() for free in found]
    first, last = (wanted.first, wanted.last) if wanted else (min(days), max(days))
    offer = {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "times": [free.starts.isoformat() for free in found],
    }
    times = [line("appointment.time", **told(free.starts)) for free in found]
    there = line("appointment.here", store=found[0].store) if len(search.stores) == 1 else ""
    offered = line(key, **values, times=times, there=there)
    return Done(says=(offered,), redo=AGAIN, keeps={"offer": offer})


def _chosen(said: VisitTime, offer: Offer) -> datetime | None:
    """Return which of the offered times she takes, where she takes one of them."""
    times = [datetime.fromisoformat(each) for each in offer.get("times", ())]
    if not times:
        return None
    if "any" in said:
        return times[0]
    if "place" in said:
        place = int(said["place"])
        return times[-1] if place < 0 else times[min(place, len(times)) - 1]
    if set(said) == {"time"}:
        return next((each for each in times if f"{clock.local(each):%H:%M}" == said["time"]), None)
    return None


def _wanted(said: VisitTime, offer: Offer, today: date) -> Wanted | None:
    """Return the days she means; what was offered completes an hour or a part of a day alone."""
    hour = time.fromisoformat(str(said["time"])) if "time" in said else None
    part = str(said["part"]) if "part" in said else None
    days = said if "from" in said else offer
    if days:
        first, last = (date.fromisoformat(str(days[end])) for end in ("from", "to"))
        return Wanted(first, last, hour, part)
    return Wanted(today, today + SOME_DAYS, hour, part) if hour or part else None
