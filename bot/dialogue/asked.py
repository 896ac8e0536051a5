"""Which question of ours waits for her answer, though days may have passed since it left."""

from datetime import datetime

from sqlalchemy import Select, SQLColumnExpression, func, or_, select

from bot.dialogue.transcript import ARRIVED
from bot.outbox.models import Message
from bot.shop.surveys.models import Survey


def questions_to(
    person_id: SQLColumnExpression[int], *, since: datetime | None = None
) -> Select[Survey]:
    """Select the surveys that reached a person and that she may still answer.

    It does not matter how a question reached her: by itself, or riding along inside an answer.
    With `since` only what she heard or said from then on is waited for.
    """
    message = (Message.dedupe == Survey.key) & Message.state.in_(ARRIVED)
    goes_on = or_(Survey.asks != "score", Survey.about == "said")
    if since is not None:
        message &= func.coalesce(Message.sent_at, Message.due) >= since
        goes_on &= func.coalesce(Survey.answered_at, Survey.made_at) >= since
    arrived = select(Message.id).where(message).exists()
    waits = Survey.asks.is_not(None) & or_(goes_on, arrived)
    return select(Survey).where(Survey.person_id == person_id, waits)
