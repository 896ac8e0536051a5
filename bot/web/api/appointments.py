"""Who comes when, for the people of the shop: the list, and what came of a visit."""

from functools import partial
from typing import Literal

from pydantic import Field
from sqlalchemy.orm import Session

from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import visits_page
from bot.shop.people.actions import living, lock_person
from bot.shop.refusal import Refused
from bot.usecases.visiting import Desk
from bot.web.api.actors import actor, check_whole
from bot.web.api.fields import Id, Maybe, Moment, ShownMoment, Word
from bot.web.api.shapes import Answer, Body, ListQuestion, Page, page_of
from bot.wiring import Bot


class Appointment(Answer):
    """A visit: for what, where, with whom, from when to when, and how it stands."""

    id: int
    person_id: int = Field(serialization_alias="member")
    service: str
    store: str
    specialist: str
    starts: ShownMoment
    ends: ShownMoment
    at_home: bool
    state: str
    words: str | None


class WhichVisits(ListQuestion):
    """Those of a store or a member, that start in a time, or that are still booked."""

    store: Maybe[Word] = None
    member: Maybe[Id] = None
    since: Maybe[Moment] = Field(None, alias="from")
    until: Maybe[Moment] = Field(None, alias="to")
    open: bool | None = None


class Outcome(Body):
    """Whether she came (`kept`), did not (`missed`), or the shop calls it off (`cancelled`)."""

    result: Literal["kept", "missed", "cancelled"]
    by: Maybe[Word] = None


def find(bot: Bot, question: WhichVisits) -> Page[Appointment]:
    """Find visits, the latest booked first.

    Of everybody: 403 for a key that is bounded to a store.
    """
    if question.member is None:
        check_whole()
    with bot.database.reading() as db:
        person = living(db, question.member) if question.member else None
        found = visits_page(
            db,
            store=question.store,
            person_id=person.id if person else question.member,
            since=question.since,
            until=question.until,
            open_only=question.open,
            before=question.cursor,
            limit=question.limit + 1,
        )
        return page_of(found, question, show=_shown, position=lambda visit: visit.id)


def settle(bot: Bot, visit_id: int, body: Outcome) -> Appointment:
    """Note what came of a visit; 409 where it is over, or still to come."""
    return _shown(bot.database.run(partial(_settle, bot=bot, visit_id=visit_id, body=body)))


def _settle(db: Session, *, bot: Bot, visit_id: int, body: Outcome) -> Visit:
    by = actor(db, body.by)
    visit = db.get(Visit, visit_id)
    if visit is None:
        raise Refused("appointment_unknown")
    lock_person(db, visit.person_id)
    db.refresh(visit)
    desk = Desk(db, bot.shops.read(db), bot.texts)
    if body.result == "cancelled":
        desk.cancel(visit, by=by)
    else:
        desk.close(visit, body.result, by=by)
    return visit


def _shown(visit: Visit) -> Appointment:
    return Appointment.model_validate(visit, from_attributes=True)
