"""What a case says to her: which words, in a wording she has not heard, and how they leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.answers.complaints import in_short
from bot.outbox.actions import queue
from bot.outbox.rendering import by_hour
from bot.shop.complaints.models import Complaint
from bot.shop.people.models import Person
from bot.shop.staff.queries import Worker, who_leads, workers
from bot.shop.stores.rules import Shop
from bot.texts import Line, Texts, line

ABOUT_LONGEST = 60
CONFESS_EARLY = timedelta(minutes=15)


@dataclass(frozen=True)
class House:
    """The shop as it speaks: its texts and its rules."""

    texts: Texts
    shop: Shop


def said(db: Session, house: House, complaint: Complaint, key: str, **values: object) -> Line:
    """Return a line for her; the choice of its wording is kept, so that the next is another."""
    times = complaint.said.get(key, 0)
    complaint.said = {**complaint.said, key: times + 1}
    facts = facts_of(db, house, complaint)
    return Line(key, {**facts, **values}, complaint.seed + times)


def speak(db: Session, house: House, complaint: Complaint, key: str, **values: object) -> Line:
    """Say something now, in the answer to what she just wrote."""
    complaint.spoke_at = clock.now()
    return said(db, house, complaint, key, **values)


def look_again(complaint: Complaint) -> None:
    """Set when the case must be looked at next: at our next word, or before a promise breaks."""
    early = complaint.promised and complaint.promised - CONFESS_EARLY
    moments = (complaint.speak_at, early, complaint.deadline, complaint.follow_up_at)
    complaint.look_at = min(filter(None, (*moments, complaint.ends_at)), default=None)


def was_said(complaint: Complaint, key: str) -> int:
    """Return how often a text was said in this case."""
    return complaint.said.get(key, 0)


def facts_of(db: Session, house: House, complaint: Complaint) -> dict[str, object]:
    """Return what every text of a case may name."""
    about = complaint.about
    named = {name: str(about.get(name, "")) for name in ("thing", "trouble", "feeling", "wish")}
    hour: object = ""
    if until := complaint.promised or complaint.deadline:
        hour = by_hour(until, clock.now())
    return {**named, "told": in_short(about.get("told", "")), "who": who(db, house, complaint)} | {
        "hour": hour
    }


def who(db: Session, house: House, complaint: Complaint) -> str:
    """Return who leads the case, as she is told: 店长李敏."""
    return named(house, known(db, house, complaint.owner))


def known(db: Session, house: House, login: str | None) -> Worker | None:
    """Return a colleague by login."""
    return next((one for one in workers(db, house.shop) if one.login == login), None)


def named(house: House, worker: Worker | None) -> str:
    """Return a colleague by role and name."""
    if worker is None:
        return house.texts.render(line("complaint.nobody"))
    return house.texts.render(line(f"complaint.who_{worker.role}", person=worker.name))


def manager(db: Session, house: House, complaint: Complaint) -> dict[str, str]:
    """Return the manager and the number at which she answers."""
    rungs = ("store_manager", "regional_manager", "head_office")
    found = who_leads(workers(db, house.shop), rungs, complaint.store)
    store = house.shop.store(complaint.store)
    phone = store.phone if store else house.shop.shop.service_phone
    return {"manager": named(house, found), "manager_phone": phone}


def tell(
    db: Session,
    house: House,
    complaint: Complaint,
    lines: Sequence[Line],
    *,
    notice: str,
    not_after: datetime | None = None,
    caused_at: datetime | None = None,
) -> None:
    """Queue lines as one message; a service notice may stand for it where no other door is open."""
    complaint.spoke_at = clock.now()
    number = sum(complaint.said.values())
    until = complaint.promised or complaint.deadline
    queue(
        db,
        complaint.person_id,
        "complaint.message",
        {
            "parts": [_packed(each) for each in lines],
            "until": until.isoformat() if until else None,
            "card": notice,
            "about": str(complaint.about.get("trouble", ""))[:ABOUT_LONGEST],
            "who": who(db, house, complaint),
            "by": _day_and_hour(until) if until else "",
        },
        kind="complaint",
        journey="complaint",
        purpose="complaint",
        dedupe=f"complaint:{complaint.id}:{complaint.round}:{notice}:{number}",
        not_after=not_after,
        caused_at=caused_at,
    )


def _packed(each: Line) -> dict[str, Any]:
    """Return a line as a row keeps it; the hour is worked out when it is sent."""
    values = {name: value for name, value in each.values.items() if name != "hour"}
    return {"key": each.key, "pick": each.pick, "values": values}


def _day_and_hour(moment: datetime) -> str:
    here = clock.local(moment)
    return f"{here.month}月{here.day}日{here.hour}点"


def draft(db: Session, house: House, complaint: Complaint) -> str:
    """Return a restatement for a person to read or send; it does not count as said."""
    name = db.get_one(Person, complaint.person_id).name
    values = {"name": name or house.texts.render(line("common.nameless"))}
    values |= {name: str(value) for name, value in facts_of(db, house, complaint).items()}
    return house.texts.render(Line(f"complaint.restate_{complaint.kind}", values, complaint.seed))
