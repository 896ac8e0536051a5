"""Who brought a newcomer, once people of the shop have found out."""

from typing import Literal

from sqlalchemy.orm import Session

from bot.shop.referrals.models import Referral
from bot.texts import line
from bot.usecases.recommending import confirm_named
from bot.web.api.actors import actor
from bot.web.api.fields import Id, Maybe, ShownMoment, Word
from bot.web.api.shapes import Answer, Body
from bot.wiring import Bot


class WhoBrought(Body):
    """The newcomer, and the member who brought her."""

    newcomer: Id
    recommender: Id
    by: Maybe[Word] = None


class Recommendation(Answer):
    """Who brought whom; `state` is how far it has come towards the reward."""

    newcomer: int
    recommender: int
    state: Literal["met", "joined", "bought", "rewarded", "reversed", "void"]
    met_at: ShownMoment


def confirm(bot: Bot, body: WhoBrought) -> Recommendation:
    """Note who brought a newcomer, as she said in the chat or at the counter.

    The same twice is one. 404 where one of them is nobody, or the recommender is no member; 409
    where it is herself, was the other way round, or she was no newcomer when she said so.
    """

    def work(db: Session) -> Referral:
        by, shop = actor(db, body.by), bot.shops.read(db)
        result = bot.texts.render(line("tasks.referral_confirmed"))
        return confirm_named(db, body.newcomer, body.recommender, shop, by=by, result=result)

    return _shown(bot.database.run(work))


def _shown(referral: Referral) -> Recommendation:
    return Recommendation(
        newcomer=referral.newcomer_id,
        recommender=referral.recommender_id,
        state=referral.state,
        met_at=referral.met_at,
    )
