"""Keep what is learned about a customer."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot import clock
from bot.db import put
from bot.shop.refusal import Refused
from bot.shop.traits.models import Trait
from bot.shop.traits.rules import KINDS, never_noted


def keep_trait(db: Session, person_id: int, kind: str, words: str, *, by: str) -> None:
    """Keep one trait, or forget it where nothing is written; raise Refused for what nobody notes.

    Whoever calls holds the person.
    """
    if kind not in KINDS:
        raise Refused("form_stale")
    if found := never_noted(words):
        raise Refused("never_noted", words=found)
    key = {"person_id": person_id, "kind": kind}
    if words:
        put(db, Trait, key, words=words, login=by, at=clock.now())
    else:
        db.execute(delete(Trait).filter_by(**key))
