"""Read the outbox: what is due, and all that a decision about one batch needs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased, load_only

from bot import clock
from bot.outbox.cards import Filled
from bot.outbox.courtesy import Heard
from bot.outbox.doors import Grant
from bot.outbox.facts import Standing, Waiting
from bot.outbox.heard import is_in_control
from bot.outbox.house import House
from bot.outbox.manners import Manner
from bot.outbox.mass.gathering import next_batch
from bot.outbox.mass.models import MassBatch
from bot.outbox.models import OPEN, DoorGrant, DoorPause, Message, Receipt, ReminderCredit
from bot.outbox.purposes import UNASKED_PURPOSES
from bot.outbox.sms.filling import NO_SMS, FilledSms
from bot.shop.complaints.queries import who_complains
from bot.shop.consent.actions import consents_of
from bot.shop.people.actions import living
from bot.shop.people.models import Identity, Person

DAY, MONTH = timedelta(days=1), timedelta(days=31)
OPEN_STATES = ("planned", "waiting")
# what gives a message its place among hers, and nothing else, which would be read one by one
_IN_ORDER = load_only(
    *(Message.person_id, Message.due),
    *(Message.kind, Message.key, Message.journey, Message.purpose),
    raiseload=True,
)
MannerOf = Callable[[Message], Manner]
NOTHING_HEARD: Mapping[int, Heard] = MappingProxyType({})
NOBODY: Mapping[int, int | None] = MappingProxyType({})


def due_messages(db: Session, now: datetime, limit: int, manner_of: MannerOf) -> list[int]:
    """Return ids of messages to look at now: of each person the one that goes before her others."""
    other = aliased(Message)
    claimed = select(other.id).where(
        other.person_id == Message.person_id, other.claimed_until.is_not(None)
    )
    # SQLite takes the index of what is open only where it is asked for word by word
    waits = and_(OPEN, Message.look_at <= now, Message.claimed_until.is_(None))
    first = select(Message.person_id).where(waits, ~claimed.exists())
    rows = db.scalars(first.order_by(Message.look_at, Message.id).limit(limit * 4))
    people = list(dict.fromkeys(rows))[:limit]
    hers = select(Message).where(waits, Message.person_id.in_(people)).options(_IN_ORDER)
    best: dict[int, Message] = {}
    for message in sorted(db.scalars(hers), key=lambda each: place(each, manner_of(each))):
        best.setdefault(message.person_id, message)
    return [best[person_id].id for person_id in people if person_id in best]


def place(message: Message, manner: Manner) -> tuple[bool, int, datetime, int]:
    """Return the place of a message among hers: what she waits for first, then by its rank."""
    counts = message.purpose in UNASKED_PURPOSES
    return counts, manner.rank if counts else 0, message.due, message.id


def is_lost(now: datetime) -> ColumnElement[bool]:
    """Return what finds claims that ran out at `now`; a batch looks after its own."""
    of_a_batch = (Message.door == "mass") & Message.mass_id.is_not(None)
    return (Message.claimed_until < now) & ~of_a_batch


def next_look(db: Session) -> datetime | None:
    """Return when the outbox must be looked at next."""
    soonest = select(Message.look_at).where(OPEN, Message.claimed_until.is_(None))
    alone = db.scalar(soonest.order_by(Message.look_at).limit(1))
    return min(filter(None, (alone, next_batch(db))), default=None)


NO_CARD = Filled("none")


def facts_of(
    message: Message,
    manner: Manner,
    filled: Filled = NO_CARD,
    failed: Collection[str] = frozenset(),
    *,
    for_many: bool = False,
    reminder: Filled = NO_CARD,
    sms: FilledSms = NO_SMS,
) -> Waiting:
    """Return what of a message counts for the decision about it."""
    return Waiting(
        message.purpose,
        message.not_after,
        message.caused_at,
        message.journey,
        due=message.due,
        card=filled.state,
        template=filled.template,
        failed=frozenset(failed),
        manner=manner,
        for_many=for_many,
        reminder=reminder.state,
        reminder_template=reminder.template,
        sms=sms.state,
        sms_kind=sms.kind,
        sms_template=sms.sms.template,
        in_control=is_in_control(message, manner),
    )


def failed_doors(db: Session, message_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return for each message the doors that took it and said later that it did not arrive."""
    reported = select(Receipt.message_id, Receipt.door).where(
        Receipt.message_id.in_(message_ids), Receipt.outcome != "arrived"
    )
    found: dict[int, set[str]] = {message_id: set() for message_id in message_ids}
    for message_id, door in db.execute(reported):
        found[message_id or 0].add(door)
    alone = select(Message.id).join(MassBatch, MassBatch.id == Message.mass_id)
    for message_id in db.scalars(
        alone.where(Message.id.in_(message_ids), MassBatch.state == "dropped")
    ):
        found[message_id].add("mass")
    return found


def standings(
    db: Session,
    person_ids: Sequence[int],
    *,
    heard_from: Mapping[int, int | None] = NOBODY,
    heard: Mapping[int, Heard] = NOTHING_HEARD,
    house: House | None = None,
) -> dict[int, tuple[Standing, str | None]]:
    """Return for each person what stands open, and her openid, in few statements for a batch.

    What bounds words that nobody waits for is read by who sends such: `heard`, `house`.
    """
    if not person_ids:
        return {}
    grants: dict[int, list[Grant]] = {person_id: [] for person_id in person_ids}
    for row in db.scalars(select(DoorGrant).where(DoorGrant.person_id.in_(person_ids))):
        grants[row.person_id].append(Grant(row.cause, row.until, row.left))
    consents = consents_of(db, person_ids)
    known = _wechat(db, person_ids, heard_from)
    paused = _paused(db)
    complaining = who_complains(db, person_ids)
    reminders = _reminders(db, person_ids)
    addresses = _addresses(db, person_ids)
    texted = _texted(db, person_ids)
    found = {}
    for person_id in person_ids:
        openid, reach = known.get(person_id, (None, None))
        standing = Standing(
            reach=reach,
            grants=tuple(grants[person_id]),
            consents=frozenset(consents[person_id]),
            paused=paused,
            complains=person_id in complaining,
            house=house or House(),
            heard=heard.get(person_id) or Heard(),
            reminders=reminders.get(person_id, {}),
            email=addresses[person_id].email,
            mail_refused=addresses[person_id].refused,
            phone=addresses[person_id].phone,
            sms_sent=tuple(texted[person_id]),
        )
        found[person_id] = (standing, openid)
    return found


def messages_page(
    db: Session,
    *,
    person_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int,
) -> list[Message]:
    """Return messages due from `since` on and before `until`, newest first."""
    wanted = select(Message)
    if person_id is not None:
        person = living(db, person_id)
        wanted = wanted.where(Message.person_id == (person.id if person else person_id))
    if since is not None:
        wanted = wanted.where(Message.due >= since)
    if until is not None:
        wanted = wanted.where(Message.due < until)
    if before is not None:
        wanted = wanted.where(Message.id < before)
    return list(db.scalars(wanted.order_by(Message.id.desc()).limit(limit)))


def _wechat(
    db: Session, person_ids: Sequence[int], heard_from: Mapping[int, int | None]
) -> dict[int, tuple[str, str]]:
    """Return openid and reach: where she wrote from, else one that follows, else the newest."""
    wrote = Identity.id.in_([each for each in heard_from.values() if each])
    rows = db.execute(
        select(Identity.person_id, Identity.external_id, Identity.reach)
        .where(Identity.person_id.in_(person_ids), Identity.channel == "wechat")
        .order_by(wrote, Identity.reach == "open", Identity.reach_since)
    )
    return {person_id: (openid, reach) for person_id, openid, reach in rows}


class _Address(NamedTuple):
    """Whether she has a mail address, whether it was refused, and how her phone stands."""

    email: bool = False
    refused: bool = False
    phone: str = "missing"


def _addresses(db: Session, person_ids: Sequence[int]) -> dict[int, _Address]:
    """Return where else she can be reached: by mail, at her phone."""
    mails = Person.email.is_not(None), Person.email_refused.is_not(None)
    phones = Person.phone_state, Person.phone_trouble
    rows = db.execute(select(Person.id, *mails, *phones).where(Person.id.in_(person_ids)))
    found = dict.fromkeys(person_ids, _Address())
    for id_, email, refused, state, trouble in rows:
        phone = trouble or ("missing" if state == "none" else state)
        found[id_] = _Address(bool(email), bool(refused), phone)
    return found


def _texted(db: Session, person_ids: Sequence[int]) -> dict[int, list[datetime]]:
    """Return when SMS went to her within a day; one that perhaps went counts."""
    at = func.coalesce(Message.sent_at, Message.look_at)
    went = Message.state.in_(("sent", "delivered", "uncertain"))
    hers = Message.person_id.in_(person_ids) & (Message.door == "sms") & went
    rows = select(Message.person_id, at.label("at")).where(hers, Message.due > clock.now() - MONTH)
    since, found = clock.now() - DAY, {person_id: list[datetime]() for person_id in person_ids}
    for person_id, when in db.execute(rows):
        found[person_id] += [when] if when > since else []
    return found


def _reminders(db: Session, person_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return for whoever said yes to reminders how many are left, by template."""
    hers = ReminderCredit.person_id.in_(person_ids) & (ReminderCredit.left > 0)
    found: dict[int, dict[str, int]] = {}
    for row in db.scalars(select(ReminderCredit).where(hers)):
        found.setdefault(row.person_id, {})[row.template] = row.left
    return found


def openids_of(db: Session, person_ids: Sequence[int]) -> list[str]:
    """Return where these persons hear us, some hundred at a time; who is gone is left out."""
    found: list[str] = []
    for first in range(0, len(person_ids), 500):
        some = person_ids[first : first + 500]
        known = _wechat(db, some, NOBODY)
        found += [known[each][0] for each in some if each in known]
    return list(dict.fromkeys(found))


def _paused(db: Session) -> Mapping[str, datetime]:
    """Return, in the shop's time, until when which doors are paused."""
    now, real = clock.now(), clock.real_now()
    pauses = db.scalars(select(DoorPause).where(DoorPause.until > real))
    return {pause.door: now + (pause.until - real) for pause in pauses}
