"""Which question of ours waits for her answer, though days may have passed since it left."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select

from bot.dialogue.transcript import ARRIVED
from bot.outbox.models import Message
from bot.shop.surveys.models import Survey


def is_asked(person_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Say whether a person may have something to answer; how long ago does not count."""
    return or_(open_surveys(person_id).exists(), new_questions(person_id).exists())


def open_surveys(
    person_id: SQLColumnExpression[int], *, since: datetime | None = None
) -> Select[Survey]:
    """Select the surveys that reached a person and that she may still answer.

    It does not matter how a question reached her: by itself, or riding along inside an answer.
    With `since` only what she heard or said from then on is waited for.
    """
    goes_on = or_(Survey.asks != "score", Survey.about == "said")
    if since is not None:
        goes_on &= func.coalesce(Survey.answered_at, Survey.made_at) >= since
    left = select(Message.id).where(Message.dedupe == Survey.key, _arrived(since)).exists()
    waits = Survey.asks.is_not(None) & or_(goes_on, left)
    return select(Survey).where(Survey.person_id == person_id, waits)


def new_questions(
    person_id: SQLColumnExpression[int], *, since: datetime | None = None
) -> Select[Message]:
    """Select questions that a journey asked, and of which no survey was made yet."""
    known = select(Survey.id).where(Survey.key == Message.dedupe).exists()
    asked = (Message.kind == "survey") & _arrived(since) & ~known
    return select(Message).where(Message.person_id == person_id, asked)


def _arrived(since: datetime | None) -> ColumnElement[bool]:
    arrived = Message.state.in_(ARRIVED)
    if since is None:
        return arrived
    return arrived & (func.coalesce(Message.sent_at, Message.due) >= since)
