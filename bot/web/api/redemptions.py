"""What gifts were taken for points; their code at the till: handed over, or given back."""

from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from bot.shop.gifts.models import Redemption
from bot.shop.gifts.queries import redemption_of, redemptions_page
from bot.usecases.redeeming import cancel, collect
from bot.web.api.actors import actor, check_whole
from bot.web.api.fields import Id, Maybe, ShownMoment, Word
from bot.web.api.shapes import Answer, Body, ListQuestion, Page, page_of
from bot.wiring import Bot

State = Literal["open", "collected", "cancelled", "expired"]


class GiftCode(Answer):
    """A redemption: what is fetched with its code, until when, and what became of it."""

    id: int
    member: int
    gift: str
    name: str
    count: int
    points: int
    state: State
    made_at: ShownMoment
    good_until: date
    closed_at: ShownMoment | None
    by: str | None
    store: str | None


class HandOver(Body):
    """Who hands it over, and where."""

    by: Maybe[Word] = None
    store: Maybe[Word] = None


class GivingBack(Body):
    """Who takes it back."""

    by: Maybe[Word] = None


class WhichGifts(ListQuestion):
    """Hers, or all; in one state, or in any."""

    member: Maybe[Id] = None
    state: Maybe[State] = None


def find(bot: Bot, question: WhichGifts) -> Page[GiftCode]:
    """Find redemptions, newest first; the code itself is hers alone.

    Of everybody: 403 for a key that is bounded to a store.
    """
    if question.member is None:
        check_whole()
    with bot.database.reading() as db:
        found = redemptions_page(
            db,
            person_id=question.member,
            state=question.state,
            before=question.cursor,
            limit=question.limit + 1,
        )
        return page_of(found, question, show=_shown, position=lambda each: each.id)


def hand_over(bot: Bot, code: str, body: HandOver) -> GiftCode:
    """Hand the gift of a shown code over; whoever shows it may have it.

    200 once; 404 where the code is unknown, 409 where it was used, cancelled or kept too long, or
    waits in another store and the gift is handed over only there.
    """

    def work(db: Session) -> Redemption:
        by, shop = actor(db, body.by), bot.shops.read(db)
        return collect(db, code, by=by, store=body.store, texts=bot.texts, shop=shop)

    return _shown(bot.database.run(work))


def give_back(bot: Bot, code: str, body: GivingBack) -> GiftCode:
    """Cancel a redemption: the points are hers again, the gift is the next one's.

    200 once; 404 where the code is unknown, 409 where it was fetched, cancelled or has expired.
    """

    def work(db: Session) -> Redemption:
        by = actor(db, body.by)
        return cancel(db, redemption_of(db, code), by=by, texts=bot.texts)

    return _shown(bot.database.run(work))


def _shown(redemption: Redemption) -> GiftCode:
    facts = {**vars(redemption), "member": redemption.person_id, "by": redemption.closed_by}
    return GiftCode.model_validate(facts)
