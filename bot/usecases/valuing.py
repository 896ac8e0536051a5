"""What a customer is to the shop, beside what she is called: how she buys, how full her file is."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot import clock
from bot.shop.members.queries import CustomerFile
from bot.shop.purchases.queries import buying_of
from bot.shop.stores.rules import Shop
from bot.shop.stores.segments import Segment
from bot.shop.traits.queries import traits_of_all
from bot.shop.traits.rules import HARD, SOFT, file_score


class Value(NamedTuple):
    """Her class, None while she has bought nothing; her file's score from 0 to 100."""

    segment: Segment | None
    file_score: int


def values_of(db: Session, files: Sequence[CustomerFile], shop: Shop) -> dict[int, Value]:
    """Return for each of these customers what she is to the shop."""
    ids, today = [file.person.id for file in files], clock.today()
    bought = buying_of(db, ids, near=shop.segments.near)
    traits = traits_of_all(db, ids)
    return {
        file.person.id: Value(
            segment=shop.segments.of(bought[file.person.id], today)
            if file.person.id in bought
            else None,
            file_score=score_of(file, traits[file.person.id]),
        )
        for file in files
    }


def score_of(file: CustomerFile, traits: dict[str, str]) -> int:
    """Return how full her file is."""
    person, birthday = file.person, file.member and file.member.birthday_md
    known = (person.name, birthday, person.address, person.phone, person.email)
    hard = [bool(each) for each in (*known, *(traits.get(each) for each in HARD))]
    return file_score(hard=hard, soft=[bool(traits.get(each)) for each in SOFT])
