"""What came of each parcel: sent, not sent and tried again, perhaps sent, or given to people."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import SendFailed
from bot.outbox.claims import come_home, give_back, hold, shut
from bot.outbox.handover import ask_to_say, report_template
from bot.outbox.models import Message
from bot.outbox.parcels import Parcel, Result
from bot.outbox.receipts import note_sent
from bot.outbox.reminders import own_number
from bot.outbox.sms.alarms import sound
from bot.outbox.sms.receipts import key_of
from bot.shop.people.models import Person
from bot.texts import Line, Texts, line

PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
KNOWN_AGAIN = timedelta(minutes=9)  # WeChat knows a card that it was given before for ten


def keep_results(db: Session, texts: Texts, results: Sequence[Result]) -> None:
    """Keep what came of a batch."""
    hold(db, [result.parcel.person_id for result in results])  # nobody is merged meanwhile
    ids = [result.parcel.message_id for result in results]
    messages = {each.id: each for each in db.scalars(select(Message).where(Message.id.in_(ids)))}
    for result in results:
        message = messages[result.parcel.message_id]
        if result.failed is None and not result.held:
            _keep_sent(db, message, result)
        elif message.claimed_until != result.parcel.claimed_until:
            continue  # it took so long that another worker has written it off, or begun anew
        elif result.failed is None:
            _keep_held(db, message, result.parcel)
        elif result.word == "uncertain":
            _keep_uncertain(db, texts, message, result.parcel, result.failed)
        else:
            come_home(db, message)
            _keep_failure(db, texts, message, result.parcel, result.failed)


def give_up(db: Session, texts: Texts, message: Message, state: str, why: str) -> None:
    """Close a message that did not go, or perhaps did, and ask people to look at it."""
    message.state, message.reason = state, texts.render(line(why))
    person = db.get_one(Person, message.person_id)
    ask_to_say(db, message, person, why=message.reason, suffix=":alarm")


def is_known_again(message: Message) -> bool:
    """Say whether WeChat would still know this card as one it was given before."""
    began = message.tried_at
    fresh = began is not None and clock.real_now() - began < KNOWN_AGAIN
    return fresh and message.attempts <= len(PAUSES)


def _keep_sent(db: Session, message: Message, result: Result) -> None:
    come_home(db, message)
    message.state, message.sent_at, message.reason = "sent", clock.now(), None
    if result.parcel.door == "subscribe":
        note_sent(db, "subscribe", own_number(message), message)
    if result.provider_id:
        door = result.parcel.door
        name = key_of(result.provider_id) if door == "sms" else result.provider_id
        note_sent(db, door, name, message)


def _keep_held(db: Session, message: Message, parcel: Parcel) -> None:
    """Close what she took back before its door; what the house held is decided about anew."""
    if parcel.again:
        return  # perhaps it was sent before: its claim runs out, and people look at it
    come_home(db, message)
    give_back(db, parcel)
    message.attempts -= 1
    message.segments = message.fen = None
    message.state, message.door, message.text = "waiting", None, None
    if message.reason:
        message.state = "skipped"
    message.look_at = clock.now()


def _keep_uncertain(
    db: Session, texts: Texts, message: Message, parcel: Parcel, failed: SendFailed
) -> None:
    """Hold a card's claim and ask again soon: WeChat shows it once, however often it hears."""
    says_nothing = failed.uncertain or (failed.shut == "nothing" and not failed.permanent)
    if says_nothing and is_known_again(message):
        message.state = "waiting"
        message.reason = texts.render(_about("asking_again", parcel))
        message.claimed_until = clock.real_now() + PAUSES[message.attempts - 1]
        return
    come_home(db, message)
    if not failed.uncertain:
        shut(db, failed, parcel)
    give_up(db, texts, message, "uncertain", "reasons.uncertain")


def _keep_failure(
    db: Session, texts: Texts, message: Message, parcel: Parcel, failed: SendFailed
) -> None:
    shut(db, failed, parcel)
    message.segments = message.fen = None
    if failed.alarm:
        sound(db, failed.alarm, failed.why)
    if failed.shut == "template" and parcel.card:
        why = texts.render(line("tasks.template", error=failed.why))
        report_template(db, parcel.card.template, why=why)
    about_it = failed.shut == "nothing"  # a shut door says nothing about this message
    if about_it and (failed.permanent or message.attempts > len(PAUSES)):
        give_up(db, texts, message, "failed", _about("failed", parcel).key)
        return
    message.state, message.reason = "waiting", texts.render(_about("trying_again", parcel))
    message.look_at = clock.now()  # another door, or the pause of this one, is seen then
    if about_it:
        message.look_at += failed.pause or PAUSES[message.attempts - 1]
    else:
        message.attempts -= 1


def _about(word: str, parcel: Parcel) -> Line:
    """Return the words for what came of a parcel, as they are said of its door."""
    return line(f"reasons.gateway_{word}" if parcel.door == "sms" else f"reasons.{word}")
