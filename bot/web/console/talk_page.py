"""What stands on the page of one talk, and the version by which its parts are asked for."""

from collections.abc import Iterator
from typing import Any

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.models import Inbox
from bot.dialogue.queries import TalkAndPerson, conversation, last_words
from bot.dialogue.transcript import transcript
from bot.outbox.models import Message
from bot.shop.complaints.queries import open_complaints, proved
from bot.shop.events.models import Event
from bot.shop.media.models import Media
from bot.shop.notes.models import Note
from bot.shop.notes.queries import notes_of
from bot.shop.people.models import Person
from bot.shop.staff.queries import names_of, workers
from bot.shop.staff.rules import Actor, may_talk
from bot.shop.tasks.queries import open_tasks
from bot.texts import Line, line
from bot.usecases.talking import can_write, name_of
from bot.usecases.writing_later import written_for_later
from bot.web.console.beside import place
from bot.web.console.door import check_hers, who
from bot.web.console.pages import say
from bot.wiring import bot_of

BUBBLES = 60
REPLIES = (
    *("greeting", "order_status", "return_exchange", "product_care", "appointment", "complaint"),
    *("points", "coupon", "store_location", "thanks", "goodbye"),
)


def newest(db: Session, talk_id: int) -> TalkAndPerson:
    """Return a talk of one of her customers; 404 for all others."""
    found = conversation(db, talk_id)
    if found is None:
        abort(404)
    check_hers(guide=found.person.guide, store=found.person.store)
    return found


def talk_version(db: Session, found: TalkAndPerson) -> str:
    """Return a word that changes when something is said, sent or done in this talk."""
    hers = found.person.id
    numbers = [
        db.scalar(select(func.max(table.id)).where(table.person_id == hers)) or 0
        for table in (Inbox, Event, Note)
    ]
    states = select(Message.state, func.count(), func.max(Message.id))
    sent = db.execute(states.where(Message.person_id == hers).group_by(Message.state))
    wanted = select(func.count()).where(Media.person_id == hers, Media.state == "wanted")
    parts = [*numbers, db.scalar(wanted), *(f"{s[:2]}{n}.{last}" for s, n, last in sorted(sent))]
    return "-".join(map(str, parts))


def load_talk(db: Session, talk_id: int) -> dict[str, Any]:
    """Return all that the page of a talk shows: what was said, the field below, what is beside."""
    found = newest(db, talk_id)
    person, notes = found.person, notes_of(db, found.person.id)
    writers = names_of(db, {each.login for each in notes})
    shown = load_said(db, found)
    beside = {
        "tasks": open_tasks(db, person.id),
        "notes": [(writers.get(each.login, each.login), each) for each in notes],
        "guide_name": name_of(db, person.guide),
        "cases": [
            (each, proved(db, each).step, name_of(db, each.owner))
            for each in open_complaints(db, person.id)
        ],
        "now": clock.now(),
        "heirs": list(_heirs(db, found)),
    }
    return shown | load_write(db, found) | beside


def load_said(db: Session, found: TalkAndPerson) -> dict[str, Any]:
    """Return what was said in a talk, who has it, and how the door to her stands."""
    talk, person = found
    said = transcript(db, person.id, limit=BUBBLES)[::-1]
    hers = [each.kind for each in said if each.sender == "customer"]
    return {
        "talk": talk,
        "person": person,
        "name": person.name or say("console.nameless"),
        "by_sms": hers[-1:] == ["sms"],
        "said": said,
        "names": names_of(db, {each.staff for each in said if each.staff}),
        "held_by": name_of(db, talk.staff) if talk.holder == "staff" else None,
        "is_mine": talk.holder == "staff" and talk.staff == who().login,
        "writing": can_write(db, bot_of().policy, person.id),
        "version": talk_version(db, found),
        "kept": place(),
    }


def load_write(db: Session, found: TalkAndPerson) -> dict[str, Any]:
    """Return what the field for the next words needs."""
    person = found.person
    return {
        "talk": found.talk,
        "seen": last_answer(db, person.id),
        "later": written_for_later(db, person.id),
        "replies": replies(db, person),
        "soonest": clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M"),
    }


def last_answer(db: Session, person_id: int) -> int:
    """Return the number of the last message that colleagues wrote to her."""
    written = (Message.person_id == person_id) & (Message.kind == "staff")
    return db.scalar(select(func.max(Message.id)).where(written)) or 0


def replies(db: Session, person: Person) -> list[tuple[str, list[str]]]:
    """Return ready words with her name in them, what fits her last words first."""
    bot = bot_of()
    shop = bot.shops.read(db)
    values = {
        "name": person.name or bot.texts.render(line("common.nameless")),
        "shop": shop.shop.name,
        "helper": shop.shop.helper,
        "service_phone": shop.shop.service_phone,
        "colleague": name_of(db, who().login),
    }
    _, words = last_words(db, [person.id]).get(person.id, ("", ""))
    likely = bot.understands.understand(words).intent if words else "greeting"
    wordings = dict(bot.texts.items())
    in_order = sorted(REPLIES, key=lambda word: word != likely)
    return [
        (
            say(f"console.about_{word}"),
            [
                bot.texts.render(Line(f"replies.{word}", values), pick=pick)
                for pick in range(len(wordings[f"replies.{word}"]))
            ],
        )
        for word in in_order
    ]


def _heirs(db: Session, found: TalkAndPerson) -> Iterator[tuple[str, str]]:
    """Return who else may have this talk: colleagues who can log in, by login and name."""
    person = found.person
    for one in workers(db, bot_of().shops.read(db)):
        fits = may_talk(
            Actor(one.login, one.role, one.store), guide=person.guide, store=person.store
        )
        if fits and one.login not in (who().login, found.talk.staff):
            yield one.login, one.name
