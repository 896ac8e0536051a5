"""What no door brings is said by people: a task with the words and a time."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.models import Message
from bot.outbox.policy import PURPOSES
from bot.shop.people.models import Person
from bot.shop.tasks.actions import ask_people

TASK_TIME = timedelta(hours=24)
CALL_TIME = timedelta(hours=4)


def ask_to_say(db: Session, message: Message, person: Person, *, why: str, suffix: str) -> None:
    """Ask the people of the shop to say it; what can't wait is a call, within hours.

    What is nothing for people to say, such as a code, stays unsaid.
    """
    if not PURPOSES[message.purpose].task:
        return
    waits, ends, now = PURPOSES[message.purpose].waits, message.not_after, clock.now()
    ask_people(
        db,
        kind=message.kind if waits else "call",
        dedupe=f"outbox:{message.id}{suffix}",
        person=person,
        why=why,
        words=message.text or "",
        due=ends if ends and ends > now else now + (TASK_TIME if waits else CALL_TIME),
    )


def report_mass(db: Session, batch_id: int, *, why: str, words: str) -> None:
    """Tell people, once for all who were to hear it, that a text for many did not go well."""
    ask_people(
        db,
        kind="mass",
        dedupe=f"mass:{batch_id}",
        person=None,
        why=why[:300],
        words=words,
        due=clock.now() + TASK_TIME,
    )


def report_template(db: Session, template: str, *, why: str) -> None:
    """Tell people, once a day, that WeChat has refused a template."""
    ask_people(
        db,
        kind="template",
        dedupe=f"template:{template}:{clock.today()}",
        person=None,
        why=why[:300],
        words="",
        due=clock.now() + TASK_TIME,
    )
