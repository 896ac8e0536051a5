"""Read what is known about a customer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.traits.models import Trait


def traits_of(db: Session, person_id: int) -> dict[str, str]:
    """Return her traits by kind."""
    rows = db.execute(select(Trait.kind, Trait.words).where(Trait.person_id == person_id))
    return {kind: words for kind, words in rows}  # noqa: C416 - rows are read as they come
