"""Keep what she wishes, the last word about each thing; forget all of it at her word."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db import insert_once, put
from bot.shop.consent.actions import (
    allow_channel,
    answer_consent,
    refuse_channel,
    refuse_offers,
)
from bot.shop.events.actions import note
from bot.shop.wishes.models import CHANNELS, Wish
from bot.shop.wishes.rules import Wished, Wishes

FINER = {"greeting": ("birthday", "holiday")}


def wish(db: Session, person_id: int, wished: Mapping[str, Wished]) -> None:
    """Keep her wishes; a word about a topic takes back what she said about a part of it.

    A no to calls, SMS, mail or offers for good is a consent taken back, too.
    """
    parts = [part for about in wished for part in FINER.get(about, ()) if part not in wished]
    db.execute(delete(Wish).where(Wish.person_id == person_id, Wish.about.in_(parts)))
    for about, (wanted, until) in wished.items():
        keys = {"person_id": person_id, "about": about}
        put(db, Wish, keys, wanted=wanted, until=until, at=clock.now())
        if until is None:
            _answer(db, person_id, about, wanted=wanted)
    told = {about: [each.wanted, str(each.until or "")] for about, each in wished.items()}
    note(db, "wished", person_id=person_id, actor="customer", wishes=told)


def _answer(db: Session, person_id: int, about: str, *, wanted: bool) -> None:
    """Keep a yes or a no for good as a consent; what she says in WeChat is a yes to WeChat."""
    if about in CHANNELS:
        (allow_channel if wanted else refuse_channel)(db, person_id, about)
    elif about == "offer" and wanted:
        answer_consent(db, person_id, {"promotion": True}, channels=("wechat",))
    elif about == "offer":
        refuse_offers(db, person_id)


def forget_wishes(db: Session, person_id: int) -> None:
    """Forget all she wished."""
    db.execute(delete(Wish).where(Wish.person_id == person_id))
    note(db, "forgot_wishes", person_id=person_id, actor="customer")


def copy_wishes(db: Session, from_id: int, to_id: int) -> list[str]:
    """Copy what she wished only under another record of hers; return what about."""
    hers = select(Wish).where(Wish.person_id == from_id)
    return [
        each.about
        for each in db.scalars(hers).all()
        if insert_once(
            db,
            Wish,
            person_id=to_id,
            about=each.about,
            wanted=each.wanted,
            until=each.until,
            at=each.at,
        )
    ]


def take_back_wishes(db: Session, person_id: int, about: Sequence[str]) -> None:
    """Take back what was copied."""
    db.execute(delete(Wish).where(Wish.person_id == person_id, Wish.about.in_(about)))


def wishes_of(db: Session, person_ids: Sequence[int]) -> dict[int, Wishes]:
    """Return for each person what she wished, by what it is about."""
    found: dict[int, dict[str, Wished]] = {person_id: {} for person_id in person_ids}
    rows = select(Wish.person_id, Wish.about, Wish.wanted, Wish.until)
    for person_id, about, wanted, until in db.execute(rows.where(Wish.person_id.in_(person_ids))):
        found[person_id][about] = Wished(wanted, until)
    return dict(found)
