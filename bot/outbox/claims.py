"""What surrounds a claim: who is held for it, how it ends, what a failure shuts."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, case, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import SendFailed
from bot.db import table_of
from bot.outbox.actions import pause_door
from bot.outbox.doors import ALLOWANCES
from bot.outbox.looks import Look
from bot.outbox.models import DoorGrant, Message, Switch
from bot.outbox.parcels import Parcel
from bot.outbox.policy import Send
from bot.outbox.purposes import ANSWERS, PURPOSES
from bot.outbox.receipts import refuse_cards
from bot.outbox.reminders import add_yes, take_all_back
from bot.outbox.sms.spending import give_place_back
from bot.shop.consent.models import Consent
from bot.shop.people.actions import living, note_phone_trouble, refuse_address
from bot.shop.people.models import Identity, Person

OWN_CONSENT = ("email", "sms")
_SINCE_CLAIMED = select(
    Message.id,
    Message.purpose,
    Message.not_after,
    Message.reason,  # whoever takes it back writes one, "" to have it decided about anew
    select(Switch.name).where(Switch.is_on, Switch.name == "stop").exists().label("stop"),
    select(Switch.name).where(Switch.is_on, Switch.name == "shadow").exists().label("shadow"),
    select(Consent.person_id)
    .where(Consent.person_id == Message.person_id, Consent.purpose == Message.purpose)
    .where(Consent.granted)
    .where(Consent.channel == case((Message.door.in_(OWN_CONSENT), Message.door), else_="wechat"))
    .exists()
    .label("agreed"),
).where(Message.id.in_(bindparam("ids", expanding=True)))
_grant = table_of(DoorGrant)
_DEBIT = (
    update(_grant)
    .where(_grant.c.person_id.in_(bindparam("people", expanding=True)))
    .where(_grant.c.cause == bindparam("through"), _grant.c.left > 0)
    .values(left=_grant.c.left - 1)
    .returning(_grant.c.person_id)
)


def debit(db: Session, looks: Sequence[Look]) -> set[int]:
    """Take from their doors what these will need; return whose message a door lets through."""
    people = defaultdict[str, list[int]](list)
    for look in looks:
        match look.decision:
            case Send("custom", str(cause)):
                people[cause].append(look.person.id)
    taken: set[int] = set()
    for cause, theirs in people.items():
        taken.update(db.scalars(_DEBIT, {"people": theirs, "through": cause}))
    return taken


def recalled(db: Session, message_ids: Sequence[int]) -> set[int]:
    """Return which claimed messages were taken back since: by her, or by the house."""
    rows = db.execute(_SINCE_CLAIMED, {"ids": message_ids})
    return {since.id for since in rows if not _still_goes(since)}


def _still_goes(since: Any) -> bool:
    if since.reason is not None or (since.not_after and clock.now() >= since.not_after):
        return False
    if (since.stop and since.purpose != "staff") or (since.shadow and since.purpose not in ANSWERS):
        return False
    return bool(since.agreed) or not PURPOSES[since.purpose].needs_consent


def come_home(db: Session, message: Message) -> None:
    """End a claim; what was on its way while its person was merged follows her now."""
    message.claimed_until = message.tried_at = None
    person = living(db, message.person_id)
    message.person_id = person.id if person else message.person_id


def hold(db: Session, person_ids: Sequence[int]) -> dict[int, Person]:
    """Hold the persons of a batch, in one order always, so that two never wait for each other."""
    rows = select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)
    held = db.scalars(rows.with_for_update(key_share=True))
    people = {person.id: person for person in held}
    db.info["held"] = people  # whom nobody names, the session forgets and reads again
    return people


def shut(db: Session, failed: SendFailed, parcel: Parcel) -> None:
    """Shut what the answer says is shut; a message that surely did not go costs nothing."""
    grant = (DoorGrant.person_id == parcel.person_id) & (DoorGrant.cause == parcel.cause)
    match failed.shut:
        case "grant":
            db.execute(update(DoorGrant).where(grant).values(left=0))
            return
        case "identity":
            hers = (Identity.channel == "wechat") & (Identity.external_id == parcel.to)
            reach = {"reach": failed.reach, "reach_since": clock.now()}
            db.execute(update(Identity).where(hers).values(reach))
        case "address" if parcel.door == "sms":
            note_phone_trouble(db, parcel.to, failed.reach, clock.now())
        case "address":
            refuse_address(db, parcel.person_id, parcel.to)
        case "cards":
            refuse_cards(db, parcel.person_id)
        case "reminders" if parcel.card:
            take_all_back(db, parcel.person_id, parcel.card.template)
            return
        case "template" if parcel.template:
            pause_door(db, f"template:{parcel.template}", failed.pause, failed.why)
        case "door":
            pause_door(db, parcel.door, failed.pause, failed.why)
    give_back(db, parcel)


def give_back(db: Session, parcel: Parcel) -> None:
    """Give back what a message took from her door that surely did not go."""
    if parcel.door == "subscribe" and parcel.card:
        add_yes(db, parcel.person_id, parcel.card.template)
    if parcel.price:
        give_place_back(db, *parcel.price)
    refund(db, parcel.person_id, parcel.cause)


def refund(db: Session, person_id: int, cause: str | None) -> None:
    """Let one message more through her door, where one was taken."""
    if not cause:
        return
    grant = (DoorGrant.person_id == person_id) & (DoorGrant.cause == cause)
    most = ALLOWANCES[cause].messages
    given = update(DoorGrant).where(grant, DoorGrant.left < most)
    db.execute(given.values(left=DoorGrant.left + 1))
