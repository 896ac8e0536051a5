"""What a colleague promised in a reply becomes a task with a day: 周五给您送到."""

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.answers.coming import coming_day
from bot.dialogue.answers.context import Unclear
from bot.outbox.models import Message
from bot.shop.events.actions import note
from bot.shop.people.actions import living
from bot.shop.refusal import Refused
from bot.shop.staff.rules import Actor
from bot.shop.tasks.actions import ask_people
from bot.texts import Texts, line

BY = time(18)  # before the evening of the day
WORDS_SHOWN = 120


def promised_day(words: str, today: date) -> date | None:
    """Return the one day that words name, None where they name none or leave it open."""
    try:
        return coming_day(words, today)
    except Unclear:
        return None


def keep_word(
    db: Session, texts: Texts, person_id: int, message_id: int, *, day: date, who: Actor
) -> bool:
    """Make a task of what was promised, once for each message; return whether it is new."""
    message, person = db.get(Message, message_id), living(db, person_id)
    if person is None or message is None or message.person_id != person.id:
        raise Refused("later_unknown")
    words = str(message.params.get("words", ""))[:WORDS_SHOWN]
    why = texts.render(line("tasks.promise", words=words))
    made = ask_people(
        db,
        kind="promise",
        dedupe=f"promise:{message.id}",
        person=person,
        why=why,
        words=words,
        due=_evening(day),
        staff=who.login,
    )
    if made:
        note(db, "kept_word", person_id=person.id, actor=who.login, message=message.id)
    return made


def _evening(day: date) -> datetime:
    return max(clock.at(day, BY), clock.now())
