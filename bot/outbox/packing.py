"""Claim a message for its door and pack what it needs there, or write why it does not go."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.cards import Filled
from bot.outbox.handover import ask_to_say, may_be_called
from bot.outbox.looks import Look
from bot.outbox.manners import Journeys
from bot.outbox.mass.gathering import gather
from bot.outbox.models import Message
from bot.outbox.parcels import Parcel
from bot.outbox.policy import Later, Send, Skip, Task
from bot.outbox.reminders import take_yes
from bot.outbox.rendering import mail_of, render_for_many, render_message, render_sheet
from bot.outbox.room import in_room
from bot.outbox.sms.claiming import take_sms
from bot.outbox.sms.spending import Budget
from bot.shop.people.models import Person
from bot.shop.stores.queries import ShopBook
from bot.texts import Line, Texts, line

CLAIM_LASTS = timedelta(seconds=60)


@dataclass(frozen=True)
class Packer:
    """Everything that packing needs."""

    texts: Texts
    shops: ShopBook
    journeys: Journeys
    budget: Budget

    def pack(self, db: Session, look: Look, let_through: set[int]) -> Parcel | None:
        """Do what was decided; return the parcel where it leaves now."""
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
                return self.take_card(db, message, look.openid, look.filled)
            case "subscribe":
                return self._take_reminder(db, look)
            case "email":
                return self._take_mail(db, message, look.person)
            case "sms":
                return self._take_sms(db, look)
            case "mass":
                gather(db, message, render_for_many(self.texts, self.shops.read(db), message) or "")
                message.reason = self.texts.render(line("reasons.gathered"))
                return None
        return self._take_words_of(db, look, door, cause)

    def _take_words_of(self, db: Session, look: Look, door: str, cause: str | None) -> Parcel:
        message, her_id = look.message, look.person.id
        text = self._words(db, message, look.person)
        until = begin(message, door, text)
        picture = (message.params or {}).get("picture")
        return Parcel(
            message.id, her_id, door, look.openid, cause, text, picture, claimed_until=until
        )

    def _take_reminder(self, db: Session, look: Look) -> Parcel | None:
        message, filled = look.message, look.reminder
        if not take_yes(db, look.person.id, filled.template):
            return None
        until, her_id = begin(message, "subscribe", filled.text), look.person.id
        card, openid = filled.card, look.openid
        return Parcel(message.id, her_id, "subscribe", openid, card=card, claimed_until=until)

    def _take_mail(self, db: Session, message: Message, person: Person) -> Parcel:
        words, shop = self._words(db, message, person), self.shops.read(db)
        until = begin(message, "email", words)
        mail, address = mail_of(self.texts, shop, message, words), person.email or ""
        return Parcel(message.id, person.id, "email", address, mail=mail, claimed_until=until)

    def _take_sms(self, db: Session, look: Look) -> Parcel | None:
        parcel = take_sms(db, look, self.budget, once=self._once(db))
        if parcel is None:
            return None
        return replace(parcel, claimed_until=begin(look.message, "sms", look.sms.sms.text))

    def _once(self, db: Session) -> str:
        """Return our id of the call that all SMS of this claim go with."""
        return str(db.info.setdefault("sms_once", secrets.token_hex(8)))

    def take_card(
        self, db: Session, message: Message, openid: str, filled: Filled, *, again: bool = False
    ) -> Parcel:
        message.tried_at = message.tried_at or clock.real_now()
        until = begin(message, "template", filled.text)
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


def begin(message: Message, door: str, text: str) -> datetime:
    """Claim a message; return until when. From the commit on it may have been sent."""
    message.text, message.door, message.attempts = text, door, message.attempts + 1
    message.reason = None
    message.claimed_until = until = clock.real_now() + CLAIM_LASTS
    return until
