"""The only place that sends: claim what is due, send it, keep what came of it."""

import logging
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import Channel
from bot.db import Database
from bot.outbox.cards import Cards, Filled
from bot.outbox.claims import come_home, debit, hold, refund
from bot.outbox.facts import Standing
from bot.outbox.handover import ask_to_say, may_be_called
from bot.outbox.hands import Hands
from bot.outbox.heard import heard
from bot.outbox.looks import Look
from bot.outbox.manners import Journeys, Manner, Words
from bot.outbox.mass.deliver import MassPost
from bot.outbox.mass.gathering import gather
from bot.outbox.models import Message
from bot.outbox.outcomes import give_up, is_known_again
from bot.outbox.parcels import Parcel
from bot.outbox.policy import Later, Policy, Send, Skip, Task
from bot.outbox.purposes import PURPOSES
from bot.outbox.queries import (
    NO_CARD,
    OPEN_STATES,
    due_messages,
    facts_of,
    failed_doors,
    is_lost,
    standings,
)
from bot.outbox.reminders import take_yes
from bot.outbox.rendering import mail_of, render_for_many, render_message, render_sheet, values_of
from bot.outbox.room import in_room
from bot.outbox.sms.claiming import ask_about, phone_for, take_sms
from bot.outbox.sms.filling import NO_SMS, NO_SMS_BOOK, FilledSms, SmsBook
from bot.outbox.sms.spending import Budget, warn
from bot.outbox.switches import house
from bot.shop.people.models import Person
from bot.shop.stores.queries import ShopBook
from bot.texts import Line, TextError, Texts, line

log = logging.getLogger(__name__)

AT_ONCE = 32
CLAIM_LASTS = timedelta(seconds=60)


@dataclass(frozen=True)
class Post:
    """Everything delivering needs; one per process."""

    database: Database
    texts: Texts
    shops: ShopBook
    policy: Policy
    cards: Cards
    journeys: Journeys
    channels: Mapping[str, Channel]
    mass: MassPost
    sms: SmsBook = NO_SMS_BOOK
    budget: Budget = field(default_factory=Budget)

    def deliver_all(self, *, keep_going: Callable[[], bool] = lambda: True) -> Counter[str]:
        """Deliver until nothing is due; return how many went which way."""
        tally: Counter[str] = Counter()
        with Hands(self.database, self.texts, self.channels) as hands:
            hands.carry(self.database.run(self._free_lost_claims))
            while keep_going():
                looked_at, parcels = self.database.run(self._claim)
                kept = hands.are_busy  # then another message of theirs may be due
                hands.carry(parcels)
                # who is to hear the same leaves together, when nobody else is due
                done = looked_at if looked_at or kept else self.mass.send_due(self._look)
                tally += done
                if not done and not kept:
                    break
        return tally + hands.tally

    def _claim(self, db: Session) -> tuple[Counter[str], list[Parcel]]:
        """Decide about a batch, and claim and debit what is to be sent now."""
        tally: Counter[str] = Counter()
        parcels = []
        looks = self._look(db, due_messages(db, clock.now(), AT_ONCE, self.journeys.manner_of))
        let_through = debit(db, looks)
        db.flush()  # the words they got now: rows that change alike are written together
        for each in looks:
            try:
                parcel = self._apply(db, each, let_through)
            except TextError as error:  # a deploy took its text away: the others' go on
                log.error("message %s has no words: %s", each.message.id, error)
                if isinstance(each.decision, Send):
                    refund(db, each.person.id, each.decision.cause)
                give_up(db, self.texts, each.message, "failed", "reasons.no_words")
                tally["not_sent"] += 1
                continue
            parcels += [parcel] if parcel else []
            tally[type(each.decision).__name__] += 1
        if any(parcel.price for parcel in parcels):
            warn(db, self.budget)
        return tally, parcels

    def _look(self, db: Session, ids: Sequence[int]) -> list[Look]:
        """Hold these persons, and decide about their messages as things stand now."""
        now = clock.now()
        these = Message.id.in_(ids)
        people = hold(db, db.scalars(select(Message.person_id).where(these)).all())
        rows = select(Message).where(these).order_by(Message.id)
        messages = list(db.scalars(rows, execution_options={"populate_existing": True}))
        heard_from = {message.person_id: message.identity_id for message in messages}
        stands = self._standings(db, list(people), heard_from)
        failed = failed_doors(db, ids)
        words = self.journeys.words_for(db, messages, now)
        looks = []
        for message in messages:
            person = people.get(message.person_id)
            if message.claimed_until or message.state not in OPEN_STATES or person is None:
                continue  # another worker was first, or she was merged while we waited
            standing, openid = stands[person.id]
            filled = self._fill(db, message, person)
            manner = self.journeys.manner_of(message)
            unwanted = self._take_words(message, words.get(message.id))
            for_many = "mass" in manner.doors and self._for_many(db, message) is not None
            reminder = self._remind(db, message, person, manner)
            sms = self._text(db, message, person, manner)
            facts = facts_of(
                message,
                manner,
                filled,
                failed[message.id],
                for_many=for_many,
                reminder=reminder,
                sms=sms,
            )
            decision = unwanted or self.policy.choose(facts, standing, now)
            looks.append(Look(message, person, openid or "", filled, reminder, sms, decision))
        return looks

    def _for_many(self, db: Session, message: Message) -> str | None:
        return render_for_many(self.texts, self.shops.read(db), message)

    def _standings(
        self, db: Session, person_ids: list[int], heard_from: Mapping[int, int | None]
    ) -> dict[int, tuple[Standing, str | None]]:
        """Read all that a decision about these persons needs."""
        stands = house(db, self.shops.read(db))
        shadow, now = stands.shadow is not None, clock.now()
        told = heard(db, person_ids, self.journeys, now, shadow=shadow)
        return standings(db, person_ids, heard_from=heard_from, heard=told, house=stands)

    def _take_words(self, message: Message, found: Words | Line | None) -> Skip | None:
        """Give a planned message its words; return why it needs none any more."""
        match found:
            case Words(key, values):
                message.said, message.params = key, dict(values)
            case Line():
                return Skip(found)
        return None

    def _fill(self, db: Session, message: Message, person: Person) -> Filled:
        """Fill in the card that a message may go by."""
        if not PURPOSES[message.purpose].by_card:
            return NO_CARD
        shop = self.shops.read(db)
        values = values_of(self.texts, shop, message, person)
        return self.cards.fill(message, values, shop.templates)

    def _remind(self, db: Session, message: Message, person: Person, manner: Manner) -> Filled:
        """Fill in the reminder that a message may go by."""
        if "subscribe" not in manner.doors:
            return NO_CARD
        shop = self.shops.read(db)
        values = values_of(self.texts, shop, message, person)
        return self.cards.fill(message, values, shop.templates, one_time=True)

    def _text(self, db: Session, message: Message, person: Person, manner: Manner) -> FilledSms:
        """Fill in the SMS that a message may go by."""
        if "sms" not in manner.doors or not PURPOSES[message.purpose].by_sms:
            return NO_SMS
        return self.sms.fill(message, values_of(self.texts, self.shops.read(db), message, person))

    def _apply(self, db: Session, look: Look, let_through: set[int]) -> Parcel | None:
        message, person = look.message, look.person
        shop = self.shops.read(db)
        match in_room(db, look.decision, message, person, self.journeys, shop):
            case Send(door, cause) if door != "custom" or person.id in let_through:
                return self._take(db, look, door, cause)
            case Later(when, why):
                message.state, message.look_at = "waiting", when
                message.reason = self.texts.render(why)
            case Skip(why, door, control):
                message.state, message.reason = "skipped", self.texts.render(why)
                message.door, message.in_control = door, control or None
                message.text = self._words(db, message, person) if door else None
            case Task(why):
                self._hand_over(db, message, person, why)
        return None

    def _take(self, db: Session, look: Look, door: str, cause: str | None) -> Parcel | None:
        """Claim a message for a door; None where the door is full, or gathers it."""
        message = look.message
        match door:
            case "template":
                return self._take_card(db, message, look.openid, look.filled)
            case "subscribe":
                return self._take_reminder(db, look)
            case "email":
                return self._take_mail(db, message, look.person)
            case "sms":
                return self._take_sms(db, look)
            case "mass":
                gather(db, message, self._for_many(db, message) or "")
                message.reason = self.texts.render(line("reasons.gathered"))
                return None
        return self._take_words_of(db, look, door, cause)

    def _take_words_of(self, db: Session, look: Look, door: str, cause: str | None) -> Parcel:
        message, her_id = look.message, look.person.id
        text = self._words(db, message, look.person)
        until = _begin(message, door, text)
        picture = (message.params or {}).get("picture")
        return Parcel(
            message.id, her_id, door, look.openid, cause, text, picture, claimed_until=until
        )

    def _take_reminder(self, db: Session, look: Look) -> Parcel | None:
        message, filled = look.message, look.reminder
        if not take_yes(db, look.person.id, filled.template):
            return None
        until, her_id = _begin(message, "subscribe", filled.text), look.person.id
        card, openid = filled.card, look.openid
        return Parcel(message.id, her_id, "subscribe", openid, card=card, claimed_until=until)

    def _take_mail(self, db: Session, message: Message, person: Person) -> Parcel:
        words, shop = self._words(db, message, person), self.shops.read(db)
        until = _begin(message, "email", words)
        mail, address = mail_of(self.texts, shop, message, words), person.email or ""
        return Parcel(message.id, person.id, "email", address, mail=mail, claimed_until=until)

    def _take_sms(self, db: Session, look: Look) -> Parcel | None:
        parcel = take_sms(db, look, self.budget, once=self._once(db))
        if parcel is None:
            return None
        return replace(parcel, claimed_until=_begin(look.message, "sms", look.sms.sms.text))

    def _once(self, db: Session) -> str:
        """Return our id of the call that all SMS of this claim go with."""
        return str(db.info.setdefault("sms_once", secrets.token_hex(8)))

    def _take_card(
        self, db: Session, message: Message, openid: str, filled: Filled, *, again: bool = False
    ) -> Parcel:
        message.tried_at = message.tried_at or clock.real_now()
        until = _begin(message, "template", filled.text)
        return Parcel(
            message.id,
            message.person_id,
            "template",
            openid,
            card=filled.card,
            again=again,
            claimed_until=until,
        )

    def _words(self, db: Session, message: Message, person: Person) -> str:
        return render_message(self.texts, self.shops.read(db), message, person, clock.now())

    def _hand_over(self, db: Session, message: Message, person: Person, why: Line) -> None:
        """Give the words to the people of the shop, in place of a door."""
        now, shop = clock.now(), self.shops.read(db)
        message.text = render_message(self.texts, shop, message, person, now, by_people=True)
        message.state, message.door = "task", "task"
        message.reason = self.texts.render(why)
        asked, calls = self.journeys.manner_of(message).asks, may_be_called(db, person.id)
        told: Line | str = asked or why
        if not calls:  # the words for people say so, and how else
            told = line("reasons.no_calls", why=asked or why.values.get("why", why))
        said = self.texts.render(told) if isinstance(told, Line) else told
        opens = clock.at(shop.care.opens_again(clock.today()), time())
        sheet = render_sheet(self.texts, shop, message, person)
        ask_to_say(db, message, person, why=said, suffix="", sheet=sheet, calls=calls, opens=opens)

    def _free_lost_claims(self, db: Session) -> list[Parcel]:
        """Look after claims that ran out: a process died, or the answer did not come.

        Each was perhaps sent, so only a card is tried again, which reaches her once.
        """
        lost = select(Message).where(is_lost(clock.real_now()))
        parcels = []
        for message in db.scalars(lost.with_for_update(skip_locked=True)).all():
            parcel = self._try_again(db, message)
            if parcel:
                parcels.append(parcel)
                continue
            come_home(db, message)
            give_up(db, self.texts, message, "uncertain", "reasons.uncertain")
        return parcels

    def _try_again(self, db: Session, message: Message) -> Parcel | None:
        if message.door == "sms" and is_known_again(message):
            phone = phone_for(message, db.get_one(Person, message.person_id))
            asked = ask_about(message, phone)
            return replace(asked, claimed_until=_begin(message, "sms", message.text or ""))
        if message.door != "template" or not is_known_again(message):
            return None
        _, openid = standings(db, [message.person_id])[message.person_id]
        filled = self._fill(db, message, db.get_one(Person, message.person_id))
        if not openid or not filled.card:
            return None
        return self._take_card(db, message, openid, filled, again=True)


def _begin(message: Message, door: str, text: str) -> datetime:
    """Claim a message; return until when. From the commit on it may have been sent."""
    message.text, message.door, message.attempts = text, door, message.attempts + 1
    message.reason = None
    message.claimed_until = until = clock.real_now() + CLAIM_LASTS
    return until
