"""Read where the talks stand."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.models import Conversation
from bot.shop.people.models import Identity


def conversations_page(
    db: Session, *, openid: str | None = None, before: int | None = None, limit: int
) -> list[Conversation]:
    """Return talks, newest first; an openid has one at most."""
    wanted = select(Conversation)
    if openid is not None:
        hers = (Identity.channel == "wechat") & (Identity.external_id == openid)
        wanted = wanted.join(Identity, Identity.person_id == Conversation.person_id).where(hers)
    if before is not None:
        wanted = wanted.where(Conversation.id < before)
    return list(db.scalars(wanted.order_by(Conversation.id.desc()).limit(limit)))
