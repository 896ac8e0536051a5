"""Why she got a message, or did not: one sentence for each row of a day."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.models import Message
from bot.shop.people.actions import living
from bot.texts import Rendered, Texts, line


def stories_of(db: Session, texts: Texts, person_id: int, day: date) -> list[dict[str, Any]] | None:
    """Return the story of each message that was due, sent or looked at on a day.

    None where nobody has this number.
    """
    person = living(db, person_id)
    if person is None:
        return None
    begins, ends = clock.at(day, time()), clock.at(day + timedelta(days=1), time())
    of_the_day = (
        Message.due.between(begins, ends)
        | Message.sent_at.between(begins, ends)
        | Message.look_at.between(begins, ends)
    )
    rows = select(Message).where(Message.person_id == person.id, of_the_day)
    return [_story(texts, row) for row in db.scalars(rows.order_by(Message.due, Message.id))]


def quiet_day(db: Session, texts: Texts, person_id: int, day: date) -> str:
    """Say that nothing was for her on a day, and what was the last before it and the next."""
    begins, ends = clock.at(day, time()), clock.at(day + timedelta(days=1), time())
    hers = select(Message).where(Message.person_id == person_id).limit(1)
    before = db.scalar(hers.where(Message.due < begins).order_by(Message.due.desc()))
    after = db.scalar(hers.where(Message.due >= ends).order_by(Message.due))
    told = [texts.render(line("story.none"))]
    for key, message in (("story.before", before), ("story.after", after)):
        if message:
            told.append(texts.render(line(key, story=Rendered(_story(texts, message)["story"]))))
    return "\n".join(told)


def _story(texts: Texts, message: Message) -> dict[str, Any]:
    told = line(
        f"story.{message.state}",
        kind=texts.render(line(f"story.kind_{message.kind}")),
        due=_clock(message.due),
        sent=_clock(message.sent_at),
        again=_clock(message.look_at),
        door=texts.render(line(f"story.door_{message.door or 'none'}")),
        reason=message.reason or "",
    )
    return {
        "id": message.id,
        "kind": message.kind,
        "state": message.state,
        "door": message.door,
        "reason": message.reason,
        "due": message.due.isoformat(),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "story": texts.render(told),
    }


def _clock(moment: Any) -> str:
    return f"{clock.local(moment):%m-%d %H:%M}" if moment else ""
