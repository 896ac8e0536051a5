"""One page about a customer, for who looks after her from now on."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.crypto import mask_phone
from bot.dialogue.models import Inbox
from bot.outbox.models import Message
from bot.outbox.queries import OPEN_STATES
from bot.shop.anniversaries.models import Anniversary
from bot.shop.members.actions import birthday_of
from bot.shop.notes.models import Note
from bot.shop.notes.queries import notes_of
from bot.shop.people.models import Person
from bot.shop.referrals.models import Referral
from bot.shop.staff.rules import Actor, may_talk
from bot.shop.tasks.models import Task
from bot.shop.tasks.queries import open_tasks
from bot.texts import Line
from bot.usecases.greeting import Card, card_of, greetings, unsaid

LAST_WORDS, NOTES, NEXT_WORDS = 6, 3, 5
SHOWN = 120
_HEARD = ("sent", "delivered")
_NUMBER = re.compile(r"1[3-9][0-9]{9}")


class Word(NamedTuple):
    """What was said in a talk: by her, or by people of the shop."""

    at: datetime
    hers: bool
    words: str


class Friend(NamedTuple):
    """Who brought her, or whom she brought; no name where the reader may not see her."""

    name: str | None
    brought_her: bool
    may_tell: bool


class OnePage(NamedTuple):
    """All that who follows must know before they meet."""

    card: Card
    birthday: str
    opening: list[Line]
    unsaid: list[Line]
    tasks: list[Task]
    words: list[Word]
    notes: list[Note]
    planned: Sequence[Message]
    days: list[Anniversary]
    friends: list[Friend]


def page_of(db: Session, person_id: int, who: Actor) -> OnePage | None:
    """Return the page of a customer; ids of merged records answer too."""
    card = card_of(db, person_id)
    if card is None:
        return None
    her_id, member = card.file.person.id, card.file.member
    birthday = birthday_of(member) if member else None
    dear = select(Anniversary).where(Anniversary.person_id == her_id).order_by(Anniversary.id)
    return OnePage(
        card=card,
        birthday=birthday.describe() if birthday else "",
        opening=greetings(card, clock.today()),
        unsaid=unsaid(card),
        tasks=open_tasks(db, her_id),
        words=_last_words(db, her_id),
        notes=notes_of(db, her_id, limit=NOTES),
        planned=_planned(db, her_id),
        days=list(db.scalars(dear)),
        friends=_friends(db, her_id, who),
    )


def _last_words(db: Session, person_id: int) -> list[Word]:
    """Return what she and colleagues said last, oldest first."""
    heard = select(Inbox).where(Inbox.person_id == person_id, Inbox.kind == "text")
    hers = db.scalars(heard.order_by(Inbox.id.desc()).limit(LAST_WORDS)).all()
    found = [Word(row.at, True, str(row.said.get("text", ""))) for row in reversed(hers)]
    written = (Message.person_id == person_id) & (Message.kind == "staff")
    ours = select(Message).where(written, Message.state.in_(_HEARD)).order_by(Message.due.desc())
    for row in db.scalars(ours.limit(LAST_WORDS)):
        found.append(Word(row.sent_at or row.due, False, str(row.params.get("words", ""))))
    last = sorted(found, key=lambda word: word.at)[-LAST_WORDS:]
    return [word._replace(words=_without_numbers(word.words)[:SHOWN]) for word in last]


def _without_numbers(words: str) -> str:
    """Show a number in a talk as it is shown elsewhere: who needs it asks for it."""
    return _NUMBER.sub(lambda number: mask_phone(number[0]), words)


def _planned(db: Session, person_id: int) -> Sequence[Message]:
    """Return what the shop will say to her next of its own accord."""
    waits = (Message.person_id == person_id) & Message.state.in_(OPEN_STATES)
    rows = select(Message).where(waits, Message.due > clock.now()).order_by(Message.due)
    return db.scalars(rows.limit(NEXT_WORDS)).all()


def _friends(db: Session, person_id: int, who: Actor) -> list[Friend]:
    hers = or_(Referral.newcomer_id == person_id, Referral.recommender_id == person_id)
    rows = db.scalars(select(Referral).where(hers, Referral.state != "void").limit(SHOWN)).all()
    others = {row.newcomer_id for row in rows} | {row.recommender_id for row in rows}
    people = {one.id: one for one in db.scalars(select(Person).where(Person.id.in_(others)))}

    def friend(row: Referral) -> Friend:
        brought_her = row.newcomer_id == person_id
        other = people[row.recommender_id if brought_her else row.newcomer_id]
        sees = may_talk(who, guide=other.guide, store=other.store)
        return Friend(other.name if sees else None, brought_her, bool(row.may_tell))

    return [friend(row) for row in rows]
