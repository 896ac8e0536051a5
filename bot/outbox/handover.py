"""What no door brings is said by people: a task with the words and a time."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.models import Message
from bot.outbox.purposes import PURPOSES
from bot.shop.people.models import Person
from bot.shop.tasks.actions import ask_again, ask_people, close_task
from bot.shop.tasks.models import Task as Work
from bot.shop.wishes.actions import wishes_of
from bot.shop.wishes.rules import refuses_channel

TASK_TIME = timedelta(hours=24)
CALL_TIME = timedelta(hours=4)


def may_be_called(db: Session, person_id: int) -> bool:
    """Say whether she has not told us to leave her phone alone."""
    hers = wishes_of(db, [person_id])[person_id]
    return not refuses_channel(hers, "call", clock.today())


def ask_to_say(
    db: Session,
    message: Message,
    person: Person,
    *,
    why: str,
    suffix: str,
    calls: bool = True,
    opens: datetime | None = None,
    sheet: str = "",
) -> None:
    """Ask the people of the shop to say it; what can't wait is a call, within hours.

    A `sheet` is for their eyes and stands below the words. What is nothing for people to say,
    such as a code, stays unsaid. Nobody need do what can wait before the shop `opens` after its
    rest.
    """
    if not PURPOSES[message.purpose].task:
        return
    waits, ends, now = PURPOSES[message.purpose].waits, message.not_after, clock.now()
    due = ends if ends and ends > now else now + (TASK_TIME if waits else CALL_TIME)
    if waits and opens and opens > now:
        due = max(due, opens + TASK_TIME)
    ask_people(
        db,
        kind=message.kind if waits or not calls else "call",
        dedupe=f"outbox:{message.id}{suffix}",
        person=person,
        why=why,
        words=(message.text or "") + sheet,
        due=due,
    )


def leave_unsaid(db: Session, dedupe: str, *, why: str) -> None:
    """Close the task of people who were to say a message that is wanted no more."""
    if task := _by_people(db, dedupe):
        close_task(db, task, result=why)


def say_after_all(db: Session, dedupe: str) -> None:
    """Ask people again to say what they were to leave unsaid."""
    if task := _by_people(db, dedupe):
        ask_again(db, task)


def _by_people(db: Session, dedupe: str) -> str | None:
    """Return what the task is known by that a message became; None where it became none."""
    handed = select(Message.id).where(Message.dedupe == dedupe, Message.state == "task")
    number = db.scalar(handed)
    return f"outbox:{number}" if number else None


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


def handed_over(db: Session, task: Work) -> Message | None:
    """Return the message that people were given to say with a task; None for other tasks."""
    of, _, number = task.dedupe.partition(":")
    message = db.get(Message, int(number)) if of == "outbox" and number.isdecimal() else None
    return message if message and message.state == "task" else None


def take_back_said(db: Session, task: Work) -> None:
    """Take back that people have said it."""
    if message := handed_over(db, task):
        message.sent_at = None


def note_said(db: Session, task: Work) -> None:
    """Note that people have said to her what no door brought: it counts as said."""
    if message := handed_over(db, task):
        message.sent_at = task.done_at
