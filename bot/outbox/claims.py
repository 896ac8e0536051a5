"""What surrounds a claim: who is held for it, how it ends, what a failure shuts."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import SendFailed
from bot.outbox.actions import pause_door
from bot.outbox.doors import ALLOWANCES
from bot.outbox.models import DoorGrant, Message, Switch
from bot.outbox.parcels import Parcel
from bot.outbox.policy import ANSWERS, PURPOSES
from bot.outbox.receipts import refuse_cards
from bot.outbox.reminders import add_yes, take_all_back
from bot.shop.consent.models import Consent
from bot.shop.people.actions import living
from bot.shop.people.models import Identity, Person

_SINCE_CLAIMED = select(
    Message.purpose,
    Message.not_after,
    Message.reason,  # whoever takes it back writes one, "" to have it decided about anew
    select(Switch.name).where(Switch.is_on, Switch.name == "stop").exists().label("stop"),
    select(Switch.name).where(Switch.is_on, Switch.name == "shadow").exists().label("shadow"),
    select(Consent.person_id)
    .where(Consent.person_id == Message.person_id, Consent.purpose == Message.purpose)
    .where(Consent.granted)
    .exists()
    .label("agreed"),
).where(Message.id == bindparam("message_id"))


def still_goes(db: Session, message_id: int) -> bool:
    """Say whether nobody has taken a claimed message back since: she herself, or the house."""
    since = db.execute(_SINCE_CLAIMED, {"message_id": message_id}).one()
    if since.reason is not None or (since.not_after and clock.now() >= since.not_after):
        return False
    if (since.stop and since.purpose != "staff") or (since.shadow and since.purpose not in ANSWERS):
        return False
    return since.agreed or not PURPOSES[since.purpose].needs_consent


def come_home(db: Session, message: Message) -> None:
    """End a claim; what was on its way while its person was merged follows her now."""
    message.claimed_until = message.tried_at = None
    person = living(db, message.person_id)
    message.person_id = person.id if person else message.person_id


def hold(db: Session, person_ids: list[int]) -> dict[int, Person]:
    """Hold the persons of a batch, in one order always, so that two never wait for each other."""
    rows = select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)
    held = db.scalars(rows.with_for_update(key_share=True))
    return {person.id: person for person in held}


def shut(db: Session, failed: SendFailed, parcel: Parcel) -> None:
    """Shut what the answer says is shut; a message that surely did not go costs nothing."""
    grant = (DoorGrant.person_id == parcel.person_id) & (DoorGrant.cause == parcel.cause)
    match failed.shut:
        case "grant":
            db.execute(update(DoorGrant).where(grant).values(left=0))
            return
        case "identity":
            hers = (Identity.channel == "wechat") & (Identity.external_id == parcel.openid)
            reach = {"reach": failed.reach, "reach_since": clock.now()}
            db.execute(update(Identity).where(hers).values(reach))
        case "cards":
            refuse_cards(db, parcel.person_id)
        case "reminders" if parcel.card:
            take_all_back(db, parcel.person_id, parcel.card.template)
            return
        case "template" if parcel.card:
            pause_door(db, f"template:{parcel.card.template}", failed.pause, failed.why)
        case "door":
            pause_door(db, parcel.door, failed.pause, failed.why)
    give_back(db, parcel)


def give_back(db: Session, parcel: Parcel) -> None:
    """Give back what a message took from her door that surely did not go."""
    if parcel.door == "subscribe" and parcel.card:
        add_yes(db, parcel.person_id, parcel.card.template)
    if not parcel.cause:
        return
    grant = (DoorGrant.person_id == parcel.person_id) & (DoorGrant.cause == parcel.cause)
    most = ALLOWANCES[parcel.cause].messages
    given = update(DoorGrant).where(grant, DoorGrant.left < most)
    db.execute(given.values(left=DoorGrant.left + 1))
