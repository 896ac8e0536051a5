"""What customers send us by SMS: a way out, a digit, a word; for all else somebody calls.

Whatever we send is an approved template, so nothing is talked over here. A word such as N belongs
to what was asked last; only R and its like end marketing (Order 31 of the Ministry of Industry and
Information Technology, article 20, asks for an easy way out).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.incoming import Incoming
from bot.channels.sms.gateway import Inbound
from bot.db import fingerprint, insert_once
from bot.dialogue.answers.complaints import complaint_ear
from bot.dialogue.answers.texted import Asks, texted, texted_score
from bot.dialogue.models import Conversation, Inbox
from bot.dialogue.turn import first_talk, inbox_row
from bot.dialogue.voice import Voice
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.outbox.notices.actions import tell_staff
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import upcoming_of
from bot.shop.complaints.queries import open_complaints
from bot.shop.consent.actions import answer_consent
from bot.shop.events.actions import note
from bot.shop.people.actions import meet_by_sms, records_with_phone
from bot.shop.people.models import Identity, Person
from bot.shop.tasks.actions import ask_people, hear_more
from bot.texts import line
from bot.usecases.complaining import hearing
from bot.usecases.complaining.telling import House
from bot.usecases.surveying import is_scored, waiting_survey
from bot.usecases.visiting import Desk

CALL_WITHIN = timedelta(hours=2)
COMES = 1  # with which many answer the reminder of a visit
ONE_MATTER = timedelta(hours=12)  # what she writes on belongs to the call that waits for her


@dataclass(frozen=True)
class Texted:
    """One SMS as it is heard: who wrote, what, and where the shop stands."""

    db: Session
    voice: Voice
    person: Person
    incoming: Incoming
    phone: str

    @property
    def words(self) -> str:
        return self.incoming.text


def hear_sms(db: Session, voice: Voice, told: Inbound, *, provider: str) -> bool:
    """Hear an SMS once, however often it is told; return whether it is new."""
    identity, person = meet_by_sms(db, told.phone)
    incoming = _incoming(told, provider, identity)
    if not insert_once(db, Inbox, **inbox_row(incoming, person.id, identity.id, "done")):
        return False
    sms = Texted(db, voice, person, incoming, told.phone)
    _HEARS[texted(incoming.text)](sms)
    return True


def keep_sms(db: Session, voice: Voice, told: Inbound, *, provider: str) -> None:
    """Keep an SMS whose hearing broke, with a task for people."""
    identity, person = meet_by_sms(db, told.phone)
    incoming = _incoming(told, provider, identity)
    if insert_once(db, Inbox, **inbox_row(incoming, person.id, identity.id, "failed")):
        _ask_to_call(Texted(db, voice, person, incoming, told.phone), "tasks.sms_words")


def _incoming(told: Inbound, provider: str, identity: Identity) -> Incoming:
    """Bring it into our form; its name holds her number, so that a hash of it is the key."""
    key = fingerprint(f"{provider}:{told.id}", field="sms")
    text = told.text.encode("utf-8", "replace").decode()
    at = min(told.at or clock.now(), clock.now())
    return Incoming("sms", identity.external_id, f"sms:{key}", "sms", at, text)


def _stop(sms: Texted) -> None:
    """End care and offers by SMS for everybody on file with this number, proved or not."""
    refused = {"care": False, "promotion": False}
    for person_id in {sms.person.id, *records_with_phone(sms.db, sms.phone)}:
        answer_consent(sms.db, person_id, refused, channels=("sms",))


def _cancel(sms: Texted) -> None:
    """Cancel the only visit she has to come; which of several people ask her."""
    visits = upcoming_of(sms.db, sms.person.id)
    if not visits:
        _words(sms)
    elif len(visits) > 1:
        _ask_to_call(sms, "tasks.sms_cancel_which")
    else:
        desk = Desk(sms.db, sms.voice.shops.read(sms.db), sms.voice.texts)
        desk.cancel(visits[0])
        _answer(sms, "texting.visit_off", desk.facts(visits[0]))


def _score(sms: Texted) -> None:
    """Take a digit as the answer to what was asked last: will she come, or how was it."""
    shop = sms.voice.shops.read(sms.db)
    survey = waiting_survey(sms.db, sms.person.id, shop)
    asks = survey is not None and survey.asks == "score"
    score = texted_score(sms.words)
    visit = _reminded_of(sms, since=survey.made_at if survey and asks else None)
    if visit and score == COMES:
        note(sms.db, "confirmed_visit", person_id=sms.person.id, actor="customer", visit=visit.id)
        return
    if survey is None or not asks:
        _words(sms)
        return
    is_scored(sms.db, sms.person, survey, score, words="", shop=shop)
    if shop.surveys.is_low(score):
        _ask_to_call(sms, "tasks.sms_low_score")


def _reminded_of(sms: Texted, *, since: datetime | None) -> Visit | None:
    """Return the visit she was reminded of, where she was asked nothing else after that."""
    visits = {each.key: each for each in upcoming_of(sms.db, sms.person.id)}
    reminders = select(Message.dedupe).where(
        Message.dedupe.in_(visits), Message.sent_at.is_not(None)
    )
    if since is not None:
        reminders = reminders.where(Message.sent_at > since)
    newest = sms.db.scalar(reminders.order_by(Message.sent_at.desc()).limit(1))
    return visits[newest] if newest else None


def _call(sms: Texted) -> None:
    _ask_to_call(sms, "tasks.sms_call")


def _words(sms: Texted) -> None:
    """Hear a complaint as one, which somebody leads; for anything else somebody calls."""
    case = next(iter(open_complaints(sms.db, sms.person.id)), None)
    heard = complaint_ear().hear(sms.words)
    if case:
        hearing.overhear(sms.db, case, heard, media="")
    elif heard.matters or sms.voice.understands.understand(sms.words).surely == "complaint":
        house = House(sms.voice.texts, sms.voice.shops.read(sms.db))
        hearing.begin(sms.db, house, sms.person, heard, seed=sms.incoming.seed)
    else:
        _ask_to_call(sms, "tasks.sms_words")


def _ask_to_call(sms: Texted, why: str) -> None:
    """Let her wait in the inbox for somebody who calls; a second SMS belongs to the same call."""
    db, person, now = sms.db, sms.person, clock.now()
    if hear_more(db, person.id, sms.words, kinds=("call_back",), since=now - ONE_MATTER):
        return
    reason = sms.voice.texts.render(line(why))
    ask_people(
        db,
        kind="call_back",
        dedupe=f"call_back:{sms.incoming.key}",
        person=person,
        why=reason,
        words=sms.words,
        due=now + CALL_WITHIN,
    )
    _wait(db, person, now)
    _answer(sms, "texting.heard", {})
    tell_staff(
        db, "notices.task", dedupe=f"call_back:{sms.incoming.key}", person=person, why=reason
    )


def _answer(sms: Texted, key: str, values: Mapping[str, str]) -> None:
    """Send a fixed notice back, where the gateway has approved it; else nothing."""
    now = clock.now()
    queue(
        sms.db,
        sms.person.id,
        key,
        dict(values),
        kind="text_reply",
        purpose="service",
        dedupe=f"text_reply:{sms.incoming.key}",
        not_after=now + CALL_WITHIN,
        caused_at=now,
    )


def _wait(db: Session, person: Person, now: datetime) -> None:
    hers = select(Conversation).where(Conversation.person_id == person.id)
    talk = db.scalars(hers).one_or_none() or first_talk(db, person)
    talk.waiting_since = talk.waiting_since or now


_HEARS: Mapping[Asks, Callable[[Texted], None]] = {
    "stop": _stop,
    "cancel": _cancel,
    "score": _score,
    "call": _call,
    "words": _words,
}
