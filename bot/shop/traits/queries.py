"""Read what is known about customers."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.traits.models import Trait


def traits_of(db: Session, person_id: int) -> dict[str, str]:
    """Return her traits by kind."""
    rows = db.execute(select(Trait.kind, Trait.words).where(Trait.person_id == person_id))
    return {kind: words for kind, words in rows}  # noqa: C416 - rows are read as they come


def traits_of_all(db: Session, person_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return for each of these persons her traits by kind."""
    found: dict[int, dict[str, str]] = {person_id: {} for person_id in person_ids}
    rows = select(Trait.person_id, Trait.kind, Trait.words).where(Trait.person_id.in_(found))
    for person_id, kind, words in db.execute(rows):
        found[person_id][kind] = words
    return found
