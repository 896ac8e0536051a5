"""What found no door rides along: one line inside the answer to what she just wrote."""

from sqlalchemy import Select, SQLColumnExpression, bindparam, select
from sqlalchemy.orm import Session

from bot.dialogue.conversation import Talk
from bot.dialogue.voice import Voice
from bot.outbox.facts import Standing
from bot.outbox.heard import heard
from bot.outbox.manners import Words
from bot.outbox.models import Message
from bot.outbox.purposes import PURPOSES
from bot.outbox.queries import OPEN_STATES, facts_of, place
from bot.outbox.rendering import render_message
from bot.outbox.switches import house
from bot.shop.complaints.queries import who_complains
from bot.shop.consent.actions import consents_of
from bot.texts import Line, TextError, line

_RIDING = tuple(purpose for purpose, rules in PURPOSES.items() if rules.rides)


def waiting(person_id: SQLColumnExpression[int]) -> Select[Message]:
    """Select what is due to a person and may ride; it takes `now`."""
    return select(Message).where(
        Message.person_id == person_id,
        Message.state.in_(OPEN_STATES),
        Message.due <= bindparam("now"),
        Message.claimed_until.is_(None),
        Message.purpose.in_(_RIDING),
    )


_WAITING = waiting(bindparam("person_id"))


def ride_along(db: Session, voice: Voice, talk: Talk) -> None:
    """Add the first message that may ride to this turn's answer, and mark it as sent."""
    hers, manner_of = talk.person.id, voice.journeys.manner_of
    stands = house(db, talk.shop)
    if stands.stop or stands.shadow:
        return
    standing = Standing(
        consents=frozenset(consents_of(db, [hers])[hers]),
        complains=bool(who_complains(db, [hers])),
        house=stands,
        heard=heard(db, [hers], voice.journeys, talk.now, shadow=False)[hers],
    )
    found = db.scalars(_WAITING, {"person_id": hers, "now": talk.now}).all()
    for message in sorted(found, key=lambda each: place(each, manner_of(each))):
        facts = facts_of(message, manner_of(message))
        may_ride = voice.policy.may_ride(facts, standing, talk.now)
        if may_ride and _ride(db, voice, talk, message):
            return


def _ride(db: Session, voice: Voice, talk: Talk, message: Message) -> bool:
    """Say it; return False where it is not wanted any more, which delivering finds as well."""
    match voice.journeys.words_for(db, [message], talk.now).get(message.id):
        case Words(key, values):
            message.said, message.params = key, dict(values)
        case Line():
            return False
    try:
        texts = voice.texts_for(talk.conversation)
        words = render_message(texts, talk.shop, message, talk.person, talk.now)
    except TextError:
        return False
    message.text, message.state, message.door = words, "sent", "passive"
    message.sent_at, message.reason = talk.now, None
    talk.said.append(line("common.words", words=words))
    return True
