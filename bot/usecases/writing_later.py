"""What a colleague writes now and sends later: a row of the outbox, which can be taken back."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import drop_messages, queue
from bot.outbox.models import Message
from bot.outbox.policy import Policy
from bot.outbox.queries import OPEN_STATES
from bot.shop.events.actions import note
from bot.shop.refusal import Refused
from bot.shop.staff.rules import Actor
from bot.texts import Texts, line
from bot.usecases.talking import as_typed, can_write, name_of, take_talk

SOONEST = timedelta(minutes=1)


def write_later(
    db: Session, policy: Policy, talk_id: int, *, text: str, at: datetime, who: Actor, once: str
) -> None:
    """Let words go to her at a moment; raise Refused where the door will be shut by then.

    `once` is the form's own key. What finds its door shut after all becomes a task.
    """
    talk = take_talk(db, talk_id, who)
    if at < clock.now() + SOONEST:
        raise Refused("later_past")
    stands = can_write(db, policy, talk.person_id)
    if stands.why:
        raise Refused(stands.why)
    if stands.until and at >= stands.until:
        raise Refused("later_shut", until=f"{clock.local(stands.until):%m-%d %H:%M}")
    params = {"words": as_typed(text), "by": who.login}
    dedupe = f"staff:{talk.id}:{once}"
    write = partial(queue, kind="staff", purpose="reply", dedupe=dedupe, due=at)
    if write(db, talk.person_id, "common.words", params):
        note(db, "wrote_for_later", person_id=talk.person_id, actor=who.login)


def written_for_later(db: Session, person_id: int) -> list[Message]:
    """Return what colleagues wrote that has not gone yet, the next one first."""
    waits = (Message.person_id == person_id) & Message.state.in_(OPEN_STATES)
    later = select(Message).where(waits, Message.kind == "staff", Message.due > clock.now())
    return list(db.scalars(later.order_by(Message.due, Message.id)))


def take_back(db: Session, texts: Texts, person_id: int, message_id: int, *, who: Actor) -> str:
    """Take back what was to go later; return its words. Raise Refused where it has gone."""
    message = db.get(Message, message_id)
    if message is None or message.person_id != person_id or message.kind != "staff":
        raise Refused("later_unknown")
    why = texts.render(line("reasons.taken_back", by=name_of(db, who.login)))
    if not drop_messages(db, message.dedupe, why=why):
        raise Refused("later_gone")
    note(db, "took_back", person_id=person_id, actor=who.login)
    return str(message.params["words"])
