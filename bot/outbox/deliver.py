"""The only place that sends: claim what is due, send it, keep what came of it."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import Channel
from bot.db import Database
from bot.outbox.cards import Cards
from bot.outbox.claims import come_home, debit, refund
from bot.outbox.eyes import Eyes
from bot.outbox.hands import Hands
from bot.outbox.manners import Journeys
from bot.outbox.mass.deliver import MassPost
from bot.outbox.models import Message
from bot.outbox.outcomes import give_up, is_known_again
from bot.outbox.packing import Packer, begin
from bot.outbox.parcels import Parcel
from bot.outbox.policy import Policy, Send
from bot.outbox.queries import due_messages, is_lost, standings
from bot.outbox.sms.claiming import ask_about, phone_for
from bot.outbox.sms.filling import NO_SMS_BOOK, SmsBook
from bot.outbox.sms.spending import Budget, warn
from bot.shop.people.models import Person
from bot.shop.stores.queries import ShopBook
from bot.texts import TextError, Texts

log = logging.getLogger(__name__)

AT_ONCE = 32


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

    @cached_property
    def _eyes(self) -> Eyes:
        return Eyes(self.texts, self.shops, self.policy, self.cards, self.journeys, self.sms)

    @cached_property
    def _packer(self) -> Packer:
        return Packer(self.texts, self.shops, self.journeys, self.budget)

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
                done = looked_at if looked_at or kept else self.mass.send_due(self._eyes.look)
                tally += done
                if not done and not kept:
                    break
        return tally + hands.tally

    def _claim(self, db: Session) -> tuple[Counter[str], list[Parcel]]:
        """Decide about a batch, and claim and debit what is to be sent now."""
        tally: Counter[str] = Counter()
        parcels = []
        looks = self._eyes.look(db, due_messages(db, clock.now(), AT_ONCE, self.journeys.manner_of))
        let_through = debit(db, looks)
        db.flush()  # the words they got now: rows that change alike are written together
        for each in looks:
            try:
                parcel = self._packer.pack(db, each, let_through)
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
            return replace(asked, claimed_until=begin(message, "sms", message.text or ""))
        if message.door != "template" or not is_known_again(message):
            return None
        _, openid = standings(db, [message.person_id])[message.person_id]
        filled = self._eyes.fill(db, message, db.get_one(Person, message.person_id))
        if not openid or not filled.card:
            return None
        return self._packer.take_card(db, message, openid, filled, again=True)
