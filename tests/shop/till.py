"""The till, with verbs: it sells, takes things back, and checks whose phone it is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from bot import clock
from bot.shop.bindings.actions import make_code
from bot.shop.people.models import Person
from bot.shop.points.actions import earn_points, spend_points
from bot.shop.points.models import PointAccount, PointEntry
from bot.shop.points.queries import unbalanced_accounts
from bot.shop.purchases.actions import CameBack, Sale, SoldLine
from bot.shop.refusal import Refused
from bot.usecases.binding import confirm_binding
from bot.usecases.presents import NO_PRESENT, Present
from bot.usecases.selling import Buyer, bring_back, sell
from tests.people import OpenShop

_numbers = itertools.count(1)
Lines = tuple[tuple[str, int, int], ...]  # sku, pieces, fen of one


@dataclass(frozen=True)
class Till:
    """One till of the shop."""

    shop: OpenShop

    def sells(
        self,
        fen: int,
        *,
        receipt: str = "",
        lines: Lines = (),
        at: datetime | None = None,
        gift: bool = False,
        guide: str | None = None,
        present: Present = NO_PRESENT,
        points_used: int = 0,
        **buyer: object,
    ) -> str:
        """Report a sale; return its receipt."""
        number = receipt or f"r{next(_numbers)}"
        sold = [SoldLine(sku, sku, pieces, price) for sku, pieces, price in lines]
        sale = Sale(
            "t1",
            number,
            at or clock.now(),
            fen,
            sold,
            guide=guide,
            gift=gift,
            points_used=points_used,
        )
        who, rules = Buyer(**buyer), self.shop.rules  # type: ignore[arg-type]
        self.shop.bot.database.run(lambda db: sell(db, sale, who, rules, present=present))
        return number

    def takes_back(self, receipt: str, *lines: tuple[str, int], key: str = "") -> str:
        """Report a return, of everything or of some pieces."""
        back = CameBack("t1", receipt, key or f"b{next(_numbers)}", clock.now(), lines)
        rules = self.shop.rules
        return self.shop.bot.database.run(lambda db: bring_back(db, back, rules, why="已退货"))

    def code_of(self, openid: str) -> str:
        """Let a customer show her member code."""
        her_id = self.shop.person(openid).id
        return self.shop.bot.database.run(lambda db: make_code(db, her_id))

    def checks(self, code: str, phone: str) -> Person | str:
        """Check a shown code against a phone; return who it is, or the word of the refusal."""
        rules = self.shop.rules
        try:
            return self.shop.bot.database.run(
                lambda db: confirm_binding(db, code, phone=phone, by="李敏", store=None, shop=rules)
            )
        except Refused as refused:
            return refused.reason

    def gives(self, openid: str, points: int, *, ends: date | None = None) -> None:
        """Give points."""
        her_id, source = self.shop.person(openid).id, f"gift:{next(_numbers)}"
        self.shop.bot.database.run(
            lambda db: earn_points(
                db, her_id, points, kind="gift", source=source, about={}, expires_on=ends
            )
        )

    def spends(self, openid: str, points: int) -> bool:
        """Spend points; return whether there were enough."""
        her_id, source = self.shop.person(openid).id, f"spend:{next(_numbers)}"
        try:
            self.shop.bot.database.run(
                lambda db: spend_points(db, her_id, points, kind="gift", source=source, about={})
            )
        except Refused:
            return False
        return True

    def account(self, openid: str) -> tuple[int, int]:
        """Return balance and debt; ledger and lots must say the same."""
        her_id = self.shop.person(openid).id
        with self.shop.bot.database.reading() as db:
            assert unbalanced_accounts(db) == []
            found = db.get(PointAccount, her_id)
            total = db.scalar(
                select(func.sum(PointEntry.change)).where(PointEntry.person_id == her_id)
            )
        assert (found.balance if found else 0) == (total or 0)
        return (found.balance, found.debt) if found else (0, 0)


def yesterday() -> date:
    """Return the day before today."""
    return clock.today() - timedelta(days=1)
