"""The shelf of gifts, with verbs; after each thing that happens, stock and ledger must agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock, jobs
from bot.shop.gifts.models import GiftStock, Redemption
from bot.shop.gifts.queries import redemption_of
from bot.shop.gifts.rules import Gift
from bot.shop.members.models import Member
from bot.shop.people.actions import lock_person
from bot.shop.points.queries import unbalanced_accounts
from bot.shop.refusal import Refused
from bot.usecases.redeeming import cancel, collect, redeem
from tests.people import OpenShop

CUP = Gift(word="cup", name="保温杯", points=100, stock=3)


@dataclass(frozen=True)
class Shelf:
    """One shop's gifts."""

    shop: OpenShop

    def gives(self, openid: str, gift: Gift = CUP, count: int = 1) -> str:
        """Let her redeem; return her code, or the word of the refusal."""
        her_id = self.shop.person(openid).id

        def work(db: Session) -> str:
            lock_person(db, her_id)
            member = db.get_one(Member, her_id)
            return redeem(db, member, gift, count=count, today=clock.today()).code

        try:
            return self.shop.bot.database.run(work)
        except Refused as refused:
            return refused.reason

    def hands_over(self, code: str, *, store: str = "静安店") -> str:
        """Let a colleague hand over what a code stands for; return what became of it."""
        texts, shop = self.shop.bot.texts, self.shop.rules
        hand_over = partial(collect, by="zhouting", store=store, texts=texts, shop=shop)
        try:
            self.shop.bot.database.run(lambda db: hand_over(db, code))
        except Refused as refused:
            return refused.reason
        return "handed over"

    def takes_back(self, code: str) -> str:
        """Cancel a redemption; return what became of it."""
        texts = self.shop.bot.texts
        try:
            self.shop.bot.database.run(
                lambda db: cancel(db, redemption_of(db, code), by="customer", texts=texts)
            )
        except Refused as refused:
            return refused.reason
        return "taken back"

    def clears(self) -> int:
        """Let the day's job end what was not fetched; return how many."""
        with self.shop.app.app_context():
            return jobs.expire_gifts()

    def left(self, gift: Gift = CUP) -> int:
        """Return how many are left; what is promised or gone must be what was redeemed."""
        with self.shop.bot.database.reading() as db:
            assert unbalanced_accounts(db) == []
            kept = Redemption.state.in_(("open", "collected")) & (Redemption.gift == gift.word)
            promised = db.scalar(select(func.coalesce(func.sum(Redemption.count), 0)).where(kept))
            stock = db.get(GiftStock, gift.word)
        assert (stock.taken if stock else 0) == promised
        return stock.stock - stock.taken if stock else gift.stock
