"""Look at messages that are due: what each could go by, and what is decided about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.cards import Cards, Filled
from bot.outbox.claims import hold
from bot.outbox.facts import Standing
from bot.outbox.heard import heard
from bot.outbox.looks import Look
from bot.outbox.manners import Journeys, Manner, Words
from bot.outbox.models import Message
from bot.outbox.policy import Policy, Skip
from bot.outbox.purposes import PURPOSES
from bot.outbox.queries import NO_CARD, OPEN_STATES, facts_of, failed_doors, standings
from bot.outbox.rendering import render_for_many, values_of
from bot.outbox.sms.filling import NO_SMS, FilledSms, SmsBook
from bot.outbox.switches import house
from bot.shop.people.models import Person
from bot.shop.stores.queries import ShopBook
from bot.texts import Line, Texts


@dataclass(frozen=True)
class Eyes:
    """Everything that a decision needs to see."""

    texts: Texts
    shops: ShopBook
    policy: Policy
    cards: Cards
    journeys: Journeys
    sms: SmsBook

    def look(self, db: Session, ids: Sequence[int]) -> list[Look]:
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
            filled = self.fill(db, message, person)
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

    def fill(self, db: Session, message: Message, person: Person) -> Filled:
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
